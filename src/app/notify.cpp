#include "syncctl/app/watch.hpp"
#include "syncctl/base/json.hpp"
#include "syncctl/base/subprocess.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <numeric>

namespace syncctl::app {

namespace {

constexpr int k_exit_signal = 128;
/// A tracker may have more to say than fits on a screen.
constexpr std::size_t k_longest_message = 1000;

using nlohmann::json;

json time_or_null(base::Timestamp time)
{
    return time.ms == 0 ? json{} : json(base::format_utc(time));
}

json error_of(const std::optional<Error>& error)
{
    if (!error) {
        return {};
    }
    const auto short_and_safe = [](std::string_view text) {
        return std::string{base::first_code_points(base::term_safe(text), k_longest_message)};
    };
    return {{"code", base::name_of(error->code())},
            {"message", short_and_safe(error->message())},
            {"hint", short_and_safe(error->hint())},
            {"retryable", base::is_retryable(error->code())}};
}

const store::PairStatus* status_of(const RunEnd& end, std::string_view pair)
{
    if (!end.statuses) {
        return nullptr;
    }
    const auto found = std::find_if(end.statuses->begin(),
                                    end.statuses->end(),
                                    [&](const auto& status) { return status.pair == pair; });
    return found == end.statuses->end() ? nullptr : &*found;
}

json pair_of(const RunEnd& end, const PairRun& run)
{
    const auto& counters = run.report.counters;
    const auto* status = status_of(end, run.pair);
    const auto execution = run.report.execution.value;
    return {{"pair", run.pair},
            {"execution_id", execution == 0 ? json{} : json(execution)},
            {"result", result_of(run)},
            {"created", counters.created},
            {"updated", counters.updated},
            {"deleted", counters.deleted},
            {"unchanged", counters.unchanged},
            {"failed", counters.failed},
            {"new_conflicts", counters.conflicts},
            {"open_conflicts", status == nullptr ? json{} : json(status->open_conflicts)},
            {"failed_items", status == nullptr ? json{} : json(status->failed_items)},
            {"last_success", status == nullptr ? json{} : time_or_null(status->last_success)},
            {"duration_ms", run.duration.count()},
            {"error", error_of(run.error)}};
}

int new_conflicts(const RunEnd& end)
{
    return std::accumulate(end.pairs.begin(), end.pairs.end(), 0, [](int sum, const PairRun& run) {
        return sum + run.report.counters.conflicts;
    });
}

std::string_view reason_of(const RunEnd& end)
{
    return end.is_good() ? "conflicts" : "failure";
}

/// A list of what may pass, as nobody can list every variable that holds a secret.
std::vector<std::string> environment_for(const RunEnd& end)
{
    constexpr std::array k_passed{"PATH",
                                  "HOME",
                                  "USER",
                                  "LOGNAME",
                                  "SHELL",
                                  "LANG",
                                  "LC_ALL",
                                  "LC_CTYPE",
                                  "LC_MESSAGES",
                                  "TZ",
                                  "TMPDIR",
                                  "XDG_RUNTIME_DIR",
                                  "DBUS_SESSION_BUS_ADDRESS"};
    std::vector<std::string> environment;
    for (const auto* name : k_passed) {
        // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing changes the environment after the start
        if (const char* value = std::getenv(name)) {
            environment.push_back(fmt::format("{}={}", name, value));
        }
    }
    std::vector<std::string_view> names;
    for (const auto& run : end.pairs) {
        names.push_back(run.pair);
    }
    environment.push_back(fmt::format("SYNCCTL_NOTIFY_REASON={}", reason_of(end)));
    environment.push_back(fmt::format("SYNCCTL_NOTIFY_EXIT={}", end.exit));
    environment.push_back(fmt::format("SYNCCTL_NOTIFY_PAIRS={}", fmt::join(names, " ")));
    environment.push_back(fmt::format("SYNCCTL_NOTIFY_NEW_CONFLICTS={}", new_conflicts(end)));
    return environment;
}

} // namespace

bool is_worth_telling(const RunEnd& end)
{
    return end.exit < k_exit_signal && (!end.is_good() || new_conflicts(end) > 0);
}

std::string notification(const RunEnd& end)
{
    auto pairs = json::array();
    for (const auto& run : end.pairs) {
        pairs.push_back(pair_of(end, run));
    }
    return base::dump_json({{"schema", "syncctl/notification@1"},
                            {"reason", reason_of(end)},
                            {"exit", end.exit},
                            {"new_conflicts", new_conflicts(end)},
                            {"error", error_of(end.error)},
                            {"pairs", std::move(pairs)}}) +
           "\n";
}

void notify(const std::vector<std::string>& command,
            const RunEnd& end,
            base::Log& log,
            std::chrono::milliseconds limit)
{
    const base::SubprocessLimits limits{.timeout = limit,
                                        .max_output_bytes = std::size_t{64} << 10U};
    try {
        const auto document = notification(end);
        const auto result = base::run_subprocess(
            command, limits, {.input = document, .environment = environment_for(end)});
        if (result.timed_out) {
            log.warning("the notification command did not end in time and was stopped");
        } else if (result.output_too_long) {
            log.warning("the notification command printed more than 64 KiB and was stopped");
        } else if (result.exit_status != 0) {
            log.warning(
                fmt::format("the notification command ended with status {}", result.exit_status));
        }
    } catch (const Error& error) {
        log.warning(fmt::format("the notification command: {}", error.message()));
    }
}

} // namespace syncctl::app
