#include "filter.hpp"

#include "request_fields.hpp"
#include "words.hpp"

#include "syncctl/base/text.hpp"
#include "syncctl/model/value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <variant>
#include <vector>

namespace syncctl::connectors::servicedesk_plus {

namespace {

constexpr std::string_view k_type = "type";
constexpr std::size_t k_longest = 4096;

struct Condition {
    std::string_view field;
    std::vector<std::string_view> values; ///< any of them
    bool is_negated = false;
};

/// What is wrong, for people.
struct Problem {
    std::string text;
};

std::vector<std::string_view> parts_of(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    while (true) {
        const auto end = text.find(separator);
        parts.push_back(trimmed(text.substr(0, end)));
        if (end == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(end + 1);
    }
}

std::variant<std::vector<Condition>, Problem> parse(std::string_view text)
{
    std::vector<Condition> conditions;
    if (trimmed(text).empty()) {
        return conditions;
    }
    for (const auto part : parts_of(text, ';')) {
        const auto equals = part.find('=');
        const bool is_negated =
            equals != std::string_view::npos && equals > 0 && part[equals - 1] == '!';
        const auto field = equals == std::string_view::npos
                               ? std::string_view{}
                               : trimmed(part.substr(0, is_negated ? equals - 1 : equals));
        if (field.empty()) {
            return Problem{fmt::format("'{}' is no condition; write field=value or field!=value, "
                                       "several separated by ;",
                                       part)};
        }
        conditions.push_back({.field = field,
                              .values = parts_of(part.substr(equals + 1), '|'),
                              .is_negated = is_negated});
    }
    return conditions;
}

std::optional<std::string> field_problem(std::string_view field)
{
    const bool is_custom = field.starts_with(k_udf_prefix) && field.size() > k_udf_prefix.size();
    if (is_custom || field == k_type || field == model::k_id_field ||
        built_in_field(field) != nullptr) {
        return std::nullopt;
    }
    std::vector<std::string> names{std::string{k_type}, std::string{model::k_id_field}};
    for (const auto& each : built_in_fields()) {
        names.emplace_back(each.reference);
    }
    const auto close = base::closest_match(field, names);
    return fmt::format("a request has no field '{}'{}",
                       field,
                       close ? fmt::format("; did you mean '{}'?", *close)
                             : "; custom fields are written udf_fields.KEY");
}

bool has_value(const Condition& condition, std::string_view text)
{
    return std::any_of(condition.values.begin(), condition.values.end(), [&](auto value) {
        return same_name(value, text);
    });
}

bool holds(const Condition& condition, const model::WorkItem& item)
{
    const auto value = condition.field == k_type ? model::Value{item.type}
                                                 : model::field_of(item, condition.field);
    const auto* list = std::get_if<model::List>(&value);
    const bool is_one_of = list == nullptr || list->empty()
                               ? has_value(condition, model::to_text(value))
                               : std::any_of(list->begin(), list->end(), [&](const auto& each) {
                                     return has_value(condition, each);
                                 });
    return is_one_of != condition.is_negated;
}

} // namespace

std::optional<std::string> filter_problem(const std::string& filter)
{
    if (filter.size() > k_longest) {
        return fmt::format("the filter is longer than {} octets", k_longest);
    }
    if (!base::is_valid_utf8(filter)) {
        return "the filter is not valid UTF-8";
    }
    const auto parsed = parse(filter);
    if (const auto* problem = std::get_if<Problem>(&parsed)) {
        return problem->text;
    }
    for (const auto& condition : std::get<std::vector<Condition>>(parsed)) {
        if (auto problem = field_problem(condition.field)) {
            return problem;
        }
    }
    return std::nullopt;
}

bool filter_holds(const std::string& filter, const model::WorkItem& item)
{
    const auto parsed = parse(filter);
    const auto* conditions = std::get_if<std::vector<Condition>>(&parsed);
    return conditions != nullptr &&
           std::all_of(conditions->begin(), conditions->end(), [&](const auto& condition) {
               return holds(condition, item);
           });
}

} // namespace syncctl::connectors::servicedesk_plus
