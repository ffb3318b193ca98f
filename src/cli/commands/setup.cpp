#include "syncctl/app/setup.hpp"

#include "commands.hpp"
#include "session.hpp"

namespace syncctl::cli {

namespace {

Result run(Session& session, const Arguments& arguments)
{
    const auto report = app::setup(session.workspace(), arguments.is_dry_run());
    Result result;
    result.is_report = true;
    result.columns = {{"step", "STEP"}, {"state", "STATE"}, {"detail", "DETAIL"}};
    for (const auto& step : report.steps) {
        result.rows.push_back(Data::Object{
            {"step", step.name}, {"state", step.state}, {"detail", text_or_null(step.detail)}});
    }
    result.notes.push_back("next: " + report.next_command);
    return result;
}

} // namespace

CommandSpec setup_command()
{
    return {.path = "setup",
            .purpose = "Make the state database and its key, or check and complete what is there",
            .options = {dry_run_option()},
            .exit_codes = {10, 11, 12},
            .examples = {{"syncctl setup", "Make the database at its usual place"},
                         {"syncctl --db /srv/sync/sync.db setup", "Make it somewhere else"},
                         {"syncctl setup -n", "See what would be made"}},
            .run = &run};
}

} // namespace syncctl::cli
