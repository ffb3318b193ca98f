#include "fakes/azure_devops/wire.hpp"

#include <fmt/format.h>

namespace syncctl::fakes {

namespace {

Json links_of(const World& world, int id, const Revision& revision)
{
    const std::string self = fmt::format("{}/_apis/wit/workItems/{}", world.base_url, id);
    const auto link = [](const std::string& url) { return Json{{"href", url}}; };
    const Project* project = world.project(revision.fields->value("System.TeamProject", ""));
    return {{"self", link(self)},
            {"workItemUpdates", link(self + "/updates")},
            {"workItemRevisions", link(self + "/revisions")},
            {"html", link(fmt::format("{}/web/wi.aspx?id={}", world.base_url, id))},
            {"workItemType",
             link(fmt::format("{}/{}/_apis/wit/workItemTypes/{}",
                              world.base_url,
                              project == nullptr ? "" : project->id,
                              revision.fields->value("System.WorkItemType", "")))},
            {"fields", link(world.base_url + "/_apis/wit/fields")}};
}

/// When the next revision came.
std::string revised_date(const World& world, int id, const Revision& revision)
{
    if (const auto item = world.items.find(id); item != world.items.end()) {
        for (const Revision& later : item->second.history) {
            if (later.rev == revision.rev + 1) {
                return wire_date(later.changed_at);
            }
        }
    }
    return "9999-01-01T00:00:00Z";
}

Json computed(const World& world, int id, const Revision& revision, std::string_view reference)
{
    if (reference == "System.Id") {
        return id;
    }
    if (reference == "System.Rev") {
        return revision.rev;
    }
    if (reference == "System.Watermark") {
        return revision.sequence;
    }
    if (reference == "System.RevisedDate") {
        return revised_date(world, id, revision);
    }
    if (reference == "System.IsDeleted") {
        return revision.is_deleted ? Json(true) : Json(nullptr);
    }
    const auto path = revision.fields->value(
        reference == "System.IterationId" ? "System.IterationPath" : "System.AreaPath", "");
    if (reference == "System.NodeName") {
        return path.substr(path.rfind('\\') == std::string::npos ? 0 : path.rfind('\\') + 1);
    }
    if (reference == "System.AreaId" || reference == "System.IterationId") {
        const Project* project = world.project(revision.fields->value("System.TeamProject", ""));
        const Node* node = project == nullptr             ? nullptr
                           : reference == "System.AreaId" ? find_node(project->areas, path)
                                                          : find_node(project->iterations, path);
        return node == nullptr ? Json(nullptr) : Json(node->id);
    }
    return nullptr;
}

} // namespace

Json person_json(const World& world, const Person& person)
{
    Json json{
        {"displayName", person.display_name},
        {"url", fmt::format("{}/_apis/Identities/{}", world.base_url, person.id)},
        {"_links",
         {{"avatar",
           {{"href",
             fmt::format(
                 "{}/_apis/GraphProfile/MemberAvatars/{}", world.base_url, person.descriptor)}}}}},
        {"id", person.id},
        {"uniqueName", person.mail},
        {"imageUrl", fmt::format("{}/_api/_common/identityImage?id={}", world.base_url, person.id)},
        {"descriptor", person.descriptor}};
    if (person.is_inactive) {
        json["inactive"] = true;
    }
    return json;
}

std::string person_text(const Json& identity)
{
    return fmt::format(
        "{} <{}>", identity.value("displayName", ""), identity.value("uniqueName", ""));
}

Expand expand_of(const std::string& text)
{
    const std::string name = lower(text);
    const std::vector<std::string> names{"none", "relations", "fields", "links", "all"};
    if (name.empty()) {
        return Expand::none;
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (name == names[i] || name == std::to_string(i)) {
            return static_cast<Expand>(i);
        }
    }
    throw Refusal{400,
                  "VssPropertyValidationException",
                  fmt::format("The value '{}' is not valid for $expand.", text)};
}

const FieldDefinition* any_field(const World& world, std::string_view name)
{
    for (const Project& project : world.projects) {
        if (const FieldDefinition* field = project.process.field(name)) {
            return field;
        }
    }
    return nullptr;
}

ItemView
item_view(const World& world, const std::vector<std::string>& fields, const std::string& expand)
{
    ItemView view{.fields = {}, .expand = expand_of(expand)};
    if (!fields.empty() && view.expand != Expand::none) {
        throw Refusal{400,
                      "ConflictingParametersException",
                      "The expand parameter can not be used with the fields parameter."};
    }
    for (const std::string& name : fields) {
        const FieldDefinition* field = any_field(world, name);
        if (field == nullptr) {
            throw Refusal{400,
                          "WorkItemTrackingFieldDefinitionNotFoundException",
                          fmt::format("TF51535: Cannot find field {}.", name)};
        }
        view.fields.push_back(field->reference);
    }
    return view;
}

Json field_value(const World& world, int id, const Revision& revision, std::string_view reference)
{
    const auto stored = revision.fields->find(reference);
    return stored != revision.fields->end() ? *stored : computed(world, id, revision, reference);
}

Json all_fields(const World& world, int id, const Revision& revision)
{
    Json fields = *revision.fields;
    for (const char* reference : {"System.Id",
                                  "System.Rev",
                                  "System.AreaId",
                                  "System.IterationId",
                                  "System.NodeName",
                                  "System.RevisedDate",
                                  "System.Watermark",
                                  "System.IsDeleted"}) {
        if (Json value = computed(world, id, revision, reference); !value.is_null()) {
            fields[reference] = std::move(value);
        }
    }
    return fields;
}

Json item_json(const World& world, int id, const Revision& revision, const ItemView& view)
{
    Json fields = Json::object();
    if (view.fields.empty()) {
        fields = view.has_computed && (view.expand == Expand::all || view.expand == Expand::fields)
                     ? all_fields(world, id, revision)
                     : *revision.fields;
    }
    for (const std::string& reference : view.fields) {
        Json value = field_value(world, id, revision, reference);
        if (!value.is_null()) {
            fields[reference] = std::move(value);
        }
    }
    if (world.switches.are_identities_text) {
        for (Json& value : fields) {
            if (value.is_object()) {
                value = person_text(value);
            }
        }
    }
    Json json{{"id", id},
              {"rev", revision.rev},
              {"fields", std::move(fields)},
              {"url", fmt::format("{}/_apis/wit/workItems/{}", world.base_url, id)}};
    const bool is_all = view.expand == Expand::all;
    if ((is_all || view.expand == Expand::relations) && !revision.relations->empty()) {
        json["relations"] = *revision.relations;
    }
    if (is_all || view.expand == Expand::links) {
        json["_links"] = links_of(world, id, revision);
    }
    return json;
}

Refusal unreadable_item(int id)
{
    return {404,
            "WorkItemUnauthorizedAccessException",
            fmt::format("TF401232: Work item {} does not exist, or you do not have permissions to "
                        "read it.",
                        id)};
}

} // namespace syncctl::fakes
