#include "fakes/azure_devops/wire.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace syncctl::fakes {

namespace {

std::string project_url(const World& world, const Project& project)
{
    return fmt::format("{}/{}/_apis/wit", world.base_url, project.id);
}

Json state_json(const StateDefinition& state)
{
    return {{"name", state.name}, {"color", state.color}, {"category", state.category}};
}

Json transitions_json(const WorkItemType& type)
{
    Json all = Json::object();
    for (const Transition& transition : type.transitions) {
        all[transition.from].push_back({{"to", transition.to}, {"actions", nullptr}});
    }
    return all;
}

Json field_instance(const World& world, const Project& project, const TypeField& field)
{
    const FieldDefinition* definition = project.process.field(field.reference);
    return {{"alwaysRequired", field.is_required},
            {"referenceName", field.reference},
            {"name", definition == nullptr ? field.reference : definition->name},
            {"url", fmt::format("{}/_apis/wit/fields/{}", world.base_url, field.reference)}};
}

Json type_json(const World& world, const Project& project, const WorkItemType& type)
{
    Json states = Json::array();
    for (const StateDefinition& state : type.states) {
        states.push_back(state_json(state));
    }
    Json instances = Json::array();
    for (const TypeField& field : type.fields) {
        instances.push_back(field_instance(world, project, field));
    }
    return {
        {"name", type.name},
        {"referenceName", type.reference},
        {"description", ""},
        {"color", "CC293D"},
        {"icon",
         {{"id", "icon_insect"}, {"url", world.base_url + "/_apis/wit/workItemIcons/icon_insect"}}},
        {"isDisabled", type.is_disabled},
        {"xmlForm", "<FORM></FORM>"},
        {"fields", instances},
        {"fieldInstances", instances},
        {"transitions", transitions_json(type)},
        {"states", std::move(states)},
        {"url", fmt::format("{}/workItemTypes/{}", project_url(world, project), type.name)}};
}

Json type_field(const World& world,
                const Project& project,
                const TypeField& field,
                const std::string& expand)
{
    Json json = field_instance(world, project, field);
    const FieldDefinition* definition = project.process.field(field.reference);
    const bool is_all = expand == "all" || expand == "3";
    json["helpText"] = "";
    json["defaultValue"] = field.default_value.empty() ? Json(nullptr) : Json(field.default_value);
    if (is_all || expand == "allowedvalues" || expand == "1") {
        Json allowed = field.allowed;
        if (definition != nullptr && definition->is_identity && !definition->is_read_only) {
            for (const Person& person : world.people) {
                allowed.push_back(person_json(world, person));
            }
        }
        json["allowedValues"] = allowed.is_null() ? Json::array() : std::move(allowed);
    }
    if (is_all || expand == "dependentfields" || expand == "2") {
        json["dependentFields"] = Json::array();
    }
    return json;
}

Answer
type_fields(const World& world, const Project& project, const WorkItemType& type, const Call& call)
{
    const std::string expand = lower(call.parameter("$expand"));
    if (call.path.size() == 4) {
        if (const TypeField* field = type.field(call.path[3])) {
            return {.status = 200,
                    .body = type_field(world, project, *field, expand),
                    .headers = {},
                    .text = {}};
        }
        throw Refusal{404,
                      "WorkItemTrackingFieldDefinitionNotFoundException",
                      fmt::format("TF51535: Cannot find field {}.", call.path[3])};
    }
    Json values = Json::array();
    for (const TypeField& field : type.fields) {
        values.push_back(type_field(world, project, field, expand));
    }
    return list_answer(std::move(values));
}

Json field_json(const World& world, const FieldDefinition& field)
{
    Json json{{"name", field.name},
              {"referenceName", field.reference},
              {"type", field.type},
              {"usage", "workItem"},
              {"readOnly", field.is_read_only},
              {"canSortBy", field.type != "html"},
              {"isQueryable", true},
              {"isIdentity", field.is_identity},
              {"isPicklist", !field.picklist_id.empty()},
              {"isPicklistSuggested", field.is_suggested},
              {"supportedOperations",
               Json::array({{{"referenceName", "SupportedOperations.Equals"}, {"name", "="}}})},
              {"url", fmt::format("{}/_apis/wit/fields/{}", world.base_url, field.reference)}};
    if (!field.picklist_id.empty()) {
        json["picklistId"] = field.picklist_id;
    }
    if (world.switches.age == ServerAge::services) {
        json["isLocked"] = false;
    }
    return json;
}

} // namespace

Answer work_item_types(const World& world, const Call& call)
{
    const Project& project = project_of(world, call);
    if (call.path.size() == 1) {
        Json values = Json::array();
        for (const WorkItemType& type : project.process.types) {
            values.push_back(type_json(world, project, type));
        }
        return list_answer(std::move(values));
    }
    const WorkItemType* type = project.process.type(call.path[1]);
    if (type == nullptr) {
        throw Refusal{404,
                      "WorkItemTypeNotFoundException",
                      fmt::format("VS402323: Work item type {} does not exist in project {} or you "
                                  "do not have permission to access it.",
                                  call.path[1],
                                  project.name)};
    }
    const std::string part = call.path.size() > 2 ? lower(call.path[2]) : "";
    if (part == "states") {
        Json values = Json::array();
        for (const StateDefinition& state : type->states) {
            values.push_back(state_json(state));
        }
        return list_answer(std::move(values));
    }
    if (part == "fields") {
        return type_fields(world, project, *type, call);
    }
    return {.status = 200, .body = type_json(world, project, *type), .headers = {}, .text = {}};
}

Answer fields(const World& world, const Call& call)
{
    const Project* only = call.project.empty() ? nullptr : &project_of(world, call);
    std::map<std::string, Json> found;
    for (const Project& project : world.projects) {
        if (only == nullptr || only == &project) {
            for (const FieldDefinition& field : project.process.fields) {
                found.emplace(field.reference, field_json(world, field));
            }
        }
    }
    if (call.path.size() > 1) {
        const FieldDefinition* field = any_field(world, call.path[1]);
        if (field == nullptr || !found.contains(field->reference)) {
            throw Refusal{404,
                          "WorkItemTrackingFieldDefinitionNotFoundException",
                          fmt::format("TF51535: Cannot find field {}.", call.path[1])};
        }
        return {.status = 200, .body = found.at(field->reference), .headers = {}, .text = {}};
    }
    Json values = Json::array();
    for (auto& [reference, json] : found) {
        values.push_back(std::move(json));
    }
    return list_answer(std::move(values));
}

Answer tags(const World& world, const Call& call)
{
    const Project& project = project_of(world, call);
    Json values = Json::array();
    for (const auto& [key, tag] : world.tags) {
        Json json{{"id", tag.id},
                  {"name", tag.name},
                  {"url", fmt::format("{}/tags/{}", project_url(world, project), tag.id)}};
        if (world.switches.age == ServerAge::services) {
            json["lastUpdated"] = wire_date(tag.updated);
        }
        if (call.path.size() > 1 && (tag.id == call.path[1] || same_text(tag.name, call.path[1]))) {
            return {.status = 200, .body = std::move(json), .headers = {}, .text = {}};
        }
        values.push_back(std::move(json));
    }
    if (call.path.size() > 1) {
        throw Refusal{404, "TagNotFoundException", "The tag does not exist: " + call.path[1]};
    }
    return list_answer(std::move(values));
}

Answer type_categories(const World& world, const Call& call)
{
    const Project& project = project_of(world, call);
    std::map<std::string, Json> categories;
    for (const WorkItemType& type : project.process.types) {
        const Json reference{
            {"name", type.name},
            {"url", fmt::format("{}/workItemTypes/{}", project_url(world, project), type.name)}};
        Json& category = categories[type.category];
        if (category.is_null()) {
            category = {{"name", type.category},
                        {"referenceName", type.category},
                        {"defaultWorkItemType", reference},
                        {"workItemTypes", Json::array()},
                        {"url",
                         fmt::format("{}/workItemTypeCategories/{}",
                                     project_url(world, project),
                                     type.category)}};
        }
        category["workItemTypes"].push_back(reference);
    }
    Json values = Json::array();
    for (auto& [name, category] : categories) {
        values.push_back(std::move(category));
    }
    return list_answer(std::move(values));
}

} // namespace syncctl::fakes
