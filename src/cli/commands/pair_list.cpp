#include "commands.hpp"
#include "rows.hpp"
#include "session.hpp"

#include "syncctl/app/pairs.hpp"

namespace syncctl::cli {

namespace {

Result run_pair_list(Session& session, const Arguments& arguments)
{
    static_cast<void>(arguments);
    Result result;
    result.columns = {{"name", "NAME"},
                      {"source", "SOURCE"},
                      {"target", "TARGET"},
                      {"direction", "DIRECTION"},
                      {"enabled", "ENABLED"},
                      {"links", "LINKS"},
                      {"open_conflicts", "CONFLICTS"},
                      {"schedule", "SCHEDULE"},
                      {"time_zone", "TIME ZONE"},
                      {"next_run", "NEXT RUN"}};
    for (const auto& pair : app::list_pairs(session.workspace())) {
        result.rows.push_back(pair_row(pair));
    }
    if (result.rows.empty()) {
        result.notes.emplace_back(k_no_pairs);
    }
    return result;
}

} // namespace

CommandSpec pair_list_command()
{
    return {.path = "pair list",
            .purpose = "List the pairs",
            .exit_codes = {10},
            .examples = {{"syncctl pair list", "All pairs"}},
            .run = &run_pair_list};
}

} // namespace syncctl::cli
