#include "commands.hpp"
#include "rows.hpp"
#include "session.hpp"

#include "syncctl/app/connectors.hpp"

namespace syncctl::cli {

namespace {

Result run_connector_show(Session& session, const Arguments& arguments)
{
    const auto name = arguments.text("NAME");
    const auto connector = app::show_connector(session.workspace(), name);
    const auto known = app::connector_metadata(session.workspace(), name);
    Section types{.title = "Work item types", .columns = type_columns()};
    for (const auto& type : known) {
        types.rows.push_back(type_row(type));
    }
    Result result;
    result.layout = Layout::details;
    result.columns = {{"name", "Name"},
                      {"type", "Type"},
                      {"url", "URL"},
                      {"enabled", "Enabled"},
                      {"pairs", "Pairs"},
                      {"has_credentials", "Credentials"},
                      {"has_webhook_secret", "Webhook secret"},
                      {"has_previous_webhook_secret", "Previous webhook secret"},
                      {"discovered_at", "Discovered"},
                      {"created_at", "Created"}};
    result.rows.push_back(connector_details(connector, known));
    result.sections.push_back(std::move(types));
    return result;
}

} // namespace

CommandSpec connector_show_command()
{
    return {.path = "connector show",
            .purpose =
                "Show one connector with the types, statuses and fields that were discovered",
            .positionals = {{.name = "NAME", .help = "Name of the connector"}},
            .exit_codes = {10, 18},
            .examples = {{"syncctl connector show dev", "Which fields a mapping can name"}},
            .run = &run_connector_show};
}

} // namespace syncctl::cli
