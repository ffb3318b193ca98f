#pragma once

#include "syncctl/app/workspace.hpp"
#include "syncctl/store/migrator.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::app {

/// Where extra migrations are; empty = none are looked at.
using MigrationFolder = std::filesystem::path;

struct MigrationLine {
    int version = 0;
    std::string name;
    std::string state; ///< applied, pending, edited, unknown, missing, unchecked, reverted
    base::Timestamp applied_at;
};

struct MigrationReport {
    std::vector<MigrationLine> lines; ///< what was applied or reverted, or would be
    std::filesystem::path backup;     ///< empty when none was needed
};

[[nodiscard]] std::vector<MigrationLine> migration_status(Workspace& workspace,
                                                          const MigrationFolder& folder);
/// \param to 0 = newest
[[nodiscard]] MigrationReport
migrate_up(Workspace& workspace, int to, const MigrationFolder& folder, bool is_dry_run);
/// What going back to that version would revert and lose.
[[nodiscard]] store::WayBack
plan_migrate_down(Workspace& workspace, int to, const MigrationFolder& folder);
/// Goes back, after a verified backup, while no pair runs. \throws Error{locked} when one does
[[nodiscard]] MigrationReport
migrate_down(Workspace& workspace, int to, const MigrationFolder& folder);
/// Writes the templates of an extra migration; the folder is made when there is none.
[[nodiscard]] store::MigrationFiles
make_migration(const MigrationFolder& folder, std::string_view name, bool is_dry_run);
/// Checksums, schema objects, and SQLite's own checks. Empty = sound.
[[nodiscard]] std::vector<std::string> verify_database(Workspace& workspace,
                                                       const MigrationFolder& folder);

} // namespace syncctl::app
