#include "commands.hpp"
#include "migrate_folder.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

namespace syncctl::cli {

namespace {

/// What a person has to know before saying yes.
std::vector<std::string> warnings_of(const store::WayBack& way)
{
    std::vector<std::string> warnings;
    for (const auto& loss : way.losses) {
        warnings.push_back(fmt::format(
            "lost: {} ({})", loss.what, base::counted(static_cast<std::size_t>(loss.rows), "row")));
    }
    return warnings;
}

std::vector<app::MigrationLine> planned_lines(const store::WayBack& way)
{
    std::vector<app::MigrationLine> lines;
    for (const auto& migration : way.migrations) {
        lines.push_back({.version = migration.version,
                         .name = migration.name,
                         .state = "would be reverted",
                         .applied_at = {}});
    }
    return lines;
}

Result run_migrate_down(Session& session, const Arguments& arguments)
{
    const auto folder = migration_folder(session, arguments);
    const int to = migration_version(arguments);
    const auto way = app::plan_migrate_down(session.workspace(), to, folder);
    for (const auto& warning : warnings_of(way)) {
        session.talk().warning(warning);
    }
    Result result;
    result.is_report = true;
    if (arguments.is_dry_run()) {
        show_migrations(result, planned_lines(way));
        return result;
    }
    session.confirm(fmt::format("Revert {} and go back to schema version {}{}? A backup is made "
                                "first.",
                                base::counted(way.migrations.size(), "migration"),
                                to,
                                way.losses.empty() ? "" : ", losing what is listed above"));
    const auto report = app::migrate_down(session.workspace(), to, folder);
    show_migrations(result, report.lines);
    result.notes.push_back("backup: " + report.backup.string());
    if (to < store::Migrator::newest_version()) {
        result.notes.push_back(
            fmt::format("the database is for a syncctl of schema version {} now", to));
    }
    return result;
}

} // namespace

CommandSpec migrate_down_command()
{
    return {.path = "migrate down",
            .purpose = "Take the schema back to an older version, for an older program, after a "
                       "verified backup",
            .options = {{.flags = "--to",
                         .value = "N",
                         .help = "The version to go back to",
                         .is_required = true},
                        migration_folder_option(),
                        dry_run_option()},
            .exit_codes = {10, 11, 16, 17, 18},
            .examples = {{"syncctl migrate down --to 8 -n", "What would be reverted and lost"},
                         {"syncctl migrate down --to 8", "Asks first"},
                         {"syncctl migrate down --to 10000 --dir /etc/syncctl/migrations -y",
                          "Take back all of your own migrations, in a script"}},
            .run = &run_migrate_down};
}

} // namespace syncctl::cli
