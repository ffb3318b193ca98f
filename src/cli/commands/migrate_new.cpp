#include "commands.hpp"
#include "migrate_folder.hpp"

#include "syncctl/base/error.hpp"

namespace syncctl::cli {

namespace {

Result run_migrate_new(Session& session, const Arguments& arguments)
{
    const auto folder = migration_folder(session, arguments);
    if (folder.empty()) {
        throw Error{ErrorCode::usage,
                    "name the folder for the new migration with --dir",
                    "syncctl migrate new " + arguments.text("NAME") + " --dir DIR"};
    }
    const auto files = app::make_migration(folder, arguments.text("NAME"), arguments.is_dry_run());
    Result result;
    result.is_report = true;
    result.columns = {{"version", "VERSION"}, {"up", "UP"}, {"down", "DOWN"}};
    result.rows.push_back(Data::Object{
        {"version", files.version}, {"up", files.up.string()}, {"down", files.down.string()}});
    result.notes.push_back(arguments.is_dry_run()
                               ? "nothing was written"
                               : "next: write the statements, then syncctl migrate up --dir " +
                                     folder.string());
    return result;
}

} // namespace

CommandSpec migrate_new_command()
{
    return {.path = "migrate new",
            .purpose = "Write the two files of a migration of your own: there and back",
            .positionals = {{.name = "NAME", .help = "Of a-z, 0-9 and _"}},
            .options = {migration_folder_option(), dry_run_option()},
            .exit_codes = {16},
            .examples = {{"syncctl migrate new team_report --dir /etc/syncctl/migrations",
                          "Numbered after the last one in the folder"}},
            .run = &run_migrate_new};
}

} // namespace syncctl::cli
