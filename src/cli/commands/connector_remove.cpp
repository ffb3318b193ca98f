#include "commands.hpp"
#include "session.hpp"

#include "syncctl/app/connectors.hpp"

namespace syncctl::cli {

namespace {

Result run_connector_remove(Session& session, const Arguments& arguments)
{
    const auto name = arguments.text("NAME");
    app::remove_connector(session.workspace(), name, arguments.is_dry_run());
    Result result;
    result.layout = Layout::none;
    result.rows.push_back(Data::Object{{"name", name}, {"removed", !arguments.is_dry_run()}});
    result.notes.push_back("connector '" + name + "' " +
                           (arguments.is_dry_run() ? "would be removed" : "removed"));
    return result;
}

} // namespace

CommandSpec connector_remove_command()
{
    return {.path = "connector remove",
            .purpose = "Forget a connector and its credentials; refused while pairs use it",
            .positionals = {{.name = "NAME", .help = "Name of the connector"}},
            .options = {dry_run_option()},
            .exit_codes = {10, 11, 18},
            .examples = {{"syncctl connector remove dev", "The tracker itself is not touched"}},
            .run = &run_connector_remove};
}

} // namespace syncctl::cli
