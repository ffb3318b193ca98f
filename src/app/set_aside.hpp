#pragma once

#include "syncctl/app/workspace.hpp"
#include "syncctl/base/file.hpp"

#include <filesystem>
#include <string_view>
#include <vector>

namespace syncctl::app {

// For commands that put another database, or none, where one is.

/// The locks of all pairs that ever ran with the database, found by their files, so that a database
/// that cannot be read is covered as well.
/// \throws Error{locked} when a run is going on
[[nodiscard]] std::vector<base::FileLock> lock_all_pairs(const std::filesystem::path& database);

/// A free name beside the database: `NAME.before-restore-20261126T221500Z`.
[[nodiscard]] std::filesystem::path
safety_copy_name(const std::filesystem::path& database, std::string_view why, base::Timestamp now);

} // namespace syncctl::app
