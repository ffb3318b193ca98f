#include "commands.hpp"
#include "rows.hpp"
#include "session.hpp"

#include "syncctl/app/pairs.hpp"

namespace syncctl::cli {

namespace {

Result run_pair_show(Session& session, const Arguments& arguments)
{
    Result result;
    result.layout = Layout::details;
    result.columns = {{"name", "Name"},
                      {"description", "Description"},
                      {"source", "Source"},
                      {"target", "Target"},
                      {"direction", "Direction"},
                      {"enabled", "Enabled"},
                      {"source_filter", "Source filter"},
                      {"target_filter", "Target filter"},
                      {"mapping_revision", "Mapping revision"},
                      {"links", "Links"},
                      {"open_conflicts", "Open conflicts"},
                      {"schedule", "Schedule"},
                      {"time_zone", "Time zone"},
                      {"next_run", "Next run"},
                      {"last_sync_at", "Last sync"},
                      {"created_at", "Created"}};
    result.rows.push_back(pair_row(app::show_pair(session.workspace(), arguments.text("NAME"))));
    return result;
}

} // namespace

CommandSpec pair_show_command()
{
    return {.path = "pair show",
            .purpose = "Show one pair",
            .positionals = {{.name = "NAME", .help = "Name of the pair"}},
            .exit_codes = {10, 18},
            .examples = {{"syncctl pair show dev-desk", "Its sides, filters and counts"}},
            .run = &run_pair_show};
}

} // namespace syncctl::cli
