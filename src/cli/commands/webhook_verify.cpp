#include "commands.hpp"
#include "session.hpp"
#include "webhook_request.hpp"

namespace syncctl::cli {

namespace {

Result run_webhook_verify(Session& session, const Arguments& arguments)
{
    const auto delivery = delivery_from(session, arguments);
    const auto verdict =
        app::verify_webhook(session.workspace(), arguments.text("CONNECTOR"), delivery);
    Result result;
    result.is_report = true;
    result.layout = Layout::details;
    result.columns = {
        {"connector", "Connector"}, {"proof", "Proof"}, {"previous_secret", "Previous secret"}};
    result.rows.emplace_back(verdict_members(verdict));
    return result;
}

} // namespace

CommandSpec webhook_verify_command()
{
    return {.path = "webhook verify",
            .purpose = "Say whether a delivery, its body on standard input, comes from a sender "
                       "that knows the connector's webhook secret",
            .positionals = {{.name = "CONNECTOR", .help = "Name of the connector"}},
            .options = {webhook_header_option(), webhook_proof_option()},
            .exit_codes = {10, 12, 16, 18},
            .examples = {{"syncctl webhook verify dev --header X-Hub-Signature-256=HOOK_SIGNATURE",
                          "From a script that a web server starts"},
                         {"syncctl webhook verify desk --proof secret",
                          "The headers as CGI has them; only X-Syncctl-Secret counts"}},
            .run = &run_webhook_verify};
}

} // namespace syncctl::cli
