#include "names.hpp"
#include "pair_fields.hpp"
#include "pair_schedule.hpp"
#include "pair_views.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

namespace syncctl::app {

PairView add_pair(Workspace& workspace, const PairAddition& addition)
{
    require_valid_name("pair", addition.name);
    if (addition.source == addition.target) {
        throw Error{ErrorCode::usage,
                    fmt::format("pair {}: connector {} cannot be on both sides",
                                shown(addition.name),
                                shown(addition.source)),
                    "syncctl connector list"};
    }
    require_good_description(addition.description);
    if (!addition.schedule.empty()) {
        require_good_schedule(addition.schedule);
    } else if (!addition.time_zone.empty()) {
        throw Error{ErrorCode::usage,
                    "--time-zone says what a schedule is read in; it goes with --schedule"};
    }
    if (!addition.time_zone.empty()) {
        require_good_zone(addition.time_zone);
    }
    auto& store = addition.is_dry_run ? workspace.reading() : workspace.writing();
    const auto source = require_connector(store, addition.source);
    const auto target = require_connector(store, addition.target);
    if (store.pairs.find(addition.name)) {
        throw Error{ErrorCode::failed,
                    fmt::format("there is a pair {} already", shown(addition.name)),
                    fmt::format("syncctl pair show {}", addition.name)};
    }
    require_good_filter(workspace, source, "--source-filter", addition.source_filter);
    require_good_filter(workspace, target, "--target-filter", addition.target_filter);
    model::Pair pair;
    pair.uuid = base::random_uuid(workspace.services().random);
    pair.name = addition.name;
    pair.description = addition.description;
    pair.source = source.id;
    pair.target = target.id;
    pair.direction = addition.direction;
    pair.source_filter = addition.source_filter;
    pair.target_filter = addition.target_filter;
    pair.created_at = workspace.now();
    pair.schedule_cron = addition.schedule;
    if (!addition.schedule.empty()) {
        pair.time_zone = addition.time_zone.empty()
                             ? machine_zone_name(workspace.services(), addition.tz_variable)
                             : addition.time_zone;
        pair.next_sync_at = next_run_of(pair, workspace.now());
    }
    if (!addition.is_dry_run) {
        store::Transaction transaction{store.database};
        pair.id = store.pairs.insert(pair, workspace.now());
        store.pairs.set_next_sync(pair.id, pair.next_sync_at);
        transaction.commit();
    }
    return pair_view(store, pair);
}

} // namespace syncctl::app
