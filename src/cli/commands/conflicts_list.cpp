#include "commands.hpp"
#include "rows.hpp"
#include "session.hpp"

#include "syncctl/app/conflicts.hpp"

namespace syncctl::cli {

namespace {

Result run_conflicts_list(Session& session, const Arguments& arguments)
{
    app::ConflictQuery query;
    query.pair = arguments.text("pair");
    query.state = arguments.find("state").value_or("open");
    Result result;
    result.columns = conflict_columns();
    for (const auto& line : app::list_conflicts(session.workspace(), query)) {
        result.rows.push_back(conflict_row(line));
    }
    return result;
}

} // namespace

CommandSpec conflicts_list_command()
{
    return {.path = "conflicts list",
            .purpose = "List the conflicts of one pair or of all",
            .options = {pair_option(),
                        {.flags = "--state",
                         .value = "STATE",
                         .help = "open (default), resolved or all",
                         .choices = {"open", "resolved", "all"}}},
            .exit_codes = {10, 18},
            .examples = {{"syncctl conflicts list", "What waits for a decision"},
                         {"syncctl conflicts list --pair dev-desk --state all --json",
                          "For a program"}},
            .run = &run_conflicts_list};
}

} // namespace syncctl::cli
