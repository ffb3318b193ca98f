#include "commands.hpp"
#include "editor.hpp"
#include "exit_code.hpp"
#include "findings.hpp"
#include "session.hpp"

#include "syncctl/app/mappings.hpp"
#include "syncctl/base/error.hpp"

namespace syncctl::cli {

namespace {

/// Shows the problems; on a terminal the person decides, without one the draft is kept.
bool wants_to_go_on(Session& session, Result& result)
{
    if (session.globals().answers_yes) {
        return false;
    }
    for (const auto& lines : result.rendered) {
        session.talk().lines(lines);
    }
    result.rendered.clear();
    try {
        return session.ask("The document has errors. Edit again?");
    } catch (const Error& error) {
        if (error.code() != ErrorCode::declined) {
            throw;
        }
        return false;
    }
}

Result run(Session& session, const Arguments& arguments)
{
    const auto pair = arguments.text("PAIR");
    auto& workspace = session.workspace();
    const auto before = app::mapping_to_edit(workspace, pair);
    auto folder = workspace.database_path().parent_path();
    if (folder.empty()) {
        folder = ".";
    }
    workspace.close(); // a person takes time; nothing stays open meanwhile
    Draft draft{folder, "mapping-" + pair, before};
    while (true) {
        run_editor(session, draft.path());
        const auto text = app::read_document(draft.path().string());
        if (text == before) {
            Result result;
            result.layout = Layout::none;
            result.notes.emplace_back("unchanged, nothing was stored");
            return result;
        }
        const auto imported = app::import_mapping(workspace,
                                                  {.pair = pair,
                                                   .file_name = draft.path().filename().string(),
                                                   .document = text,
                                                   .is_dry_run = arguments.is_dry_run()});
        workspace.close();
        auto result = findings_result(imported.check, draft.path().filename().string());
        if (!imported.check.has_errors) {
            result.notes.push_back(arguments.is_dry_run()
                                       ? std::string{"the mapping is good; nothing was stored"}
                                       : "mapping of '" + pair + "' stored as revision " +
                                             std::to_string(imported.revision));
            return result;
        }
        if (!wants_to_go_on(session, result)) {
            draft.keep();
            result.notes.push_back("nothing was stored; the draft is in " + draft.path().string());
            return result;
        }
    }
}

} // namespace

CommandSpec mapping_edit_command()
{
    return {
        .path = "mapping edit",
        .purpose =
            "Edit the mapping of a pair with $VISUAL or $EDITOR; it is checked before it is stored",
        .positionals = {{.name = "PAIR", .help = "Name of the pair"}},
        .options = {dry_run_option()},
        .exit_codes = {10, 11, 16, 17, 18},
        .examples = {{"syncctl mapping edit dev-desk", "Opens the editor"}},
        .run = &run};
}

} // namespace syncctl::cli
