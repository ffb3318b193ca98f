#pragma once

#include "syncctl/app/workspace.hpp"

#include <optional>

namespace syncctl::app {

struct CleanupRequest {
    std::optional<int> days; ///< default: setting log_retention_days
    bool is_vacuum = false;
    bool is_dry_run = false;
};

struct CleanupReport {
    int days = 0;
    store::CleanupCounts removed; ///< or would be
    std::int64_t size_before = 0; ///< octets of the file
    std::int64_t size_after = 0;
};

[[nodiscard]] CleanupReport cleanup(Workspace& workspace, const CleanupRequest& request);

} // namespace syncctl::app
