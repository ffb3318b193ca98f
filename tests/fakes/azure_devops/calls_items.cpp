#include "fakes/azure_devops/wire.hpp"

#include <fmt/format.h>

namespace syncctl::fakes {

namespace {

/// The revision that a read of this id shows; null when there is none, or not for this user.
const Revision* shown(const World& world, int id, std::int64_t sequence)
{
    const auto item = world.items.find(id);
    const Revision* revision =
        item == world.items.end() ? nullptr : revision_at(item->second, sequence);
    return revision == nullptr || revision->is_deleted || !is_readable(world, *revision) ? nullptr
                                                                                         : revision;
}

bool is_in_project(const World& world, const Call& call, const Revision& revision)
{
    return call.project.empty() || same_text(project_of(world, call).name,
                                             revision.fields->value("System.TeamProject", ""));
}

/// As of a moment, or as of what is visible now.
std::int64_t sequence_of(const World& world, const std::string& as_of, const Item& item)
{
    if (as_of.empty()) {
        return world.visible_sequence(world.switches.stale_requests);
    }
    const auto moment = read_date(as_of);
    if (!moment) {
        throw Refusal{400, "VssPropertyValidationException", "The value is not valid for asOf."};
    }
    std::int64_t sequence = 0;
    for (const Revision& revision : item.history) {
        if (revision.changed_at <= moment->time) {
            sequence = revision.sequence;
        }
    }
    return sequence;
}

struct ListRequest {
    std::vector<int> ids;
    ItemView view;
    bool is_omitting = false;
    std::string as_of;
};

Answer item_list(const World& world, const Call& call, const ListRequest& request)
{
    if (request.ids.size() > 200) {
        throw Refusal{
            400,
            "WorkItemPageSizeExceededException",
            fmt::format("VS403474: You requested {} work items which exceeds the limit of 200",
                        request.ids.size())};
    }
    Json values = Json::array();
    for (const int id : request.ids) {
        const auto item = world.items.find(id);
        const Revision* revision =
            item == world.items.end()
                ? nullptr
                : shown(world, id, sequence_of(world, request.as_of, item->second));
        if (revision != nullptr && is_in_project(world, call, *revision)) {
            values.push_back(item_json(world, id, *revision, request.view));
        } else if (!request.is_omitting) {
            throw unreadable_item(id);
        } else if (world.switches.is_omitted_null) {
            values.push_back(nullptr);
        }
    }
    return list_answer(std::move(values));
}

Answer one_item(const World& world, const Call& call, int id)
{
    const auto item = world.items.find(id);
    const Revision* revision =
        item == world.items.end()
            ? nullptr
            : shown(world, id, sequence_of(world, call.parameter("asof"), item->second));
    if (revision == nullptr || !is_in_project(world, call, *revision)) {
        throw unreadable_item(id);
    }
    // One item alone comes with its links to other calls.
    Json json = item_json(
        world, id, *revision, item_view(world, call.list("fields"), call.parameter("$expand")));
    return {.status = 200, .body = std::move(json), .headers = {}, .text = {}};
}

void check_patch_type(const Call& call)
{
    const std::string type = header_of(call.headers, "Content-Type");
    if (!same_text(type.substr(0, type.find(';')), "application/json-patch+json")) {
        throw Refusal{400,
                      "VssRequestContentTypeNotSupportedException",
                      fmt::format("The request indicated a Content-Type of \"{}\" for method type "
                                  "\"{}\" which is not supported. Valid content types for this "
                                  "method are: application/json-patch+json.",
                                  type,
                                  call.method)};
    }
}

PatchRequest patch_request(const Call& call)
{
    check_patch_type(call);
    Json operations = Json::parse(call.body, nullptr, false);
    if (!operations.is_array()) {
        throw Refusal{400,
                      "VssPropertyValidationException",
                      "You must pass a valid patch document in the body of the request."};
    }
    PatchRequest request;
    request.operations = std::move(operations);
    request.is_validate_only = call.flag("validateonly");
    request.is_bypassing_rules = call.flag("bypassrules");
    return request;
}

Answer patched_answer(const World& world, const Call& call, const Patched& patched)
{
    const std::string expand = call.parameter("$expand");
    // The answer to a write has the relations and the links unless less is asked for.
    const ItemView view{.fields = {},
                        .expand = expand_of(expand.empty() ? "all" : expand),
                        .has_computed = !expand.empty()};
    return {.status = 200,
            .body = item_json(world, patched.id, patched.revision, view),
            .headers = {},
            .text = {}};
}

const WorkItemType& type_of(const Project& project, const std::string& name)
{
    const WorkItemType* type = project.process.type(name);
    if (type == nullptr || type->is_disabled) {
        throw Refusal{404,
                      "WorkItemTypeNotFoundException",
                      fmt::format("VS402323: Work item type {} does not exist in project {} or you "
                                  "do not have permission to access it.",
                                  name,
                                  project.name)};
    }
    return *type;
}

Answer create_item(World& world, const Call& call, const std::string& type)
{
    const Project& project = project_of(world, call);
    PatchRequest request = patch_request(call);
    request.project = &project;
    request.type = &type_of(project, type);
    return patched_answer(world, call, apply_patch(world, request));
}

Answer template_of(const World& world, const Call& call, const std::string& name)
{
    const Project& project = project_of(world, call);
    const WorkItemType& type = type_of(project, name);
    Json fields{{"System.WorkItemType", type.name},
                {"System.AreaPath", project.name},
                {"System.IterationPath", project.name},
                {"System.TeamProject", project.name}};
    for (const TypeField& field : type.fields) {
        if (!field.default_value.empty()) {
            const FieldDefinition* definition = project.process.field(field.reference);
            const bool is_number = definition != nullptr && definition->type == "integer";
            fields[field.reference] =
                is_number ? Json(std::stoi(field.default_value)) : Json(field.default_value);
        }
    }
    return {.status = 200, .body = {{"fields", std::move(fields)}}, .headers = {}, .text = {}};
}

Answer update_item(World& world, const Call& call, int id)
{
    PatchRequest request = patch_request(call);
    const Revision* revision = shown(world, id, world.sequence);
    if (revision == nullptr || !is_in_project(world, call, *revision)) {
        throw unreadable_item(id);
    }
    request.item = &world.items.at(id);
    return patched_answer(world, call, apply_patch(world, request));
}

std::vector<int> ids_of(const Call& call)
{
    std::vector<int> ids;
    for (const std::string& text : call.list("ids")) {
        ids.push_back(integer(text, "ids"));
    }
    return ids;
}

bool is_omit(const std::string& policy)
{
    return same_text(policy, "omit") || policy == "2";
}

} // namespace

Answer items_batch(const World& world, const Call& call)
{
    const Json body = json_body(call);
    if (!body.is_object() || !body.contains("ids") || !body["ids"].is_array()) {
        throw Refusal{400, "ArgumentNullException", "Value cannot be null. Parameter name: ids"};
    }
    const auto text = [&](const char* name) {
        const Json value = body.value(name, Json{});
        return value.is_number_integer() ? value.dump()
               : value.is_string()       ? value.get<std::string>()
                                         : "";
    };
    std::vector<std::string> fields;
    for (const Json& field : body.value("fields", Json::array())) {
        fields.push_back(field.get<std::string>());
    }
    ListRequest request{.ids = {},
                        .view = item_view(world, fields, text("$expand")),
                        .is_omitting = is_omit(text("errorPolicy")),
                        .as_of = text("asOf")};
    for (const Json& id : body["ids"]) {
        if (!id.is_number_integer()) {
            throw Refusal{400, "VssPropertyValidationException", "The value is not valid for ids."};
        }
        request.ids.push_back(id.get<int>());
    }
    return item_list(world, call, request);
}

Answer work_items(World& world, const Call& call)
{
    if (call.path.size() == 1 && call.method == "GET") {
        const auto ids = ids_of(call);
        if (ids.empty()) {
            throw Refusal{
                400, "ArgumentNullException", "Value cannot be null. Parameter name: ids"};
        }
        return item_list(world,
                         call,
                         {.ids = ids,
                          .view = item_view(world, call.list("fields"), call.parameter("$expand")),
                          .is_omitting = is_omit(call.parameter("errorpolicy")),
                          .as_of = call.parameter("asof")});
    }
    const std::string name = call.path.size() > 1 ? call.path[1] : "";
    if (name.starts_with('$')) {
        return call.method == "POST" ? create_item(world, call, name.substr(1))
                                     : template_of(world, call, name.substr(1));
    }
    const int id = integer(name, "id");
    if (call.path.size() == 3) {
        return lower(call.path[2]) == "updates" ? item_updates(world, call)
                                                : item_revisions(world, call);
    }
    if (call.method == "GET") {
        return one_item(world, call, id);
    }
    return call.method == "PATCH" ? update_item(world, call, id) : recycle_bin(world, call);
}

} // namespace syncctl::fakes
