#include "commands.hpp"
#include "rows.hpp"
#include "session.hpp"

#include "syncctl/app/items.hpp"

namespace syncctl::cli {

namespace {

Result run_items_list(Session& session, const Arguments& arguments)
{
    Result result;
    result.columns = item_columns();
    for (const auto& item :
         app::list_items(session.workspace(),
                         {.pair = arguments.text("pair"), .state = arguments.text("state")})) {
        result.rows.push_back(item_row(item));
    }
    return result;
}

} // namespace

CommandSpec items_list_command()
{
    return {
        .path = "items list",
        .purpose = "List the linked items, and those that failed and are tried again",
        .options =
            {pair_option(),
             {.flags = "--state",
              .value = "STATE",
              .help = "active, conflict, error, source_deleted, target_deleted or paused",
              .choices =
                  {"active", "conflict", "error", "source_deleted", "target_deleted", "paused"}}},
        .exit_codes = {10, 18},
        .examples = {{"syncctl items list --pair dev-desk", "The links of a pair"},
                     {"syncctl items list --state error", "What failed, and why"}},
        .run = &run_items_list};
}

} // namespace syncctl::cli
