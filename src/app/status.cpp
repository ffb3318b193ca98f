#include "names.hpp"

#include "syncctl/app/reports.hpp"
#include "syncctl/app/watch.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace syncctl::app {

namespace {

/// A cron line comes every few minutes, and a run may wait for its turn: later than this is late.
constexpr std::chrono::minutes k_overdue_after{15};

std::string words(std::chrono::seconds duration)
{
    constexpr std::array<std::pair<std::int64_t, std::string_view>, 3> k_units{
        {{86'400, "d"}, {3'600, "h"}, {60, "min"}}};
    for (const auto& [seconds, name] : k_units) {
        if (duration.count() % seconds == 0 && duration.count() != 0) {
            return fmt::format("{} {}", duration.count() / seconds, name);
        }
    }
    return fmt::format("{} s", duration.count());
}

bool is_overdue(const store::PairStatus& status, base::Timestamp now)
{
    const bool has_begun = status.last_result == "running" && status.last_run >= status.next_run;
    const std::chrono::milliseconds late{now.ms - status.next_run.ms};
    return status.next_run.ms != 0 && !has_begun && late > k_overdue_after;
}

std::vector<std::string>
failures(const store::PairStatus& status, const HealthQuery& query, base::Timestamp now)
{
    std::vector<std::string> found;
    if (status.last_result == "failed") {
        found.emplace_back("the last run failed");
    }
    if (status.failed_items > 0) {
        found.push_back(fmt::format(
            "{} failed", base::counted(static_cast<std::size_t>(status.failed_items), "item")));
    }
    if (is_overdue(status, now)) {
        found.push_back(fmt::format("a run is due since {}", base::format_utc(status.next_run)));
    }
    const std::chrono::milliseconds age{now.ms - status.last_success.ms};
    if (query.max_age && age > *query.max_age) {
        found.push_back(status.last_success.ms == 0
                            ? std::string{"no run was successful yet"}
                            : fmt::format("the last successful run was at {}, more than {} ago",
                                          base::format_utc(status.last_success),
                                          words(*query.max_age)));
    }
    return found;
}

} // namespace

std::string_view to_string(Health health)
{
    switch (health) {
    case Health::disabled:
        return "disabled";
    case Health::ok:
        return "ok";
    case Health::conflicts:
        return "conflicts";
    case Health::failed:
        return "failed";
    }
    return "failed";
}

PairHealth judge(store::PairStatus status, const HealthQuery& query, base::Timestamp now)
{
    PairHealth judged{.status = std::move(status), .health = Health::disabled, .problems = {}};
    if (!judged.status.is_enabled) {
        return judged;
    }
    judged.problems = failures(judged.status, query, now);
    judged.health = judged.problems.empty() ? Health::ok : Health::failed;
    if (judged.status.open_conflicts > 0) {
        judged.problems.push_back(
            fmt::format("{} for a person",
                        judged.status.open_conflicts == 1
                            ? std::string{"1 conflict waits"}
                            : fmt::format("{} conflicts wait", judged.status.open_conflicts)));
        judged.health = judged.health == Health::ok ? Health::conflicts : judged.health;
    }
    return judged;
}

std::vector<PairHealth> health(Workspace& workspace, const HealthQuery& query)
{
    require_pair_if_named(workspace.reading(), query.pair);
    std::vector<PairHealth> pairs;
    for (auto& status : status(workspace)) {
        if (query.pair.empty() || status.pair == query.pair) {
            pairs.push_back(judge(std::move(status), query, workspace.now()));
        }
    }
    return pairs;
}

std::vector<store::PairStatus> status(Workspace& workspace)
{
    return workspace.reading().executions.status();
}

} // namespace syncctl::app
