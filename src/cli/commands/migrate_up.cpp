#include "commands.hpp"
#include "migrate_folder.hpp"

namespace syncctl::cli {

namespace {

Result run_migrate_up(Session& session, const Arguments& arguments)
{
    const auto report = app::migrate_up(session.workspace(),
                                        migration_version(arguments),
                                        migration_folder(session, arguments),
                                        arguments.is_dry_run());
    Result result;
    result.is_report = true;
    show_migrations(result, report.lines);
    if (report.lines.empty()) {
        result.notes.emplace_back("the schema is up to date");
    }
    if (!report.backup.empty()) {
        result.notes.push_back("backup: " + report.backup.string());
    }
    return result;
}

} // namespace

CommandSpec migrate_up_command()
{
    return {.path = "migrate up",
            .purpose = "Bring the schema of the database to the version of this program, after a "
                       "verified backup",
            .options = {{.flags = "--to", .value = "N", .help = "Stop at this version"},
                        migration_folder_option(),
                        dry_run_option()},
            .exit_codes = {10, 11, 16, 18},
            .examples = {{"syncctl migrate up", "Apply what is pending"},
                         {"syncctl migrate up -n", "List what is pending"},
                         {"syncctl migrate up --to 1", "Stop at version 1"},
                         {"syncctl migrate up --dir /etc/syncctl/migrations",
                          "Apply your own migrations as well"}},
            .run = &run_migrate_up};
}

} // namespace syncctl::cli
