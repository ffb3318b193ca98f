#include "recorder.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace syncctl::engine {

using connectors::WriteResult;
using model::SyncErrorType;

namespace {

/// What a field of one side was taken to hold when the link was planned; nullopt: never looked at.
std::optional<model::Value> known_value(const LinkPlan& plan, Side side, const std::string& field)
{
    const auto merged =
        std::find_if(plan.merged.begin(), plan.merged.end(), [&](const MergedRule& rule) {
            return rule.fields[side] == field;
        });
    if (merged != plan.merged.end()) {
        return merged->current[side];
    }
    const auto& base = plan.link.sides[side].base;
    const auto found = base.find(field);
    return found == base.end() ? std::nullopt : std::optional{found->second};
}

} // namespace

std::optional<Failure> failure_of(const WriteResult& result)
{
    if (const auto* refused = std::get_if<connectors::Refused>(&result)) {
        return Failure{SyncErrorType::validation, refused->field, refused->reason};
    }
    if (const auto* transient = std::get_if<connectors::Transient>(&result)) {
        return Failure{SyncErrorType::connection, {}, transient->reason};
    }
    if (const auto* unknown = std::get_if<connectors::Unknown>(&result)) {
        return Failure{
            SyncErrorType::connection,
            {},
            fmt::format("outcome unknown, settled by the next run: {}", unknown->evidence)};
    }
    return std::nullopt;
}

void Recorder::fail(Side side,
                    const std::string& item_id,
                    SyncErrorType type,
                    const std::string& field,
                    const std::string& message)
{
    m_state.report.counters.failed += 1;
    m_store.journal.queue(m_state.pair.id, side, item_id, message, m_state.now());
    add_error(side, item_id, type, field, message);
}

/// Nothing is wrong with the item: the run ends, and the next one takes it up again.
void Recorder::turn_away(Side side, const std::string& item_id, const connectors::SignedOut& result)
{
    m_state.signed_out = result.error;
    m_store.journal.queue(m_state.pair.id,
                          side,
                          item_id,
                          "not written: the tracker refused the credential",
                          m_state.now());
}

void Recorder::add_error(Side side,
                         const std::string& item_id,
                         SyncErrorType type,
                         const std::string& field,
                         const std::string& message)
{
    m_store.executions.add_error({.execution = m_state.execution,
                                  .type = type,
                                  .code = std::string{model::to_string(type)},
                                  .message = message,
                                  .item = m_state.item_key(side, item_id),
                                  .field = field,
                                  .created_at = m_state.now()});
    m_state.note(base::events::k_item_error,
                 {{"item", m_state.item_key(side, item_id)},
                  {"field", field},
                  {"error_code", model::to_string(type)}});
}

/// An unknown outcome keeps its intent: the next run settles it.
void Recorder::finish_intent(const WriteOutcome& outcome)
{
    const auto& intent = outcome.intent;
    if (!std::holds_alternative<connectors::Unknown>(outcome.result)) {
        m_store.journal.finish(intent.id);
        return;
    }
    const bool is_create = intent.kind == model::IntentKind::create;
    m_state.note(base::events::k_write_unknown,
                 {{"item",
                   is_create ? m_state.item_key(model::other(intent.side), intent.origin_item)
                             : m_state.item_key(intent.side, intent.item)}});
}

/// What an interrupted run sent to a side is accounted for once that side was read and merged.
void Recorder::finish_interrupted(const LinkPlan& plan, bool is_over)
{
    for (const Side side : model::k_sides) {
        const auto found = m_state.interrupted.find({side, plan.link.sides[side].item_id});
        if (found != m_state.interrupted.end() && (is_over || plan.is_read[side])) {
            m_store.journal.finish(found->second.id);
            m_state.interrupted.erase(found);
        }
    }
}

/// True when the write went through.
bool Recorder::record_side(LinkPlan& plan, Side side, const WriteOutcome& outcome)
{
    finish_intent(outcome);
    if (const auto* done = std::get_if<connectors::Done>(&outcome.result)) {
        const auto item = m_state.item_key(side, plan.link.sides[side].item_id);
        if (outcome.intent.kind == model::IntentKind::remove) {
            m_state.report.counters.deleted += 1;
            m_state.note(base::events::k_item_removed, {{"item", item}});
            return true;
        }
        m_state.note(base::events::k_item_updated,
                     {{"item", item}, {"fields", outcome.intent.fields.size()}});
        auto& known = plan.link.sides[side];
        plan.is_revision_new[side] =
            plan.is_revision_new[side] || known.revision != done->item.revision;
        known.revision = done->item.revision;
        known.modified_at = done->item.modified_at;
        count_write(plan.link);
        report_ignored(plan, side, outcome.intent.fields, *done);
        m_state.report.counters.updated += 1;
        return true;
    }
    if (const auto* signed_out = std::get_if<connectors::SignedOut>(&outcome.result)) {
        turn_away(side, plan.link.sides[side].item_id, *signed_out);
        return false;
    }
    if (const auto failure = failure_of(outcome.result)) {
        fail(side, plan.link.sides[side].item_id, failure->type, failure->field, failure->message);
    }
    return false;
}

/// True when the tracker returned, in a field that was not written, something else than was known:
/// an edit that came between our read and our write, where the tracker could not tell, or its own
/// doing. The revision counts as ours, so nothing would tell of it later.
bool Recorder::has_moved(const LinkPlan& plan, Side side, const model::WorkItem& returned) const
{
    const auto& link = plan.link;
    const auto* rules =
        m_state.rules.for_types(link.sides.source.item_type, link.sides.target.item_type);
    if (rules == nullptr || plan.action != LinkAction::keep) {
        return false;
    }
    return std::any_of(rules->fields.begin(), rules->fields.end(), [&](const auto& rule) {
        const auto& field = rule.field(side);
        const auto value_of = [&](Side asked, const std::string& name) {
            return known_value(plan, asked, name);
        };
        if (field.empty() || plan.writes[side].contains(field) || !rule.is_in_effect(value_of)) {
            return false;
        }
        const auto known = known_value(plan, side, field);
        return known && !rule.is_same_on(side, *known, model::field_of(returned, field));
    });
}

/// Plans the link again in this run, or in the next one should this one die.
void Recorder::look_again(const LinkPlan& plan)
{
    for (const Side side : model::k_sides) {
        const auto& item = plan.link.sides[side].item_id;
        m_store.journal.queue(
            m_state.pair.id, side, item, "changed while it was written", m_state.now());
        m_state.queued.emplace(std::pair{side, item}, m_state.now());
    }
    m_again.push_back(plan.link.id);
}

void Recorder::count_write(model::Link& link) const
{
    auto today = day_of(m_state.now());
    link.day_writes = link.write_day == today ? link.day_writes + 1 : 1;
    link.write_day = std::move(today);
}

/// A tracker may answer "stored" and keep the value it had. Writing it again would not end, so it
/// is reported once, and both sides count as agreed until either is edited.
void Recorder::report_ignored(const LinkPlan& plan,
                              Side side,
                              const model::Fields& sent,
                              const connectors::Done& done)
{
    const auto has_fallen_short = [&](const std::string& field) {
        return std::any_of(done.shortfalls.begin(),
                           done.shortfalls.end(),
                           [&](const auto& shortfall) { return shortfall.field == field; });
    };
    for (const auto& rule : plan.merged) {
        const auto& field = rule.fields[side];
        if (!rule.writes[side] || !sent.contains(field) || has_fallen_short(field)) {
            continue;
        }
        const auto now = model::field_of(done.item, field);
        if (!model::same_value(now, rule.current[side]) ||
            model::differs_in_space_only(now, model::value_of(sent, field))) {
            continue;
        }
        m_state.report.counters.failed += 1;
        add_error(side,
                  plan.link.sides[side].item_id,
                  SyncErrorType::api,
                  field,
                  "the tracker accepted the write but kept the value it had; the two items differ "
                  "in this field until one of them is edited");
    }
}

/// \returns their fields
std::set<std::string> Recorder::report_shortfalls(Side side, const connectors::Done& done)
{
    std::set<std::string> fields;
    for (const auto& [field, reason] : done.shortfalls) {
        fail(side, done.item.id, SyncErrorType::api, field, reason);
        fields.insert(field);
    }
    return fields;
}

void Recorder::record_conflicts(LinkPlan& plan,
                                const BothSides<bool>& succeeded,
                                const BothSides<bool>& is_unknown)
{
    for (auto& change : plan.conflicts) {
        if ((change.needs_write.source && !succeeded.source) ||
            (change.needs_write.target && !succeeded.target)) {
            const bool may_have_happened = (change.needs_write.source && is_unknown.source) ||
                                           (change.needs_write.target && is_unknown.target);
            if (change.is_provisional && !may_have_happened) {
                m_store.conflicts.remove(change.conflict.id);
            }
            continue;
        }
        auto& conflict = change.conflict;
        conflict.link = plan.link.id;
        conflict.execution = m_state.execution;
        switch (change.kind) {
        case ConflictChange::Kind::open:
            conflict.id = m_store.conflicts.insert(conflict);
            m_state.report.counters.conflicts += conflict.resolution.empty() ? 1 : 0;
            tell_of(plan, conflict);
            break;
        case ConflictChange::Kind::update:
            m_store.conflicts.update_values(conflict);
            break;
        case ConflictChange::Kind::withdraw_decision:
            m_store.conflicts.withdraw_decision(conflict.id);
            break;
        case ConflictChange::Kind::close:
            m_store.conflicts.close(
                conflict.id, conflict.resolution, conflict.resolved_by, m_state.now());
            m_state.note(base::events::k_conflict_closed,
                         {{"conflict", conflict.id.value}, {"resolution", conflict.resolution}});
            break;
        }
    }
}

/// One that a strategy decided at once waits for nobody.
void Recorder::tell_of(const LinkPlan& plan, const model::Conflict& conflict)
{
    if (conflict.resolution.empty()) {
        const auto item = m_state.item_key(Side::source, plan.link.sides.source.item_id);
        m_state.note(base::events::k_conflict_new,
                     {{"conflict", conflict.id.value},
                      {"item", item},
                      {"field", conflict.field},
                      {"type", model::to_string(conflict.type)}});
    }
}

void Recorder::store_link(LinkPlan& plan, bool has_failed)
{
    auto& link = plan.link;
    if (has_failed && !plan.is_deletion_known) {
        link.state = model::LinkState::error;
    }
    const bool to_source = !plan.writes.source.empty();
    const bool to_target = !plan.writes.target.empty();
    if (to_source || to_target) {
        link.last_direction = to_source && to_target ? "both"
                              : to_source            ? "to_source"
                                                     : "to_target";
        link.sync_count += 1;
        link.last_synced_at = m_state.now();
    }
    if (link.id.value == 0) {
        link.first_synced_at = m_state.now();
        link.last_synced_at = link.first_synced_at;
        link.id = m_store.links.insert(link);
    } else {
        m_store.links.update(link);
    }
}

/// Looked at again by the next run; nothing went wrong.
void Recorder::wait(Side side, const std::string& item_id)
{
    m_store.journal.queue(m_state.pair.id,
                          side,
                          item_id,
                          "the tracker shows an older state of the item than the one known, or "
                          "does not show it; the next run looks again",
                          m_state.now());
}

Written Recorder::record_writes(LinkPlan& plan,
                                const BothSides<std::optional<WriteOutcome>>& outcomes)
{
    Written written;
    for (const Side side : model::k_sides) {
        if (!outcomes[side]) {
            continue;
        }
        const auto& result = outcomes[side]->result;
        written.succeeded[side] = record_side(plan, side, *outcomes[side]);
        written.is_unknown[side] = std::holds_alternative<connectors::Unknown>(result);
        if (const auto* done = std::get_if<connectors::Done>(&result)) {
            written.read_back[side] = &done->item;
            written.shortfalls[side] = report_shortfalls(side, *done);
            written.has_failed = written.has_failed || !done->shortfalls.empty();
            if (has_moved(plan, side, done->item)) {
                written.has_moved = true;
                plan.link.sides[side].edited_at = done->item.modified_at;
            }
        } else if (std::holds_alternative<connectors::Stale>(result)) {
            written.is_stale = true;
        } else {
            written.has_failed = true;
        }
    }
    return written;
}

void Recorder::record(LinkPlan& plan, const BothSides<std::optional<WriteOutcome>>& outcomes)
{
    if (plan.is_waiting) {
        for (const Side side : model::k_sides) {
            wait(side, plan.link.sides[side].item_id); // both: either may have what was not seen
        }
        m_state.report.counters.unchanged += 1;
        return;
    }
    // Of a stale write as well: what was left alone counts as agreed, and is not planned again.
    report_left_alone(
        m_state, plan.left_alone, {plan.link.sides.source.item_id, plan.link.sides.target.item_id});
    const auto written = record_writes(plan, outcomes);
    const bool has_failed = written.has_failed || !plan.problems.empty();
    for (const auto& problem : plan.problems) {
        fail(problem.side,
             plan.link.sides[problem.side].item_id,
             problem.type,
             problem.field,
             problem.message);
    }
    const bool is_over = plan.action == LinkAction::forget ||
                         (plan.action == LinkAction::remove && written.succeeded[plan.remove_side]);
    if (!is_over) {
        advance_bases(plan, written.succeeded, written.read_back, written.shortfalls);
        store_link(plan, has_failed || written.is_stale);
        record_doubts(m_state, plan);
        record_conflicts(plan, written.succeeded, written.is_unknown);
    } else if (plan.link.id.value != 0) {
        m_store.links.remove(plan.link.id);
    }
    if (written.succeeded.source && written.succeeded.target) {
        finish_interrupted(plan, is_over);
    }
    if (written.is_stale) {
        m_again.push_back(plan.link.id);
    } else if (written.has_moved) {
        look_again(plan);
    } else if (!has_failed) {
        for (const Side side : model::k_sides) {
            unqueue(side, plan.link.sides[side].item_id);
        }
    }
    const bool has_written = outcomes.source.has_value() || outcomes.target.has_value();
    m_state.report.counters.unchanged += !has_written && !has_failed ? 1 : 0;
}

} // namespace syncctl::engine
