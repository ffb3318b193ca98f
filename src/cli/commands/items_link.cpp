#include "commands.hpp"
#include "rows.hpp"
#include "session.hpp"

#include "syncctl/app/items.hpp"

namespace syncctl::cli {

namespace {

Result run_items_link(Session& session, const Arguments& arguments)
{
    const auto item = app::link_items(session.workspace(),
                                      {.one = arguments.text("ONE"),
                                       .other = arguments.text("OTHER"),
                                       .pair = arguments.text("pair"),
                                       .is_dry_run = arguments.is_dry_run()});
    Result result;
    result.layout = Layout::none;
    result.rows.push_back(item_row(item));
    result.notes.push_back(item.source_item + " and " + item.target_item +
                           (arguments.is_dry_run()
                                ? " would be linked"
                                : " are linked; merged by the next: syncctl run " + item.pair));
    return result;
}

} // namespace

CommandSpec items_link_command()
{
    return {.path = "items link",
            .purpose = "Make two existing items partners; the next run merges them",
            .positionals = {{.name = "ONE", .help = "CONNECTOR:ID of an item without partner"},
                            {.name = "OTHER", .help = "CONNECTOR:ID of the other side"}},
            .options = {{.flags = "--pair",
                         .value = "NAME",
                         .help = "Needed when several pairs join the two"},
                        dry_run_option()},
            .exit_codes = {10, 11, 12, 13, 16, 18},
            .examples = {{"syncctl items link dev:4711 desk:12", "They are the same thing"}},
            .run = &run_items_link};
}

} // namespace syncctl::cli
