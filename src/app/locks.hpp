#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/base/file.hpp"
#include "syncctl/base/stop.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

namespace syncctl::app {

/// The lock file of this name beside the database, by whatever path the database is called.
[[nodiscard]] std::filesystem::path lock_file(const std::filesystem::path& database,
                                              std::string_view name);

struct LockWait {
    std::chrono::milliseconds longest{0};
    std::string_view what{}; ///< for messages
    const base::Clock& clock;
    const base::StopFlag& stop;
};

/// nullopt when somebody else holds it for all that time.
/// \throws Error{interrupted} when told to stop meanwhile
[[nodiscard]] std::optional<base::FileLock> wait_for_lock(const std::filesystem::path& file,
                                                          const LockWait& wait);

/// The locks of all pairs that ever ran with a database, found by their files, so that one that
/// cannot be read is covered as well. For commands that put another database, or none, in its
/// place. \throws Error{locked} when a run is going on
[[nodiscard]] std::vector<base::FileLock> lock_all_pairs(const std::filesystem::path& database);

} // namespace syncctl::app
