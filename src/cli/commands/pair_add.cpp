#include "commands.hpp"
#include "pair_options.hpp"
#include "rows.hpp"
#include "session.hpp"

#include "syncctl/app/pairs.hpp"

namespace syncctl::cli {

namespace {

Result run_pair_add(Session& session, const Arguments& arguments)
{
    app::PairAddition addition;
    addition.name = arguments.text("NAME");
    addition.description = arguments.text("description");
    addition.source = arguments.text("source");
    addition.target = arguments.text("target");
    addition.direction =
        model::direction_from(arguments.text("direction")).value_or(model::Direction::both);
    addition.source_filter = arguments.text("source-filter");
    addition.target_filter = arguments.text("target-filter");
    addition.schedule = arguments.text("schedule");
    addition.time_zone = arguments.text("time-zone");
    addition.tz_variable = session.environment().find("TZ");
    addition.is_dry_run = arguments.is_dry_run();
    const auto pair = app::add_pair(session.workspace(), addition);
    Result result;
    result.layout = Layout::none;
    result.rows.push_back(pair_row(pair));
    result.notes.push_back(
        "pair '" + pair.name + "' " + (addition.is_dry_run ? "would be added" : "added") +
        next_run_note(pair) +
        (addition.is_dry_run ? ""
                             : "; next: syncctl mapping suggest " + pair.name + " > mapping.yaml"));
    return result;
}

} // namespace

CommandSpec pair_add_command()
{
    return {
        .path = "pair add",
        .purpose = "Join two connectors that are to be kept in step",
        .positionals = {{.name = "NAME", .help = "Name of the pair, free to choose"}},
        .options =
            {{.flags = "--source", .value = "CONNECTOR", .help = "One side", .is_required = true},
             {.flags = "--target",
              .value = "CONNECTOR",
              .help = "The other side",
              .is_required = true},
             direction_option(),
             schedule_option(),
             time_zone_option(),
             {.flags = "--source-filter",
              .value = "FILTER",
              .help = "Which unlinked items of the source get a partner"},
             {.flags = "--target-filter",
              .value = "FILTER",
              .help = "Which unlinked items of the target get a partner"},
             {.flags = "--description", .value = "TEXT", .help = "For people"},
             dry_run_option()},
        .exit_codes = {10, 11, 12, 18},
        .examples =
            {{"syncctl pair add dev-desk --source dev --target desk", "Both ways"},
             {"syncctl pair add dev-desk --source dev --target desk --direction source-to-target",
              "One way only"},
             {"syncctl pair add nightly --source dev --target desk --schedule '30 2 * * *' "
              "--time-zone Europe/Berlin",
              "Run by syncctl run --due at half past two"},
             {"syncctl pair add bugs --source dev --target desk --source-filter 'Severity=High'",
              "Only some items get a partner"}},
        .run = &run_pair_add};
}

} // namespace syncctl::cli
