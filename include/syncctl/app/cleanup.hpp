#pragma once

#include "syncctl/app/workspace.hpp"
#include "syncctl/store/cleanup.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace syncctl::app {

struct CleanupRequest {
    std::optional<int> days; ///< default: setting log_retention_days
    bool is_vacuum = false;
    bool is_dry_run = false;
};

/// A copy of the database beside it, for a person to remove.
struct KeptCopy {
    std::filesystem::path file;
    std::int64_t size_bytes = 0;
};

struct CleanupReport {
    int days = 0;
    store::CleanupCounts removed; ///< or would be
    std::int64_t size_before = 0; ///< octets of the file
    std::int64_t size_after = 0;
    std::int64_t free_bytes = 0;  ///< that stay unused in the file
    std::vector<KeptCopy> copies; ///< made by `migrate up`, `restore` and `reset`, or unfinished
};

/// Removes old rows, a part at a time, and gives their space back. May be stopped at any point;
/// what is left goes the next time.
[[nodiscard]] CleanupReport cleanup(Workspace& workspace, const CleanupRequest& request);

} // namespace syncctl::app
