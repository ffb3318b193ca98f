#include "conflict_lines.hpp"

#include "syncctl/app/conflict_items.hpp"

#include <utility>

namespace syncctl::app {

StoredDecisions
decide_item(Workspace& workspace, const std::vector<ItemDecision>& decisions, const std::string& by)
{
    auto& store = workspace.writing();
    StoredDecisions stored;
    store::Transaction transaction{store.database};
    for (const auto& decision : decisions) {
        if (!store.conflicts.decide_as_seen(
                decision.seen, decision.take, decision.value, by, workspace.now())) {
            stored.is_overtaken = true;
            return stored; // the transaction goes back
        }
    }
    for (const auto& decision : decisions) {
        stored.lines.push_back(conflict_line(require_conflict(store, decision.seen.id.value)));
    }
    transaction.commit();
    return stored;
}

std::size_t withdraw_decisions(Workspace& workspace, const std::vector<ConflictLine>& decided)
{
    auto& store = workspace.writing();
    std::size_t kept = 0;
    store::Transaction transaction{store.database};
    for (const auto& line : decided) {
        kept += store.conflicts.withdraw_as_seen(line.conflict) ? 0U : 1U;
    }
    transaction.commit();
    return kept;
}

} // namespace syncctl::app
