#include "filter.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace syncctl::connectors::files {

namespace {

constexpr std::string_view k_type = "type";

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool holds(const model::WorkItem& item, const Condition& condition, const model::Metadata& metadata)
{
    if (condition.field == k_type) {
        return item.type == condition.value;
    }
    const model::TypeInfo* type = metadata.find_type(item.type);
    const model::FieldInfo* field = type == nullptr ? nullptr : type->find_field(condition.field);
    if (field == nullptr) {
        return condition.field == model::k_id_field && item.id == condition.value;
    }
    const model::Value& value = model::value_of(item.fields, field->reference);
    if (const auto* list = std::get_if<model::List>(&value); list != nullptr && !list->empty()) {
        return std::find(list->begin(), list->end(), condition.value) != list->end();
    }
    return model::to_text(value) == condition.value;
}

} // namespace

std::variant<std::vector<Condition>, FilterProblem> parse_filter(std::string_view text)
{
    std::vector<Condition> conditions;
    if (trimmed(text).empty()) {
        return conditions;
    }
    if (!base::is_valid_utf8(text)) {
        return FilterProblem{"the filter is not valid UTF-8"};
    }
    while (true) {
        const auto end = text.find(';');
        const std::string_view part = text.substr(0, end);
        const auto equals = part.find('=');
        if (equals == std::string_view::npos || trimmed(part.substr(0, equals)).empty()) {
            return FilterProblem{fmt::format(
                "'{}' is no condition; write Field=Value, several separated by ;", trimmed(part))};
        }
        conditions.push_back({.field = std::string{trimmed(part.substr(0, equals))},
                              .value = std::string{trimmed(part.substr(equals + 1))}});
        if (end == std::string_view::npos) {
            return conditions;
        }
        text.remove_prefix(end + 1);
    }
}

std::optional<FilterProblem> unknown_field(const std::vector<Condition>& conditions,
                                           const model::Metadata& metadata)
{
    std::vector<std::string> names{std::string{k_type}, std::string{model::k_id_field}};
    for (const auto& type : metadata.types) {
        for (const auto& field : type.fields) {
            names.push_back(field.reference);
            names.push_back(field.name);
        }
    }
    for (const auto& condition : conditions) {
        if (std::find(names.begin(), names.end(), condition.field) != names.end()) {
            continue;
        }
        const auto close = base::closest_match(condition.field, names);
        return FilterProblem{fmt::format("no type has a field '{}'{}",
                                         condition.field,
                                         close ? fmt::format("; did you mean '{}'?", *close) : "")};
    }
    return std::nullopt;
}

bool matches(const model::WorkItem& item,
             const std::vector<Condition>& conditions,
             const model::Metadata& metadata)
{
    return std::all_of(conditions.begin(), conditions.end(), [&](const Condition& condition) {
        return holds(item, condition, metadata);
    });
}

} // namespace syncctl::connectors::files
