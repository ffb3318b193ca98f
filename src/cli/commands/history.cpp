#include "commands.hpp"
#include "rows.hpp"
#include "session.hpp"

#include "syncctl/app/reports.hpp"

#include <limits>

namespace syncctl::cli {

namespace {

std::vector<Column> run_details()
{
    return {{"id", "Run"},
            {"pair", "Pair"},
            {"trigger", "Trigger"},
            {"started_at", "Started"},
            {"completed_at", "Completed"},
            {"result", "Result"},
            {"processed", "Processed"},
            {"created", "Created"},
            {"updated", "Updated"},
            {"deleted", "Deleted"},
            {"unchanged", "Unchanged"},
            {"conflicts", "Conflicts"},
            {"failed", "Failed"},
            {"error", "Error"}};
}

Result run_history(Session& session, const Arguments& arguments)
{
    Result result;
    if (arguments.has("RUN")) {
        constexpr auto k_most = std::numeric_limits<std::int64_t>::max();
        const auto view = app::show_execution(session.workspace(),
                                              arguments.number("RUN", 1, k_most).value_or(0));
        auto members = *execution_row(view.execution).object();
        Section errors{.title = "Errors", .columns = error_columns()};
        for (const auto& error : view.errors) {
            errors.rows.push_back(error_row(error));
        }
        members.emplace_back("errors", Data::Array(errors.rows.begin(), errors.rows.end()));
        result.layout = Layout::details;
        result.columns = run_details();
        result.rows.emplace_back(std::move(members));
        auto hints = hints_section(errors.rows);
        result.sections.push_back(std::move(errors));
        if (!hints.rows.empty()) {
            result.sections.push_back(std::move(hints));
        }
        return result;
    }
    constexpr std::int64_t k_most_lines = 100'000;
    constexpr std::int64_t k_default_lines = 20;
    const auto limit = arguments.number("limit", 1, k_most_lines).value_or(k_default_lines);
    result.columns = {{"id", "RUN"},
                      {"pair", "PAIR"},
                      {"started_at", "STARTED"},
                      {"result", "RESULT"},
                      {"created", "CREATED"},
                      {"updated", "UPDATED"},
                      {"deleted", "DELETED"},
                      {"conflicts", "CONFLICTS"},
                      {"failed", "FAILED"}};
    for (const auto& execution :
         app::history(session.workspace(),
                      {.pair = arguments.text("pair"), .limit = static_cast<std::size_t>(limit)})) {
        result.rows.push_back(execution_row(execution));
    }
    return result;
}

} // namespace

CommandSpec history_command()
{
    return {.path = "history",
            .purpose = "List the last runs, or show one with its errors",
            .positionals = {{.name = "RUN", .help = "Number of a run", .is_required = false}},
            .options = {pair_option(), limit_option("At most so many runs (default 20)")},
            .exit_codes = {10, 18},
            .examples = {{"syncctl history", "The last runs"},
                         {"syncctl history 12", "One run with its errors"}},
            .run = &run_history};
}

} // namespace syncctl::cli
