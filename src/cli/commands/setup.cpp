#include "syncctl/app/setup.hpp"

#include "commands.hpp"
#include "exit_code.hpp"
#include "session.hpp"

#include "syncctl/app/import_older.hpp"
#include "syncctl/base/error.hpp"

namespace syncctl::cli {

namespace {

void add_row(Result& result, std::string_view step, std::string_view state, std::string_view detail)
{
    result.rows.push_back(Data::Object{{"step", std::string{step}},
                                       {"state", std::string{state}},
                                       {"detail", text_or_null(std::string{detail})}});
}

/// Before anything is made: a file that cannot be taken over leaves nothing behind.
std::optional<app::OlderSource> read_import(const Arguments& arguments)
{
    const auto file = arguments.find("import");
    if (!file) {
        if (arguments.has("import-key-file")) {
            throw Error{
                ErrorCode::usage, "--import-key-file is for --import FILE", "syncctl setup --help"};
        }
        return std::nullopt;
    }
    return app::read_older(*file, arguments.text("import-key-file"));
}

void show_import(Result& result, Session& session, const app::ImportReport& report)
{
    for (const auto& warning : report.warnings) {
        session.talk().warning(warning);
    }
    for (const auto& line : report.lines) {
        add_row(result, line.what, line.state, line.detail);
    }
    if (report.has_left_out) {
        result.exit = k_exit_partial;
        result.error = Problem{.code = "partial",
                               .message = "not everything could be carried over",
                               .hint = "see the lines that were left out"};
        result.problems.push_back(*result.error);
    }
}

Result run_setup(Session& session, const Arguments& arguments)
{
    const auto source = read_import(arguments);
    const auto report = app::setup(session.workspace(), arguments.is_dry_run());
    Result result;
    result.is_report = true;
    result.columns = {{"step", "STEP"}, {"state", "STATE"}, {"detail", "DETAIL"}};
    for (const auto& step : report.steps) {
        add_row(result, step.name, step.state, step.detail);
    }
    auto next = report.next_command;
    if (source) {
        const auto imported = app::import_older(session.workspace(),
                                                *source,
                                                {.by = session.user_name(),
                                                 .is_dry_run = arguments.is_dry_run(),
                                                 .tz_variable = session.environment().find("TZ")});
        show_import(result, session, imported);
        next = arguments.is_dry_run() ? "the same without -n" : imported.next_command;
    }
    result.notes.push_back("next: " + next);
    return result;
}

} // namespace

CommandSpec setup_command()
{
    return {
        .path = "setup",
        .purpose = "Make the state database and its key, or check and complete what is there",
        .options = {{.flags = "--import",
                     .value = "FILE",
                     .help = "Take over the database of the older Node.js tool; it is only read"},
                    {.flags = "--import-key-file",
                     .value = "FILE",
                     .help = "The older tool's key; without it credentials are left out"},
                    dry_run_option()},
        .exit_codes = {3, 10, 11, 12},
        .examples = {{"syncctl setup", "Make the database at its usual place"},
                     {"syncctl --db /srv/sync/sync.db setup", "Make it somewhere else"},
                     {"syncctl setup -n", "See what would be made"},
                     {"syncctl setup --import data/sync.db --import-key-file "
                      "data/encryption.key -n",
                      "See what of the older tool would be taken over"}},
        .run = &run_setup};
}

} // namespace syncctl::cli
