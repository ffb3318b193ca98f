#include "commands.hpp"
#include "rows.hpp"
#include "session.hpp"

#include "syncctl/app/items.hpp"
#include "syncctl/base/text.hpp"

namespace syncctl::cli {

namespace {

Result run_items_retry(Session& session, const Arguments& arguments)
{
    app::RetryRequest request;
    request.keys = arguments.all("KEY");
    request.is_all_failed = arguments.has("failed");
    request.pair = arguments.text("pair");
    request.is_dry_run = arguments.is_dry_run();
    Result result;
    result.is_report = true;
    result.columns = item_columns();
    for (const auto& item : app::retry_items(session.workspace(), request)) {
        result.rows.push_back(item_row(item));
    }
    result.notes.push_back(
        base::counted(result.rows.size(), "item") +
        (request.is_dry_run ? " would be queued" : " queued; the next run tries again"));
    return result;
}

} // namespace

CommandSpec items_retry_command()
{
    return {.path = "items retry",
            .purpose = "Let the next run look at items again whatever their revision",
            .positionals = {{.name = "KEY",
                             .help = "CONNECTOR:ID",
                             .is_required = false,
                             .is_repeatable = true}},
            .options = {{.flags = "--failed", .help = "Every item that failed"},
                        pair_option(),
                        dry_run_option()},
            .exit_codes = {10, 11, 18},
            .examples = {{"syncctl items retry dev:4711", "One item"},
                         {"syncctl items retry --failed", "All that failed"}},
            .run = &run_items_retry};
}

} // namespace syncctl::cli
