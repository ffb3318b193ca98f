#pragma once

#include "syncctl/app/workspace.hpp"
#include "syncctl/store/overview.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace syncctl::app {

/// What a backup says about itself in the small file beside it.
struct BackupManifest {
    base::Timestamp made_at;
    std::string sha256; ///< of the backup file
    std::int64_t size_bytes = 0;
    store::Overview overview;
};

struct BackupReport {
    std::filesystem::path file;
    std::filesystem::path manifest_file;
    BackupManifest manifest; ///< without digest and size in a dry run
};

/// Where the manifest of a backup lies.
[[nodiscard]] std::filesystem::path manifest_of(const std::filesystem::path& backup);
/// nullopt when there is none. \throws Error{document} when it is none of ours
[[nodiscard]] std::optional<BackupManifest> read_manifest(const std::filesystem::path& backup);

/// A verified copy of the database as it is at one moment, while others may work with it, and its
/// manifest. Needs no key and holds none. Nothing is ever overwritten.
/// \throws Error{io} when there is something of either name
[[nodiscard]] BackupReport
make_backup(Workspace& workspace, const std::filesystem::path& file, bool is_dry_run);

} // namespace syncctl::app
