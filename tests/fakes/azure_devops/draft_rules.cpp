#include "fakes/azure_devops/draft.hpp"
#include "fakes/html.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace syncctl::fakes {

namespace {

std::string allowed_text(const Json& value)
{
    return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string stored_html(std::string_view html, const Switches& switches)
{
    const std::string text = switches.are_emoji_entities ? with_entities(html) : std::string{html};
    return switches.is_html_sanitised ? without_active_html(text) : text;
}

} // namespace

Json Draft::converted(const FieldDefinition& field, const Json& value)
{
    if (field.is_identity) {
        return converted_person(field, value);
    }
    if (field.type == "treePath") {
        return converted_path(field, value);
    }
    if (field.type == "integer" || field.type == "double") {
        return converted_number(field, value);
    }
    if (field.type == "boolean") {
        return value.is_boolean() ? value : Json(same_text(allowed_text(value), "true"));
    }
    std::string text = allowed_text(value);
    if (field.type == "string" && m_world.switches.is_text_trimmed) {
        text.erase(0, std::min(text.find_first_not_of(' '), text.size()));
        text.erase(text.find_last_not_of(' ') + 1);
    }
    if (field.type == "dateTime") {
        if (const auto date = read_date(text)) {
            return wire_date(date->time);
        }
        broken(field.reference, "invalidType", "InvalidType", 16);
        return text;
    }
    if (text.size() > 1'000'000) {
        throw Refusal{
            400, "WorkItemTrackingFieldTooLongException", "TF237099: The text is too long."};
    }
    if (field.type == "string" && text.size() > 255) {
        broken(field.reference, "invalidTooLong", "InvalidTooLong", 128);
    }
    return field.type == "html" || field.type == "history" ? stored_html(text, m_world.switches)
                                                           : text;
}

Json Draft::converted_number(const FieldDefinition& field, const Json& value)
{
    Json number = value;
    if (value.is_string()) {
        number = Json::parse(value.get<std::string>(), nullptr, false);
    }
    if (number.is_number_float() && field.type == "integer" &&
        std::floor(number.get<double>()) == number.get<double>()) {
        number = static_cast<std::int64_t>(number.get<double>());
    }
    if (!number.is_number() || (field.type == "integer" && !number.is_number_integer())) {
        broken(field.reference, "invalidType", "InvalidType", 16);
        return value;
    }
    return number;
}

Json Draft::converted_person(const FieldDefinition& field, const Json& value)
{
    std::vector<std::string> names;
    if (value.is_object()) {
        for (const char* member : {"uniqueName", "id", "descriptor"}) {
            names.push_back(value.value(member, ""));
        }
    } else {
        names.push_back(allowed_text(value));
    }
    for (const std::string& name : names) {
        if (const Person* person = name.empty() ? nullptr : m_world.person(name)) {
            return person_json(m_world, *person);
        }
    }
    if (m_request.is_bypassing_rules) {
        return {{"displayName", names.front()}, {"uniqueName", names.front()}};
    }
    broken(field.reference,
           "hasValues, limitedToValues, invalidListValue, invalidNotOldValue",
           "UnknownIdentity",
           512);
    return value;
}

Json Draft::converted_path(const FieldDefinition& field, const Json& value)
{
    const std::string path = allowed_text(value);
    const bool is_area = field.reference == "System.AreaPath";
    const Project* project = m_world.project(path.substr(0, path.find('\\')));
    if (project == nullptr || path.ends_with('\\') ||
        find_node(is_area ? project->areas : project->iterations, path) == nullptr) {
        throw Refusal{400,
                      "WorkItemInvalidTreeNameException",
                      fmt::format("TF401347: Invalid tree name given for work item {}, field '{}'.",
                                  m_request.item == nullptr ? -1 : m_request.item->id,
                                  field.reference)};
    }
    return path;
}

void Draft::broken(const std::string& reference,
                   const std::string& flags,
                   const std::string& codes,
                   int status)
{
    const FieldDefinition* field = m_project->process.field(reference);
    m_broken.push_back({{"fieldReferenceName", reference},
                        {"fieldStatusFlags", flags},
                        {"errorMessage",
                         fmt::format("TF401320: Rule Error for field {}. Error code: {}.",
                                     field == nullptr ? reference : field->name,
                                     codes)},
                        {"fieldStatusCode", status},
                        {"ruleValidationErrors", nullptr}});
}

void Draft::fill_defaults()
{
    for (const TypeField& field : m_type->fields) {
        const FieldDefinition* definition = m_project->process.field(field.reference);
        if (!field.default_value.empty() && definition != nullptr &&
            !m_fields.contains(field.reference) &&
            (m_before == nullptr || m_touched.contains("System.WorkItemType"))) {
            m_fields[field.reference] = converted(*definition, field.default_value);
        }
    }
}

void Draft::stamp()
{
    const Person& me = m_world.people.at(m_world.actor);
    std::int64_t now = m_world.now().ms;
    if (m_before != nullptr) {
        now = std::max(now, m_before->changed_at.ms + 1);
    }
    const std::string time = wire_date({now});
    const auto set = [&](const char* reference, const Json& value, bool is_ours) {
        if (is_ours && !m_touched.contains(reference)) {
            m_fields[reference] = value;
        }
    };
    set("System.CreatedDate", time, m_before == nullptr);
    set("System.CreatedBy", person_json(m_world, me), m_before == nullptr);
    set("System.ChangedDate", time, true);
    set("System.ChangedBy", person_json(m_world, me), true);
    set("System.CommentCount", 0, m_before == nullptr);
    const bool is_new_state = m_before == nullptr || m_before->fields->value("System.State", "") !=
                                                         m_fields.value("System.State", "");
    set("Microsoft.VSTS.Common.StateChangeDate", time, is_new_state);
    if (m_touched.contains("System.History")) {
        m_fields["System.CommentCount"] = m_fields.value("System.CommentCount", 0) + 1;
    }
}

void Draft::check_state()
{
    const std::string before =
        m_before == nullptr ? "" : m_before->fields->value("System.State", "");
    const std::string after = m_fields.value("System.State", "");
    const bool is_new_type = m_before != nullptr && m_touched.contains("System.WorkItemType");
    if (before == after || is_new_type) {
        return;
    }
    const Transition* transition = m_type->transition(before, after);
    if (transition == nullptr) {
        if (!m_request.is_bypassing_rules) {
            broken("System.State",
                   "hasValues, limitedToValues, invalidListValue",
                   "HasValues, LimitedToValues, AllowsOldValue, InvalidListValue",
                   524'301);
        }
        return;
    }
    const auto& reasons = transition->reasons;
    const std::string reason = m_fields.value("System.Reason", "");
    if (!m_touched.contains("System.Reason")) {
        m_fields["System.Reason"] = reasons.empty() ? after : reasons.front();
    } else if (!m_request.is_bypassing_rules &&
               std::find(reasons.begin(), reasons.end(), reason) == reasons.end()) {
        broken("System.Reason",
               "hasValues, limitedToValues, invalidListValue",
               "HasValues, LimitedToValues, InvalidListValue",
               524'301);
    }
}

void Draft::check_required_and_allowed()
{
    for (const TypeField& field : m_type->fields) {
        const auto value = m_fields.find(field.reference);
        const FieldDefinition* definition = m_project->process.field(field.reference);
        if (value == m_fields.end()) {
            if (field.is_required) {
                broken(
                    field.reference, "required, invalidEmpty", "Required, InvalidEmpty", 524'289);
            }
            continue;
        }
        const bool is_suggested = definition != nullptr && definition->is_suggested;
        if (field.allowed.empty() || is_suggested || field.reference == "System.State") {
            continue;
        }
        const std::string text = allowed_text(*value);
        const bool is_allowed =
            std::any_of(field.allowed.begin(),
                        field.allowed.end(),
                        [&](const std::string& candidate) { return same_text(candidate, text); });
        if (!is_allowed) {
            broken(field.reference,
                   "hasValues, limitedToValues, allowsOldValue, invalidListValue",
                   "HasValues, LimitedToValues, AllowsOldValue, InvalidListValue",
                   524'301);
        }
    }
}

void Draft::refuse_broken_rules() const
{
    if (m_broken.empty()) {
        return;
    }
    auto message = m_broken[0]["errorMessage"].get<std::string>();
    if (m_broken.size() > 1) {
        message +=
            fmt::format(" {} additional error{} occurred during validation of the work item. "
                        "Please correct all errors and try again.",
                        m_broken.size() == 2 ? "One" : std::to_string(m_broken.size() - 1),
                        m_broken.size() == 2 ? "" : "s");
    }
    throw Refusal{400,
                  "RuleValidationException",
                  message,
                  {{"FieldReferenceName", nullptr},
                   {"FieldStatusFlags", "none"},
                   {"ErrorMessage", message},
                   {"FieldStatusCode", 0},
                   {"RuleValidationErrors", m_broken}}};
}

void Draft::finish()
{
    for (const std::string& root : m_world.switches.unwritable_areas) {
        if (is_under(m_fields.value("System.AreaPath", ""), root)) {
            throw Refusal{403,
                          "WorkItemTrackingAccessDeniedException",
                          "TF237111: The current user does not have permissions to save work items "
                          "under the specified area path."};
        }
    }
    fill_defaults();
    check_state();
    if (!m_request.is_bypassing_rules) {
        check_required_and_allowed();
    }
    refuse_broken_rules();
    if (is_changed()) {
        stamp();
    }
}

bool Draft::is_changed() const
{
    return m_before == nullptr || m_has_resource_edit || !m_link_edits.empty() || m_fields != [&] {
        Json before = *m_before->fields;
        before.erase("System.History");
        return before;
    }() || m_world.switches.is_rev_raised_by_nothing;
}

Revision Draft::revision() const
{
    Json before = m_before == nullptr ? Json::object() : *m_before->fields;
    before.erase("System.History");
    Json after = m_fields;
    for (const char* stamp : {"System.ChangedDate", "System.ChangedBy"}) {
        before.erase(stamp);
        after.erase(stamp);
    }
    const bool is_link_only = m_before != nullptr && !m_has_resource_edit && before == after &&
                              !m_link_edits.empty() && !m_world.switches.is_rev_raised_by_links;
    Revision revision;
    revision.is_link_only = is_link_only;
    revision.rev = m_before == nullptr ? 1 : m_before->rev + (is_link_only ? 0 : 1);
    // A change of links alone leaves the stamps as they were.
    revision.fields = is_link_only ? m_before->fields : std::make_shared<const Json>(m_fields);
    revision.relations = std::make_shared<const Json>(m_relations);
    const auto changed = read_date(revision.fields->value("System.ChangedDate", ""));
    revision.changed_at = changed ? changed->time : m_world.now();
    return revision;
}

} // namespace syncctl::fakes
