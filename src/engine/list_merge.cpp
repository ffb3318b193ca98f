#include "list_merge.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace syncctl::engine {
namespace {

using model::BothSides;
using model::List;
using model::Side;
using model::Value;

/// An element in the words of each side.
using Element = BothSides<std::string>;
using Elements = std::vector<Element>;

/// Null is the list without elements; nullopt for what is no list at all.
std::optional<List> list_of(const Value& value)
{
    if (model::is_null(value)) {
        return List{};
    }
    const auto* list = std::get_if<List>(&value);
    return list == nullptr ? std::nullopt : std::optional{*list};
}

std::optional<List> converted(const mapping::FieldRule& rule, Side side, const Value& value)
{
    const auto result = rule.towards(side, value);
    const auto* arrived = std::get_if<Value>(&result);
    return arrived == nullptr ? std::nullopt : list_of(*arrived);
}

/// The one element that `element` becomes on `side`.
std::optional<std::string>
converted_element(const mapping::FieldRule& rule, Side side, const std::string& element)
{
    auto list = converted(rule, side, List{element});
    return list && list->size() == 1 ? std::optional{std::move(list->front())} : std::nullopt;
}

/// The elements that `side` holds, each once, in both sides' words.
std::optional<Elements> elements_of(const mapping::FieldRule& rule, Side side, const Value& value)
{
    const auto list = list_of(value);
    const auto whole = converted(rule, model::other(side), value);
    if (!list || !whole) {
        return std::nullopt;
    }
    Elements elements;
    List one_by_one;
    for (const auto& own : *list) {
        const auto others = converted_element(rule, model::other(side), own);
        if (!others || converted_element(rule, side, *others) != own) {
            return std::nullopt;
        }
        one_by_one.push_back(*others);
        Element element;
        element[side] = own;
        element[model::other(side)] = *others;
        if (std::find(elements.begin(), elements.end(), element) == elements.end()) {
            elements.push_back(std::move(element));
        }
    }
    const bool is_element_wise = model::same_value(Value{one_by_one}, Value{*whole});
    return is_element_wise ? std::optional{std::move(elements)} : std::nullopt;
}

bool holds(const Elements& elements, const Element& element)
{
    return std::find(elements.begin(), elements.end(), element) != elements.end();
}

bool are_same_set(const Elements& one, const Elements& other)
{
    return one.size() == other.size() &&
           std::all_of(
               one.begin(), one.end(), [&](const Element& each) { return holds(other, each); });
}

/// What both sides held when they last agreed; nothing when they never did. nullopt when the two
/// bases are not the same elements: a tracker rewrites them.
std::optional<Elements> common_base(const FieldInput& input)
{
    if (!input.base.source || !input.base.target) {
        return Elements{};
    }
    auto source = elements_of(input.rule, Side::source, *input.base.source);
    const auto target = elements_of(input.rule, Side::target, *input.base.target);
    return source && target && are_same_set(*source, *target) ? std::move(source) : std::nullopt;
}

/// What `side` holds after the merge: its own without what the other one removed, then what the
/// other one added.
List merged_for(Side side, const Elements& base, const Elements& own, const Elements& others)
{
    List list;
    for (const auto& element : own) {
        if (!holds(base, element) || holds(others, element)) {
            list.push_back(element[side]);
        }
    }
    for (const auto& element : others) {
        if (!holds(base, element) && !holds(own, element)) {
            list.push_back(element[side]);
        }
    }
    return list;
}

} // namespace

std::optional<BothSides<List>> merged_lists(const FieldInput& input)
{
    const auto& current = input.current;
    if (!std::holds_alternative<List>(current.source) &&
        !std::holds_alternative<List>(current.target)) {
        return std::nullopt;
    }
    const auto source = elements_of(input.rule, Side::source, current.source);
    const auto target = elements_of(input.rule, Side::target, current.target);
    const auto base = common_base(input);
    if (!source || !target || !base) {
        return std::nullopt;
    }
    return BothSides<List>{merged_for(Side::source, *base, *source, *target),
                           merged_for(Side::target, *base, *target, *source)};
}

} // namespace syncctl::engine
