#include "pair_schedule.hpp"

#include "names.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/schedule/cron.hpp"
#include "syncctl/schedule/time_zone.hpp"

#include <fmt/format.h>

#include <utility>
#include <variant>

namespace syncctl::app {

namespace {

std::string text_of(const schedule::CronProblem& problem)
{
    return fmt::format("column {}: {}", problem.column, problem.message);
}

} // namespace

void require_good_schedule(const std::string& text)
{
    const auto read = schedule::Cron::parsed(text);
    if (const auto* problem = std::get_if<schedule::CronProblem>(&read)) {
        throw Error{ErrorCode::usage,
                    fmt::format("--schedule {}: {}", shown(text), text_of(*problem)),
                    problem->hint};
    }
}

void require_good_zone(const std::string& name)
{
    const auto zone = schedule::Zone::named(name);
    if (const auto* problem = std::get_if<std::string>(&zone)) {
        throw Error{ErrorCode::usage, fmt::format("--time-zone: {}", *problem)};
    }
}

std::string machine_zone_name(const Services& services,
                              const std::optional<std::string>& tz_variable)
{
    auto zone = schedule::machine_zone(tz_variable);
    if (!zone.problem.empty()) {
        services.log.warning(fmt::format(
            "{}: the schedule is read in UTC; --time-zone names another zone", zone.problem));
    }
    return std::move(zone.name);
}

base::Timestamp next_run_of(const model::Pair& pair, base::Timestamp now)
{
    if (pair.schedule_cron.empty()) {
        return {};
    }
    const auto refuse = [&](const std::string& problem) {
        throw Error{
            ErrorCode::setting,
            fmt::format("pair {}: its schedule {} cannot be used: {}",
                        shown(pair.name),
                        shown(pair.schedule_cron),
                        problem),
            fmt::format("syncctl pair edit {} --schedule CRON --time-zone ZONE", pair.name)};
    };
    const auto cron = schedule::Cron::parsed(pair.schedule_cron);
    if (const auto* problem = std::get_if<schedule::CronProblem>(&cron)) {
        refuse(text_of(*problem));
    }
    const auto zone = schedule::Zone::named(pair.time_zone);
    if (const auto* problem = std::get_if<std::string>(&zone)) {
        refuse(*problem);
    }
    return std::get<schedule::Cron>(cron)
        .next_after(now, std::get<schedule::Zone>(zone))
        .value_or(base::Timestamp{});
}

} // namespace syncctl::app
