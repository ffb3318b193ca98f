#pragma once

#include "syncctl/app/workspace.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::app {

struct PairAddition {
    std::string name;
    std::string description;
    std::string source; ///< connector name
    std::string target;
    model::Direction direction = model::Direction::both;
    std::string source_filter;
    std::string target_filter;
    std::string schedule;                   ///< cron expression; empty = none
    std::string time_zone;                  ///< of the schedule; empty = the machine's
    std::optional<std::string> tz_variable; ///< the environment's TZ, for the machine's zone
    bool is_dry_run = false;
};

/// What is not named stays.
struct PairEdit {
    std::string name;
    std::optional<std::string> description;
    std::optional<model::Direction> direction;
    std::optional<std::string> source_filter;
    std::optional<std::string> target_filter;
    std::optional<std::string> schedule;
    bool has_no_schedule = false; ///< takes it away
    std::optional<std::string> time_zone;
    std::optional<std::string> tz_variable; ///< the environment's TZ, for the machine's zone
    bool is_dry_run = false;
};

struct PairView {
    std::string name;
    std::string description;
    std::string source;
    std::string target;
    model::Direction direction = model::Direction::both;
    bool is_enabled = true;
    std::string source_filter;
    std::string target_filter;
    int mapping_revision = 0; ///< 0 = no mapping yet
    std::int64_t links = 0;
    std::int64_t open_conflicts = 0;
    std::string schedule;     ///< empty = none
    std::string time_zone;    ///< empty without a schedule
    base::Timestamp next_run; ///< 0 = not by itself
    base::Timestamp last_sync_at;
    base::Timestamp created_at;
};

/// A schedule without a zone is read in the machine's, which is stored by its name.
PairView add_pair(Workspace& workspace, const PairAddition& addition);
/// A pair with a schedule keeps the zone that it has.
PairView edit_pair(Workspace& workspace, const PairEdit& edit);
[[nodiscard]] std::vector<PairView> list_pairs(Workspace& workspace);
[[nodiscard]] PairView show_pair(Workspace& workspace, std::string_view name);
/// False when it was so already.
bool enable_pair(Workspace& workspace, std::string_view name, bool is_enabled, bool is_dry_run);
/// Forgets the pair with its mapping, links and history; the trackers keep their items.
void remove_pair(Workspace& workspace, std::string_view name, bool is_dry_run);

} // namespace syncctl::app
