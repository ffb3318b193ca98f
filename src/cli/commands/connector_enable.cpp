#include "commands.hpp"
#include "session.hpp"

#include "syncctl/app/connectors.hpp"

namespace syncctl::cli {

namespace {

Result run_connector_enable(Session& session, const Arguments& arguments)
{
    const auto name = arguments.text("NAME");
    const bool is_changed =
        app::enable_connector(session.workspace(), name, true, arguments.is_dry_run());
    Result result;
    result.layout = Layout::none;
    result.rows.push_back(Data::Object{{"name", name}, {"enabled", true}, {"changed", is_changed}});
    result.notes.push_back("connector '" + name + "' is enabled" + (is_changed ? "" : " already"));
    return result;
}

} // namespace

CommandSpec connector_enable_command()
{
    return {
        .path = "connector enable",
        .purpose = "Let the pairs of a connector run again",
        .positionals = {{.name = "NAME", .help = "Name of the connector"}},
        .options = {dry_run_option()},
        .exit_codes = {10, 11, 18},
        .examples = {{"syncctl connector enable dev", "Let the pairs of a connector run again"}},
        .run = &run_connector_enable};
}

} // namespace syncctl::cli
