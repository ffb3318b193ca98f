#pragma once

#include "syncctl/app/workspace.hpp"
#include "syncctl/store/migrator.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace syncctl::app {

struct MigrationLine {
    int version = 0;
    std::string name;
    std::string state; ///< applied, pending, edited, unknown, missing
    base::Timestamp applied_at;
};

struct MigrationReport {
    std::vector<MigrationLine> lines; ///< what was applied, or would be
    std::filesystem::path backup;     ///< empty when none was needed
};

[[nodiscard]] std::vector<MigrationLine> migration_status(Workspace& workspace);
/// \param to 0 = newest
[[nodiscard]] MigrationReport migrate_up(Workspace& workspace, int to, bool is_dry_run);
/// Checksums, schema objects, and SQLite's own checks. Empty = sound.
[[nodiscard]] std::vector<std::string> verify_database(Workspace& workspace);

} // namespace syncctl::app
