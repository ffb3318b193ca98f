#include "commands.hpp"
#include "session.hpp"

#include "syncctl/app/connectors.hpp"

namespace syncctl::cli {

namespace {

Result run_connector_disable(Session& session, const Arguments& arguments)
{
    const auto name = arguments.text("NAME");
    const bool is_changed =
        app::enable_connector(session.workspace(), name, false, arguments.is_dry_run());
    Result result;
    result.layout = Layout::none;
    result.rows.push_back(
        Data::Object{{"name", name}, {"enabled", false}, {"changed", is_changed}});
    result.notes.push_back("connector '" + name + "' is disabled" + (is_changed ? "" : " already"));
    return result;
}

} // namespace

CommandSpec connector_disable_command()
{
    return {.path = "connector disable",
            .purpose = "Keep every pair of a connector from running",
            .positionals = {{.name = "NAME", .help = "Name of the connector"}},
            .options = {dry_run_option()},
            .exit_codes = {10, 11, 18},
            .examples = {{"syncctl connector disable dev",
                          "Keep every pair of a connector from running"}},
            .run = &run_connector_disable};
}

} // namespace syncctl::cli
