#include "commands.hpp"
#include "mapping_editing.hpp"
#include "session.hpp"

namespace syncctl::cli {

namespace {

Result run_mapping_edit(Session& session, const Arguments& arguments)
{
    MappingEditing editing{session,
                           {.pair = arguments.text("PAIR"),
                            .recovers = arguments.has("recover"),
                            .is_dry_run = arguments.is_dry_run()}};
    return editing.run();
}

} // namespace

CommandSpec mapping_edit_command()
{
    return {
        .path = "mapping edit",
        .purpose =
            "Edit the mapping of a pair with $VISUAL or $EDITOR; it is checked before it is stored",
        .positionals = {{.name = "PAIR", .help = "Name of the pair"}},
        .options = {{.flags = "--recover",
                     .help = "Go on with the newest text that was not stored"},
                    dry_run_option()},
        .exit_codes = {10, 11, 16, 17, 18, 130},
        .examples = {{"syncctl mapping edit dev-desk", "Opens the editor"},
                     {"syncctl mapping edit dev-desk --recover",
                      "After a power cut, or with a text saved as draft"}},
        .run = &run_mapping_edit};
}

} // namespace syncctl::cli
