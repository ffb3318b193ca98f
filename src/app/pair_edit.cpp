#include "names.hpp"
#include "pair_fields.hpp"
#include "pair_schedule.hpp"
#include "pair_views.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

namespace syncctl::app {

namespace {

void require_a_change(const PairEdit& edit)
{
    if (edit.description || edit.direction || edit.source_filter || edit.target_filter ||
        edit.schedule || edit.has_no_schedule || edit.time_zone) {
        return;
    }
    throw Error{ErrorCode::usage,
                fmt::format("pair {}: say what to change", shown(edit.name)),
                "syncctl pair edit --help"};
}

void require_good_times(const PairEdit& edit, const model::Pair& before)
{
    if (edit.has_no_schedule && (edit.schedule || edit.time_zone)) {
        throw Error{ErrorCode::usage,
                    "--no-schedule takes the schedule away; it goes with neither --schedule nor "
                    "--time-zone"};
    }
    if (edit.schedule) {
        require_good_schedule(*edit.schedule);
    } else if (edit.time_zone && before.schedule_cron.empty()) {
        throw Error{
            ErrorCode::usage,
            fmt::format("pair {} has no schedule that --time-zone could be for", shown(edit.name)),
            fmt::format("syncctl pair edit {} --schedule CRON --time-zone ZONE", edit.name)};
    }
    if (edit.time_zone) {
        require_good_zone(*edit.time_zone);
    }
}

/// Everything that can be wrong with the edit, before anything is stored.
void require_good_edit(Workspace& workspace,
                       store::Store& store,
                       const PairEdit& edit,
                       const model::Pair& before)
{
    require_good_times(edit, before);
    if (edit.description) {
        require_good_description(*edit.description);
    }
    const auto connectors = connectors_of(store, before);
    if (edit.source_filter) {
        require_good_filter(workspace, connectors.source, "--source-filter", *edit.source_filter);
    }
    if (edit.target_filter) {
        require_good_filter(workspace, connectors.target, "--target-filter", *edit.target_filter);
    }
}

/// A schedule that is set begins anew; a run that was missed under the one before is not made up.
void set_times(model::Pair& pair,
               const PairEdit& edit,
               const std::string& zone,
               base::Timestamp now)
{
    if (edit.has_no_schedule) {
        pair.schedule_cron.clear();
        pair.time_zone = "UTC";
    }
    pair.schedule_cron = edit.schedule.value_or(pair.schedule_cron);
    if (!zone.empty()) {
        pair.time_zone = zone;
    }
    pair.next_sync_at = next_run_of(pair, now);
}

} // namespace

PairView edit_pair(Workspace& workspace, const PairEdit& edit)
{
    require_a_change(edit);
    auto& store = edit.is_dry_run ? workspace.reading() : workspace.writing();
    const auto before = require_pair(store, edit.name);
    require_good_edit(workspace, store, edit, before);
    auto zone = edit.time_zone.value_or(std::string{});
    if (edit.schedule && zone.empty() && before.schedule_cron.empty()) {
        zone = machine_zone_name(workspace.services(), edit.tz_variable);
    }
    const bool has_new_times = edit.schedule || edit.has_no_schedule || edit.time_zone;
    const auto edited = [&](model::Pair pair) {
        pair.description = edit.description.value_or(pair.description);
        pair.direction = edit.direction.value_or(pair.direction);
        pair.source_filter = edit.source_filter.value_or(pair.source_filter);
        pair.target_filter = edit.target_filter.value_or(pair.target_filter);
        if (has_new_times) {
            set_times(pair, edit, zone, workspace.now());
        }
        return pair;
    };
    if (edit.is_dry_run) {
        return pair_view(store, edited(before));
    }
    store::Transaction transaction{store.database};
    // Read again under the lock: a run may have moved its times meanwhile.
    const auto pair = edited(require_pair(store, edit.name));
    store.pairs.update(pair, workspace.now());
    if (has_new_times) {
        store.pairs.set_next_sync(pair.id, pair.next_sync_at);
    }
    transaction.commit();
    return pair_view(store, pair);
}

} // namespace syncctl::app
