#include "exclusive.hpp"

#include "syncctl/base/text.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>

namespace syncctl::mapping {
namespace {

using model::Comparison;
using model::Condition;

/// Equal as texts, or as numbers: `1` and `1.0` may be the same value.
bool may_be_equal(const std::string& one, const std::string& other)
{
    if (one == other) {
        return true;
    }
    const auto number = base::canonical_number(one);
    return number && number == base::canonical_number(other);
}

bool holds(const std::vector<std::string>& values, const std::string& wanted)
{
    return std::any_of(values.begin(), values.end(), [&wanted](const std::string& value) {
        return may_be_equal(value, wanted);
    });
}

/// `=` and `in`: the value is one of these.
bool lists_values(const Condition& condition)
{
    return condition.comparison == Comparison::equal || condition.comparison == Comparison::one_of;
}

/// `!=` and `not in`: the value is none of these.
bool rules_out_values(const Condition& condition)
{
    return condition.comparison == Comparison::different ||
           condition.comparison == Comparison::none_of;
}

/// Whatever meets the condition is not empty.
bool needs_a_value(const Condition& condition)
{
    switch (condition.comparison) {
    case Comparison::is_not_empty:
    case Comparison::less:
    case Comparison::at_most:
    case Comparison::greater:
    case Comparison::at_least:
        return true;
    case Comparison::equal:
    case Comparison::one_of:
    case Comparison::has:
        return std::none_of(condition.values.begin(),
                            condition.values.end(),
                            [](const std::string& value) { return value.empty(); });
    default:
        return false;
    }
}

/// Numbers from here to there.
struct Range {
    std::optional<double> from;
    std::optional<double> to;
    bool has_from = true; ///< the ends themselves
    bool has_to = true;
};

std::optional<Range> range_of(const Condition& condition)
{
    if (condition.values.size() != 1 || !base::canonical_number(condition.values.front())) {
        return std::nullopt;
    }
    const double number = std::strtod(condition.values.front().c_str(), nullptr);
    switch (condition.comparison) {
    case Comparison::equal:
        return Range{number, number};
    case Comparison::less:
        return Range{std::nullopt, number, true, false};
    case Comparison::at_most:
        return Range{std::nullopt, number};
    case Comparison::greater:
        return Range{number, std::nullopt, false, true};
    case Comparison::at_least:
        return Range{number, std::nullopt};
    default:
        return std::nullopt;
    }
}

/// Two different numbers can be the same double: then the ends are taken to touch.
bool ends_before(const Range& one, const Range& other, bool is_same_text)
{
    if (!one.to || !other.from) {
        return false;
    }
    return *one.to < *other.from ||
           (is_same_text && *one.to == *other.from && !(one.has_to && other.has_from));
}

bool have_disjoint_ranges(const Condition& one, const Condition& other)
{
    const auto first = range_of(one);
    const auto second = range_of(other);
    if (!first || !second) {
        return false;
    }
    const bool is_same_text = may_be_equal(one.values.front(), other.values.front());
    return ends_before(*first, *second, is_same_text) || ends_before(*second, *first, is_same_text);
}

bool excludes(const Condition& one, const Condition& other)
{
    if (one.comparison == Comparison::is_empty && needs_a_value(other)) {
        return true;
    }
    if (!lists_values(one)) {
        return false;
    }
    const auto all_of_one = [&one](auto is_refused) {
        return std::all_of(one.values.begin(), one.values.end(), is_refused);
    };
    if (lists_values(other)) {
        return all_of_one(
            [&other](const std::string& value) { return !holds(other.values, value); });
    }
    return rules_out_values(other) &&
           all_of_one([&other](const std::string& value) { return holds(other.values, value); });
}

} // namespace

bool exclude_each_other(const Condition& one, const Condition& other)
{
    return one.side == other.side && one.field == other.field &&
           (excludes(one, other) || excludes(other, one) || have_disjoint_ranges(one, other));
}

} // namespace syncctl::mapping
