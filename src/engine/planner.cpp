#include "planner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace syncctl::engine {
namespace {

using model::BothSides;
using model::Conflict;
using model::ConflictType;
using model::Fields;
using model::Side;
using model::Value;

constexpr std::string_view k_by_program = "syncctl";

const model::WorkItem* read_item(const SideState& state)
{
    return std::get_if<model::WorkItem>(&state);
}

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

const Conflict* open_conflict(const LinkInput& input, ConflictType type, std::string_view field)
{
    const auto found = std::find_if(
        input.open_conflicts.begin(), input.open_conflicts.end(), [&](const Conflict& each) {
            return each.type == type && each.field == field;
        });
    return found == input.open_conflicts.end() ? nullptr : &*found;
}

ConflictChange
closed(const Conflict& conflict, std::string resolution, BothSides<bool> needs_write = {})
{
    ConflictChange change{ConflictChange::Kind::close, conflict, needs_write};
    change.conflict.resolution = std::move(resolution);
    if (!conflict.decision) {
        change.conflict.resolved_by = k_by_program;
    }
    return change;
}

/// Merges the rules of one link one after the other and collects what comes of it.
class LinkMerge {
public:
    LinkMerge(const PlanContext& context, const LinkInput& input, LinkPlan& plan)
        : m_context{context},
          m_input{input},
          m_plan{plan},
          m_may_write{writable_sides(context.direction)}
    {
        m_times.uncertainty = context.time_uncertainty;
        m_times.modified_at = {plan.link.sides.source.edited_at, plan.link.sides.target.edited_at};
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
            .is_ours = written_by_us(rule, {*current.source, *current.target})};
        const auto outcome = merge_field(field, m_times);
        record(field, outcome);
        record_conflict(field, outcome, conflict);
    }

private:
    /// The sides that hold what an interrupted run sent there. Where it sent something to both, one
    /// half says nothing about the other: then it is both or none.
    [[nodiscard]] BothSides<bool> written_by_us(const mapping::FieldRule& rule,
                                                const BothSides<Value>& current) const
    {
        BothSides<bool> was_sent;
        BothSides<bool> is_ours;
        for (const Side side : {Side::source, Side::target}) {
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
        merged.fields = {field.rule.field(Side::source), field.rule.field(Side::target)};
        merged.result = outcome.result;
        merged.current = field.current;
        for (const Side side : {Side::source, Side::target}) {
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
        m_plan.conflicts.push_back(closed(row, closing_word(outcome), needs_write));
    }

    /// A decision about other values is void, and the row shows what both sides hold now.
    void bring_up_to_date(const FieldInput& field,
                          const FieldOutcome& outcome,
                          const Conflict& existing,
                          const BothSides<bool>& needs_write)
    {
        auto row = new_conflict(field);
        row.id = existing.id;
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
    LinkPlan& m_plan;
    BothSides<bool> m_may_write;
    ItemTimes m_times;
};

/// An id that now belongs to another item: whatever that one holds is no edit of the linked one.
bool plan_stranger(const LinkInput& input, LinkPlan& plan)
{
    for (const Side side : {Side::source, Side::target}) {
        const auto* item = read_item(input.sides[side]);
        const auto known = input.link.sides[side].identity;
        if (item != nullptr && known != 0 && model::identity_mark(*item) != known) {
            plan.problems.push_back(
                {.type = model::SyncErrorType::mapping,
                 .side = side,
                 .field = {},
                 .message = "this id no longer belongs to the item that was linked (deleted, and "
                            "its id given to another one?); nothing is written to either side. "
                            "Separate the two: syncctl items unlink KEY"});
        }
    }
    return !plan.problems.empty();
}

/// Something keeps changing the item back. Parked until tomorrow, so that it cannot go on for ever.
LinkPlan parked(LinkInput&& input, int writes)
{
    LinkPlan plan;
    plan.link = std::move(input.link);
    plan.link.state = model::LinkState::error;
    plan.problems.push_back(
        {.type = model::SyncErrorType::internal,
         .side = Side::source,
         .field = {},
         .message = fmt::format(
             "written {} times today; something seems to change it back again and again. It rests "
             "until tomorrow (limit: syncctl settings set guard.max_daily_writes N)",
             writes)});
    return plan;
}

/// Values of lines that left the mapping are nobody's business any more.
void drop_unmapped_bases(const mapping::TypeRules& rules, model::Link& link)
{
    for (const Side side : {Side::source, Side::target}) {
        const auto kept = mapping::Rules::base_fields(rules, side);
        std::erase_if(link.sides[side].base, [&](const auto& entry) {
            return std::find(kept.begin(), kept.end(), entry.first) == kept.end();
        });
    }
}

bool plan_unavailable(const LinkInput& input, LinkPlan& plan)
{
    for (const Side side : {Side::source, Side::target}) {
        if (const auto* unavailable = std::get_if<Unavailable>(&input.sides[side])) {
            plan.problems.push_back({.type = model::SyncErrorType::api,
                                     .side = side,
                                     .field = {},
                                     .message = unavailable->reason});
        }
    }
    return !plan.problems.empty();
}

bool is_deleted(model::LinkState state)
{
    return state == model::LinkState::source_deleted || state == model::LinkState::target_deleted;
}

void plan_type_mismatch(const PlanContext& context, const LinkInput& input, LinkPlan& plan)
{
    if (open_conflict(input, ConflictType::type_mismatch, {}) == nullptr) {
        Conflict row;
        row.link = plan.link.id;
        row.type = ConflictType::type_mismatch;
        row.source = Value{plan.link.sides.source.item_type};
        row.target = Value{plan.link.sides.target.item_type};
        row.detected_at = context.now;
        plan.conflicts.push_back({ConflictChange::Kind::open, std::move(row), {}});
    }
    plan.link.state = model::LinkState::conflict;
}

/// Conflicts that the merge did not see: of rules that are gone, and of deletions or types that
/// were put right.
void close_leftovers(const mapping::TypeRules& rules, const LinkInput& input, LinkPlan& plan)
{
    for (const auto& conflict : input.open_conflicts) {
        if (conflict.type != ConflictType::both_modified) {
            plan.conflicts.push_back(closed(conflict, "agreed"));
        } else if (rules.find(conflict.field) == nullptr) {
            plan.conflicts.push_back(closed(conflict, "rule-removed"));
        }
    }
}

model::LinkState state_after(const LinkPlan& plan)
{
    if (!plan.problems.empty()) {
        return model::LinkState::error;
    }
    const bool waits = std::any_of(plan.merged.begin(), plan.merged.end(), [](const auto& rule) {
        return rule.result == FieldResult::conflict;
    });
    return waits ? model::LinkState::conflict : model::LinkState::active;
}

/// Fields with a rule that did not come to its end, per side.
BothSides<std::set<std::string>> held_fields(const LinkPlan& plan, const BothSides<bool>& succeeded)
{
    BothSides<std::set<std::string>> held;
    for (const auto& rule : plan.merged) {
        const bool failed =
            (rule.writes.source && !succeeded.source) || (rule.writes.target && !succeeded.target);
        if (failed || rule.result == FieldResult::conflict || rule.result == FieldResult::problem) {
            held.source.insert(rule.fields.source);
            held.target.insert(rule.fields.target);
        }
    }
    return held;
}

} // namespace

int LinkPlan::opened_conflicts() const
{
    return static_cast<int>(
        std::count_if(conflicts.begin(), conflicts.end(), [](const ConflictChange& change) {
            return change.kind == ConflictChange::Kind::open && change.conflict.resolution.empty();
        }));
}

void take_over_reads(const LinkInput& input, LinkPlan& plan)
{
    for (const Side side : {Side::source, Side::target}) {
        const auto* item = read_item(input.sides[side]);
        if (item == nullptr) {
            continue;
        }
        auto& known = plan.link.sides[side];
        plan.is_read[side] = true;
        plan.is_revision_new[side] = known.revision != item->revision;
        if (plan.is_revision_new[side]) {
            known.edited_at = item->modified_at;
        }
        known.item_type = item->type;
        known.revision = item->revision;
        known.modified_at = item->modified_at;
        if (known.identity == 0) {
            known.identity = model::identity_mark(*item);
        }
    }
}

std::string day_of(base::Timestamp time)
{
    constexpr std::size_t k_day_length = 10; // of YYYY-MM-DDTHH:MM:SS.sssZ
    return base::format_utc(time).substr(0, k_day_length);
}

model::BothSides<bool> writable_sides(model::Direction direction)
{
    return {model::allows_writing(direction, Side::source),
            model::allows_writing(direction, Side::target)};
}

LinkPlan plan_link(const PlanContext& context, LinkInput input)
{
    LinkPlan plan;
    plan.link = input.link;
    if (plan_unavailable(input, plan) || plan_stranger(input, plan)) {
        plan.is_deletion_known = is_deleted(plan.link.state);
        plan.link.state = plan.is_deletion_known ? plan.link.state : model::LinkState::error;
        return plan;
    }
    if (std::holds_alternative<Behind>(input.sides.source) ||
        std::holds_alternative<Behind>(input.sides.target)) {
        plan.is_waiting = true;
        return plan;
    }
    const BothSides<bool> is_gone{std::holds_alternative<Gone>(input.sides.source),
                                  std::holds_alternative<Gone>(input.sides.target)};
    if (is_gone.source || is_gone.target) {
        return plan_deletion(context, std::move(input));
    }
    take_over_reads(input, plan);
    const auto* rules =
        context.rules.for_types(plan.link.sides.source.item_type, plan.link.sides.target.item_type);
    if (rules == nullptr) {
        plan_type_mismatch(context, input, plan);
        return plan;
    }
    drop_unmapped_bases(*rules, plan.link);
    LinkMerge merge{context, input, plan};
    for (const auto& rule : rules->fields) {
        merge.merge(rule);
    }
    close_leftovers(*rules, input, plan);
    plan.link.state = state_after(plan);
    const auto writes = input.link.day_writes;
    if (plan.writes_anything() && writes >= context.max_daily_writes &&
        input.link.write_day == day_of(context.now)) {
        return parked(std::move(input), writes);
    }
    return plan;
}

void advance_bases(LinkPlan& plan,
                   const BothSides<bool>& succeeded,
                   const BothSides<const model::WorkItem*>& read_back)
{
    const auto held = held_fields(plan, succeeded);
    for (const auto& rule : plan.merged) {
        for (const Side side : {Side::source, Side::target}) {
            const auto& field = rule.fields[side];
            if (field.empty() || held[side].contains(field) ||
                held[model::other(side)].contains(rule.fields[model::other(side)])) {
                continue;
            }
            const bool was_written = rule.writes[side] && read_back[side] != nullptr;
            plan.link.sides[side].base.insert_or_assign(
                field, was_written ? model::field_of(*read_back[side], field) : rule.current[side]);
        }
    }
}

CreatePlan plan_create(const PlanContext& context,
                       const mapping::TypeRules& rules,
                       Side origin_side,
                       model::WorkItem origin)
{
    CreatePlan plan;
    plan.side = model::other(origin_side);
    plan.rules = &rules;
    plan.fields = context.rules.defaults_for(plan.side, rules.type(plan.side));
    for (const auto& rule : rules.fields) {
        if (!rule.writes(plan.side)) {
            continue;
        }
        const auto value =
            rule.is_constant() ? Value{} : model::field_of(origin, rule.field(origin_side));
        auto result = rule.towards(plan.side, value);
        if (const auto* failure = std::get_if<mapping::TransformProblem>(&result)) {
            plan.problem = ItemProblem{.type = model::SyncErrorType::mapping,
                                       .side = origin_side,
                                       .field = rule.name(),
                                       .message = failure->reason};
            break;
        }
        auto& converted = std::get<Value>(result);
        if (model::is_null(converted)) {
            continue;
        }
        FieldChange change;
        change.name = rule.name();
        (origin_side == Side::source ? change.source : change.target) = value;
        change.result = converted;
        plan.changes.push_back(std::move(change));
        plan.fields.insert_or_assign(rule.field(plan.side), std::move(converted));
    }
    plan.origin = std::move(origin);
    return plan;
}

BothSides<Fields> base_after_create(const PlanContext& context,
                                    const mapping::TypeRules& rules,
                                    Side partner_side,
                                    const model::WorkItem& origin,
                                    const model::WorkItem& partner)
{
    const Side origin_side = model::other(partner_side);
    const auto may_write = writable_sides(context.direction);
    BothSides<Fields> base;
    for (const auto& rule : rules.fields) {
        if (!rule.writes(partner_side) || !may_write[partner_side]) {
            continue;
        }
        if (const auto& field = rule.field(origin_side); !field.empty()) {
            base[origin_side].insert_or_assign(field, model::field_of(origin, field));
        }
        if (const auto& field = rule.field(partner_side); !field.empty()) {
            base[partner_side].insert_or_assign(field, model::field_of(partner, field));
        }
    }
    return base;
}

bool flows_back(const PlanContext& context, const mapping::TypeRules& rules, Side partner_side)
{
    const Side origin_side = model::other(partner_side);
    return writable_sides(context.direction)[origin_side] &&
           std::any_of(
               rules.fields.begin(), rules.fields.end(), [&](const mapping::FieldRule& rule) {
                   return rule.writes(origin_side) && !rule.writes(partner_side);
               });
}

} // namespace syncctl::engine
