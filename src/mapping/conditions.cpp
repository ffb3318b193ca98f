#include "conditions.hpp"

#include "syncctl/base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace syncctl::mapping {
namespace {

using model::Comparison;
using model::Value;

bool is_empty(const Value& value)
{
    const auto* text = std::get_if<std::string>(&value);
    const auto* list = std::get_if<model::List>(&value);
    return model::is_null(value) || (text != nullptr && text->empty()) ||
           (list != nullptr && list->empty());
}

/// `2` is `2.0`, whether the tracker says it as a number or as text.
std::string comparable_text(const Value& value)
{
    auto text = model::to_text(value);
    auto number = base::canonical_number(text);
    return number ? *std::move(number) : text;
}

bool is_equal(const Value& value, const std::string& wanted)
{
    return comparable_text(value) == comparable_text(Value{wanted});
}

bool has(const Value& value, const std::string& wanted)
{
    if (const auto* list = std::get_if<model::List>(&value)) {
        return std::find(list->begin(), list->end(), wanted) != list->end();
    }
    const auto* text = std::get_if<std::string>(&value);
    return text != nullptr && text->find(wanted) != std::string::npos;
}

/// Starts with YYYY-MM-DD: such texts have the order of what they mean.
bool is_date(std::string_view text)
{
    constexpr std::string_view k_form = "0000-00-00";
    if (text.size() < k_form.size()) {
        return false;
    }
    return std::equal(k_form.begin(), k_form.end(), text.begin(), [](char form, char character) {
        return form == '-' ? character == '-' : character >= '0' && character <= '9';
    });
}

std::optional<double> number_of(const std::string& text)
{
    double number = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_whole = result.ec == std::errc{} && result.ptr == text.data() + text.size();
    return is_whole ? std::optional{number} : std::nullopt;
}

std::partial_ordering order_of(const Value& value, const std::string& wanted)
{
    const auto text = comparable_text(value);
    const auto other = comparable_text(Value{wanted});
    if (text == other && (number_of(text) || is_date(text))) {
        return std::partial_ordering::equivalent;
    }
    const auto number = number_of(text);
    const auto other_number = number_of(other);
    if (number && other_number) {
        return *number <=> *other_number;
    }
    return is_date(text) && is_date(other) ? std::partial_ordering{text <=> other}
                                           : std::partial_ordering::unordered;
}

} // namespace

bool holds(const model::Condition& condition, const Value& value)
{
    const auto is_one_of = [&] {
        return std::any_of(condition.values.begin(),
                           condition.values.end(),
                           [&](const std::string& wanted) { return is_equal(value, wanted); });
    };
    const auto order = [&] {
        return condition.values.empty() ? std::partial_ordering::unordered
                                        : order_of(value, condition.values.front());
    };
    switch (condition.comparison) {
    case Comparison::equal:
    case Comparison::one_of:
        return is_one_of();
    case Comparison::different:
    case Comparison::none_of:
        return !is_one_of();
    case Comparison::less:
        return std::is_lt(order());
    case Comparison::at_most:
        return std::is_lteq(order());
    case Comparison::greater:
        return std::is_gt(order());
    case Comparison::at_least:
        return std::is_gteq(order());
    case Comparison::has:
        return std::any_of(condition.values.begin(),
                           condition.values.end(),
                           [&](const std::string& wanted) { return has(value, wanted); });
    case Comparison::is_empty:
        return is_empty(value);
    case Comparison::is_not_empty:
        return !is_empty(value);
    }
    return false;
}

} // namespace syncctl::mapping
