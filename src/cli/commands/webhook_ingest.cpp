#include "commands.hpp"
#include "session.hpp"
#include "webhook_cgi.hpp"
#include "webhook_request.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

namespace syncctl::cli {

namespace {

std::string note_of(const app::WebhookIntake& intake, bool is_dry_run)
{
    if (intake.is_repeated) {
        return "the same delivery came a short time ago: nothing to do";
    }
    if (intake.items == 0) {
        return "the delivery is about no item of this connector: nothing to do";
    }
    if (intake.pairs.empty()) {
        return "no enabled pair uses this connector: nothing to do";
    }
    return fmt::format("{} {} due; next: syncctl run --queued",
                       base::counted(intake.items, "item"),
                       is_dry_run          ? "would be"
                       : intake.items == 1 ? "is"
                                           : "are");
}

Result run_webhook_ingest(Session& session, const Arguments& arguments)
{
    if (arguments.has("cgi")) {
        return answer_cgi(session, arguments);
    }
    const auto delivery = delivery_from(session, arguments);
    const auto intake = app::ingest_webhook(session.workspace(),
                                            arguments.text("PAIR|CONNECTOR"),
                                            side_given(arguments),
                                            delivery,
                                            arguments.is_dry_run());
    auto row = verdict_members(intake.verdict);
    row.emplace_back("items", static_cast<std::int64_t>(intake.items));
    row.emplace_back("repeated", intake.is_repeated);
    row.emplace_back("pairs", data_of(intake.pairs));
    Result result;
    result.is_report = true;
    result.layout = Layout::none;
    result.rows.emplace_back(std::move(row));
    result.notes.push_back(note_of(intake, arguments.is_dry_run()));
    return result;
}

} // namespace

CommandSpec webhook_ingest_command()
{
    return {
        .path = "webhook ingest",
        .purpose = "Take a delivery, its body on standard input: check it, and mark the items that "
                   "it names for the next run",
        .positionals = {{.name = "PAIR|CONNECTOR",
                         .help = "A connector, for all its pairs; or one pair"}},
        .options = {{.flags = "--cgi",
                     .help = "As a CGI program: the request in the environment, the answer on "
                             "standard output"},
                    webhook_header_option(),
                    webhook_proof_option(),
                    {.flags = "--side",
                     .value = "SIDE",
                     .help =
                         "Of a pair: where the sender is; without, the side whose secret it knows",
                     .choices = {"source", "target"}},
                    dry_run_option()},
        .exit_codes = {10, 11, 12, 16, 18},
        .examples = {{"syncctl webhook ingest dev --cgi",
                      "From the CGI script of docs/webhooks.md"},
                     {"syncctl webhook ingest desk --header X-Syncctl-Secret=HOOK_SECRET",
                      "From a script that Debian's webhook server starts"}},
        .run = &run_webhook_ingest};
}

} // namespace syncctl::cli
