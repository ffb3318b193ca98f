#pragma once

#include "syncctl/app/workspace.hpp"

#include <filesystem>

namespace syncctl::app {

struct ResetReport {
    std::filesystem::path database;
    std::filesystem::path safety_copy;
};

/// Removes the state database after a verified copy of it beside it. Trackers, key and backups
/// stay. \param confirmed the path of the database, as a person typed it \throws Error{declined}
/// when that is another file, Error{locked} while a run is going on
[[nodiscard]] ResetReport
reset(Workspace& workspace, const std::filesystem::path& confirmed, bool is_dry_run);

} // namespace syncctl::app
