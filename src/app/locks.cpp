#include "locks.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <system_error>

namespace syncctl::app {
namespace {

/// How often a command that waits for a lock looks whether it was told to stop.
constexpr std::chrono::milliseconds k_wait_slice{100};

} // namespace

std::filesystem::path lock_file(const std::filesystem::path& database, std::string_view name)
{
    std::error_code ignored;
    auto file = std::filesystem::canonical(database, ignored);
    if (ignored) {
        file = database;
    }
    file += fmt::format(".{}.lock", name);
    return file;
}

std::optional<base::FileLock> wait_for_lock(const std::filesystem::path& file, const LockWait& wait)
{
    const auto deadline = wait.clock.monotonic() + wait.longest;
    while (true) {
        const auto left = deadline - wait.clock.monotonic();
        const auto slice = std::clamp(left, std::chrono::milliseconds{0}, k_wait_slice);
        if (auto lock = base::FileLock::acquire(file, slice)) {
            return lock;
        }
        if (wait.stop.is_requested()) {
            throw Error{ErrorCode::interrupted,
                        fmt::format("stopped while waiting for {}", wait.what)};
        }
        if (wait.clock.monotonic() >= deadline) {
            return std::nullopt;
        }
    }
}

std::vector<base::FileLock> lock_all_pairs(const std::filesystem::path& database)
{
    const auto folder =
        database.has_parent_path() ? database.parent_path() : std::filesystem::path{"."};
    const auto start = database.filename().string() + ".pair-";
    std::vector<base::FileLock> locks;
    std::error_code no_folder;
    for (const auto& entry : std::filesystem::directory_iterator{folder, no_folder}) {
        const auto name = entry.path().filename().string();
        if (!name.starts_with(start) || !name.ends_with(".lock")) {
            continue;
        }
        auto lock = base::FileLock::acquire(entry.path());
        if (!lock) {
            throw Error{ErrorCode::locked,
                        fmt::format("a run is using the database '{}'", database.string()),
                        "wait until it has finished, then run the command again"};
        }
        locks.push_back(std::move(*lock));
    }
    return locks;
}

} // namespace syncctl::app
