#include "fakes/servicedesk_plus/fields.hpp"
#include "fakes/text.hpp"

#include <algorithm>
#include <set>

namespace syncctl::fakes::sdp {

namespace {

/// What both editions show and nothing here ever changes.
const Json& constants(const World& world)
{
    static const Json k_both{
        {"linked_to_request", nullptr},
        {"is_read", false},
        {"assigned_time", nullptr},
        {"email_to", Json::array()},
        {"email_cc", Json::array()},
        {"approval_status", nullptr},
        {"sla", nullptr},
        {"has_request_initiated_change", false},
        {"has_attachments", false},
        {"attachments", Json::array()},
        {"has_draft", false},
        {"has_problem", false},
        {"has_project", false},
        {"is_service_request", false},
        {"is_overdue", false},
        {"is_first_response_overdue", false},
        {"notification_status", nullptr},
        {"department", nullptr},
    };
    static const Json k_on_premises = [] {
        Json all = k_both;
        all.update({{"ola_due_by_time", nullptr},
                    {"onhold_time", nullptr},
                    {"cancel_requested", false},
                    {"cancel_requested_by", nullptr},
                    {"cancel_requested_is_pending", false},
                    {"has_resolution_attachments", false},
                    {"has_request_caused_by_change", false},
                    {"has_dependency", false},
                    {"has_conversation", false},
                    {"is_shared", false},
                    {"tags", Json::array()},
                    {"primary_asset", nullptr},
                    {"assets", Json::array()},
                    {"unreplied_count", nullptr}});
        return all;
    }();
    static const Json k_cloud = [] {
        Json all = k_both;
        all.update({{"lifecycle", nullptr},
                    {"cancellation_requested", false},
                    {"cancel_flag_comments", nullptr},
                    {"is_escalated", false},
                    {"time_elapsed", "0"},
                    {"responded_time", nullptr},
                    {"is_fcr", false},
                    {"unreplied_count", 0},
                    {"email_bcc", Json::array()}});
        return all;
    }();
    return world.is_cloud() ? k_cloud : k_on_premises;
}

/// What a request shows beside what can be written and the constants.
const std::vector<std::string>& computed(const World& world)
{
    static const std::vector<std::string> k_on_premises{"id",
                                                        "created_time",
                                                        "last_updated_time",
                                                        "created_by",
                                                        "is_trashed",
                                                        "is_reopened",
                                                        "has_notes",
                                                        "has_linked_requests"};
    static const std::vector<std::string> k_cloud = [] {
        auto all = k_on_premises;
        all.insert(all.end(), {"display_id", "completed_time", "resolved_time", "deleted_time"});
        return all;
    }();
    return world.is_cloud() ? k_cloud : k_on_premises;
}

/// Not among what GET shows, though lists or closed requests have them.
const std::set<std::string> k_on_premises_rare{"short_description",
                                               "time_elapsed",
                                               "response_time_elapsed",
                                               "completed_time",
                                               "resolved_time",
                                               "closure_info"};

bool is_shown_when_written(const World& world, const Field& field)
{
    static const std::set<std::string> k_never{
        "resources", "update_reason", "status_change_comments", "closure_info"};
    static const std::set<std::string> k_not_in_cloud{
        "service_category", "scheduled_start_time", "scheduled_end_time", "onhold_scheduler"};
    return !k_never.contains(field.name) && (!field.is_cloud_only || world.is_cloud()) &&
           (!world.is_cloud() || !k_not_in_cloud.contains(field.name));
}

Json resolution_json(const World& world, const State& state)
{
    const Json content = state.values.value("resolution", Json{});
    if (world.is_cloud() && content.is_null()) {
        return nullptr;
    }
    return {{"resolution_attachments", Json::array()}, {"content", content}};
}

Json closure_json(const World& world, const State& state)
{
    Json info = state.values.value("closure_info", Json{});
    if (info.is_object()) {
        info["closure_code"] =
            reference_json(world, "closure_codes", "closure_code", info["closure_code"]);
    }
    return info;
}

Json udfs_json(const World& world, const State& state)
{
    Json shown = Json::object();
    const Json stored = state.values.value("udf_fields", Json::object());
    for (const Json& row : world.table("udf_fields")) {
        if (row["_is_on_template"] == true) {
            const std::string key = row["field_key"];
            shown[key] = stored.value(key, Json{});
        }
    }
    return shown;
}

std::string without_tags(const std::string& html)
{
    std::string text;
    bool is_tag = false;
    for (const char c : html) {
        is_tag = c == '<' || (is_tag && c != '>');
        if (!is_tag && c != '>') {
            text += c;
        }
    }
    return text;
}

Json computed_json(const World& world,
                   const Request& request,
                   const State& state,
                   const std::string& name)
{
    if (name == "id") {
        return std::to_string(request.id);
    }
    if (name == "display_id") {
        return std::to_string(request.number);
    }
    if (name == "created_time") {
        return plain_stamp_json(world, request.created_ms);
    }
    if (name == "last_updated_time") {
        return stamp_json(world, state.updated_ms);
    }
    if (name == "completed_time" || name == "resolved_time" || name == "deleted_time") {
        return plain_stamp_json(world, state.values.value(name, std::int64_t{0}));
    }
    if (name == "created_by") {
        return reference_json(world, "users", name, state.values.value(name, Json{}));
    }
    if (name == "is_trashed") {
        return state.is_trashed;
    }
    if (name == "is_reopened") {
        return state.values.value(name, false);
    }
    if (name == "has_notes") {
        return !request.notes.empty();
    }
    if (name == "has_linked_requests") {
        return !request.links.empty();
    }
    if (name == "short_description") {
        const Json description = state.values.value("description", Json{});
        return description.is_string() ? without_tags(description) : "";
    }
    return name == "closure_info" ? closure_json(world, state) : Json{};
}

} // namespace

Json plain_stamp_json(const World& world, std::int64_t ms)
{
    return ms == 0 ? Json{} : stamp_json(world, ms);
}

bool is_shown_field(const World& world, const std::string& name)
{
    const Field* field = writable_field(world, name);
    const auto& others = computed(world);
    return (field != nullptr && is_shown_when_written(world, *field)) ||
           constants(world).contains(name) || name == "closure_info" ||
           std::find(others.begin(), others.end(), name) != others.end() ||
           (!world.is_cloud() && k_on_premises_rare.contains(name));
}

Json field_json(const World& world,
                const Request& request,
                const State& state,
                const std::string& name)
{
    const Field* field = writable_field(world, name);
    if (field == nullptr || field->kind == Kind::closure) {
        const auto constant = constants(world).find(name);
        return constant != constants(world).end() ? *constant
                                                  : computed_json(world, request, state, name);
    }
    const Json value = state.values.value(name, Json{});
    switch (field->kind) {
    case Kind::reference:
        return reference_json(world, field->table, name, value);
    case Kind::stamp:
        return plain_stamp_json(world, value.is_number() ? value.get<std::int64_t>() : 0);
    case Kind::udfs:
        return udfs_json(world, state);
    case Kind::resolution:
        return resolution_json(world, state);
    case Kind::texts:
        return value.is_null() ? Json::array() : value;
    default:
        return value;
    }
}

Json request_json(const World& world, const Request& request, const State& state)
{
    Json shown = constants(world);
    for (const std::string& name : computed(world)) {
        shown[name] = computed_json(world, request, state, name);
    }
    for (const Field& field : writable_fields()) {
        if (is_shown_when_written(world, field)) {
            shown[field.name] = field_json(world, request, state, field.name);
        }
    }
    if (state.values.contains("closure_info")) {
        for (const char* name : {"closure_info", "completed_time", "resolved_time"}) {
            shown[name] = computed_json(world, request, state, name);
        }
    }
    return shown;
}

const std::vector<std::string>& default_columns(const World& world)
{
    static const std::vector<std::string> k_on_premises{"requester",
                                                        "template",
                                                        "short_description",
                                                        "created_time",
                                                        "subject",
                                                        "time_elapsed",
                                                        "is_overdue",
                                                        "technician",
                                                        "priority",
                                                        "created_by",
                                                        "due_by_time",
                                                        "response_time_elapsed",
                                                        "is_read",
                                                        "site",
                                                        "is_service_request",
                                                        "cancel_requested_is_pending",
                                                        "cancel_requested",
                                                        "id",
                                                        "status",
                                                        "group"};
    static const std::vector<std::string> k_cloud{"requester",
                                                  "template",
                                                  "created_time",
                                                  "has_draft",
                                                  "cancel_flag_comments",
                                                  "display_id",
                                                  "subject",
                                                  "technician",
                                                  "due_by_time",
                                                  "is_service_request",
                                                  "cancellation_requested",
                                                  "has_notes",
                                                  "id",
                                                  "status",
                                                  "group"};
    return world.is_cloud() ? k_cloud : k_on_premises;
}

} // namespace syncctl::fakes::sdp
