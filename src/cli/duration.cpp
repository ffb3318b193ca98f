#include "duration.hpp"

#include <charconv>
#include <cstdint>

namespace syncctl::cli {

namespace {

constexpr std::int64_t k_minute = 60;
constexpr std::int64_t k_hour = 60 * k_minute;
constexpr std::int64_t k_day = 24 * k_hour;
constexpr std::int64_t k_most = 3650 * k_day;

/// 0 for a letter that is no unit.
std::int64_t seconds_of(char unit)
{
    switch (unit) {
    case 's':
        return 1;
    case 'm':
        return k_minute;
    case 'h':
        return k_hour;
    case 'd':
        return k_day;
    default:
        return 0;
    }
}

} // namespace

std::optional<std::chrono::seconds> parse_duration(std::string_view text)
{
    std::int64_t total = 0;
    std::int64_t last_unit = k_day + 1;
    while (!text.empty()) {
        std::int64_t count = 0;
        const auto* end = text.data() + text.size();
        const auto [stop, problem] = std::from_chars(text.data(), end, count);
        if (problem != std::errc{} || stop == end || count < 0) {
            return std::nullopt;
        }
        const auto unit = seconds_of(*stop);
        if (unit == 0 || unit >= last_unit || count > k_most / unit) {
            return std::nullopt;
        }
        total += count * unit;
        last_unit = unit;
        text.remove_prefix(static_cast<std::size_t>(stop - text.data()) + 1);
    }
    if (total == 0 || total > k_most) {
        return std::nullopt;
    }
    return std::chrono::seconds{total};
}

} // namespace syncctl::cli
