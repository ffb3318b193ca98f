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

/// What is null now may have been a text when both agreed.
bool is_text(const FieldInput& input, Side side)
{
    return std::holds_alternative<std::string>(input.current[side]) ||
           (input.base[side] && std::holds_alternative<std::string>(*input.base[side]));
}

/// Elements in the words of the side that has the list.
Elements as_elements(const List& list)
{
    Elements elements;
    for (const auto& each : list) {
        const Element element{each, each};
        if (!holds(elements, element)) {
            elements.push_back(element);
        }
    }
    return elements;
}

/// A list on one side that is one text on the other (`| list(;)`): merged in terms of the list.
std::optional<BothSides<Value>> merged_with_text(const FieldInput& input, Side text_side)
{
    const Side list_side = model::other(text_side);
    const auto own = list_of(input.current[list_side]);
    const auto others = converted(input.rule, list_side, input.current[text_side]);
    if (!own || !others) {
        return std::nullopt;
    }
    Elements base;
    if (input.base.source && input.base.target) {
        const auto own_base = list_of(*input.base[list_side]);
        const auto others_base = converted(input.rule, list_side, *input.base[text_side]);
        if (!own_base || !others_base ||
            !model::same_value(Value{*own_base}, Value{*others_base})) {
            return std::nullopt;
        }
        base = as_elements(*own_base);
    }
    const auto merged = merged_for(list_side, base, as_elements(*own), as_elements(*others));
    const auto text = input.rule.towards(text_side, Value{merged});
    const auto* value = std::get_if<Value>(&text);
    if (value == nullptr || converted(input.rule, list_side, *value) != merged) {
        return std::nullopt;
    }
    BothSides<Value> result;
    result[list_side] = Value{merged};
    result[text_side] = *value;
    return result;
}

} // namespace

std::optional<BothSides<Value>> merged_lists(const FieldInput& input)
{
    const auto& current = input.current;
    const bool source_is_text = is_text(input, Side::source);
    if (source_is_text != is_text(input, Side::target)) {
        return merged_with_text(input, source_is_text ? Side::source : Side::target);
    }
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
    return BothSides<Value>{Value{merged_for(Side::source, *base, *source, *target)},
                            Value{merged_for(Side::target, *base, *target, *source)}};
}

} // namespace syncctl::engine
