#include "describe.hpp"

#include "patch.hpp"
#include "words.hpp"
#include "workflow.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

namespace syncctl::connectors::azure_devops {

namespace {

using model::FieldType;
using nlohmann::json;

constexpr std::size_t k_most_types = 1'000;
constexpr std::size_t k_most_fields = 10'000;
constexpr std::size_t k_most_nodes = 50'000;
constexpr std::size_t k_longest_name = 256;
constexpr std::size_t k_longest_text = 255; ///< code points of a single-line field
constexpr int k_deepest_tree = 20;

/// Fields that every type requires and the service fills by itself.
constexpr std::array<std::string_view, 4> k_filled{
    k_state, k_reason, k_area_path, k_iteration_path};

template <class List>
bool has(const List& list, std::string_view text)
{
    return std::find(list.begin(), list.end(), text) != list.end();
}

model::StatusCategory category_of(std::string_view text)
{
    constexpr std::array<std::pair<std::string_view, model::StatusCategory>, 5> k_categories{
        {{"Proposed", model::StatusCategory::proposed},
         {"InProgress", model::StatusCategory::in_progress},
         {"Resolved", model::StatusCategory::resolved},
         {"Completed", model::StatusCategory::completed},
         {"Removed", model::StatusCategory::removed}}};
    for (const auto& [name, category] : k_categories) {
        if (same_name(name, text)) {
            return category;
        }
    }
    return model::StatusCategory::in_progress; // neither new nor over, as far as anybody knows
}

std::vector<std::string> allowed_values(const json& field)
{
    std::vector<std::string> allowed;
    for (const auto& value : array_or_nothing(member(field, "allowedValues"))) {
        if (value.is_string()) { // people are objects
            allowed.push_back(value.get<std::string>());
        }
    }
    return allowed;
}

/// The service's own types; `field` is the entry of the list of all fields.
FieldType field_type(const json& field, bool has_choices)
{
    const auto type = text_member(field, "type", 64);
    const auto is = [&](std::string_view name) { return same_name(type, name); };
    if (flag_member(field, "isIdentity") || is("identity")) {
        return FieldType::user;
    }
    if (is("integer") || is("double") || is("picklistInteger") || is("picklistDouble")) {
        return FieldType::number;
    }
    if (is("dateTime")) {
        return FieldType::date;
    }
    if (is("html") || is("history")) {
        return FieldType::html;
    }
    if (is("boolean")) {
        return FieldType::boolean;
    }
    const bool is_choice = has_choices && !flag_member(field, "isPicklistSuggested");
    return is_choice || is("treePath") || is("picklistString") ? FieldType::choice
                                                               : FieldType::text;
}

/// Reads the fields of one type.
class FieldReader {
public:
    explicit FieldReader(const ProjectAnswers& answers)
        : m_areas{paths_of(answers.areas)}, m_iterations{paths_of(answers.iterations)}
    {
        for (const auto& field : list_of(answers.fields)) {
            if (m_known.size() < k_most_fields) {
                m_known.emplace(text_member(field, "referenceName", k_longest_name), &field);
            }
        }
    }

    [[nodiscard]] std::optional<model::FieldInfo> read(const json& of_type) const
    {
        static const json unknown = json::object();
        model::FieldInfo info;
        info.reference = text_member(of_type, "referenceName", k_longest_name);
        info.name = text_member(of_type, "name", k_longest_name);
        if (info.reference.empty() || info.name.empty()) {
            return std::nullopt;
        }
        const auto found = m_known.find(info.reference);
        const auto& known = found == m_known.end() ? unknown : *found->second;
        auto allowed = allowed_values(of_type);
        info.type = field_type(known, !allowed.empty());
        if (info.type == FieldType::choice) {
            info.allowed = std::move(allowed);
        }
        if (info.type == FieldType::text && same_name(text_member(known, "type", 64), "string")) {
            info.max_length = k_longest_text;
        }
        info.is_readonly = is_readonly(info.reference, known);
        info.is_required = flag_member(of_type, "alwaysRequired") && !info.is_readonly &&
                           !has(k_filled, info.reference) &&
                           member(of_type, "defaultValue").is_null();
        add_own_knowledge(info);
        return info;
    }

private:
    /// `readOnly` is true for tree paths, which can be written.
    static bool is_readonly(const std::string& reference, const json& known)
    {
        const bool is_tree = reference == k_area_path || reference == k_iteration_path;
        return is_unwritable(reference) || (!is_tree && flag_member(known, "readOnly"));
    }

    void add_own_knowledge(model::FieldInfo& info) const
    {
        if (info.reference == k_state) {
            info.type = FieldType::status;
            info.allowed.clear();
            info.max_length.reset();
        } else if (info.reference == k_tags) {
            info.type = FieldType::list;
            info.allowed.clear();
        } else if (info.reference == k_area_path) {
            info.type = FieldType::choice;
            info.allowed = m_areas;
        } else if (info.reference == k_iteration_path) {
            info.type = FieldType::choice;
            info.allowed = m_iterations;
        } else if (info.reference == k_title) {
            info.is_required = true;
        }
    }

    std::map<std::string, const json*, std::less<>> m_known;
    std::vector<std::string> m_areas;
    std::vector<std::string> m_iterations;
};

void add_paths(const json& node,
               const std::string& above,
               int depth,
               std::vector<std::string>& paths)
{
    const auto name = text_member(node, "name", k_longest_name);
    if (name.empty() || depth > k_deepest_tree || paths.size() >= k_most_nodes) {
        return;
    }
    const auto path = above.empty() ? name : fmt::format("{}\\{}", above, name);
    paths.push_back(path);
    for (const auto& child : array_or_nothing(member(node, "children"))) {
        add_paths(child, path, depth + 1, paths);
    }
}

Call call_to(std::vector<std::string> path,
             std::vector<std::pair<std::string, std::string>> query = {},
             Area area = Area::work_items)
{
    Call call;
    call.path = std::move(path);
    call.query = std::move(query);
    call.area = area;
    return call;
}

/// All bodies, or the Error of the first answer that is not good.
std::vector<json> read_all(Api& api, std::span<const Call> calls)
{
    api.require_signed_in();
    auto answers = api.send_all(calls);
    std::vector<json> bodies;
    bodies.reserve(answers.size());
    for (auto& answer : answers) {
        if (!answer.is_good()) {
            throw error_of(answer, api.caller());
        }
        bodies.push_back(std::move(answer.body));
    }
    return bodies;
}

} // namespace

model::Metadata types_of(const json& types)
{
    model::Metadata metadata;
    for (const auto& type : list_of(types)) {
        model::TypeInfo info;
        info.name = text_member(type, "name", k_longest_name);
        if (info.name.empty() || flag_member(type, "isDisabled") ||
            metadata.types.size() == k_most_types) {
            continue;
        }
        info.statuses = statuses_of(member(type, "states"));
        info.transitions = Workflow{type}.transitions();
        metadata.types.push_back(std::move(info));
    }
    return metadata;
}

std::vector<model::StatusInfo> statuses_of(const json& list)
{
    std::vector<model::StatusInfo> statuses;
    for (const auto& state : array_or_nothing(list)) {
        auto name = text_member(state, "name", k_longest_name);
        if (!name.empty() && statuses.size() < k_most_types) {
            statuses.push_back({std::move(name), category_of(text_member(state, "category", 64))});
        }
    }
    return statuses;
}

std::vector<model::FieldInfo> fields_of(const json& type_fields, const ProjectAnswers& answers)
{
    const FieldReader reader{answers};
    std::vector<model::FieldInfo> fields;
    for (const auto& field : list_of(type_fields)) {
        auto info = reader.read(field);
        if (info && fields.size() < k_most_fields) {
            fields.push_back(std::move(*info));
        }
    }
    return fields;
}

std::vector<std::string> paths_of(const json& root)
{
    std::vector<std::string> paths;
    add_paths(root, {}, 0, paths);
    return paths;
}

model::Metadata describe_project(Api& api, const std::string& project, base::Log& log)
{
    const auto nodes = [&](const char* group) {
        return call_to(wit_in(project, {"classificationnodes", group}), {{"$depth", "14"}});
    };
    const auto common = read_all(api,
                                 std::vector{call_to(wit_in(project, {"workitemtypes"})),
                                             call_to(wit_in(project, {"fields"})),
                                             nodes("Areas"),
                                             nodes("Iterations")});
    const ProjectAnswers answers{
        .types = common[0], .fields = common[1], .areas = common[2], .iterations = common[3]};
    auto metadata = types_of(answers.types);
    std::vector<Call> calls;
    for (const auto& type : metadata.types) {
        calls.push_back(
            call_to(wit_in(project, {"workitemtypes", type.name, "fields"}), {{"$expand", "all"}}));
        calls.push_back(
            call_to(wit_in(project, {"workitemtypes", type.name, "states"}), {}, Area::states));
    }
    const auto bodies = read_all(api, calls);
    for (std::size_t i = 0; i < metadata.types.size(); ++i) {
        auto& type = metadata.types[i];
        type.fields = fields_of(bodies[2 * i], answers);
        // The states of a type have no category on older servers.
        type.statuses = statuses_of(list_of(bodies[2 * i + 1]));
        if (type.status_field() == nullptr) {
            log.detail(fmt::format("type '{}' has no state: left out", type.name));
        }
    }
    std::erase_if(metadata.types, [](const auto& type) { return type.status_field() == nullptr; });
    return metadata;
}

} // namespace syncctl::connectors::azure_devops
