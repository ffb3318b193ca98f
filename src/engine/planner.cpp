#include "planner.hpp"

#include "link_merge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
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

/// An id that now belongs to another item: whatever that one holds is no edit of the linked one.
bool plan_stranger(const LinkInput& input, LinkPlan& plan)
{
    for (const Side side : model::k_sides) {
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
    for (const Side side : model::k_sides) {
        const auto kept = mapping::Rules::base_fields(rules, side);
        std::erase_if(link.sides[side].base, [&](const auto& entry) {
            return std::find(kept.begin(), kept.end(), entry.first) == kept.end();
        });
    }
}

bool plan_unavailable(const LinkInput& input, LinkPlan& plan)
{
    for (const Side side : model::k_sides) {
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
            plan.conflicts.push_back(closed_conflict(conflict, "agreed"));
        } else if (rules.find(conflict.field) == nullptr) {
            plan.conflicts.push_back(closed_conflict(conflict, "rule-removed"));
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

/// The fields whose values fell short on the other side, by any of their rules, each with its new
/// base; nullopt: the old one.
BothSides<std::map<std::string, std::optional<Value>>>
fields_behind(const LinkPlan& plan,
              const BothSides<const model::WorkItem*>& read_back,
              const BothSides<std::set<std::string>>& shortfalls)
{
    BothSides<std::map<std::string, std::optional<Value>>> behind;
    for (const auto& rule : plan.merged) {
        for (const Side side : model::k_sides) {
            const Side other = model::other(side);
            const auto& short_field = rule.fields[other];
            if (!rule.writes[other] || !shortfalls[other].contains(short_field)) {
                continue;
            }
            behind[side].insert_or_assign(
                rule.fields[side],
                value_behind(*rule.rule,
                             side,
                             model::field_of(*read_back[other], short_field),
                             rule.current[side]));
        }
    }
    return behind;
}

} // namespace

std::optional<Value>
value_behind(const mapping::FieldRule& rule, Side side, const Value& at_other, const Value& current)
{
    auto result = rule.towards(side, at_other);
    auto* value = std::get_if<Value>(&result);
    return value == nullptr || model::same_value(*value, current)
               ? std::nullopt
               : std::optional{std::move(*value)};
}

int LinkPlan::opened_conflicts() const
{
    return static_cast<int>(
        std::count_if(conflicts.begin(), conflicts.end(), [](const ConflictChange& change) {
            return change.kind == ConflictChange::Kind::open && change.conflict.resolution.empty();
        }));
}

void take_over_reads(const LinkInput& input, LinkPlan& plan)
{
    for (const Side side : model::k_sides) {
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
    merge_rules(context, input, *rules, plan);
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
                   const BothSides<const model::WorkItem*>& read_back,
                   const BothSides<std::set<std::string>>& shortfalls)
{
    const auto held = held_fields(plan, succeeded);
    const auto behind = fields_behind(plan, read_back, shortfalls);
    for (const auto& rule : plan.merged) {
        for (const Side side : model::k_sides) {
            const Side other = model::other(side);
            const auto& field = rule.fields[side];
            if (field.empty() || held[side].contains(field) ||
                held[other].contains(rule.fields[other])) {
                continue;
            }
            if (const auto found = behind[side].find(field); found != behind[side].end()) {
                if (found->second) {
                    plan.link.sides[side].base.insert_or_assign(field, *found->second);
                }
                continue;
            }
            const bool was_written = rule.writes[side] && read_back[side] != nullptr;
            plan.link.sides[side].base.insert_or_assign(
                field, was_written ? model::field_of(*read_back[side], field) : rule.current[side]);
        }
    }
}

} // namespace syncctl::engine
