#include "commands.hpp"
#include "rows.hpp"
#include "session.hpp"

#include "syncctl/app/reports.hpp"

namespace syncctl::cli {

namespace {

Result run_errors(Session& session, const Arguments& arguments)
{
    constexpr std::int64_t k_most_lines = 100'000;
    constexpr std::int64_t k_default_lines = 50;
    const auto limit = arguments.number("limit", 1, k_most_lines).value_or(k_default_lines);
    Result result;
    result.columns = error_columns();
    for (const auto& error : app::list_errors(
             session.workspace(),
             {.pair = arguments.text("pair"), .limit = static_cast<std::size_t>(limit)})) {
        result.rows.push_back(error_row(error));
    }
    if (!result.rows.empty()) {
        result.sections.push_back(hints_section(result.rows));
    }
    return result;
}

} // namespace

CommandSpec errors_command()
{
    return {.path = "errors",
            .purpose = "List the last errors, newest first, and what to type next",
            .options = {pair_option(), limit_option("At most so many errors (default 50)")},
            .exit_codes = {10, 18},
            .examples = {{"syncctl errors", "What went wrong lately"},
                         {"syncctl errors --pair dev-desk --limit 5", "Of one pair"}},
            .run = &run_errors};
}

} // namespace syncctl::cli
