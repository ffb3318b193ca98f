#include "commands.hpp"
#include "migrate_folder.hpp"

namespace syncctl::cli {

namespace {

Result run_migrate_status(Session& session, const Arguments& arguments)
{
    Result result;
    show_migrations(
        result, app::migration_status(session.workspace(), migration_folder(session, arguments)));
    return result;
}

} // namespace

CommandSpec migrate_status_command()
{
    return {.path = "migrate status",
            .purpose = "List the migrations with their state",
            .options = {migration_folder_option()},
            .exit_codes = {10, 16, 18},
            .examples = {{"syncctl migrate status", "Which schema the database has"},
                         {"syncctl migrate status --dir /etc/syncctl/migrations",
                          "With your own migrations"},
                         {"syncctl migrate status --json", "The same for a program"}},
            .run = &run_migrate_status};
}

} // namespace syncctl::cli
