#include "fakes/servicedesk_plus/world.hpp"

#include <array>

namespace syncctl::fakes::sdp {

namespace {

Json plain(const std::string& name)
{
    return {{"name", name}, {"deleted", false}, {"description", nullptr}};
}

void add_all(World& world, const std::string& table, const std::vector<std::string>& names)
{
    for (const std::string& name : names) {
        world.add_row(table, plain(name));
    }
}

void add_statuses(World& world)
{
    struct Kind {
        const char* name;
        const char* internal_name;
        bool in_progress;
        bool stop_timer;
        bool is_final;
        const char* color;
    };

    for (const Kind& kind : {Kind{"Open", "Open", true, false, false, "#0066ff"},
                             Kind{"On Hold", "Onhold", true, true, false, "#ff9900"},
                             Kind{"Closed", "Closed", false, true, true, "#006600"},
                             Kind{"Resolved", "Resolved", false, true, false, "#00ff66"},
                             Kind{"Canceled", "Canceled", false, true, true, "#999999"}}) {
        Json row = plain(kind.name);
        row["internal_name"] = kind.internal_name;
        row["in_progress"] = kind.in_progress;
        row["stop_timer"] = kind.stop_timer;
        row["color"] = kind.color;
        row["_is_final"] = kind.is_final;
        world.add_row("statuses", std::move(row));
    }
}

void add_priorities(World& world)
{
    static constexpr std::array<std::pair<const char*, const char*>, 4> k_priorities{
        {{"Low", "#666666"}, {"Normal", "#ff9900"}, {"Medium", "#ff6600"}, {"High", "#ff0000"}}};
    int order = 1;
    for (const auto& [name, color] : k_priorities) {
        Json row = plain(name);
        row["color"] = color;
        row["priority_order"] = std::to_string(order++);
        world.add_row("priorities", std::move(row));
    }
}

Json reference(const World& world, const std::string& table, const std::string& id)
{
    return {{"id", id}, {"name", (*world.row(table, id))["name"]}};
}

void add_categories(World& world)
{
    struct Branch {
        const char* category;
        const char* subcategory;
        std::vector<std::string> items;
    };

    const std::vector<Branch> branches{{"Hardware", "Printer", {"Install", "Repair"}},
                                       {"Hardware", "Laptop", {"Replace"}},
                                       {"Software", "MS Office", {"Install", "Upgrade"}},
                                       {"Software", "Browser", {"Configure"}}};
    for (const Branch& branch : branches) {
        const Json* known = world.row_with("categories", "name", branch.category);
        std::string category = known != nullptr ? (*known)["id"].get<std::string>() : "";
        if (known == nullptr) {
            Json row = plain(branch.category);
            row["technician"] = nullptr;
            category = world.add_row("categories", std::move(row));
        }
        const std::string subcategory =
            world.add_row("subcategories",
                          {{"name", branch.subcategory},
                           {"category", reference(world, "categories", category)},
                           {"deleted", false}});
        for (const std::string& item : branch.items) {
            world.add_row("items",
                          {{"name", item},
                           {"subcategory", reference(world, "subcategories", subcategory)},
                           {"deleted", false}});
        }
    }
}

void add_groups(World& world)
{
    const auto add = [&](const std::string& name, const Json& site) {
        world.add_row("groups",
                      {{"name", name},
                       {"site", site},
                       {"deleted", false},
                       {"description", nullptr},
                       {"sender_name", ""},
                       {"sender_email_id", ""}});
    };
    add("Hardware Problems", nullptr);
    add("Network", nullptr);
    for (const Json& site : world.table("sites")) {
        add("Local Support", reference(world, "sites", site["id"]));
    }
}

void add_people(World& world)
{
    const auto add = [&](const char* name, const Json& mail, bool is_technician) {
        world.add_row("users", person_row(name, mail, is_technician));
    };
    add("Sync Service", "sync@fabrikam.example", true);
    add("Jamal Hartnett", "jamal@fabrikam.example", true);
    add("Jeniffer Doe", "jeniffer@fabrikam.example", true);
    add("Guest", "guest@fabrikam.example", false);
    add("Catherine", nullptr, false);
}

void add_templates(World& world)
{
    const auto add = [&](const char* name, bool is_default) {
        world.add_row("request_templates",
                      {{"name", name},
                       {"lifecycle", nullptr},
                       {"image", "incident-icon"},
                       {"inactive", false},
                       {"comments", is_default ? Json("For new requests.") : Json(nullptr)},
                       {"workflow", nullptr},
                       {"is_service_template", false},
                       {"service_category", nullptr},
                       {"show_to_requester", true},
                       {"is_default", is_default}});
    };
    add("Default Request", true);
    add("Printer problem", false);
}

void add_udfs(World& world)
{
    const std::vector<std::string> colours{"Red", "Green", "Blue"};
    const auto add = [&](const char* on_premises,
                         const char* cloud,
                         const char* label,
                         const char* type,
                         int max_length,
                         const std::vector<std::string>& allowed) {
        world.add_row("udf_fields",
                      udf_row(world,
                              world.is_cloud() ? cloud : on_premises,
                              label,
                              type,
                              max_length,
                              allowed,
                              true));
    };
    add("udf_sline_1802", "udf_char1", "External reference", "single_line", 255, {});
    add("udf_mline_1803", "txt_story", "Story", "multi_line", 4000, {});
    add("udf_pick_303", "txt_colour", "Colour", "pick", 0, colours);
    add("udf_multi_305", "txt_multi", "Colours", "multi_select", 0, colours);
    add("udf_date_306", "udf_date1", "Wanted by", "datetime", 0, {});
    add("udf_day_307", "dt_day", "Date of hire", "datestamp", 0, {});
    add("udf_long_308", "num_cost", "Cost", "long", 0, {});
    add("udf_double_309", "dbl_rate", "Rate", "double", 0, {});
    add("udf_bool_310", "bool_vip", "Important", "boolean", 0, {});
}

} // namespace

Json person_row(const Json& name, const Json& mail, bool is_technician)
{
    return {{"name", name},
            {"email_id", mail},
            {"is_technician", is_technician},
            {"_is_disabled", false},
            {"_groups", Json::array()},
            {"_sites", Json::array()}};
}

Json udf_row(const World& world,
             const std::string& key,
             const std::string& label,
             const std::string& type,
             int max_length,
             const std::vector<std::string>& allowed,
             bool is_on_template)
{
    static const std::map<std::string, std::pair<const char*, const char*>> k_types{
        {"single_line", {"string", "Single Line"}},
        {"multi_line", {"text", "Multi Line"}},
        {"pick", {"string", "Pick List"}},
        {"multi_select", {"multi_select", "Check Box"}},
        {"datetime", {"datetime", "Date/Time"}},
        {"datestamp", {"datestamp", "Datestamp"}},
        {"long", {"long", "Numeric"}},
        {"double", {"double", "Decimal"}},
        {"boolean", {"boolean", "Decision Box"}}};
    const auto& [wire_type, field_type] = k_types.at(type);
    Json constraints = Json::array();
    if (type == "single_line" || type == "multi_line") {
        constraints = {
            {{"constraint_name", "max_length"}, {"constraint_value", std::to_string(max_length)}},
            {{"constraint_name", "min_length"}, {"constraint_value", "0"}}};
    }
    Json row{{"field_key", key},
             {"name", label},
             {"type", wire_type},
             {"field_type", field_type},
             {"module", {{"name", "request"}}},
             {"constraints", std::move(constraints)},
             {"_kind", type},
             {"_max_length", max_length},
             {"_allowed", allowed},
             {"_is_on_template", is_on_template}};
    if (!allowed.empty()) {
        row["allowed_values"] = Json::array();
        for (const std::string& value : allowed) {
            row["allowed_values"].push_back(world.is_cloud() ? Json{{"value", value}}
                                                             : Json(value));
        }
    }
    return row;
}

void seed(World& world)
{
    for (const char* table : {"statuses",
                              "priorities",
                              "urgencies",
                              "impacts",
                              "levels",
                              "modes",
                              "categories",
                              "subcategories",
                              "items",
                              "sites",
                              "groups",
                              "users",
                              "request_types",
                              "request_templates",
                              "closure_codes",
                              "departments",
                              "service_categories",
                              "udf_fields"}) {
        world.tables[table] = {};
    }
    world.switches.is_updated_set_at_create = world.is_cloud();
    add_statuses(world);
    add_priorities(world);
    add_all(world, "urgencies", {"Low", "Normal", "High", "Urgent"});
    add_all(world,
            "impacts",
            {"Affects User", "Affects Group", "Affects Department", "Affects Business"});
    add_all(world, "levels", {"Tier 1", "Tier 2", "Tier 3"});
    add_all(world, "modes", {"E-Mail", "Web Form", "Phone Call"});
    add_all(world, "sites", {"Berlin", "Chennai"});
    add_all(world, "request_types", {"Incident", "Request For Information", "Service Request"});
    add_all(world, "departments", {"Administration"});
    add_categories(world);
    add_groups(world);
    add_people(world);
    add_templates(world);
    for (const char* name : {"Success", "Failure", "Unable to reproduce"}) {
        world.add_row("closure_codes",
                      {{"name", name}, {"module", {{"name", "request"}}}, {"inactive", false}});
    }
    add_udfs(world);
    world.next_request = world.is_cloud() ? 240'001 : 1;
    world.next_number = 101;
    world.next_note = world.is_cloud() ? 250'001 : 301;
}

} // namespace syncctl::fakes::sdp
