#include "fit.hpp"
#include "suggest/field_fit.hpp"
#include "suggest/known_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <variant>

namespace syncctl::mapping {
namespace {

using model::Arrow;
using model::FieldInfo;
using model::FieldType;
using model::Side;

constexpr std::size_t k_max_values = 100;
constexpr std::size_t k_longest_numbered_scale = 10;

struct ListedValue {
    std::string text;
    std::string folded; ///< without a leading number: `1 - Critical` is `critical`
    int rank = 0;       ///< 0: not known
};

std::string folded(const NameWords& words)
{
    auto rest = words.words;
    if (rest.size() > 1 && std::all_of(rest.front().begin(), rest.front().end(), [](char c) {
            return c >= '0' && c <= '9';
        })) {
        rest.erase(rest.begin());
    }
    const auto text = fmt::format("{}", fmt::join(rest, " "));
    if (text == "yes" || text == "on") {
        return "true";
    }
    return text == "no" || text == "off" ? "false" : text;
}

ListedValue listed(const std::string& text)
{
    const auto words = words_of(text);
    return {text, folded(words), scale_rank(words)};
}

/// The values that a table can speak about; a number field of a scale without a list counts up.
std::vector<ListedValue> values_of(const FieldInfo& field, const FieldInfo& other)
{
    std::vector<ListedValue> values;
    if (field.type == FieldType::boolean) {
        return {listed("true"), listed("false")};
    }
    if (field.type == FieldType::number && field.allowed.empty()) {
        for (std::size_t i = 1; i <= std::min(other.allowed.size(), k_longest_numbered_scale);
             ++i) {
            values.push_back(listed(std::to_string(i)));
        }
        return values;
    }
    std::set<std::string> seen;
    for (const auto& text : field.allowed) {
        if (values.size() == k_max_values) {
            break;
        }
        // It has to go into the field once it is written in a table.
        const bool is_good = is_usable_name(text) && seen.insert(text).second &&
                             std::holds_alternative<model::Value>(fitted(text, field, true));
        if (is_good) {
            values.push_back(listed(text));
        }
    }
    return values;
}

bool all_ranked(const std::vector<ListedValue>& values)
{
    return std::all_of(
        values.begin(), values.end(), [](const ListedValue& value) { return value.rank > 0; });
}

using Values = model::BothSides<std::vector<ListedValue>>;
/// Index on one side -> index on the other one; the same pairs in both maps.
using Partners = model::BothSides<std::map<std::size_t, std::size_t>>;

void add(Partners& partners, std::size_t source, std::size_t target)
{
    partners.source.emplace(source, target);
    partners.target.emplace(target, source);
}

Partners by_name(const Values& values)
{
    Partners partners;
    std::map<std::string, std::size_t> targets;
    for (std::size_t j = 0; j < values.target.size(); ++j) {
        if (!values.target[j].folded.empty()) {
            targets.emplace(values.target[j].folded, j);
        }
    }
    for (std::size_t i = 0; i < values.source.size(); ++i) {
        const auto found = targets.find(values.source[i].folded);
        if (found != targets.end() && !partners.target.contains(found->second)) {
            add(partners, i, found->second);
        }
    }
    return partners;
}

std::vector<std::size_t> in_order(const std::vector<ListedValue>& values)
{
    std::vector<std::size_t> order(values.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        order[i] = i;
    }
    std::stable_sort(order.begin(), order.end(), [&values](std::size_t one, std::size_t other) {
        return values[one].rank < values[other].rank;
    });
    return order;
}

/// First to first, last to last, the rest spread evenly.
Partners by_order(const Values& values)
{
    Partners partners;
    const auto sources = in_order(values.source);
    const auto targets = in_order(values.target);
    const auto fewer = std::min(sources.size(), targets.size());
    const auto spread = [fewer](std::size_t i, std::size_t count) {
        return fewer == 1 ? 0 : (i * (count - 1) + (fewer - 1) / 2) / (fewer - 1);
    };
    for (std::size_t i = 0; i < fewer; ++i) {
        add(partners, sources[spread(i, sources.size())], targets[spread(i, targets.size())]);
    }
    return partners;
}

/// For a ranked value without partner: the partner of the nearest one, the more important at a tie.
std::optional<std::size_t> nearest_partner(const std::vector<ListedValue>& values,
                                           const std::map<std::size_t, std::size_t>& partners,
                                           std::size_t lonely)
{
    std::optional<std::size_t> best;
    int best_distance = 0;
    for (const auto index : in_order(values)) {
        const auto found = partners.find(index);
        const auto distance = std::abs(values[index].rank - values[lonely].rank);
        if (found != partners.end() && (!best || distance < best_distance)) {
            best = found->second;
            best_distance = distance;
        }
    }
    return best;
}

void add_lines(const Values& values,
               const Partners& partners,
               bool is_ranked,
               model::BothSides<bool> ways,
               ValueMatch& match)
{
    for (const auto& [source, target] : partners.source) {
        match.lines.push_back(
            {values.source[source].text, values.target[target].text, Arrow::both});
    }
    for (const auto from : model::k_sides) {
        const auto to = model::other(from);
        for (std::size_t i = 0; i < values[from].size(); ++i) {
            if (partners[from].contains(i) || !ways[to]) {
                continue;
            }
            const auto near =
                is_ranked ? nearest_partner(values[from], partners[from], i) : std::nullopt;
            if (!near) {
                match.unmatched.push_back(values[from][i].text);
            } else if (from == Side::source) {
                match.lines.push_back(
                    {values.source[i].text, values.target[*near].text, Arrow::to_target});
            } else {
                match.lines.push_back(
                    {values.source[*near].text, values.target[i].text, Arrow::to_source});
            }
        }
    }
}

} // namespace

std::optional<ValueMatch> match_values(const FieldInfo& source,
                                       const FieldInfo& target,
                                       bool is_scale,
                                       model::BothSides<bool> ways)
{
    const Values values{values_of(source, target), values_of(target, source)};
    const auto fewer = std::min(values.source.size(), values.target.size());
    if (fewer == 0) {
        return std::nullopt;
    }
    const bool is_ranked = is_scale && all_ranked(values.source) && all_ranked(values.target);
    auto partners = by_name(values);
    const auto named = partners.source.size();
    const bool names_are_enough = named > 0 && 2 * named >= fewer;
    if (!names_are_enough && !is_ranked) {
        return std::nullopt;
    }
    ValueMatch match;
    match.why = "values by equal names";
    match.percent = 65 + static_cast<int>(30 * named / fewer);
    if (!names_are_enough) {
        partners = by_order(values);
        match.why = "values by their order";
        match.percent = 90;
    }
    add_lines(values, partners, is_ranked, ways, match);
    return match;
}

} // namespace syncctl::mapping
