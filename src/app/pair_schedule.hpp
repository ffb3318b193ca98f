#pragma once

#include "syncctl/app/workspace.hpp"
#include "syncctl/model/pair.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace syncctl::app {

/// \throws Error{usage} when `text` is no cron expression
void require_good_schedule(const std::string& text);
/// \throws Error{usage} for a zone that is not known
void require_good_zone(const std::string& name);
/// The name of the machine's zone; a warning when that is no zone of the database and it is UTC.
[[nodiscard]] std::string machine_zone_name(const Services& services,
                                            const std::optional<std::string>& tz_variable);

/// When the pair's schedule comes next after `now`; 0 without a schedule.
/// \throws Error{setting} when what is stored is no schedule
[[nodiscard]] base::Timestamp next_run_of(const model::Pair& pair, base::Timestamp now);

} // namespace syncctl::app
