#include "fakes/azure_devops/draft.hpp"

#include <fmt/format.h>

#include <charconv>

namespace syncctl::fakes {

namespace {

Refusal bad_patch()
{
    return {400,
            "VssPropertyValidationException",
            "You must pass a valid patch document in the body of the request."};
}

constexpr std::string_view k_fields = "/fields/";
constexpr std::string_view k_relations = "/relations/";

} // namespace

Draft::Draft(World& world, const PatchRequest& request)
    : m_world{world},
      m_request{request},
      m_project{request.project},
      m_type{request.type},
      m_before{request.item == nullptr ? nullptr : &request.item->history.back()},
      m_fields(Json::object()),
      m_relations(Json::array())
{
    if (m_before != nullptr) {
        m_fields = *m_before->fields;
        m_fields.erase("System.History");
        m_relations = *m_before->relations;
        m_project = world.project(m_fields.value("System.TeamProject", ""));
        m_type = m_project->process.type(m_fields.value("System.WorkItemType", ""));
    } else {
        m_fields["System.TeamProject"] = m_project->name;
        m_fields["System.WorkItemType"] = m_type->name;
        m_fields["System.AreaPath"] = m_project->name;
        m_fields["System.IterationPath"] = m_project->name;
    }
}

void Draft::apply(const Json& operation)
{
    if (!operation.is_object() || !operation.contains("op") || !operation.contains("path") ||
        !operation["op"].is_string() || !operation["path"].is_string()) {
        throw bad_patch();
    }
    const std::string op = lower(operation["op"].get<std::string>());
    const auto path = operation["path"].get<std::string>();
    const Json value = operation.value("value", Json{});
    if (op == "test") {
        return test(path, value);
    }
    if (op != "add" && op != "replace" && op != "remove") {
        throw bad_patch();
    }
    if (path == "/id" && op == "add") {
        return; // the name of a new item inside of a batch
    }
    if (path.starts_with(k_fields)) {
        return set_field(
            path.substr(k_fields.size()), op == "remove" ? Json{} : value, op == "replace");
    }
    if (path.starts_with(k_relations)) {
        return edit_relation(op, path.substr(k_relations.size()), value);
    }
    throw bad_patch();
}

void Draft::test(const std::string& path, const Json& value) const
{
    Json now;
    if (path == "/rev") {
        now = m_before == nullptr ? 0 : m_before->rev;
        if (m_world.switches.is_conflict_409 && now != value) {
            throw Refusal{
                409,
                "WorkItemRevisionMismatchException",
                "TF26071: This work item has been changed by someone else since you opened "
                "it. You will need to refresh it and discard your changes."};
        }
    } else if (path.starts_with(k_fields)) {
        now = m_fields.value(path.substr(k_fields.size()), Json{});
    } else {
        throw bad_patch();
    }
    if (now != value) {
        throw Refusal{412,
                      "TestPatchOperationFailedException",
                      fmt::format("VS403351: Test Operation for path {} failed, value {} was not "
                                  "equal to test value {}.",
                                  path,
                                  now.dump(),
                                  value.dump())};
    }
}

void Draft::set_field(const std::string& name, const Json& value, bool is_replace)
{
    const FieldDefinition* field = m_project->process.field(name);
    if (field == nullptr) {
        throw Refusal{400,
                      "WorkItemTrackingFieldDefinitionNotFoundException",
                      fmt::format("TF51535: Cannot find field {}.", name)};
    }
    if (m_world.switches.ignored_fields.contains(field->reference)) {
        return;
    }
    const bool is_path = field->type == "treePath";
    if (field->is_read_only && !is_path && !m_request.is_bypassing_rules) {
        return broken(field->reference, "readOnly", "ReadOnly", 64);
    }
    m_touched.insert(field->reference);
    if (value.is_null() || value == "") {
        return clear_field(*field);
    }
    if (field->reference == "System.Tags") {
        if (!value.is_string()) {
            throw bad_patch();
        }
        return set_tags(value.get<std::string>(), is_replace);
    }
    m_fields[field->reference] = converted(*field, value);
    if (field->reference == "System.TeamProject") {
        m_project = m_world.project(value.get<std::string>());
        m_type = m_project->process.type(m_fields.value("System.WorkItemType", ""));
    } else if (field->reference == "System.WorkItemType") {
        m_type = m_project->process.type(value.get<std::string>());
    }
    if (m_type == nullptr) {
        throw Refusal{400,
                      "WorkItemTypeNotFoundException",
                      "VS402323: Work item type does not exist in the project."};
    }
}

void Draft::clear_field(const FieldDefinition& field)
{
    m_fields.erase(field.reference);
    if (field.type == "treePath") {
        m_fields[field.reference] = m_project->name;
    }
}

void Draft::set_tags(const std::string& text, bool is_replace)
{
    // An `add` to the tags adds tags; only a `replace` removes some.
    const std::string before = is_replace ? "" : m_fields.value("System.Tags", "");
    if (text.find(',') != std::string::npos) {
        throw Refusal{400, "InvalidTagNameException", "TF401300: The tag name is not valid."};
    }
    const auto tags = split_tags(before + ";" + text);
    if (tags.size() > 100) {
        throw Refusal{400, "TooManyTagsException", "VS403357: A work item has at most 100 tags."};
    }
    m_fields.erase("System.Tags");
    if (!tags.empty()) {
        m_fields["System.Tags"] = join_tags(tags);
    }
}

void Draft::edit_relation(const std::string& op, const std::string& path, const Json& value)
{
    if (path == "-") {
        if (op != "add") {
            throw bad_patch();
        }
        return add_relation(value);
    }
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(path.data(), path.data() + path.size(), index);
    const std::string rest{end, path.data() + path.size()};
    if (error != std::errc{} || index >= m_relations.size()) {
        throw bad_patch();
    }
    if (rest.empty() && op == "remove") {
        return remove_relation(index);
    }
    if (rest == "/attributes/comment" && value.is_string()) {
        m_relations[index]["attributes"]["comment"] = value;
        m_has_resource_edit = true;
        return;
    }
    throw bad_patch();
}

void Draft::add_relation(const Json& relation)
{
    if (!relation.is_object() || !relation.contains("rel") || !relation.contains("url") ||
        !relation["rel"].is_string() || !relation["url"].is_string()) {
        throw bad_patch();
    }
    Json stored{{"rel", relation["rel"]},
                {"url", relation["url"]},
                {"attributes", relation.value("attributes", Json::object())}};
    const auto rel = stored["rel"].get<std::string>();
    for (const Json& other : m_relations) {
        const bool is_second_parent =
            rel == "System.LinkTypes.Hierarchy-Reverse" && other["rel"] == rel;
        if (is_second_parent ||
            (same_text(other["rel"].get<std::string>(), rel) && other["url"] == stored["url"])) {
            throw Refusal{400,
                          "WorkItemLinkAddExtraLinksException",
                          "TF201036: You cannot add this link: the work item has it already or may "
                          "have one of its kind only."};
        }
    }
    if (rel == "Hyperlink" || rel == "AttachedFile" || rel == "ArtifactLink") {
        const std::string time = wire_date(m_world.now());
        stored["attributes"].update({{"authorizedDate", time},
                                     {"id", static_cast<int>(m_relations.size()) + 1},
                                     {"resourceCreatedDate", time},
                                     {"resourceModifiedDate", time},
                                     {"revisedDate", "9999-01-01T00:00:00Z"}});
        m_has_resource_edit = true;
    } else {
        const auto target = linked_item(stored);
        if (!target || !m_world.items.contains(*target)) {
            throw unreadable_item(target.value_or(0));
        }
        stored["url"] = fmt::format("{}/_apis/wit/workItems/{}", m_world.base_url, *target);
        stored["attributes"]["isLocked"] = false;
        m_link_edits.push_back({.rel = rel, .target = *target, .is_added = true});
    }
    m_relations.push_back(std::move(stored));
}

void Draft::remove_relation(std::size_t index)
{
    const Json& relation = m_relations[index];
    const auto rel = relation["rel"].get<std::string>();
    if (rel == "Hyperlink" || rel == "AttachedFile" || rel == "ArtifactLink") {
        m_has_resource_edit = true;
    } else {
        m_link_edits.push_back(
            {.rel = rel, .target = linked_item(relation).value_or(0), .is_added = false});
    }
    m_relations.erase(index);
}

std::optional<int> linked_item(const Json& relation)
{
    const auto url = relation.at("url").get<std::string>();
    int id = 0;
    const char* begin = url.data() + url.rfind('/') + 1;
    const auto [end, error] = std::from_chars(begin, url.data() + url.size(), id);
    return error == std::errc{} && end == url.data() + url.size() ? std::optional{id}
                                                                  : std::nullopt;
}

std::string opposite(const std::string& rel)
{
    for (const auto& [from, to] : {std::pair{"-Forward", "-Reverse"}, {"-Reverse", "-Forward"}}) {
        const std::string_view end = from;
        if (rel.size() > end.size() && same_text(rel.substr(rel.size() - end.size()), end)) {
            return rel.substr(0, rel.size() - end.size()) + to;
        }
    }
    return rel;
}

} // namespace syncctl::fakes
