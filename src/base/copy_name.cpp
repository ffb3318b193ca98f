#include "syncctl/base/copy_name.hpp"

#include <fmt/format.h>

#include <string>

namespace syncctl::base {

namespace fs = std::filesystem;

fs::path
copy_name(const fs::path& file, std::string_view kind, Timestamp now, std::string_view tail)
{
    constexpr std::size_t k_to_the_second = 19;
    std::string stamp;
    for (const char letter : format_utc(now).substr(0, k_to_the_second)) {
        if (letter != '-' && letter != ':') {
            stamp += letter;
        }
    }
    const auto name = fmt::format("{}.{}-{}Z{}", file.string(), kind, stamp, tail);
    fs::path free_name{name};
    for (int number = 2; fs::exists(fs::symlink_status(free_name)); ++number) {
        free_name = fmt::format("{}-{}", name, number);
    }
    return free_name;
}

} // namespace syncctl::base
