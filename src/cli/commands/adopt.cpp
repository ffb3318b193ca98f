#include "syncctl/app/adopt.hpp"

#include "commands.hpp"
#include "exit_code.hpp"
#include "session.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

namespace syncctl::cli {

namespace {

Result run_adopt(Session& session, const Arguments& arguments)
{
    app::AdoptRequest request;
    request.pair = arguments.text("PAIR");
    request.from = arguments.text("from");
    request.is_dry_run = arguments.is_dry_run();
    const auto summary = app::adopt(session.workspace(), request);
    Result result;
    result.is_report = true;
    result.columns = {{"source_item", "SOURCE"}, {"target_item", "TARGET"}, {"outcome", "OUTCOME"}};
    for (const auto& item : summary.items) {
        result.rows.push_back(Data::Object{{"pair", request.pair},
                                           {"source_item", item.source_item},
                                           {"target_item", item.target_item},
                                           {"outcome", item.outcome}});
    }
    const auto total = static_cast<std::size_t>(summary.linked + summary.left);
    if (total > summary.items.size()) {
        result.notes.push_back(fmt::format("and {} more", total - summary.items.size()));
    }
    result.notes.push_back(
        fmt::format("{} {}; look at what the next run does: syncctl run {} -n",
                    base::counted(static_cast<std::size_t>(summary.linked), "link"),
                    request.is_dry_run ? "would be rebuilt" : "rebuilt",
                    request.pair));
    if (summary.left > 0) {
        result.exit = k_exit_partial;
    }
    return result;
}

} // namespace

CommandSpec adopt_command()
{
    return {
        .path = "adopt",
        .purpose = "Rebuild the links of a pair from the markers in its work items, after the "
                   "database was lost or restored",
        .positionals = {{.name = "PAIR", .help = "The pair"}},
        .options = {{.flags = "--from",
                     .value = "UUID",
                     .help = "Markers of this pair of a lost database; this pair becomes that one"},
                    dry_run_option()},
        .exit_codes = {3, 10, 11, 12, 13, 18},
        .examples = {{"syncctl adopt demo -n", "What would be linked"},
                     {"syncctl adopt demo", "After an older database was restored"},
                     {"syncctl adopt demo --from 6f1c2f3e-0d5b-4c52-9a57-3f0f6f0f5a10",
                      "After the database was lost and set up anew"}},
        .run = &run_adopt};
}

} // namespace syncctl::cli
