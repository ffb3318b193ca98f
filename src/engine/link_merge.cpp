#include "link_merge.hpp"

#include "in_effect.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace syncctl::engine {
namespace {

using model::BothSides;
using model::Conflict;
using model::ConflictType;
using model::Side;
using model::Value;

constexpr std::string_view k_by_program = "syncctl";

std::optional<Value> base_of(const model::LinkSide& side, const std::string& field)
{
    const auto found = side.base.find(field);
    return found == side.base.end() ? std::nullopt : std::optional<Value>{found->second};
}

/// What a side holds now; an unread side holds its base. nullopt: never read under this rule.
std::optional<Value> current_of(const LinkInput& input, Side side, const std::string& field)
{
    if (field.empty()) {
        return Value{}; // a constant has nothing on its other side
    }
    if (const auto* item = read_item(input.sides[side])) {
        return model::field_of(*item, field);
    }
    return base_of(input.link.sides[side], field);
}

std::optional<Value> base_for_rule(const LinkInput& input, Side side, const std::string& field)
{
    return field.empty() ? std::optional<Value>{Value{}} : base_of(input.link.sides[side], field);
}

base::Timestamp by_our_clock(base::Timestamp time, std::chrono::milliseconds offset)
{
    return time.ms == 0 ? time : base::Timestamp{time.ms + offset.count()};
}

/// Merges the rules of one link one after the other and collects what comes of it.
class LinkMerge {
public:
    LinkMerge(const PlanContext& context,
              const LinkInput& input,
              const mapping::TypeRules& rules,
              LinkPlan& plan)
        : m_context{context},
          m_input{input},
          m_rules{rules},
          m_plan{plan},
          m_may_write{writable_sides(context.direction)}
    {
        m_times.uncertainty = context.time_uncertainty;
        for (const Side side : model::k_sides) {
            m_times.modified_at[side] =
                by_our_clock(plan.link.sides[side].edited_at, context.clock_offset[side]);
        }
    }

    /// Conditions are asked about the values that the items will have after the rules before.
    [[nodiscard]] bool is_in_effect(const mapping::FieldRule& rule) const
    {
        return rule.is_in_effect([this](Side side, const std::string& field) {
            const auto written = m_plan.writes[side].find(field);
            return written != m_plan.writes[side].end() ? std::optional<Value>{written->second}
                                                        : current_of(m_input, side, field);
        });
    }

    void merge(const mapping::FieldRule& rule)
    {
        const BothSides<std::optional<Value>> current{
            current_of(m_input, Side::source, rule.field(Side::source)),
            current_of(m_input, Side::target, rule.field(Side::target))};
        if (!current.source || !current.target) {
            return; // a rule that is new to this link: its caller reads both sides and plans again
        }
        const auto* conflict = open_conflict(m_input, ConflictType::both_modified, rule.name());
        const FieldInput field{
            .rule = rule,
            .may_write = m_may_write,
            .base = {base_for_rule(m_input, Side::source, rule.field(Side::source)),
                     base_for_rule(m_input, Side::target, rule.field(Side::target))},
            .current = {*current.source, *current.target},
            .decided = conflict != nullptr && conflict->decision ? conflict : nullptr,
            .is_unsettled = has_turned_on(rule) || m_context.changed_rules.contains(rule) ||
                            conflict != nullptr,
            .is_shared = {is_shared(rule, Side::source), is_shared(rule, Side::target)},
            .is_ours = written_by_us(rule, {*current.source, *current.target})};
        if (has_turned_on(rule) && is_unread(rule)) {
            m_plan.wants_both_sides = true;
        }
        const auto outcome = merge_field(field, m_times);
        if (!outcome.left_alone.empty()) {
            const auto side = !field.base.source || !field.rule.is_same_on(Side::source,
                                                                           *field.base.source,
                                                                           field.current.source)
                                  ? Side::source
                                  : Side::target;
            m_plan.left_alone.push_back({side, rule.name(), outcome.left_alone});
        }
        record(field, outcome);
        record_conflict(field, outcome, conflict);
    }

private:
    /// By what both items held when they were last looked at.
    [[nodiscard]] bool has_turned_on(const mapping::FieldRule& rule) const
    {
        return !rule.is_in_effect([this](Side side, const std::string& field) {
            return base_of(m_input.link.sides[side], field);
        });
    }

    [[nodiscard]] bool is_shared(const mapping::FieldRule& rule, Side side) const
    {
        return std::any_of(m_rules.fields.begin(), m_rules.fields.end(), [&](const auto& other) {
            return &other != &rule && other.field(side) == rule.field(side);
        });
    }

    /// While the rule was off, edits of its fields left the base as it was: a side that is not read
    /// does not hold its base.
    [[nodiscard]] bool is_unread(const mapping::FieldRule& rule) const
    {
        const auto is_missing = [&](Side side) {
            return !rule.field(side).empty() && read_item(m_input.sides[side]) == nullptr;
        };
        return is_missing(Side::source) || is_missing(Side::target);
    }

    /// The sides that hold what an interrupted run sent there. Where it sent something to both, one
    /// half says nothing about the other: then it is both or none.
    [[nodiscard]] BothSides<bool> written_by_us(const mapping::FieldRule& rule,
                                                const BothSides<Value>& current) const
    {
        BothSides<bool> was_sent;
        BothSides<bool> is_ours;
        for (const Side side : model::k_sides) {
            const auto sent = m_input.sent[side].find(rule.field(side));
            was_sent[side] = sent != m_input.sent[side].end();
            is_ours[side] =
                was_sent[side] && model::differs_in_space_only(sent->second, current[side]);
        }
        const bool is_half_of_two =
            was_sent.source && was_sent.target && is_ours.source != is_ours.target;
        return is_half_of_two ? BothSides<bool>{} : is_ours;
    }

    void record(const FieldInput& field, const FieldOutcome& outcome)
    {
        if (outcome.result == FieldResult::nothing) {
            return;
        }
        MergedRule merged;
        merged.rule = &field.rule;
        merged.fields = {field.rule.field(Side::source), field.rule.field(Side::target)};
        merged.result = outcome.result;
        merged.current = field.current;
        for (const Side side : model::k_sides) {
            if (outcome.writes[side]) {
                merged.writes[side] = true;
                m_plan.writes[side].insert_or_assign(field.rule.field(side), *outcome.writes[side]);
            }
        }
        m_plan.merged.push_back(std::move(merged));
        if (outcome.result == FieldResult::problem) {
            const bool source_holds_it = field.rule.writes(Side::target);
            m_plan.problems.push_back({.type = model::SyncErrorType::mapping,
                                       .side = source_holds_it ? Side::source : Side::target,
                                       .field = field.rule.name(),
                                       .message = outcome.problem});
        }
        if (outcome.result == FieldResult::write || outcome.result == FieldResult::conflict) {
            const auto& written =
                outcome.writes.target ? outcome.writes.target : outcome.writes.source;
            m_plan.changes.push_back({.name = field.rule.name(),
                                      .base = field.base.source.value_or(Value{}),
                                      .source = field.current.source,
                                      .target = field.current.target,
                                      .result = written.value_or(Value{})});
        }
    }

    void
    record_conflict(const FieldInput& field, const FieldOutcome& outcome, const Conflict* existing)
    {
        const BothSides<bool> needs_write{outcome.writes.source.has_value(),
                                          outcome.writes.target.has_value()};
        if (outcome.result == FieldResult::conflict) {
            stays_open(field, outcome, existing);
        } else if (existing != nullptr && outcome.result != FieldResult::problem) {
            ends(field, outcome, *existing, needs_write);
        } else if (existing == nullptr && !outcome.resolution.empty()) {
            // Decided at once, but somebody's value was replaced: it has to be found again.
            auto row = new_conflict(field);
            row.resolution = outcome.resolution;
            row.resolved_by = k_by_program;
            row.resolved_at = m_context.now;
            m_plan.conflicts.push_back({ConflictChange::Kind::open, std::move(row), needs_write});
        }
    }

    void stays_open(const FieldInput& field, const FieldOutcome& outcome, const Conflict* existing)
    {
        if (existing == nullptr) {
            m_plan.conflicts.push_back({ConflictChange::Kind::open, new_conflict(field), {}});
            return;
        }
        bring_up_to_date(field, outcome, *existing, {});
    }

    void ends(const FieldInput& field,
              const FieldOutcome& outcome,
              const Conflict& existing,
              const BothSides<bool>& needs_write)
    {
        auto row = existing;
        if (!outcome.resolution.empty()) {
            // The value that is replaced now may be a later one than the row knows.
            bring_up_to_date(field, outcome, existing, needs_write);
        }
        if (outcome.decision_is_overtaken) {
            row.decision.reset();
        }
        m_plan.conflicts.push_back(closed_conflict(row, closing_word(outcome), needs_write));
    }

    /// A decision about other values is void, and the row shows what both sides hold now.
    void bring_up_to_date(const FieldInput& field,
                          const FieldOutcome& outcome,
                          const Conflict& existing,
                          const BothSides<bool>& needs_write)
    {
        auto row = new_conflict(field);
        row.id = existing.id;
        row.decided_at = existing.decided_at;
        if (outcome.decision_is_overtaken) {
            m_plan.conflicts.push_back({ConflictChange::Kind::withdraw_decision, row, {}});
        }
        if (!model::same_value(row.source, existing.source) ||
            !model::same_value(row.target, existing.target)) {
            m_plan.conflicts.push_back({ConflictChange::Kind::update, std::move(row), needs_write});
        }
    }

    [[nodiscard]] Conflict new_conflict(const FieldInput& field) const
    {
        Conflict row;
        row.link = m_plan.link.id;
        row.type = ConflictType::both_modified;
        row.field = field.rule.name();
        row.base = field.base.source.value_or(Value{});
        row.source = field.current.source;
        row.target = field.current.target;
        row.detected_at = m_context.now;
        return row;
    }

    static std::string closing_word(const FieldOutcome& outcome)
    {
        if (!outcome.resolution.empty()) {
            return outcome.resolution;
        }
        if (outcome.writes.source && outcome.writes.target) {
            return "agreed"; // lists: both edits went into the result
        }
        if (outcome.writes.target) {
            return "source";
        }
        return outcome.writes.source ? "target" : "agreed";
    }

    const PlanContext& m_context;
    const LinkInput& m_input;
    const mapping::TypeRules& m_rules;
    LinkPlan& m_plan;
    BothSides<bool> m_may_write;
    ItemTimes m_times;
};

} // namespace

const model::WorkItem* read_item(const SideState& state)
{
    return std::get_if<model::WorkItem>(&state);
}

const Conflict* open_conflict(const LinkInput& input, ConflictType type, std::string_view field)
{
    const auto found = std::find_if(
        input.open_conflicts.begin(), input.open_conflicts.end(), [&](const Conflict& each) {
            return each.type == type && each.field == field;
        });
    return found == input.open_conflicts.end() ? nullptr : &*found;
}

ConflictChange
closed_conflict(const Conflict& conflict, std::string resolution, BothSides<bool> needs_write)
{
    ConflictChange change{ConflictChange::Kind::close, conflict, needs_write};
    change.conflict.resolution = std::move(resolution);
    if (!conflict.decision) {
        change.conflict.resolved_by = k_by_program;
    }
    return change;
}

void merge_rules(const PlanContext& context,
                 const LinkInput& input,
                 const mapping::TypeRules& rules,
                 LinkPlan& plan)
{
    LinkMerge merge{context, input, rules, plan};
    std::vector<const mapping::FieldRule*> off;
    BothSides<std::set<std::string>> merged;
    for (const auto* rule : in_order_of_effect(rules)) {
        if (!merge.is_in_effect(*rule)) {
            off.push_back(rule);
            continue;
        }
        merge.merge(*rule);
        merged.source.insert(rule->field(Side::source));
        merged.target.insert(rule->field(Side::target));
    }
    for (const Side side : model::k_sides) {
        auto& base = plan.link.sides[side].base;
        if (const auto* item = read_item(input.sides[side])) {
            add_condition_fields(rules, side, *item, base);
        }
        // Nothing as the base stands for "never agreed", and lets the side go unread next time.
        for (const auto* rule : off) {
            const auto& field = rule->field(side);
            if (!field.empty() && !merged[side].contains(field)) {
                base.try_emplace(field, Value{});
            }
        }
    }
}

} // namespace syncctl::engine
