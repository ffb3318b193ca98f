#include "names.hpp"
#include "pair_views.hpp"

namespace syncctl::app {

PairView pair_view(store::Store& store, const model::Pair& pair)
{
    const auto connectors = connectors_of(store, pair);
    PairView view{.name = pair.name,
                  .description = pair.description,
                  .source = connectors.source.name,
                  .target = connectors.target.name,
                  .direction = pair.direction,
                  .is_enabled = pair.is_active,
                  .source_filter = pair.source_filter,
                  .target_filter = pair.target_filter,
                  .mapping_revision = 0,
                  .links = 0,
                  .open_conflicts = 0,
                  .schedule = pair.schedule_cron,
                  .time_zone = pair.schedule_cron.empty() ? std::string{} : pair.time_zone,
                  .next_run = pair.is_active ? pair.next_sync_at : base::Timestamp{},
                  .last_sync_at = pair.last_sync_at,
                  .created_at = pair.created_at};
    if (pair.id.value != 0) {
        const auto rows = store.pairs.mapping(pair.id);
        view.mapping_revision = rows ? rows->revision : 0;
        view.links = store.links.count(pair.id);
        view.open_conflicts = store.conflicts.open_count(pair.id);
    }
    return view;
}

std::vector<PairView> list_pairs(Workspace& workspace)
{
    auto& store = workspace.reading();
    std::vector<PairView> views;
    for (const auto& pair : store.pairs.list()) {
        views.push_back(pair_view(store, pair));
    }
    return views;
}

PairView show_pair(Workspace& workspace, std::string_view name)
{
    auto& store = workspace.reading();
    return pair_view(store, require_pair(store, name));
}

} // namespace syncctl::app
