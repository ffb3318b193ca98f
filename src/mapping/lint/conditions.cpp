#include "exclusive.hpp"
#include "fit.hpp"
#include "lint/field_names.hpp"
#include "lint/lint.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace syncctl::mapping {
namespace {

using model::Comparison;
using model::FieldType;
using model::Side;

bool is_ordered(Comparison comparison)
{
    return comparison == Comparison::less || comparison == Comparison::at_most ||
           comparison == Comparison::greater || comparison == Comparison::at_least;
}

/// `2024-05-31`, alone or with a time behind it.
bool is_date(std::string_view text)
{
    constexpr std::string_view k_form = "dddd-dd-dd";
    if (text.size() < k_form.size() ||
        (text.size() > k_form.size() && text[k_form.size()] != 'T')) {
        return false;
    }
    for (std::size_t i = 0; i < k_form.size(); ++i) {
        const bool is_digit = text[i] >= '0' && text[i] <= '9';
        if (k_form[i] == 'd' ? !is_digit : text[i] != k_form[i]) {
            return false;
        }
    }
    return true;
}

/// Why the field can never be compared like that, or nullopt.
std::optional<std::string> comparison_problem(const ConditionDraft& condition,
                                              const model::FieldInfo& field)
{
    const bool asks_for_presence = condition.comparison == Comparison::is_empty ||
                                   condition.comparison == Comparison::is_not_empty;
    const bool is_has = condition.comparison == Comparison::has;
    const auto refused = [&] {
        return fmt::format("the {} field '{}' cannot be compared with '{}'",
                           model::to_string(field.type),
                           field.reference,
                           model::to_string(condition.comparison));
    };
    if (asks_for_presence) {
        return std::nullopt;
    }
    switch (field.type) {
    case FieldType::list:
        return is_has ? std::nullopt : std::optional{refused()};
    case FieldType::boolean:
    case FieldType::status:
        return is_has || is_ordered(condition.comparison) ? std::optional{refused()} : std::nullopt;
    case FieldType::number:
    case FieldType::date:
        return is_has ? std::optional{refused()} : std::nullopt;
    default:
        return std::nullopt;
    }
}

std::string comparison_hint(const model::FieldInfo& field)
{
    return field.type == FieldType::list ? "a list is asked with `has ELEMENT` or `is empty`"
                                         : "use `=`, `!=`, `in (A, B)`, `not in (A, B)`";
}

/// Why the field never has such a value, or nullopt.
std::optional<std::string> value_problem(const ConditionDraft& condition,
                                         const std::string& value,
                                         const model::FieldInfo& field)
{
    const bool is_number = base::canonical_number(value).has_value();
    if (field.type == FieldType::number && !is_number) {
        return fmt::format("'{}' is not a number, as field '{}' holds", value, field.reference);
    }
    if (field.type == FieldType::boolean && value != "true" && value != "false") {
        return fmt::format(
            "'{}' is not true or false, as field '{}' holds", value, field.reference);
    }
    if (field.type == FieldType::date && !is_date(value)) {
        return fmt::format(
            "'{}' is not a date like 2024-05-31, as field '{}' holds", value, field.reference);
    }
    if (is_ordered(condition.comparison)) {
        return is_number || is_date(value)
                   ? std::nullopt
                   : std::optional{fmt::format("'{}' is neither a number nor a date, and nothing "
                                               "else is more or less",
                                               value)};
    }
    const bool is_picked = field.type == FieldType::choice || field.type == FieldType::status;
    if (is_picked && condition.comparison != Comparison::has && !field.allowed.empty() &&
        std::find(field.allowed.begin(), field.allowed.end(), value) == field.allowed.end()) {
        return fmt::format("'{}' is not among the values of field '{}'", value, field.reference);
    }
    return std::nullopt;
}

class ConditionLint {
public:
    ConditionLint(Lint& lint, FieldNames& names) : m_findings{lint.findings}, m_names{names} {}

    /// \param types between which the rule runs
    void check(std::vector<ConditionDraft>& when, const model::BothSides<Types>& types)
    {
        for (auto& condition : when) {
            const auto found =
                m_names.everywhere(condition.side, condition.field, types[condition.side]);
            for (const auto& on : found) {
                if (!fits(condition, on)) {
                    break;
                }
            }
        }
        check_together(when);
    }

private:
    /// Problems are reported on the first type that shows them.
    bool fits(const ConditionDraft& condition, const FieldOnType& on)
    {
        const auto info = with_statuses(*on.field, *on.type);
        if (auto problem = comparison_problem(condition, info)) {
            m_findings.error(condition.comparison_at, *std::move(problem), comparison_hint(info));
            return false;
        }
        for (const auto& value : condition.values) {
            if (auto problem = value_problem(condition, value.text, info)) {
                m_findings.error(value.at,
                                 *std::move(problem),
                                 m_names.suggestion(value.text, info.allowed, "its values"));
                return false;
            }
        }
        return true;
    }

    void check_together(const std::vector<ConditionDraft>& when)
    {
        constexpr std::size_t k_most = 100;
        if (when.size() > k_most) {
            m_findings.error(when[k_most].at,
                             fmt::format("more than {} conditions in one rule", k_most));
            return;
        }
        const auto conditions = conditions_of(when);
        for (std::size_t i = 0; i < when.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                if (exclude_each_other(conditions[j], conditions[i])) {
                    m_findings.error(when[i].at,
                                     "the rule would never run: this condition and an earlier one "
                                     "of it exclude each other",
                                     "all conditions of a rule must hold together");
                    return;
                }
            }
        }
    }

    Findings& m_findings;
    FieldNames& m_names;
};

} // namespace

void lint_conditions(Lint& lint, FieldNames& names)
{
    ConditionLint check{lint, names};
    for (auto& line : lint.draft.types) {
        model::BothSides<Types> types;
        for (const auto side : model::k_sides) {
            if (const auto* type = lint.catalogues[side].type(line.ends[side].text)) {
                types[side].push_back(type);
            }
        }
        check.check(line.when, types);
    }
    for (auto& field : lint.draft.fields) {
        if (!field.when.empty()) {
            check.check(field.when,
                        {names.types_of(field.only, Side::source),
                         names.types_of(field.only, Side::target)});
        }
    }
}

} // namespace syncctl::mapping
