#include "commands.hpp"
#include "session.hpp"

#include "syncctl/app/mapping_revisions.hpp"

#include <fmt/format.h>

namespace syncctl::cli {

namespace {

Result run_mapping_log(Session& session, const Arguments& arguments)
{
    constexpr std::int64_t k_most_lines = 10'000;
    constexpr std::int64_t k_default_lines = 20;
    const auto limit = arguments.number("limit", 1, k_most_lines).value_or(k_default_lines);
    Result result;
    result.columns = {{"revision", "REV"},
                      {"stored_at", "STORED"},
                      {"stored_by", "BY"},
                      {"lines", "LINES"},
                      {"summary", "SUMMARY"}};
    for (const auto& line : app::mapping_log(
             session.workspace(), arguments.text("PAIR"), static_cast<std::size_t>(limit))) {
        result.rows.push_back(
            Data::Object{{"revision", line.revision},
                         {"stored_at", data_of(line.stored_at)},
                         {"stored_by", text_or_null(line.stored_by)},
                         {"lines", fmt::format("+{} -{}", line.lines_added, line.lines_removed)},
                         {"lines_added", line.lines_added},
                         {"lines_removed", line.lines_removed},
                         {"summary", text_or_null(line.summary)}});
    }
    return result;
}

} // namespace

CommandSpec mapping_log_command()
{
    return {.path = "mapping log",
            .purpose = "List the stored revisions of a mapping: when, who, what changed",
            .positionals = {{.name = "PAIR", .help = "Name of the pair"}},
            .options = {limit_option("At most so many revisions (default 20)")},
            .exit_codes = {10, 18},
            .examples = {{"syncctl mapping log dev-desk", "Newest first"},
                         {"syncctl mapping log dev-desk --limit 1", "Who stored the last one"}},
            .run = &run_mapping_log};
}

} // namespace syncctl::cli
