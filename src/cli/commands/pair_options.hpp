#pragma once

#include "command.hpp"

#include "syncctl/app/pairs.hpp"

#include <string>

namespace syncctl::cli {

[[nodiscard]] OptionSpec schedule_option();
[[nodiscard]] OptionSpec time_zone_option();
[[nodiscard]] OptionSpec direction_option();
/// `, due next at 2026-11-26T22:00:00.000Z`; empty without a schedule.
[[nodiscard]] std::string next_run_note(const app::PairView& pair);

} // namespace syncctl::cli
