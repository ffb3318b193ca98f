#include "commands.hpp"
#include "duration.hpp"
#include "exit_code.hpp"
#include "rows.hpp"
#include "session.hpp"

#include "syncctl/app/watch.hpp"
#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace syncctl::cli {

namespace {

app::HealthQuery query_from(const Arguments& arguments)
{
    app::HealthQuery query;
    query.pair = arguments.text("pair");
    if (const auto text = arguments.find("max-age")) {
        query.max_age = parse_duration(*text);
        if (!query.max_age) {
            throw Error{ErrorCode::usage,
                        fmt::format("--max-age: '{}' is no duration",
                                    base::cut_to_width(base::term_safe(*text), 40)),
                        "for instance 90m, 2h or 1d12h"};
        }
    }
    return query;
}

Data row_of(const app::PairHealth& pair)
{
    const auto& status = pair.status;
    return Data::Object{{"pair", status.pair},
                        {"enabled", status.is_enabled},
                        {"last_run", data_of(status.last_run)},
                        {"last_result", text_or_null(status.last_result)},
                        {"last_success", data_of(status.last_success)},
                        {"next_run", data_of(status.next_run)},
                        {"open_conflicts", status.open_conflicts},
                        {"failed_items", status.failed_items},
                        {"links", status.links},
                        {"due_items", status.due_items},
                        {"health", app::to_string(pair.health)},
                        {"problems", data_of(pair.problems)}};
}

/// 14 is given only when nothing failed, as `run` gives it.
void set_exit(Result& result, const std::vector<app::PairHealth>& pairs)
{
    std::size_t failed = 0;
    for (const auto& pair : pairs) {
        const auto text =
            fmt::format("pair '{}': {}", pair.status.pair, fmt::join(pair.problems, "; "));
        if (pair.health == app::Health::failed) {
            ++failed;
            result.problems.push_back(
                {.code = "partial", .message = text, .hint = {}, .is_retryable = false});
        } else if (pair.health == app::Health::conflicts) {
            result.notes.push_back(text);
            result.exit = k_exit_conflicts_wait;
        }
    }
    if (failed > 0) {
        result.exit = k_exit_partial;
        result.error = Problem{
            .code = "partial",
            .message = fmt::format("{} not well", base::counted(failed, "pair is", "pairs are")),
            .hint = "syncctl errors",
            .is_retryable = false};
    }
}

Result run_status(Session& session, const Arguments& arguments)
{
    const auto pairs = app::health(session.workspace(), query_from(arguments));
    Result result;
    result.columns = {{"pair", "PAIR"},
                      {"enabled", "ENABLED"},
                      {"last_run", "LAST RUN"},
                      {"last_result", "RESULT"},
                      {"last_success", "LAST SUCCESS"},
                      {"next_run", "NEXT RUN"},
                      {"links", "LINKS"},
                      {"open_conflicts", "CONFLICTS"},
                      {"failed_items", "FAILED"}};
    for (const auto& pair : pairs) {
        result.rows.push_back(row_of(pair));
    }
    if (result.rows.empty()) {
        result.notes.emplace_back(k_no_pairs);
    }
    if (arguments.has("exit-code")) {
        set_exit(result, pairs);
    }
    return result;
}

} // namespace

CommandSpec status_command()
{
    return {
        .path = "status",
        .purpose = "Show how every pair is doing; needs no key",
        .options = {pair_option(),
                    {.flags = "--exit-code",
                     .help = "End with 3 when a run or an item failed or a run is overdue, with "
                             "14 when conflicts wait"},
                    {.flags = "--max-age",
                     .value = "DURATION",
                     .help = "A pair whose last success is older is not well (90m, 2h, 1d)"}},
        .exit_codes = {3, 10, 14, 18},
        .examples = {{"syncctl status", "One line per pair"},
                     {"syncctl status --exit-code --max-age 2h", "For monitoring"},
                     {"syncctl status --pair dev-desk --json", "One pair, for a program"}},
        .run = &run_status};
}

} // namespace syncctl::cli
