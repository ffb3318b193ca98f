#include "link_merge.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace syncctl::engine {
namespace {

using model::Conflict;
using model::ConflictType;
using model::LinkState;
using model::Side;
using model::Value;

LinkState deleted_state(Side gone)
{
    return gone == Side::source ? LinkState::source_deleted : LinkState::target_deleted;
}

ConflictType deleted_conflict(Side gone)
{
    return gone == Side::source ? ConflictType::deleted_source : ConflictType::deleted_target;
}

/// The fields of the survivor that rules keep in step as things stand.
std::set<std::string> fields_in_effect(const PlanContext& context,
                                       const LinkInput& input,
                                       Side survivor,
                                       const model::WorkItem& item)
{
    std::set<std::string> fields;
    const auto* rules = context.rules.for_types(input.link.sides.source.item_type,
                                                input.link.sides.target.item_type);
    if (rules == nullptr) {
        for (const auto& entry : input.link.sides[survivor].base) {
            fields.insert(entry.first);
        }
        return fields;
    }
    const auto value_of = [&](Side side, const std::string& field) -> std::optional<Value> {
        return side == survivor ? model::field_of(item, field)
                                : model::value_of(input.link.sides[side].base, field);
    };
    for (const auto& rule : rules->fields) {
        if (rule.is_in_effect(value_of)) {
            fields.insert(rule.field(survivor));
        }
    }
    return fields;
}

/// Whether the surviving item was edited since both sides last agreed. Closing it is what the
/// policy `close` is about to do, or has done without getting an answer: that is no edit.
bool is_edited(const PlanContext& context, const LinkInput& input, Side survivor)
{
    const auto* item = std::get_if<model::WorkItem>(&input.sides[survivor]);
    if (item == nullptr) {
        return false;
    }
    const auto closing = context.rules.deletes() == model::DeletePolicy::close
                             ? context.rules.closing_status(survivor, item->type)
                             : std::nullopt;
    const auto synced = fields_in_effect(context, input, survivor, *item);
    const auto& base = input.link.sides[survivor].base;
    return std::any_of(base.begin(), base.end(), [&](const auto& entry) {
        if (!synced.contains(entry.first)) {
            return false;
        }
        const auto now = model::field_of(*item, entry.first);
        const bool is_closed = closing && entry.first == closing->first &&
                               model::same_value(now, Value{closing->second});
        return !is_closed && !model::same_value(entry.second, now);
    });
}

void close_all_conflicts(const LinkInput& input,
                         LinkPlan& plan,
                         const std::string& resolution,
                         model::BothSides<bool> needs_write = {})
{
    for (const auto& conflict : input.open_conflicts) {
        plan.conflicts.push_back(closed_conflict(conflict, resolution, needs_write));
    }
}

/// Both sides count as agreed on the closing: an item that comes back from a recycle bin is what
/// has changed then, and reopens its partner. Else our own write would come back and close it.
void agree_on_closing(const PlanContext& context,
                      Side survivor,
                      const FieldChange& closing,
                      LinkPlan& plan)
{
    const auto* rules =
        context.rules.for_types(plan.link.sides.source.item_type, plan.link.sides.target.item_type);
    if (rules == nullptr) {
        return;
    }
    const Side gone = model::other(survivor);
    for (const auto& rule : rules->fields) {
        if (rule.field(survivor) != closing.name || rule.field(gone).empty()) {
            continue;
        }
        auto at_gone = rule.towards(gone, closing.result);
        MergedRule merged;
        merged.rule = &rule;
        merged.fields = {rule.field(Side::source), rule.field(Side::target)};
        const bool is_written = !plan.writes[survivor].empty();
        merged.result = is_written ? FieldResult::write : FieldResult::agreed;
        merged.writes[survivor] = is_written;
        merged.current[survivor] = survivor == Side::source ? closing.source : closing.target;
        if (auto* value = std::get_if<Value>(&at_gone)) {
            merged.current[gone] = std::move(*value);
        }
        plan.merged.push_back(std::move(merged));
    }
}

/// Writes the first status of category "completed" to the survivor, unless it is closed in some way
/// already.
void plan_closing(const PlanContext& context, const LinkInput& input, Side survivor, LinkPlan& plan)
{
    const auto* item = std::get_if<model::WorkItem>(&input.sides[survivor]);
    const auto& type = plan.link.sides[survivor].item_type;
    const auto closing = context.rules.closing_status(survivor, type);
    if (!closing) {
        plan.problems.push_back({.type = model::SyncErrorType::mapping,
                                 .side = survivor,
                                 .field = {},
                                 .message = "no status of category completed is known for type '" +
                                            type + "', so that the item cannot be closed"});
        return;
    }
    const auto& [field, status] = *closing;
    const Value wanted{status};
    const Value now = item != nullptr ? model::field_of(*item, field)
                                      : model::value_of(plan.link.sides[survivor].base, field);
    FieldChange change;
    change.name = field;
    (survivor == Side::source ? change.source : change.target) = now;
    change.result = wanted;
    if (model::same_value(now, wanted)) {
        agree_on_closing(context, survivor, change, plan); // by an interrupted run, perhaps
        return;
    }
    plan.action = LinkAction::close;
    plan.writes[survivor].insert_or_assign(field, wanted);
    agree_on_closing(context, survivor, change, plan);
    plan.changes.push_back(std::move(change));
}

void plan_removal(const LinkInput& input, Side survivor, LinkPlan& plan)
{
    plan.action = LinkAction::remove;
    plan.remove_side = survivor;
    model::BothSides<bool> needs_write;
    needs_write[survivor] = true;
    close_all_conflicts(
        input, plan, std::string{model::to_string(model::other(survivor))}, needs_write);
}

model::Take taking(Side side)
{
    return side == Side::source ? model::Take::source : model::Take::target;
}

/// Nobody decides to remove what they did not see: the decision is void when the survivor changed
/// after the run that showed it.
void withdraw_overtaken_decision(LinkInput& input, Side gone, LinkPlan& plan)
{
    const Side survivor = model::other(gone);
    const auto* item = std::get_if<model::WorkItem>(&input.sides[survivor]);
    if (item == nullptr || item->revision == input.link.sides[survivor].revision) {
        return;
    }
    for (auto& conflict : input.open_conflicts) {
        if (conflict.type == deleted_conflict(gone) && conflict.decision == taking(gone)) {
            plan.conflicts.push_back({ConflictChange::Kind::withdraw_decision, conflict, {}});
            conflict.decision.reset();
        }
    }
}

/// A person decided about an edit against the deletion: take the gone side, or keep the survivor.
bool plan_decision(const LinkInput& input, Side gone, LinkPlan& plan)
{
    const auto decided = std::find_if(
        input.open_conflicts.begin(), input.open_conflicts.end(), [&](const Conflict& each) {
            return each.type == deleted_conflict(gone) && each.decision;
        });
    if (decided == input.open_conflicts.end()) {
        return false;
    }
    if (decided->decision == taking(gone)) {
        plan_removal(input, model::other(gone), plan);
    } else {
        close_all_conflicts(input, plan, std::string{model::to_string(*decided->decision)});
        plan.link.state = deleted_state(gone);
    }
    return true;
}

void open_deletion_conflict(const PlanContext& context,
                            const LinkInput& input,
                            Side gone,
                            LinkPlan& plan)
{
    plan.link.state = LinkState::conflict;
    const bool is_open =
        std::any_of(input.open_conflicts.begin(),
                    input.open_conflicts.end(),
                    [&](const Conflict& each) { return each.type == deleted_conflict(gone); });
    if (is_open) {
        return;
    }
    Conflict row;
    row.link = plan.link.id;
    row.type = deleted_conflict(gone);
    row.detected_at = context.now;
    plan.conflicts.push_back({ConflictChange::Kind::open, std::move(row), {}});
}

} // namespace

LinkPlan plan_deletion(const PlanContext& context, LinkInput input)
{
    LinkPlan plan;
    plan.link = input.link;
    const bool source_gone = std::holds_alternative<Gone>(input.sides.source);
    if (source_gone && std::holds_alternative<Gone>(input.sides.target)) {
        plan.action = LinkAction::forget;
        plan.is_read = {true, true};
        close_all_conflicts(input, plan, "agreed");
        return plan;
    }
    const Side gone = source_gone ? Side::source : Side::target;
    const Side survivor = model::other(gone);
    take_over_reads(input, plan);
    plan.is_read[gone] = true;
    const bool was_known = input.link.state == deleted_state(gone);
    withdraw_overtaken_decision(input, gone, plan);
    if (plan_decision(input, gone, plan)) {
        return plan;
    }
    if (!was_known && is_edited(context, input, survivor)) {
        open_deletion_conflict(context, input, gone, plan);
        return plan;
    }
    plan.link.state = deleted_state(gone);
    const bool may_write = writable_sides(context.direction)[survivor];
    if (may_write && !was_known && context.rules.deletes() == model::DeletePolicy::mirror) {
        plan_removal(input, survivor, plan);
        return plan;
    }
    // Whatever was open about these two items, an edit that was taken back included, is settled.
    close_all_conflicts(input, plan, "agreed");
    if (may_write && !was_known && context.rules.deletes() == model::DeletePolicy::close) {
        plan_closing(context, input, survivor, plan);
    }
    return plan;
}

} // namespace syncctl::engine
