#include "syncctl/app/migrate.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

namespace syncctl::app {

namespace {

std::optional<store::ExtraMigrations> extras_of(const MigrationFolder& folder)
{
    if (folder.empty()) {
        return std::nullopt;
    }
    return store::read_extra_migrations(folder);
}

/// The folder is read first: what is wrong with it is told before the database is opened.
store::Migrator
migrator_of(Workspace& workspace, store::OpenMode mode, const MigrationFolder& folder)
{
    auto extras = extras_of(folder);
    auto& store = workspace.unchecked(mode);
    return {store.database, workspace.services().clock, std::move(extras)};
}

std::vector<MigrationLine> lines_of(const std::vector<store::AppliedMigration>& migrations,
                                    std::string_view state,
                                    base::Timestamp now)
{
    std::vector<MigrationLine> lines;
    lines.reserve(migrations.size());
    for (const auto& migration : migrations) {
        lines.push_back({.version = migration.version,
                         .name = migration.name,
                         .state = std::string{state},
                         .applied_at = now});
    }
    return lines;
}

void require_known_version(int to)
{
    if (to < store::k_first_extra_version && to > store::Migrator::newest_version()) {
        throw Error{ErrorCode::usage,
                    fmt::format("there is no migration {}; the newest is {}",
                                to,
                                store::Migrator::newest_version()),
                    "syncctl migrate status"};
    }
}

/// Whether up(to) goes that far.
bool is_wanted(int version, int to)
{
    return to == 0 || version <= to;
}

} // namespace

std::vector<MigrationLine> migration_status(Workspace& workspace, const MigrationFolder& folder)
{
    auto migrator = migrator_of(workspace, store::OpenMode::read_only, folder);
    std::vector<MigrationLine> lines;
    for (const auto& migration : migrator.status()) {
        lines.push_back({.version = migration.version,
                         .name = migration.name,
                         .state = std::string{to_string(migration.state)},
                         .applied_at = migration.applied_at});
    }
    return lines;
}

MigrationReport
migrate_up(Workspace& workspace, int to, const MigrationFolder& folder, bool is_dry_run)
{
    require_known_version(to);
    MigrationReport report;
    if (is_dry_run) {
        for (auto& line : migration_status(workspace, folder)) {
            if (line.state == to_string(store::MigrationState::pending) &&
                is_wanted(line.version, to)) {
                report.lines.push_back(std::move(line));
            }
        }
        return report;
    }
    auto migrator = migrator_of(workspace, store::OpenMode::read_write, folder);
    report.lines =
        lines_of(migrator.up(to), to_string(store::MigrationState::applied), workspace.now());
    report.backup = migrator.backup();
    return report;
}

std::vector<std::string> verify_database(Workspace& workspace, const MigrationFolder& folder)
{
    auto migrator = migrator_of(workspace, store::OpenMode::read_only, folder);
    auto problems = migrator.verify();
    auto& database = workspace.unchecked(store::OpenMode::read_only).database;
    if (auto integrity = database.integrity_problems(); !integrity.empty()) {
        problems.push_back(std::move(integrity));
    }
    return problems;
}

store::WayBack plan_migrate_down(Workspace& workspace, int to, const MigrationFolder& folder)
{
    return migrator_of(workspace, store::OpenMode::read_only, folder).plan_down(to);
}

MigrationReport migrate_down(Workspace& workspace, int to, const MigrationFolder& folder)
{
    auto migrator = migrator_of(workspace, store::OpenMode::read_write, folder);
    // A run that goes on would find its tables gone.
    std::vector<base::FileLock> locks;
    for (const auto& pair : migrator.pairs()) {
        model::Pair locked;
        locked.uuid = pair.uuid;
        locked.name = pair.name;
        locks.push_back(workspace.lock_pair(locked));
    }
    MigrationReport report;
    report.lines = lines_of(migrator.down(to), "reverted", {});
    report.backup = migrator.backup();
    workspace.tidy_up();
    return report;
}

} // namespace syncctl::app
