#include "set_aside.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <string>
#include <system_error>

namespace syncctl::app {

namespace fs = std::filesystem;

std::vector<base::FileLock> lock_all_pairs(const fs::path& database)
{
    const auto folder = database.has_parent_path() ? database.parent_path() : fs::path{"."};
    const auto start = database.filename().string() + ".pair-";
    std::vector<base::FileLock> locks;
    std::error_code no_folder;
    for (const auto& entry : fs::directory_iterator{folder, no_folder}) {
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

fs::path safety_copy_name(const fs::path& database, std::string_view why, base::Timestamp now)
{
    constexpr std::size_t k_to_the_second = 19;
    std::string stamp;
    for (const char letter : base::format_utc(now).substr(0, k_to_the_second)) {
        if (letter != '-' && letter != ':') {
            stamp += letter;
        }
    }
    const auto name = fmt::format("{}.before-{}-{}Z", database.string(), why, stamp);
    fs::path free_name{name};
    for (int number = 2; fs::exists(fs::symlink_status(free_name)); ++number) {
        free_name = fmt::format("{}-{}", name, number);
    }
    return free_name;
}

} // namespace syncctl::app
