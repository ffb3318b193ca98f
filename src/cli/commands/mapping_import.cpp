#include "commands.hpp"
#include "findings.hpp"
#include "impact.hpp"
#include "session.hpp"

#include "syncctl/app/mappings.hpp"

#include <fmt/format.h>

namespace syncctl::cli {

namespace {

Result run_mapping_import(Session& session, const Arguments& arguments)
{
    app::MappingImport request;
    request.pair = arguments.text("PAIR");
    request.file_name = arguments.text("FILE");
    // An unknown pair is told before anything is read.
    static_cast<void>(app::start_edit(session.workspace(), request.pair));
    request.document = read_document_argument(session, request.file_name);
    request.is_dry_run = arguments.is_dry_run();
    request.by = session.user_name();
    const auto imported = app::import_mapping(session.workspace(), request);
    auto result = findings_result(imported.check, request.file_name);
    if (imported.check.has_errors) {
        result.notes.emplace_back("nothing was stored");
        return result;
    }
    if (imported.is_unchanged) {
        result.notes.push_back(fmt::format("unchanged, revision {}", imported.revision));
        return result;
    }
    add_impact(result, imported.impact);
    if (imported.impact.links > 0) {
        result.notes = impact_lines(imported.impact);
    }
    result.notes.push_back(request.is_dry_run
                               ? std::string{"the mapping is good; nothing was stored"}
                               : fmt::format("mapping of '{}' stored as revision {}; next: {}",
                                             request.pair,
                                             imported.revision,
                                             look_at_it(request.pair, imported.impact)));
    return result;
}

} // namespace

CommandSpec mapping_import_command()
{
    return {.path = "mapping import",
            .purpose = "Check a mapping document and store it as the next revision of a pair",
            .positionals = {{.name = "PAIR", .help = "Name of the pair"},
                            {.name = "FILE", .help = "The document, or - for standard input"}},
            .options = {dry_run_option()},
            .exit_codes = {10, 11, 16, 18},
            .examples = {{"syncctl mapping import dev-desk mapping.yaml", "Store a document"},
                         {"syncctl mapping import dev-desk - -n",
                          "Check what comes on standard input"}},
            .run = &run_mapping_import};
}

} // namespace syncctl::cli
