#include "commands.hpp"
#include "session.hpp"

#include "syncctl/app/pairs.hpp"
#include "syncctl/base/text.hpp"

namespace syncctl::cli {

namespace {

Result run_pair_remove(Session& session, const Arguments& arguments)
{
    const auto name = arguments.text("NAME");
    const auto pair = app::show_pair(session.workspace(), name);
    if (!arguments.is_dry_run()) {
        session.confirm("Remove pair '" + pair.name + "' with its mapping, history and " +
                        base::counted(static_cast<std::size_t>(pair.links), "link") +
                        "? The trackers keep their items.");
    }
    app::remove_pair(session.workspace(), name, arguments.is_dry_run());
    Result result;
    result.layout = Layout::none;
    result.rows.push_back(
        Data::Object{{"name", name}, {"links", pair.links}, {"removed", !arguments.is_dry_run()}});
    result.notes.push_back("pair '" + name + "' " +
                           (arguments.is_dry_run() ? "would be removed" : "removed"));
    return result;
}

} // namespace

CommandSpec pair_remove_command()
{
    return {.path = "pair remove",
            .purpose =
                "Forget a pair with its mapping, links and history; the trackers keep their items",
            .positionals = {{.name = "NAME", .help = "Name of the pair"}},
            .options = {dry_run_option()},
            .exit_codes = {10, 11, 17, 18},
            .examples = {{"syncctl pair remove dev-desk", "Asks first"},
                         {"syncctl pair remove dev-desk -y", "In a script"}},
            .run = &run_pair_remove};
}

} // namespace syncctl::cli
