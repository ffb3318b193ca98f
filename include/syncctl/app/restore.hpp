#pragma once

#include "syncctl/app/backup.hpp"

#include <filesystem>
#include <optional>

namespace syncctl::app {

struct RestoreRequest {
    std::filesystem::path file;
    bool allows_other_database = false; ///< a backup of a database with another UUID
};

/// What stands where the backup will be.
enum class PresentDatabase { none, sound, damaged };

struct RestorePlan {
    store::Overview backup;
    std::optional<BackupManifest> manifest; ///< its digest has been compared
    PresentDatabase present = PresentDatabase::none;
    store::Overview replaced; ///< when there is a sound one
};

struct RestoreReport {
    RestorePlan plan;
    std::filesystem::path safety_copy; ///< empty when there was nothing to keep
    bool needs_migration = false;      ///< the backup is of an older version of syncctl
};

/// Everything that can be wrong with the backup, before anything is changed.
/// \throws Error{damaged_database | foreign_database | wrong_schema | wrong_key | declined | ...}
[[nodiscard]] RestorePlan plan_restore(Workspace& workspace, const RestoreRequest& request);

/// Puts the backup in the place of the database, after a safety copy of what is there; with one
/// rename, so that a kill leaves the old database or the new one. No run may be going on.
/// \throws as plan_restore, and Error{locked}
[[nodiscard]] RestoreReport restore_backup(Workspace& workspace, const RestoreRequest& request);

} // namespace syncctl::app
