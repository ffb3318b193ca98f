#include "commands.hpp"
#include "rows.hpp"
#include "session.hpp"

#include "syncctl/app/connectors.hpp"

namespace syncctl::cli {

namespace {

Result run_connector_discover(Session& session, const Arguments& arguments)
{
    Result result;
    result.is_report = true;
    result.columns = type_columns();
    for (const auto& type : app::discover_connector(
             session.workspace(), arguments.text("NAME"), arguments.is_dry_run())) {
        result.rows.push_back(type_row(type));
    }
    return result;
}

} // namespace

CommandSpec connector_discover_command()
{
    return {
        .path = "connector discover",
        .purpose = "Read the types, statuses and fields of a tracker again",
        .positionals = {{.name = "NAME", .help = "Name of the connector"}},
        .options = {dry_run_option()},
        .exit_codes = {10, 11, 12, 13, 18},
        .examples = {{"syncctl connector discover dev", "After fields were added to the tracker"}},
        .run = &run_connector_discover};
}

} // namespace syncctl::cli
