#include "commands.hpp"
#include "findings.hpp"
#include "session.hpp"

#include "syncctl/app/mappings.hpp"

namespace syncctl::cli {

namespace {

Result run_mapping_export(Session& session, const Arguments& arguments)
{
    const auto pair = arguments.text("PAIR");
    const auto revision = revision_argument(arguments);
    auto document = revision ? app::export_revision(session.workspace(), pair, *revision)
                             : app::export_mapping(session.workspace(), pair);
    Result result;
    result.rows.push_back(Data::Object{{"pair", pair}, {"document", document}});
    result.verbatim = std::move(document);
    return result;
}

} // namespace

CommandSpec mapping_export_command()
{
    return {.path = "mapping export",
            .purpose = "Print the mapping document of a pair as it was imported, comments and all",
            .positionals = {{.name = "PAIR", .help = "Name of the pair"}},
            .options = {revision_option()},
            .exit_codes = {10, 18},
            .examples = {{"syncctl mapping export dev-desk",
                          "To a file: add > mapping.yaml in a shell"},
                         {"syncctl mapping export dev-desk --rev 3", "An older revision"}},
            .run = &run_mapping_export};
}

} // namespace syncctl::cli
