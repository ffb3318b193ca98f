#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/base/ids.hpp"
#include "syncctl/model/side.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace syncctl::model {

enum class Direction { both, source_to_target, target_to_source };
enum class Strategy { last_write_wins, source_priority, target_priority, manual };
enum class DeletePolicy { never, close, mirror };

/// The words of the mapping document and the command line: `both`, `source-to-target`, ...
[[nodiscard]] std::string_view to_string(Direction direction);
[[nodiscard]] std::string_view to_string(Strategy strategy);
[[nodiscard]] std::string_view to_string(DeletePolicy policy);
[[nodiscard]] std::optional<Direction> direction_from(std::string_view text);
[[nodiscard]] std::optional<Strategy> strategy_from(std::string_view text);
[[nodiscard]] std::optional<DeletePolicy> delete_policy_from(std::string_view text);

/// True when changes may flow towards that side.
[[nodiscard]] bool allows_writing(Direction direction, Side side);

/// A sync configuration between two connectors.
struct Pair {
    base::PairId id;
    std::string uuid; ///< part of every marker; changes only when `adopt` takes over the links of a
                      ///< lost database
    std::string name;
    std::string description;
    base::ConnectorId source;
    base::ConnectorId target;
    Direction direction = Direction::both;
    std::string schedule_cron;     ///< empty = none
    std::string time_zone = "UTC"; ///< what the schedule is read in
    base::Timestamp next_sync_at;  ///< when it is due; stored on its own, with set_next_sync
    bool is_active = true;
    std::string source_filter; ///< in the tracker's own language; empty = all
    std::string target_filter;
    base::Timestamp last_sync_at;
    base::Timestamp created_at;
};

} // namespace syncctl::model
