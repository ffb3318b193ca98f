#include "commands.hpp"
#include "rows.hpp"
#include "session.hpp"

#include "syncctl/app/connectors.hpp"
#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"

namespace syncctl::cli {

namespace {

std::map<std::string, std::string> settings_from(const Arguments& arguments)
{
    std::map<std::string, std::string> settings;
    for (const auto& setting : arguments.all("set")) {
        const auto equals = setting.find('=');
        if (equals == std::string::npos || equals == 0) {
            throw Error{ErrorCode::usage, "--set takes KEY=VALUE", "syncctl connector types"};
        }
        if (!settings.emplace(setting.substr(0, equals), setting.substr(equals + 1)).second) {
            throw Error{ErrorCode::usage, "--set: the same setting was given twice"};
        }
    }
    return settings;
}

std::map<std::string, app::SecretReader> secrets_from(Session& session, const Arguments& arguments)
{
    std::map<std::string, app::SecretReader> secrets;
    bool has_standard_input = false;
    for (const auto& text : arguments.all("secret")) {
        auto named = parse_named_secret_source(text);
        if (named.source.kind == SecretSource::Kind::standard_input) {
            if (has_standard_input) {
                throw Error{ErrorCode::usage, "--secret: only one secret can come from stdin"};
            }
            has_standard_input = true;
        }
        const auto what = named.name.empty() ? std::string{"secret"} : "secret " + named.name;
        auto reader = [&session, source = std::move(named.source), what] {
            return session.read_secret(source, what);
        };
        if (!secrets.emplace(named.name, std::move(reader)).second) {
            throw Error{ErrorCode::usage, "--secret: the same secret was given twice"};
        }
    }
    return secrets;
}

Result run(Session& session, const Arguments& arguments)
{
    app::ConnectorAddition addition;
    addition.name = arguments.text("NAME");
    addition.type = arguments.text("type");
    addition.url = arguments.text("url");
    addition.settings = settings_from(arguments);
    addition.secrets = secrets_from(session, arguments);
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
    return {.path = "connector add",
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
                        {.flags = "--set",
                         .value = "KEY=VALUE",
                         .help = "A setting of the type",
                         .is_repeatable = true},
                        {.flags = "--secret",
                         .value = "[NAME=]SOURCE",
                         .help = "prompt, stdin, file:PATH, env:NAME or cmd:COMMAND",
                         .is_repeatable = true},
                        {.flags = "--no-test", .help = "Do not connect now"},
                        dry_run_option()},
            .exit_codes = {10, 11, 12, 13, 17},
            .examples = {{"syncctl connector add dev --type files --url ./dev-tracker",
                          "A folder of JSON documents"},
                         {"syncctl connector add desk --type files --url /srv/desk --no-test",
                          "A folder that is not there yet"},
                         {"syncctl connector add dev --type files --url ./dev-tracker -n",
                          "Only try it"}},
            .run = &run};
}

} // namespace syncctl::cli
