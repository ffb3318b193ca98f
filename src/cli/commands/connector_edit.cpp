#include "commands.hpp"
#include "connector_options.hpp"
#include "rows.hpp"
#include "session.hpp"

#include "syncctl/app/connectors.hpp"
#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"

#include <utility>

namespace syncctl::cli {

namespace {

constexpr const char* k_webhook_secret = "webhook_secret"; // what --unset calls it

void read_webhook_options(Session& session, const Arguments& arguments, app::ConnectorEdit& edit)
{
    edit.drops_webhook_secrets = edit.unset.erase(k_webhook_secret) > 0;
    edit.drops_previous_webhook_secret = arguments.has("drop-previous-webhook-secret");
    const auto text = arguments.find("webhook-secret");
    if (!text) {
        return;
    }
    auto named = parse_named_secret_source(*text);
    if (!named.name.empty() || edit.drops_webhook_secrets) {
        throw Error{ErrorCode::usage,
                    "--webhook-secret takes a SOURCE, and no --unset webhook_secret beside it",
                    "syncctl connector edit --help"};
    }
    edit.webhook_secret = [&session, source = std::move(named.source)] {
        return session.read_secret(source, "webhook secret");
    };
}

Result run_connector_edit(Session& session, const Arguments& arguments)
{
    app::ConnectorEdit edit;
    edit.name = arguments.text("NAME");
    edit.url = arguments.find("url");
    edit.settings = connector_settings(arguments);
    const auto& unset = arguments.all("unset");
    edit.unset = {unset.begin(), unset.end()};
    edit.secrets = connector_secrets(session, arguments);
    read_webhook_options(session, arguments, edit);
    edit.is_tested = !arguments.has("no-test");
    edit.is_dry_run = arguments.is_dry_run();
    const auto edited = app::edit_connector(session.workspace(), edit);
    Result result;
    result.layout = Layout::none;
    result.is_report = true;
    result.columns = connector_columns();
    result.rows.push_back(connector_details(edited.connector, edited.types));
    for (const auto& check : edited.checks) {
        session.talk().detail(check.name + ": " + check.detail);
    }
    result.notes.push_back(
        "connector '" + edit.name + "' " + (edit.is_dry_run ? "would be edited" : "edited") +
        (edit.is_tested ? ": " + base::counted(edited.types.size(), "work item type")
                        : ", not tested; next: syncctl connector test " + edit.name));
    if (edit.webhook_secret && edited.connector.has_previous_webhook_secret) {
        result.notes.push_back("the webhook secret that counted until now is taken as well, until: "
                               "syncctl connector edit " +
                               edit.name + " --drop-previous-webhook-secret");
    }
    return result;
}

} // namespace

CommandSpec connector_edit_command()
{
    return {
        .path = "connector edit",
        .purpose = "Change a connector, for instance its token; tested before it is stored, "
                   "and what is not named stays",
        .positionals = {{.name = "NAME", .help = "Name of the connector"}},
        .options = {{.flags = "--url",
                     .value = "URL",
                     .help = "Where the tracker is now; another scheme, host or port needs "
                             "every secret again"},
                    connector_set_option(),
                    {.flags = "--unset",
                     .value = "NAME",
                     .help = "Take a setting or a secret away",
                     .is_repeatable = true},
                    connector_secret_option(),
                    {.flags = "--webhook-secret",
                     .value = "SOURCE",
                     .help = "What senders of webhooks know: prompt, stdin, file:PATH, env:NAME "
                             "or cmd:COMMAND; the former one is taken as well"},
                    {.flags = "--drop-previous-webhook-secret",
                     .help = "Every sender has the new one: the former one is refused"},
                    {.flags = "--no-test", .help = "Do not connect now"},
                    dry_run_option()},
        .exit_codes = {10, 11, 12, 13, 16, 17, 18},
        .examples = {{"syncctl connector edit dev --secret token=prompt",
                      "The token has expired: enter the new one"},
                     {"syncctl connector edit dev --secret bearer=file:/run/token "
                      "--unset token",
                      "Sign in with something else"},
                     {"syncctl connector edit dev --set concurrency=2 --unset area",
                      "Change one setting, go without another"},
                     {"syncctl connector edit desk --url /srv/desk -n",
                      "Only try whether the tracker can be reached there"},
                     {"syncctl connector edit dev --webhook-secret file:/run/webhook-secret",
                      "Let the tracker announce changes (syncctl webhook ingest)"}},
        .run = &run_connector_edit};
}

} // namespace syncctl::cli
