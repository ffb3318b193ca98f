#include "merge.hpp"

#include "list_merge.hpp"
#include "text_merge.hpp"

#include <utility>

namespace syncctl::engine {
namespace {

using model::Side;
using model::Value;

constexpr std::string_view k_one_way = "one-way";

bool converts_to(const mapping::FieldRule& rule, Side side, const Value& value, const Value& wanted)
{
    const auto result = rule.towards(side, value);
    const auto* converted = std::get_if<Value>(&result);
    return converted != nullptr && rule.is_same_on(side, *converted, wanted);
}

/// Two values mean the same when either one converts to the other.
bool mean_the_same(const FieldInput& input)
{
    return converts_to(input.rule, Side::target, input.current.source, input.current.target) ||
           converts_to(input.rule, Side::source, input.current.target, input.current.source);
}

bool is_changed(const FieldInput& input, Side side)
{
    return !input.base[side] ||
           !input.rule.is_same_on(side, *input.base[side], input.current[side]);
}

/// What comes of a value that has no form on the other side: an error of the field, or both sides
/// keep what they have.
FieldOutcome without_value(mapping::TransformResult result)
{
    FieldOutcome outcome;
    if (auto* failure = std::get_if<mapping::TransformProblem>(&result)) {
        outcome.result = FieldResult::problem;
        outcome.problem = std::move(failure->reason);
    } else if (auto* left_alone = std::get_if<mapping::LeftAlone>(&result)) {
        outcome.result = FieldResult::agreed;
        outcome.left_alone = std::move(left_alone->reason);
    }
    return outcome;
}

FieldOutcome agreed()
{
    FieldOutcome outcome;
    outcome.result = FieldResult::agreed;
    return outcome;
}

/// The other side gets what `winner` holds.
FieldOutcome follow(const FieldInput& input, Side winner, std::string resolution)
{
    const Side loser = model::other(winner);
    auto result = input.rule.towards(loser, input.current[winner]);
    auto* value = std::get_if<Value>(&result);
    if (value == nullptr) {
        return without_value(std::move(result));
    }
    FieldOutcome outcome;
    if (input.rule.is_same_on(loser, *value, input.current[loser])) {
        outcome.result = FieldResult::agreed;
        return outcome;
    }
    outcome.result = FieldResult::write;
    outcome.writes[loser] = std::move(*value);
    outcome.resolution = std::move(resolution);
    return outcome;
}

struct Newest {
    Side side = Side::source;
    bool is_tie = false;
};

/// Within the uncertainty, or when a time is unknown, nobody is newer: the tie rule says source.
Newest newest(const ItemTimes& times)
{
    const auto source = times.modified_at.source.ms;
    const auto target = times.modified_at.target.ms;
    const auto distance = source > target ? source - target : target - source;
    if (source == 0 || target == 0 || distance <= times.uncertainty.count()) {
        return {.side = Side::source, .is_tie = true};
    }
    return {.side = source > target ? Side::source : Side::target, .is_tie = false};
}

/// A person's own value, in terms of the source: both sides get it where they do not hold it.
FieldOutcome set_both(const FieldInput& input, const Value& value)
{
    auto result = input.rule.towards(Side::target, value);
    auto* for_target = std::get_if<Value>(&result);
    if (for_target == nullptr) {
        return without_value(std::move(result));
    }
    FieldOutcome outcome;
    outcome.result = FieldResult::agreed;
    if (!model::same_value(value, input.current.source)) {
        outcome.writes.source = value;
        outcome.result = FieldResult::write;
    }
    if (!model::same_value(*for_target, input.current.target)) {
        outcome.writes.target = std::move(*for_target);
        outcome.result = FieldResult::write;
    }
    outcome.resolution = model::to_string(model::Take::set);
    return outcome;
}

/// Whether a side holds what the person saw, or what they decided: an interrupted run may have
/// written one side of a value for both.
bool fits_decision(const FieldInput& input, Side side)
{
    const model::Conflict& conflict = *input.decided;
    const auto& seen = side == Side::source ? conflict.source : conflict.target;
    if (model::same_value(seen, input.current[side])) {
        return true;
    }
    if (conflict.decision != model::Take::set) {
        return false;
    }
    const auto value = conflict.decision_value.value_or(Value{});
    return side == Side::source ? model::same_value(value, input.current.source)
                                : converts_to(input.rule, side, value, input.current.target);
}

/// nullopt when the decision no longer fits what both sides hold.
std::optional<FieldOutcome> carry_out_decision(const FieldInput& input, const ItemTimes& times)
{
    const model::Conflict& conflict = *input.decided;
    if (!fits_decision(input, Side::source) || !fits_decision(input, Side::target)) {
        return std::nullopt;
    }
    const std::string resolution{model::to_string(*conflict.decision)};
    switch (*conflict.decision) {
    case model::Take::source:
        return follow(input, Side::source, resolution);
    case model::Take::target:
        return follow(input, Side::target, resolution);
    case model::Take::newest:
        return follow(input, newest(times).side, resolution);
    case model::Take::set:
        return set_both(input, conflict.decision_value.value_or(Value{}));
    }
    return std::nullopt;
}

/// Is that what the side holds already? Null is an empty list too.
bool holds(const Value& current, const Value& merged)
{
    const auto* list = std::get_if<model::List>(&merged);
    return model::is_null(current) && list != nullptr ? list->empty()
                                                      : model::same_value(current, merged);
}

/// Both edits of a list survive, so that there is nothing to decide; nullopt when they cannot be
/// merged.
std::optional<FieldOutcome> merge_as_sets(const FieldInput& input)
{
    const auto merged = merged_lists(input);
    if (!merged) {
        return std::nullopt;
    }
    FieldOutcome outcome;
    outcome.result = FieldResult::agreed;
    for (const Side side : model::k_sides) {
        if (!holds(input.current[side], (*merged)[side])) {
            outcome.writes[side] = (*merged)[side];
            outcome.result = FieldResult::write;
        }
    }
    return outcome;
}

std::optional<FieldOutcome> merge_by_lines(const FieldInput& input)
{
    const auto merged = input.rule.merges_lines() ? merged_texts(input) : std::nullopt;
    if (!merged) {
        return std::nullopt;
    }
    auto outcome = agreed();
    for (const Side side : model::k_sides) {
        if (!input.rule.is_same_on(side, input.current[side], (*merged)[side])) {
            outcome.writes[side] = (*merged)[side];
            outcome.result = FieldResult::write;
        }
    }
    return outcome;
}

FieldOutcome by_strategy(const FieldInput& input, const ItemTimes& times)
{
    if (auto merged = merge_as_sets(input)) {
        return *std::move(merged);
    }
    if (auto merged = merge_by_lines(input)) {
        return *std::move(merged);
    }
    const std::string name{model::to_string(input.rule.strategy())};
    switch (input.rule.strategy()) {
    case model::Strategy::source_priority:
        return follow(input, Side::source, name);
    case model::Strategy::target_priority:
        return follow(input, Side::target, name);
    case model::Strategy::last_write_wins: {
        const auto winner = newest(times);
        return follow(input, winner.side, winner.is_tie ? name + "-tie" : name);
    }
    case model::Strategy::manual:
        break;
    }
    FieldOutcome outcome;
    outcome.result = FieldResult::conflict;
    return outcome;
}

FieldOutcome resolve(const FieldInput& input, const ItemTimes& times)
{
    if (input.decided == nullptr || !input.decided->decision) {
        return by_strategy(input, times);
    }
    if (auto outcome = carry_out_decision(input, times)) {
        return *outcome;
    }
    auto outcome = by_strategy(input, times);
    outcome.decision_is_overtaken = true;
    return outcome;
}

/// Nobody edited anything, and yet both sides may contradict the rule. What another rule wrote into
/// a field of this one gives way to the value on the other side; else the strategy decides.
FieldOutcome take_effect(const FieldInput& input, const ItemTimes& times)
{
    if (!input.is_unsettled) {
        return {};
    }
    if (mean_the_same(input)) {
        return agreed();
    }
    if (input.is_shared.source == input.is_shared.target) {
        // Nobody's edit is the newer one: the tie rule.
        return resolve(input, input.decided == nullptr ? ItemTimes{} : times);
    }
    return follow(input, input.is_shared.source ? Side::target : Side::source, {});
}

FieldOutcome merge_two_way(const FieldInput& input, const ItemTimes& times)
{
    if (input.is_ours.source && input.is_ours.target) {
        return agreed();
    }
    if (input.is_ours.source || input.is_ours.target) {
        return mean_the_same(input)
                   ? agreed()
                   : follow(input, input.is_ours.source ? Side::target : Side::source, {});
    }
    const bool has_base = input.base.source && input.base.target;
    if (has_base) {
        const bool source_changed = is_changed(input, Side::source);
        const bool target_changed = is_changed(input, Side::target);
        if (!source_changed && !target_changed) {
            return take_effect(input, times);
        }
        if (source_changed != target_changed) {
            return follow(input, source_changed ? Side::source : Side::target, {});
        }
    }
    if (mean_the_same(input)) {
        return agreed();
    }
    // Never agreed under this rule: a value beats no value, nothing is lost by it.
    if (!has_base && model::is_null(input.current.source) != model::is_null(input.current.target)) {
        return follow(
            input, model::is_null(input.current.source) ? Side::target : Side::source, {});
    }
    return resolve(input, times);
}

FieldOutcome merge_one_way(const FieldInput& input, Side receiver)
{
    const Side origin = model::other(receiver);
    const bool has_base = input.base[origin] && input.base[receiver];
    if (input.is_ours[receiver]) {
        return follow(input, origin, {});
    }
    const bool receiver_changed = is_changed(input, receiver);
    if (has_base && !receiver_changed && !is_changed(input, origin)) {
        return input.is_unsettled ? follow(input, origin, {}) : FieldOutcome{};
    }
    // Somebody's value is replaced only when the receiver was edited, or held one before the first
    // sync.
    const bool replaces_edit =
        receiver_changed && (has_base || !model::is_null(input.current[receiver]));
    return follow(input, origin, replaces_edit ? std::string{k_one_way} : std::string{});
}

} // namespace

FieldOutcome merge_field(const FieldInput& input, const ItemTimes& times)
{
    const bool to_source = input.rule.writes(Side::source) && input.may_write.source;
    const bool to_target = input.rule.writes(Side::target) && input.may_write.target;
    if (to_source && to_target) {
        return merge_two_way(input, times);
    }
    if (to_source || to_target) {
        return merge_one_way(input, to_source ? Side::source : Side::target);
    }
    return {};
}

} // namespace syncctl::engine
