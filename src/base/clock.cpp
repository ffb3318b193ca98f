#include "syncctl/base/clock.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <ctime>

namespace syncctl::base {
namespace {

constexpr std::int64_t k_ms_per_second = 1000;
constexpr std::size_t k_text_length = 24;

bool read_digits(std::string_view text, std::size_t at, std::size_t count, int& value)
{
    const auto* first = text.data() + at;
    const auto result = std::from_chars(first, first + count, value);
    return result.ec == std::errc{} && result.ptr == first + count && *first != '-';
}

} // namespace

std::string format_utc(Timestamp time)
{
    auto seconds = time.ms / k_ms_per_second;
    auto millis = time.ms % k_ms_per_second;
    if (millis < 0) {
        millis += k_ms_per_second;
        --seconds;
    }
    const auto as_time = static_cast<std::time_t>(seconds);
    std::tm parts{};
    gmtime_r(&as_time, &parts);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
                       parts.tm_year + 1900,
                       parts.tm_mon + 1,
                       parts.tm_mday,
                       parts.tm_hour,
                       parts.tm_min,
                       parts.tm_sec,
                       millis);
}

std::optional<Timestamp> parse_utc(std::string_view text)
{
    if (text.size() != k_text_length || text[4] != '-' || text[7] != '-' || text[10] != 'T' ||
        text[13] != ':' || text[16] != ':' || text[19] != '.' || text[23] != 'Z') {
        return std::nullopt;
    }
    std::tm parts{};
    int millis = 0;
    if (!read_digits(text, 0, 4, parts.tm_year) || !read_digits(text, 5, 2, parts.tm_mon) ||
        !read_digits(text, 8, 2, parts.tm_mday) || !read_digits(text, 11, 2, parts.tm_hour) ||
        !read_digits(text, 14, 2, parts.tm_min) || !read_digits(text, 17, 2, parts.tm_sec) ||
        !read_digits(text, 20, 3, millis)) {
        return std::nullopt;
    }
    parts.tm_year -= 1900;
    parts.tm_mon -= 1;
    const Timestamp time{static_cast<std::int64_t>(timegm(&parts)) * k_ms_per_second + millis};
    // timegm folds 31 February into March; only a moment that reads back the same is one.
    return format_utc(time) == text ? std::optional{time} : std::nullopt;
}

Timestamp SystemClock::now() const
{
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count()};
}

std::chrono::milliseconds SystemClock::monotonic() const
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
}

} // namespace syncctl::base
