#include "commands.hpp"
#include "session.hpp"

#include "syncctl/app/pairs.hpp"

namespace syncctl::cli {

namespace {

Result run_pair_enable(Session& session, const Arguments& arguments)
{
    const auto name = arguments.text("NAME");
    const bool is_changed =
        app::enable_pair(session.workspace(), name, true, arguments.is_dry_run());
    Result result;
    result.layout = Layout::none;
    result.rows.push_back(Data::Object{{"name", name}, {"enabled", true}, {"changed", is_changed}});
    result.notes.push_back("pair '" + name + "' is enabled" + (is_changed ? "" : " already"));
    return result;
}

} // namespace

CommandSpec pair_enable_command()
{
    return {.path = "pair enable",
            .purpose = "Let a pair run again",
            .positionals = {{.name = "NAME", .help = "Name of the pair"}},
            .options = {dry_run_option()},
            .exit_codes = {10, 11, 18},
            .examples = {{"syncctl pair enable dev-desk", "Let a pair run again"}},
            .run = &run_pair_enable};
}

} // namespace syncctl::cli
