#include "pair_options.hpp"

#include "syncctl/base/clock.hpp"

#include <fmt/format.h>

namespace syncctl::cli {

OptionSpec schedule_option()
{
    return {.flags = "--schedule",
            .value = "CRON",
            .help = "When syncctl run --due runs it: five fields such as '30 2 * * MON-FRI', or "
                    "@hourly, @daily, @weekly, @monthly, @yearly"};
}

OptionSpec time_zone_option()
{
    return {.flags = "--time-zone",
            .value = "ZONE",
            .help =
                "What the schedule is read in, for instance Europe/Berlin or UTC; the machine's "
                "zone when a schedule is set without it"};
}

OptionSpec direction_option()
{
    return {.flags = "--direction",
            .value = "DIRECTION",
            .help = "both, source-to-target or target-to-source",
            .choices = {"both", "source-to-target", "target-to-source"}};
}

std::string next_run_note(const app::PairView& pair)
{
    return pair.schedule.empty()
               ? std::string{}
               : fmt::format("; '{}' in {}, due next at {}",
                             pair.schedule,
                             pair.time_zone,
                             pair.next_run.ms == 0 ? "no time" : base::format_utc(pair.next_run));
}

} // namespace syncctl::cli
