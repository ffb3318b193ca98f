#include "fakes/servicedesk_plus/fields.hpp"
#include "fakes/servicedesk_plus/listing.hpp"

#include <algorithm>

namespace syncctl::fakes::sdp {

namespace {

struct Source {
    std::string name; ///< of the list in the answer
    std::string table;
    Json parent; ///< rows of this parent only; null: all
    std::string parent_member;
};

/// Which list the path names; nullopt: none.
std::optional<Source> source_of(const World& world, const std::vector<std::string>& path)
{
    static const std::vector<std::string> k_plain{"statuses",
                                                  "priorities",
                                                  "urgencies",
                                                  "impacts",
                                                  "levels",
                                                  "modes",
                                                  "categories",
                                                  "sites",
                                                  "users",
                                                  "technicians",
                                                  "request_types",
                                                  "request_templates",
                                                  "closure_codes",
                                                  "departments",
                                                  "udf_fields"};
    const std::string& name = path.front();
    if (path.size() == 1) {
        if (name == (world.is_cloud() ? "groups" : "support_groups")) {
            return Source{name, "groups", {}, {}};
        }
        if (!world.is_cloud() && (name == "subcategories" || name == "items")) {
            return Source{name, name, {}, {}};
        }
        if (name == "udf_fields" && !world.switches.has_udf_catalogue) {
            return std::nullopt;
        }
        const bool is_known = std::find(k_plain.begin(), k_plain.end(), name) != k_plain.end();
        return is_known
                   ? std::optional{Source{name, name == "technicians" ? "users" : name, {}, {}}}
                   : std::nullopt;
    }
    if (path.size() == 3 && name == "categories" && path[2] == "subcategories") {
        return Source{"subcategories", "subcategories", path[1], "category"};
    }
    if (path.size() == 3 && name == "subcategories" && path[2] == "items" &&
        (!world.is_cloud() || world.switches.has_flat_items)) {
        return Source{"items", "items", path[1], "subcategory"};
    }
    if (path.size() == 5 && name == "categories" && path[2] == "subcategories" &&
        path[4] == "items" && world.is_cloud()) {
        return Source{"items", "items", path[3], "subcategory"};
    }
    return std::nullopt;
}

Json shown_row(const std::string& list, const Json& row)
{
    Json shown = Json::object();
    for (const auto& [key, value] : row.items()) {
        const bool is_hidden =
            key.starts_with('_') || (list == "technicians" && key == "is_technician");
        if (!is_hidden) {
            shown[key] = value;
        }
    }
    return shown;
}

bool is_in(const Source& source, const Json& row)
{
    if (source.name == "technicians" && row["is_technician"] != true) {
        return false;
    }
    if (row.value("_is_disabled", false)) {
        return false;
    }
    return source.parent.is_null() || row[source.parent_member]["id"] == source.parent;
}

Json member_of(const Json& row, const std::string& path)
{
    const auto dot = path.find('.');
    const Json value = row.value(path.substr(0, dot), Json{});
    if (dot == std::string::npos) {
        return value;
    }
    return value.is_object() ? value.value(path.substr(dot + 1), Json{}) : Json{};
}

/// The layout of the one form that there is.
Json layout_json(const World& world)
{
    Json fields = Json::array();
    for (const Field& field : writable_fields()) {
        const std::string name = field.name;
        if (field.kind == Kind::udfs || field.kind == Kind::remark || field.kind == Kind::closure ||
            world.switches.fields_off_form.contains(name)) {
            continue;
        }
        const bool is_mandatory =
            name == "subject" ||
            std::find(world.required.begin(), world.required.end(), name) != world.required.end();
        fields.push_back({{"name", name}, {"mandatory", is_mandatory}});
    }
    for (const Json& row : world.table("udf_fields")) {
        if (row["_is_on_template"] == true) {
            fields.push_back({{"name", "udf_fields." + row["field_key"].get<std::string>()},
                              {"mandatory", false}});
        }
    }
    return Json::array({{{"id", "1"}, {"sections", Json::array({{{"fields", fields}}})}}});
}

Answer one_template(const World& world, const Call& call)
{
    expect_no_input(call);
    const Json* row = world.row("request_templates", call.path[1]);
    const bool is_layout = call.path.size() == 3 && (call.path[2] == "_get_template_with_layout" ||
                                                     call.path[2] == "layouts");
    if (row == nullptr || call.path.size() > 3 || (call.path.size() == 3 && !is_layout) ||
        (is_layout && (!world.is_cloud() || !world.switches.has_layouts))) {
        throw no_such_url();
    }
    Answer answer;
    if (is_layout && call.path[2] == "layouts") {
        answer.body["layouts"] = layout_json(world);
        return answer;
    }
    answer.body["request_template"] = shown_row("request_templates", *row);
    if (is_layout) {
        answer.body["request_template"]["layouts"] = layout_json(world);
    }
    return answer;
}

Json field_info(const World& world, const Field& field)
{
    std::string label = field.name;
    label.front() = static_cast<char>(label.front() - 'a' + 'A');
    Json info{{"display_name", label}};
    switch (field.kind) {
    case Kind::reference:
        info["type"] = "lookup";
        info["lookup_entity"] =
            std::string_view{field.name} == "technician" || std::string_view{field.table} != "users"
                ? Json(field.name)
                : Json("user");
        info["href"] = std::string{"/"} + field.table;
        break;
    case Kind::stamp:
        info["type"] = "datetime";
        break;
    case Kind::html:
        info["type"] = "html";
        break;
    default:
        info["type"] = "string";
    }
    const bool is_mandatory =
        std::find(world.required.begin(), world.required.end(), field.name) != world.required.end();
    if (std::string_view{field.name} == "subject") {
        info["mandatory"] = true;
        info["constraints"] = {{"max_length", 250}};
    } else if (is_mandatory) {
        info["mandatory"] = true;
    }
    return info;
}

} // namespace

Answer metainfo(const World& world, const Call& call)
{
    expect_no_input(call);
    if (!world.switches.has_metainfo) {
        throw no_such_url();
    }
    Json fields = Json::object();
    for (const Field& field : writable_fields()) {
        if (field.kind != Kind::udfs && field.kind != Kind::remark &&
            writable_field(world, field.name) != nullptr) {
            fields[field.name] = field_info(world, field);
        }
    }
    for (const auto& [name, label] :
         {std::pair{"created_time", "Created Date"}, {"last_updated_time", "Last Update Time"}}) {
        fields[name] = {{"display_name", label}, {"type", "datetime"}, {"read_only", true}};
    }
    Json udfs = Json::object();
    for (const Json& row : world.table("udf_fields")) {
        udfs[row["field_key"].get<std::string>()] = {{"id", row["id"]},
                                                     {"display_name", row["name"]},
                                                     {"type", row["type"]},
                                                     {"field_type", row["field_type"]}};
    }
    fields["udf_fields"] = {{"type", "udf"}, {"fields", std::move(udfs)}};
    Answer answer;
    answer.body["metainfo"] = {{"entity", "request"}, {"fields", std::move(fields)}};
    return answer;
}

Answer metadata(const World& world, const Call& call)
{
    if (call.method != "GET") {
        throw no_such_url();
    }
    if (call.path.front() == "request_templates" && call.path.size() > 1) {
        return one_template(world, call);
    }
    const auto source = source_of(world, call.path);
    if (!source) {
        throw no_such_url();
    }
    const ListQuery query = read_list_query(world, call);
    std::vector<const Json*> found;
    for (const Json& row : world.table(source->table)) {
        if (is_in(*source, row) &&
            matches(query, [&](const std::string& field) { return member_of(row, field); })) {
            found.push_back(&row);
        }
    }
    const Page page =
        page_of(world, query, found.size(), [&](std::size_t row, const std::string& field) {
            return member_of(*found[row], field);
        });
    Answer answer;
    answer.is_list = true;
    answer.body[source->name] = Json::array();
    for (const std::size_t row : page.rows) {
        answer.body[source->name].push_back(shown_row(source->name, *found[row]));
    }
    if (world.switches.has_list_info) {
        answer.body["list_info"] = page.list_info;
    }
    return answer;
}

} // namespace syncctl::fakes::sdp
