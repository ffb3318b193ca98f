#include "fakes/servicedesk_plus/fields.hpp"

#include <algorithm>

namespace syncctl::fakes::sdp {

const std::vector<Field>& writable_fields()
{
    static const std::vector<Field> k_fields{
        {.name = "subject", .kind = Kind::line, .is_clearable = false},
        {.name = "description", .kind = Kind::html},
        {.name = "requester", .kind = Kind::reference, .table = "users", .is_clearable = false},
        {.name = "template",
         .kind = Kind::reference,
         .table = "request_templates",
         .is_clearable = false},
        {.name = "site", .kind = Kind::reference, .table = "sites"},
        {.name = "category", .kind = Kind::reference, .table = "categories"},
        {.name = "subcategory", .kind = Kind::reference, .table = "subcategories"},
        {.name = "item", .kind = Kind::reference, .table = "items"},
        {.name = "group", .kind = Kind::reference, .table = "groups"},
        {.name = "technician", .kind = Kind::reference, .table = "users"},
        {.name = "level", .kind = Kind::reference, .table = "levels"},
        {.name = "mode", .kind = Kind::reference, .table = "modes"},
        {.name = "request_type", .kind = Kind::reference, .table = "request_types"},
        {.name = "impact", .kind = Kind::reference, .table = "impacts"},
        {.name = "urgency", .kind = Kind::reference, .table = "urgencies"},
        {.name = "priority", .kind = Kind::reference, .table = "priorities"},
        {.name = "service_category", .kind = Kind::reference, .table = "service_categories"},
        {.name = "impact_details", .kind = Kind::text},
        {.name = "due_by_time", .kind = Kind::stamp},
        {.name = "first_response_due_by_time", .kind = Kind::stamp},
        {.name = "scheduled_start_time", .kind = Kind::stamp},
        {.name = "scheduled_end_time", .kind = Kind::stamp},
        {.name = "email_ids_to_notify", .kind = Kind::texts},
        {.name = "resolution", .kind = Kind::resolution},
        {.name = "resources", .kind = Kind::object},
        {.name = "udf_fields", .kind = Kind::udfs, .is_clearable = false},
        {.name = "closure_info", .kind = Kind::closure, .is_clearable = false},
        {.name = "status", .kind = Kind::reference, .table = "statuses", .is_clearable = false},
        {.name = "onhold_scheduler", .kind = Kind::object, .is_cloud_only = true},
        {.name = "update_reason", .kind = Kind::remark},
        {.name = "status_change_comments", .kind = Kind::remark},
    };
    return k_fields;
}

const Field* writable_field(const World& world, const std::string& name)
{
    const auto& fields = writable_fields();
    const auto found = std::find_if(
        fields.begin(), fields.end(), [&](const Field& field) { return field.name == name; });
    return found == fields.end() || (found->is_cloud_only && !world.is_cloud()) ? nullptr : &*found;
}

Json stamp_json(const World& world, std::int64_t ms)
{
    if (ms != 0) {
        return {{"value", std::to_string(ms)}, {"display_value", base::format_utc({ms})}};
    }
    switch (world.switches.no_stamp) {
    case NoStamp::text:
        return "null";
    case NoStamp::null_value:
        return {{"value", nullptr}};
    case NoStamp::null:
        break;
    }
    return nullptr;
}

namespace {

Json some(const Json& row, std::initializer_list<const char*> members)
{
    Json result = Json::object();
    for (const char* member : members) {
        result[member] = row.value(member, Json{});
    }
    return result;
}

Json person_json(const World& world, const Json& row, const std::string& field)
{
    Json person = some(row, {"id", "name", "email_id"});
    person["phone"] = nullptr;
    person["mobile"] = nullptr;
    if (!world.is_cloud()) {
        person["profile_pic"] = {{"content-url", "/images/default-profile-pic2.svg"}};
        person["is_vipuser"] = false;
        person["department"] = nullptr;
        return person;
    }
    person["photo_url"] = "https://contacts.example.test/file?t=user";
    if (field == "technician") {
        person["cost_per_hour"] = "0";
        person["sms_mail_id"] = nullptr;
    } else {
        person["is_technician"] = row["is_technician"];
        person["sms_mail"] = nullptr;
        person["is_vip_user"] = false;
        person["department"] = nullptr;
    }
    return person;
}

Json template_json(const World& world, const Json& row)
{
    Json shown = some(row, {"id", "name"});
    if (!world.is_cloud()) {
        shown["is_service_template"] = row["is_service_template"];
        shown["service_category"] = row["service_category"];
    }
    return shown;
}

Json status_json(const World& world, const Json& row)
{
    return world.is_cloud()
               ? some(row, {"id", "name", "color", "internal_name", "in_progress", "stop_timer"})
               : some(row, {"id", "name", "color"});
}

} // namespace

Json reference_json(const World& world,
                    const std::string& table,
                    const std::string& field,
                    const Json& id)
{
    const Json* row = world.row(table, id);
    if (row == nullptr) {
        return nullptr;
    }
    if (table == "users") {
        return person_json(world, *row, field);
    }
    if (table == "statuses") {
        return status_json(world, *row);
    }
    if (table == "request_templates") {
        return template_json(world, *row);
    }
    if (table == "priorities") {
        return some(*row, {"id", "name", "color"});
    }
    if (table == "groups") {
        return world.is_cloud() ? some(*row, {"id", "name", "site", "deleted"})
                                : some(*row, {"id", "name", "site"});
    }
    return some(*row, {"id", "name"});
}

} // namespace syncctl::fakes::sdp
