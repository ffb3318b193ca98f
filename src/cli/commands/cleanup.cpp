#include "syncctl/app/cleanup.hpp"

#include "commands.hpp"
#include "session.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

namespace syncctl::cli {

namespace {

/// Free space that a person wants to hear of.
constexpr std::int64_t k_much = 16 << 20;

Data kind_row(const char* kind, const store::OldRows& old)
{
    return Data::Object{{"kind", kind}, {"rows", old.rows}, {"bytes", old.bytes}};
}

Data::Array kind_rows(const store::CleanupCounts& removed)
{
    return {kind_row("runs", removed.executions),
            kind_row("errors", removed.errors),
            kind_row("resolved conflicts", removed.conflicts),
            kind_row("mapping revisions", removed.revisions),
            kind_row("webhook deliveries", removed.deliveries),
            kind_row("items named by webhooks", removed.due_items)};
}

void add_notes(Result& result, const app::CleanupReport& report, const app::CleanupRequest& request)
{
    const auto total = report.removed.total();
    const auto rows = base::counted(static_cast<std::size_t>(total.rows), "row");
    result.notes.push_back(
        request.is_dry_run
            ? fmt::format("{} of about {} octets, older than {} days, would be removed",
                          rows,
                          total.bytes,
                          report.days)
            : fmt::format("{} removed; the file had {} octets and has {}",
                          rows,
                          report.size_before,
                          report.size_after));
    if (!request.is_dry_run && report.free_bytes >= k_much) {
        result.notes.push_back(fmt::format("{} octets of the file are free: syncctl cleanup "
                                           "--vacuum, while no run is working, gives them back",
                                           report.free_bytes));
    }
    if (report.copies.empty()) {
        return;
    }
    std::int64_t size = 0;
    for (const auto& copy : report.copies) {
        size += copy.size_bytes;
    }
    result.notes.push_back(
        fmt::format("{} with {} octets beside the database, the first is {}; they are left to you",
                    base::counted(report.copies.size(), "copy", "copies"),
                    size,
                    report.copies.front().file.string()));
}

Result run_cleanup(Session& session, const Arguments& arguments)
{
    constexpr std::int64_t k_most_days = 36'500;
    app::CleanupRequest request;
    if (const auto days = arguments.number("days", 0, k_most_days)) {
        request.days = static_cast<int>(*days);
    }
    request.is_vacuum = arguments.has("vacuum");
    request.is_dry_run = arguments.is_dry_run();
    const auto report = app::cleanup(session.workspace(), request);
    const auto& removed = report.removed;
    Data::Array copies;
    for (const auto& copy : report.copies) {
        copies.emplace_back(Data::Object{{"file", copy.file.string()}, {"size", copy.size_bytes}});
    }
    Result result;
    result.is_report = true;
    result.layout = Layout::none;
    result.rows.push_back(Data::Object{{"days", report.days},
                                       {"runs", removed.executions.rows},
                                       {"errors", removed.errors.rows},
                                       {"conflicts", removed.conflicts.rows},
                                       {"mapping_revisions", removed.revisions.rows},
                                       {"webhook_deliveries", removed.deliveries.rows},
                                       {"due_items", removed.due_items.rows},
                                       {"bytes", removed.total().bytes},
                                       {"size_before", report.size_before},
                                       {"size_after", report.size_after},
                                       {"free_bytes", report.free_bytes},
                                       {"kinds", kind_rows(removed)},
                                       {"copies", std::move(copies)}});
    result.sections.push_back(
        {.title = request.is_dry_run ? "Would be removed" : "Removed",
         .columns = {{"kind", "KIND"}, {"rows", "ROWS"}, {"bytes", "ABOUT OCTETS"}},
         .rows = kind_rows(removed)});
    add_notes(result, report, request);
    return result;
}

} // namespace

CommandSpec cleanup_command()
{
    return {.path = "cleanup",
            .purpose =
                "Remove old history and give its space back; links, bases, open conflicts and "
                "open intents are never touched",
            .options = {{.flags = "--days",
                         .value = "N",
                         .help = "Older than this (default: setting log_retention_days)"},
                        {.flags = "--vacuum",
                         .help = "Rewrite the whole file; once for a database of an older version"},
                        dry_run_option()},
            .exit_codes = {10, 11},
            .examples = {{"syncctl cleanup", "As the settings say; each week, from cron"},
                         {"syncctl cleanup --days 30 --vacuum", "More, and rewrite the file"},
                         {"syncctl cleanup -n", "Rows and octets that would go"}},
            .run = &run_cleanup};
}

} // namespace syncctl::cli
