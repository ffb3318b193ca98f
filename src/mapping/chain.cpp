#include "arguments.hpp"
#include "quote.hpp"
#include "text_functions.hpp"
#include "utf8.hpp"

#include "syncctl/base/text.hpp"
#include "syncctl/mapping/transform.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace syncctl::mapping {
namespace {

using model::Number;
using model::Side;
using model::TransformStep;
using model::Value;

/// What a step works with.
struct Input {
    const TransformStep& step;
    const ValueTable& table;
    Side towards;
    const Value& value;
};

TransformProblem wrong_shape(const Input& input, std::string_view wanted)
{
    return {fmt::format(
        "{} takes {}, not a {} value", input.step.name, wanted, model::shape_of(input.value))};
}

/// For the functions that turn text into text.
template <class Function>
TransformResult on_text(const Input& input, Function function)
{
    const auto* text = std::get_if<std::string>(&input.value);
    if (text == nullptr) {
        return wrong_shape(input, "text");
    }
    return function(*text);
}

TransformResult as_it_is(const Input& input)
{
    return input.value;
}

TransformResult upper(const Input& input)
{
    return on_text(
        input, [](const std::string& text) -> TransformResult { return Value{to_upper(text)}; });
}

TransformResult lower(const Input& input)
{
    return on_text(
        input, [](const std::string& text) -> TransformResult { return Value{to_lower(text)}; });
}

TransformResult trim(const Input& input)
{
    return on_text(input, [](const std::string& text) -> TransformResult {
        return Value{std::string{trimmed(text)}};
    });
}

TransformResult truncate(const Input& input)
{
    return on_text(input, [&input](const std::string& text) -> TransformResult {
        const auto& arguments = input.step.arguments;
        const std::string ellipsis = arguments.size() > 1 ? arguments[1] : std::string{};
        return Value{truncated(text, length_argument(input.step).value_or(text.size()), ellipsis)};
    });
}

TransformResult add_or_remove(const Input& input, bool is_prefix)
{
    return on_text(input, [&](const std::string& text) -> TransformResult {
        const auto& part = input.step.arguments.front();
        if (input.towards == Side::target) {
            return Value{is_prefix ? part + text : text + part};
        }
        const bool is_there = is_prefix ? text.starts_with(part) : text.ends_with(part);
        if (!is_there) {
            return TransformProblem{fmt::format(
                "the text does not {} with {}", is_prefix ? "start" : "end", shortly(part))};
        }
        const auto rest = text.size() - part.size();
        return Value{is_prefix ? text.substr(part.size()) : text.substr(0, rest)};
    });
}

TransformResult prefix(const Input& input)
{
    return add_or_remove(input, true);
}

TransformResult suffix(const Input& input)
{
    return add_or_remove(input, false);
}

TransformResult map(const Input& input)
{
    if (std::holds_alternative<model::List>(input.value)) {
        return wrong_shape(input, "a single value");
    }
    const auto key = model::to_text(input.value);
    const auto* found = input.table.towards(input.towards, key);
    if (found == nullptr) {
        const auto& arguments = input.step.arguments;
        return TransformProblem{fmt::format("{} has no line for {} towards the {}",
                                            arguments.empty() ? "the table" : arguments.front(),
                                            shortly(key),
                                            model::to_string(input.towards))};
    }
    return Value{*found};
}

TransformResult to_number(const Input& input)
{
    if (std::holds_alternative<Number>(input.value)) {
        return input.value;
    }
    const auto* text = std::get_if<std::string>(&input.value);
    if (text == nullptr) {
        return wrong_shape(input, "text or a number");
    }
    if (auto canonical = base::canonical_number(trimmed(*text))) {
        return Value{Number{*std::move(canonical)}};
    }
    return TransformProblem{fmt::format("{} is not a decimal number", shortly(*text))};
}

TransformResult number(const Input& input)
{
    if (input.towards == Side::target) {
        return to_number(input);
    }
    const auto* value = std::get_if<Number>(&input.value);
    if (value == nullptr) {
        return wrong_shape(input, "a number on the way back");
    }
    return Value{value->text};
}

TransformResult text_back(const Input& input)
{
    const auto* text = std::get_if<std::string>(&input.value);
    if (text == nullptr) {
        return wrong_shape(input, "text on the way back");
    }
    if (*text == "true" || *text == "false") {
        return Value{*text == "true"};
    }
    if (auto canonical = base::canonical_number(trimmed(*text))) {
        return Value{Number{*std::move(canonical)}};
    }
    return TransformProblem{
        fmt::format("{} is neither a decimal number nor true or false", shortly(*text))};
}

TransformResult text(const Input& input)
{
    if (input.towards == Side::source) {
        return text_back(input);
    }
    if (std::holds_alternative<model::List>(input.value)) {
        return wrong_shape(input, "a single value");
    }
    return Value{model::to_text(input.value)};
}

TransformResult boolean(const Input& input)
{
    if (std::holds_alternative<bool>(input.value)) {
        return input.value;
    }
    if (std::holds_alternative<model::List>(input.value)) {
        return wrong_shape(input, "a single value");
    }
    constexpr std::array<std::string_view, 4> k_yes{"true", "yes", "on", "1"};
    constexpr std::array<std::string_view, 4> k_no{"false", "no", "off", "0"};
    const auto word = to_lower(trimmed(model::to_text(input.value)));
    const auto is_in = [&word](const auto& words) {
        return std::find(words.begin(), words.end(), word) != words.end();
    };
    if (is_in(k_yes) || is_in(k_no)) {
        return Value{is_in(k_yes)};
    }
    return TransformProblem{fmt::format("{} is none of true, yes, on, 1, false, no, off, 0",
                                        shortly(model::to_text(input.value)))};
}

using Function = TransformResult (*)(const Input&);

struct NamedFunction {
    std::string_view name;
    Function function;
};

/// `default` works on null and is handled where null is.
constexpr std::array<NamedFunction, 12> k_functions{{{"none", as_it_is},
                                                     {"upper", upper},
                                                     {"lower", lower},
                                                     {"trim", trim},
                                                     {"truncate", truncate},
                                                     {"prefix", prefix},
                                                     {"suffix", suffix},
                                                     {"map", map},
                                                     {"number", number},
                                                     {"text", text},
                                                     {"boolean", boolean},
                                                     {"default", as_it_is}}};

TransformResult apply(const Input& input)
{
    if (model::is_null(input.value)) {
        const bool fills_in = input.step.name == "default";
        return fills_in ? Value{input.step.arguments.front()} : Value{};
    }
    const auto* found = std::find_if(
        k_functions.begin(), k_functions.end(), [&input](const NamedFunction& candidate) {
            return candidate.name == input.step.name;
        });
    if (found == k_functions.end()) {
        return TransformProblem{fmt::format("unknown transform '{}'", input.step.name)};
    }
    return found->function(input);
}

/// Older names become the names of today, so that each function is known by one.
std::vector<TransformStep> with_names_of_today(std::vector<TransformStep> steps)
{
    for (auto& step : steps) {
        if (const auto* info = find_transform(step.name)) {
            step.name = info->name;
        }
    }
    return steps;
}

template <class Iterator, class TableIterator>
TransformResult run(Iterator step, Iterator end, TableIterator table, Side side, const Value& value)
{
    TransformResult result = value;
    for (; step != end && std::holds_alternative<Value>(result); ++step, ++table) {
        const Value input = std::get<Value>(std::move(result));
        result = apply({*step, *table, side, input});
    }
    return result;
}

} // namespace

Chain::Chain(std::vector<TransformStep> steps) : m_steps{with_names_of_today(std::move(steps))}
{
    m_tables.reserve(m_steps.size());
    for (const auto& step : m_steps) {
        m_tables.emplace_back(step.table);
    }
}

TransformResult Chain::forward(const Value& value) const
{
    return run(m_steps.begin(), m_steps.end(), m_tables.begin(), Side::target, value);
}

TransformResult Chain::backward(const Value& value) const
{
    return run(m_steps.rbegin(), m_steps.rend(), m_tables.rbegin(), Side::source, value);
}

std::vector<TracedStep> Chain::trace(Side side, const Value& value) const
{
    std::vector<TracedStep> traced;
    TransformResult result = value;
    for (std::size_t i = 0; i < m_steps.size() && std::holds_alternative<Value>(result); ++i) {
        const auto at = side == Side::target ? i : m_steps.size() - 1 - i;
        const auto& step = m_steps[at];
        const Value input = std::get<Value>(std::move(result));
        result = apply({step, m_tables[at], side, input});
        const auto arguments = step.arguments.empty()
                                   ? std::string{}
                                   : fmt::format("({})", fmt::join(step.arguments, ", "));
        traced.push_back({step.name + arguments, result});
    }
    return traced;
}

TransformResult Chain::folded(Side side, const Value& value) const
{
    std::vector<TransformStep> lossless;
    for (const auto& step : m_steps) {
        const auto* info = find_transform(step.name);
        if (info != nullptr && info->transform_class == TransformClass::lossless) {
            lossless.push_back(step);
        }
    }
    const auto there = Chain{std::move(lossless)}.towards(model::other(side), value);
    const auto* partner = std::get_if<Value>(&there);
    return partner == nullptr ? there : towards(side, *partner);
}

bool Chain::adapts_to(Side side) const
{
    if (m_steps.empty()) {
        return false;
    }
    const auto& last = side == Side::target ? m_steps.back() : m_steps.front();
    return last.name == "map" || last.name == "default" || last.name == "boolean";
}

} // namespace syncctl::mapping
