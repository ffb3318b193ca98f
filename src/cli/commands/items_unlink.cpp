#include "commands.hpp"
#include "rows.hpp"
#include "session.hpp"

#include "syncctl/app/items.hpp"

namespace syncctl::cli {

namespace {

Result run_items_unlink(Session& session, const Arguments& arguments)
{
    app::UnlinkRequest request{
        .key = arguments.text("KEY"), .pair = arguments.text("pair"), .is_dry_run = true};
    auto item = app::unlink_item(session.workspace(), request);
    if (!arguments.is_dry_run()) {
        session.confirm(
            "Forget that " + item.source_item + " and " + item.target_item +
            " belong together? A later change of either may create a new partner for it.");
        request.is_dry_run = false;
        item = app::unlink_item(session.workspace(), request);
    }
    Result result;
    result.layout = Layout::none;
    result.rows.push_back(item_row(item));
    result.notes.push_back(
        item.source_item + " and " + item.target_item +
        (arguments.is_dry_run() ? " would be unlinked" : " are not linked any more"));
    return result;
}

} // namespace

CommandSpec items_unlink_command()
{
    return {.path = "items unlink",
            .purpose = "Forget that two items are partners; both stay as they are",
            .positionals = {{.name = "KEY", .help = "CONNECTOR:ID of either item"}},
            .options = {{.flags = "--pair",
                         .value = "NAME",
                         .help = "Needed when it is linked in several pairs"},
                        dry_run_option()},
            .exit_codes = {10, 11, 17, 18},
            .examples = {{"syncctl items unlink dev:4711", "Asks first"},
                         {"syncctl items unlink dev:4711 -y", "In a script"}},
            .run = &run_items_unlink};
}

} // namespace syncctl::cli
