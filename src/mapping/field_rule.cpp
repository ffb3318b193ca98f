#include "conditions.hpp"
#include "fit.hpp"

#include "syncctl/mapping/document.hpp"
#include "syncctl/mapping/rules.hpp"
#include "syncctl/markup/convert.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace syncctl::mapping {
namespace {

using model::FieldInfo;
using model::FieldMappingRow;
using model::Side;
using model::Value;

std::string name_of_rule(const FieldMappingRow& row)
{
    if (!row.constant) {
        return fmt::format(
            "{} {} {}", row.source_field, model::to_string(row.arrow), row.target_field);
    }
    const auto& field = row.target_field.empty() ? row.source_field : row.target_field;
    return fmt::format("{} {} = {}", model::to_string(row.arrow), field, *row.constant);
}

/// Which sides' texts the chain takes for HTML.
model::BothSides<bool> reads_html(const std::vector<model::TransformStep>& chain)
{
    model::BothSides<bool> is_html;
    for (const auto& step : chain) {
        const auto* info = find_transform(step.name);
        const auto name = info == nullptr ? std::string_view{} : info->name;
        is_html.source =
            is_html.source || name == "html" || name == "html_text" || name == "html_markdown";
        is_html.target =
            is_html.target || name == "html" || name == "text_html" || name == "markdown_html";
    }
    return is_html;
}

/// A value that is not known fulfils no condition.
bool is_fulfilled(const model::Condition& condition, const FieldLookup& value_of)
{
    const auto value = value_of(condition.side, condition.field);
    return value && holds(condition, *value);
}

} // namespace

FieldRule::FieldRule(const FieldMappingRow& row,
                     model::Strategy default_strategy,
                     model::BothSides<std::optional<FieldInfo>> fields)
    : m_fields{row.source_field, row.target_field},
      m_arrow{row.arrow},
      m_strategy{row.strategy.value_or(default_strategy)},
      m_constant{row.constant},
      m_conditions{row.when},
      m_merges_lines{row.merges_lines},
      m_chain{row.chain},
      m_is_html{reads_html(row.chain)},
      m_infos{std::move(fields)},
      m_name{name_of_rule(row)},
      m_line{row.line}
{
}

bool FieldRule::writes(Side side) const
{
    return model::points_to(m_arrow, side);
}

TransformResult FieldRule::converted(Side side, const Value& value) const
{
    return arriving(
        side, m_constant ? TransformResult{Value{*m_constant}} : m_chain.towards(side, value));
}

TransformResult FieldRule::arriving(Side side, TransformResult result) const
{
    auto* good = std::get_if<Value>(&result);
    if (good == nullptr || !m_infos[side]) {
        return result;
    }
    return fitted(std::move(*good), *m_infos[side], m_constant || m_chain.adapts_to(side));
}

TransformResult FieldRule::towards(Side side, const Value& value) const
{
    auto result = converted(side, value);
    if (auto* problem = std::get_if<TransformProblem>(&result); problem != nullptr && m_line > 0) {
        problem->reason += fmt::format(" (mapping line {})", m_line);
    }
    return result;
}

std::vector<TracedStep> FieldRule::trace(Side side, const Value& value) const
{
    std::vector<TracedStep> steps;
    TransformResult result = value;
    if (m_constant) {
        result = Value{*m_constant};
    } else {
        steps = m_chain.trace(side, value);
        result = steps.empty() ? result : steps.back().result;
    }
    if (m_infos[side] && std::holds_alternative<Value>(result)) {
        steps.push_back({fmt::format("fits '{}'", m_fields[side]), arriving(side, result)});
    }
    return steps;
}

bool FieldRule::is_same_on(Side side, const Value& one, const Value& another) const
{
    if (model::same_value(one, another)) {
        return true;
    }
    const auto* text = std::get_if<std::string>(&one);
    const auto* other_text = std::get_if<std::string>(&another);
    if (!m_is_html[side] || text == nullptr || other_text == nullptr) {
        return false;
    }
    const auto clean = markup::clean_html(*text);
    const auto other_clean = markup::clean_html(*other_text);
    const auto* html = std::get_if<std::string>(&clean);
    const auto* other_html = std::get_if<std::string>(&other_clean);
    return html != nullptr && other_html != nullptr && *html == *other_html;
}

std::optional<Value> FieldRule::comparable(Side side, const Value& value) const
{
    const auto terms = writes(Side::target) ? Side::target : Side::source;
    auto result = side == terms ? TransformResult{value} : towards(terms, value);
    const auto* arrived = std::get_if<Value>(&result);
    if (arrived == nullptr) {
        return std::nullopt;
    }
    // What has no way back (a value that a table only leads to) is compared as it is.
    const auto folded = m_chain.folded(terms, *arrived);
    const auto* good = std::get_if<Value>(&folded);
    return good == nullptr || model::is_null(*good) ? *arrived : *good;
}

bool FieldRule::is_in_effect(const FieldLookup& value_of) const
{
    return std::all_of(
        m_conditions.begin(), m_conditions.end(), [&](const model::Condition& condition) {
            return is_fulfilled(condition, value_of);
        });
}

std::optional<std::string> unfulfilled(const std::vector<model::Condition>& conditions,
                                       const FieldLookup& value_of)
{
    const auto found =
        std::find_if(conditions.begin(), conditions.end(), [&](const model::Condition& condition) {
            return !is_fulfilled(condition, value_of);
        });
    return found == conditions.end() ? std::nullopt : std::optional{written_condition(*found)};
}

std::optional<model::FieldType> FieldRule::field_type(Side side) const
{
    return m_infos[side] ? std::optional{m_infos[side]->type} : std::nullopt;
}

} // namespace syncctl::mapping
