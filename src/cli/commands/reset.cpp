#include "syncctl/app/reset.hpp"

#include "commands.hpp"
#include "session.hpp"

#include <fmt/format.h>

namespace syncctl::cli {

namespace {

Result run_reset(Session& session, const Arguments& arguments)
{
    const auto report =
        app::reset(session.workspace(), arguments.text("confirm"), arguments.is_dry_run());
    Result result;
    result.layout = Layout::none;
    result.is_report = true;
    result.rows.push_back(Data::Object{{"database", report.database.string()},
                                       {"removed", !arguments.is_dry_run()},
                                       {"safety_copy", report.safety_copy.string()}});
    if (arguments.is_dry_run()) {
        result.notes.push_back(fmt::format("{} would be removed, after a copy to {}",
                                           report.database.string(),
                                           report.safety_copy.string()));
        return result;
    }
    result.notes.push_back(fmt::format(
        "{} was removed; the copy is {}", report.database.string(), report.safety_copy.string()));
    result.notes.emplace_back(
        "the work items in the trackers, their markers and the key are as they were");
    result.notes.push_back(
        fmt::format("back: syncctl restore {}; anew: syncctl setup", report.safety_copy.string()));
    return result;
}

} // namespace

CommandSpec reset_command()
{
    return {.path = "reset",
            .purpose =
                "Remove the state database, after a copy of it beside it: connectors, pairs, "
                "links and history are forgotten",
            .options = {{.flags = "--confirm",
                         .value = "FILE",
                         .help = "The path of the database, typed out",
                         .is_required = true},
                        dry_run_option()},
            .exit_codes = {10, 11, 17},
            .examples = {{"syncctl reset --confirm ~/.local/state/syncctl/sync.db", "For good"},
                         {"syncctl reset --confirm sync.db --db sync.db -n", "Only tell"}},
            .run = &run_reset};
}

} // namespace syncctl::cli
