#include "run_state.hpp"

#include <utility>

namespace syncctl::engine {
namespace {

/// A link of two items that matched is new; nothing can be recorded about it before it is stored.
/// Until the outcome is known it has no base: both sides are read and merged as never agreed.
void insert_link(const RunState& state, LinkPlan& plan)
{
    auto& link = plan.link;
    link.first_synced_at = state.now();
    link.last_synced_at = link.first_synced_at;
    auto stored = link;
    stored.state = model::LinkState::error;
    stored.sides.source.base.clear();
    stored.sides.target.base.clear();
    link.id = state.context.store.links.insert(stored);
}

void record_change(const RunState& state, const LinkPlan& plan, ConflictChange& change)
{
    auto& conflicts = state.context.store.conflicts;
    if (!change.needs_write.source && !change.needs_write.target) {
        return;
    }
    if (change.kind == ConflictChange::Kind::update) {
        conflicts.update_values(change.conflict);
    } else if (change.kind == ConflictChange::Kind::open && !change.conflict.resolution.empty()) {
        auto row = change.conflict;
        row.link = plan.link.id;
        row.execution = state.execution;
        row.resolution.clear();
        row.resolved_by.clear();
        row.resolved_at = {};
        change.conflict.id = conflicts.insert(row);
        change.kind = ConflictChange::Kind::close;
        change.is_provisional = true;
    }
}

} // namespace

void record_losers(const RunState& state, Batch& batch)
{
    for (auto& plan : batch.links) {
        if (plan.link.id.value == 0 && plan.writes_anything()) {
            insert_link(state, plan);
        }
        for (auto& change : plan.conflicts) {
            record_change(state, plan, change);
        }
    }
}

} // namespace syncctl::engine
