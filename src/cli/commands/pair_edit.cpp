#include "commands.hpp"
#include "pair_options.hpp"
#include "rows.hpp"
#include "session.hpp"

#include "syncctl/app/pairs.hpp"

namespace syncctl::cli {

namespace {

Result run_pair_edit(Session& session, const Arguments& arguments)
{
    app::PairEdit edit;
    edit.name = arguments.text("NAME");
    edit.description = arguments.find("description");
    if (const auto direction = arguments.find("direction")) {
        edit.direction = model::direction_from(*direction);
    }
    edit.source_filter = arguments.find("source-filter");
    edit.target_filter = arguments.find("target-filter");
    edit.schedule = arguments.find("schedule");
    edit.has_no_schedule = arguments.has("no-schedule");
    edit.time_zone = arguments.find("time-zone");
    edit.tz_variable = session.environment().find("TZ");
    edit.is_dry_run = arguments.is_dry_run();
    const auto pair = app::edit_pair(session.workspace(), edit);
    Result result;
    result.layout = Layout::none;
    result.rows.push_back(pair_row(pair));
    result.notes.push_back("pair '" + pair.name + "' " +
                           (edit.is_dry_run ? "would be edited" : "edited") + next_run_note(pair));
    return result;
}

} // namespace

CommandSpec pair_edit_command()
{
    return {.path = "pair edit",
            .purpose = "Change a pair, for instance its schedule; what is not named stays",
            .positionals = {{.name = "NAME", .help = "Name of the pair"}},
            .options = {schedule_option(),
                        {.flags = "--no-schedule", .help = "Run it only when somebody says so"},
                        time_zone_option(),
                        direction_option(),
                        {.flags = "--source-filter",
                         .value = "FILTER",
                         .help = "Which unlinked items of the source get a partner; empty: all"},
                        {.flags = "--target-filter",
                         .value = "FILTER",
                         .help = "Which unlinked items of the target get a partner; empty: all"},
                        {.flags = "--description", .value = "TEXT", .help = "For people"},
                        dry_run_option()},
            .exit_codes = {10, 11, 12, 16, 18},
            .examples = {{"syncctl pair edit dev-desk --schedule '*/15 6-20 * * MON-FRI' "
                          "--time-zone Europe/Berlin",
                          "Every quarter of an hour on working days"},
                         {"syncctl pair edit dev-desk --schedule @hourly -n", "When would it run?"},
                         {"syncctl pair edit dev-desk --no-schedule",
                          "Run it only when somebody says so"},
                         {"syncctl pair edit dev-desk --source-filter ''",
                          "Every item gets a partner again"}},
            .run = &run_pair_edit};
}

} // namespace syncctl::cli
