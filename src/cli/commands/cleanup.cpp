#include "syncctl/app/cleanup.hpp"

#include "commands.hpp"
#include "session.hpp"

namespace syncctl::cli {

namespace {

Result run(Session& session, const Arguments& arguments)
{
    constexpr std::int64_t k_most_days = 36'500;
    app::CleanupRequest request;
    if (const auto days = arguments.number("days", 0, k_most_days)) {
        request.days = static_cast<int>(*days);
    }
    request.is_vacuum = arguments.has("vacuum");
    request.is_dry_run = arguments.is_dry_run();
    const auto report = app::cleanup(session.workspace(), request);
    Result result;
    result.is_report = true;
    result.columns = {{"days", "OLDER THAN DAYS"},
                      {"runs", "RUNS"},
                      {"errors", "ERRORS"},
                      {"conflicts", "RESOLVED CONFLICTS"}};
    result.rows.push_back(Data::Object{{"days", report.days},
                                       {"runs", report.removed.executions},
                                       {"errors", report.removed.errors},
                                       {"conflicts", report.removed.conflicts},
                                       {"size_before", report.size_before},
                                       {"size_after", report.size_after}});
    result.notes.emplace_back(request.is_dry_run ? "nothing was removed" : "removed");
    return result;
}

} // namespace

CommandSpec cleanup_command()
{
    return {
        .path = "cleanup",
        .purpose =
            "Remove old history; links, bases, open conflicts and open intents are never touched",
        .options = {{.flags = "--days",
                     .value = "N",
                     .help = "Older than this (default: setting log_retention_days)"},
                    {.flags = "--vacuum", .help = "Give the free space of the file back"},
                    dry_run_option()},
        .exit_codes = {10, 11},
        .examples = {{"syncctl cleanup", "As the settings say"},
                     {"syncctl cleanup --days 30 --vacuum", "More, and shrink the file"},
                     {"syncctl cleanup -n", "Only count"}},
        .run = &run};
}

} // namespace syncctl::cli
