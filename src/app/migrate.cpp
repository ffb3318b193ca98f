#include "syncctl/app/migrate.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

namespace syncctl::app {

namespace {

void require_known_version(int to)
{
    if (to < 0 || to > store::Migrator::newest_version()) {
        throw Error{ErrorCode::usage,
                    fmt::format("there is no migration {}; the newest is {}",
                                to,
                                store::Migrator::newest_version()),
                    "syncctl migrate status"};
    }
}

} // namespace

std::vector<MigrationLine> migration_status(Workspace& workspace)
{
    auto& store = workspace.unchecked(store::OpenMode::read_only);
    std::vector<MigrationLine> lines;
    for (const auto& migration :
         store::Migrator{store.database, workspace.services().clock}.status()) {
        lines.push_back({.version = migration.version,
                         .name = migration.name,
                         .state = std::string{to_string(migration.state)},
                         .applied_at = migration.applied_at});
    }
    return lines;
}

MigrationReport migrate_up(Workspace& workspace, int to, bool is_dry_run)
{
    require_known_version(to);
    MigrationReport report;
    if (is_dry_run) {
        for (auto& line : migration_status(workspace)) {
            if (line.state == to_string(store::MigrationState::pending) &&
                (to == 0 || line.version <= to)) {
                report.lines.push_back(std::move(line));
            }
        }
        return report;
    }
    auto& store = workspace.unchecked(store::OpenMode::read_write);
    store::Migrator migrator{store.database, workspace.services().clock};
    for (const auto& applied : migrator.up(to)) {
        report.lines.push_back({.version = applied.version,
                                .name = applied.name,
                                .state = std::string{to_string(store::MigrationState::applied)},
                                .applied_at = workspace.now()});
    }
    report.backup = migrator.backup();
    return report;
}

std::vector<std::string> verify_database(Workspace& workspace)
{
    auto& store = workspace.unchecked(store::OpenMode::read_only);
    auto problems = store::Migrator{store.database, workspace.services().clock}.verify();
    if (auto integrity = store.database.integrity_problems(); !integrity.empty()) {
        problems.push_back(std::move(integrity));
    }
    return problems;
}

} // namespace syncctl::app
