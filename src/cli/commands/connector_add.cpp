#include "commands.hpp"
#include "connector_options.hpp"
#include "rows.hpp"
#include "session.hpp"

#include "syncctl/app/connectors.hpp"
#include "syncctl/base/text.hpp"

namespace syncctl::cli {

namespace {

Result run_connector_add(Session& session, const Arguments& arguments)
{
    app::ConnectorAddition addition;
    addition.name = arguments.text("NAME");
    addition.type = arguments.text("type");
    addition.url = arguments.text("url");
    addition.settings = connector_settings(arguments);
    addition.secrets = connector_secrets(session, arguments);
    addition.is_tested = !arguments.has("no-test");
    addition.is_dry_run = arguments.is_dry_run();
    const auto added = app::add_connector(session.workspace(), addition);
    Result result;
    result.layout = Layout::none;
    result.is_report = true;
    result.columns = connector_columns();
    result.rows.push_back(connector_row(added.connector));
    for (const auto& check : added.checks) {
        session.talk().detail(check.name + ": " + check.detail);
    }
    result.notes.push_back(
        "connector '" + addition.name + "' " + (addition.is_dry_run ? "would be added" : "added") +
        (addition.is_tested ? ": " + base::counted(added.types.size(), "work item type")
                            : ", not tested; next: syncctl connector discover " + addition.name));
    return result;
}

} // namespace

CommandSpec connector_add_command()
{
    return {
        .path = "connector add",
        .purpose = "Add a connection to a tracker, test it, and read what types, statuses and "
                   "fields it has",
        .positionals = {{.name = "NAME", .help = "Name of the connector, free to choose"}},
        .options = {{.flags = "--type",
                     .value = "TYPE",
                     .help = "See `connector types`",
                     .is_required = true},
                    {.flags = "--url",
                     .value = "URL",
                     .help = "Where the tracker is",
                     .is_required = true},
                    connector_set_option(),
                    connector_secret_option(),
                    {.flags = "--no-test", .help = "Do not connect now"},
                    dry_run_option()},
        .exit_codes = {10, 11, 12, 13, 16, 17},
        .examples = {{"syncctl connector add dev --type files --url ./dev-tracker",
                      "A folder of JSON documents"},
                     {"syncctl connector add desk --type files --url /srv/desk --no-test",
                      "A folder that is not there yet"},
                     {"syncctl connector add dev --type files --url ./dev-tracker -n",
                      "Only try it"},
                     {"syncctl connector add dev --type azure-devops --url "
                      "https://dev.azure.com/fabrikam/Fiber --secret token=prompt",
                      "A project of Azure DevOps"},
                     {"syncctl connector add desk --type servicedesk-plus --url "
                      "https://desk.example.com:8080 --secret technician_key=prompt --set "
                      "marker=udf_sline_302",
                      "ServiceDesk Plus on-premises"},
                     {"syncctl connector add desk --type servicedesk-plus --url "
                      "https://sdpondemand.manageengine.com/app/itdesk --set client_id=1000.ABC "
                      "--secret client_secret=prompt --secret refresh_token=prompt",
                      "ServiceDesk Plus in the cloud"}},
        .run = &run_connector_add};
}

} // namespace syncctl::cli
