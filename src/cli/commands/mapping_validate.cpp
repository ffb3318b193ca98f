#include "commands.hpp"
#include "findings.hpp"
#include "session.hpp"

#include "syncctl/app/mappings.hpp"

namespace syncctl::cli {

namespace {

Result run_mapping_validate(Session& session, const Arguments& arguments)
{
    const auto what = arguments.text("DOCUMENT");
    app::FoundDocument document;
    if (what == "-") {
        document.file_name = "-";
        document.text = read_document_argument(session, what);
    } else {
        document = app::find_document(session.workspace(), what);
    }
    const auto check = app::check_mapping(session.workspace(), document);
    auto result = findings_result(check, document.file_name);
    result.notes = metadata_notes(check, session.workspace().now());
    if (!check.has_errors) {
        result.notes.push_back(
            document.file_name + ": good" +
            (check.has_checked_names ? "" : " as far as can be told without the connectors"));
    }
    return result;
}

} // namespace

CommandSpec mapping_validate_command()
{
    return {.path = "mapping validate",
            .purpose = "Check a mapping document and show every problem with its place",
            .positionals = {{.name = "DOCUMENT",
                             .help = "Name of a pair, a file, or - for standard input"}},
            .exit_codes = {10, 16, 18},
            .examples = {{"syncctl mapping validate mapping.yaml", "Before importing it"},
                         {"syncctl mapping validate dev-desk", "After the trackers changed"}},
            .run = &run_mapping_validate};
}

} // namespace syncctl::cli
