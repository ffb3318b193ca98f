#include "commands.hpp"
#include "session.hpp"

#include "syncctl/app/pairs.hpp"

namespace syncctl::cli {

namespace {

Result run_pair_disable(Session& session, const Arguments& arguments)
{
    const auto name = arguments.text("NAME");
    const bool is_changed =
        app::enable_pair(session.workspace(), name, false, arguments.is_dry_run());
    Result result;
    result.layout = Layout::none;
    result.rows.push_back(
        Data::Object{{"name", name}, {"enabled", false}, {"changed", is_changed}});
    result.notes.push_back("pair '" + name + "' is disabled" + (is_changed ? "" : " already"));
    return result;
}

} // namespace

CommandSpec pair_disable_command()
{
    return {.path = "pair disable",
            .purpose = "Keep a pair from running",
            .positionals = {{.name = "NAME", .help = "Name of the pair"}},
            .options = {dry_run_option()},
            .exit_codes = {10, 11, 18},
            .examples = {{"syncctl pair disable dev-desk", "Keep a pair from running"}},
            .run = &run_pair_disable};
}

} // namespace syncctl::cli
