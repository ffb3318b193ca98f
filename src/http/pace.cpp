#include "pace.hpp"

#include "http_date.hpp"

#include "syncctl/base/text.hpp"

#include <charconv>

namespace syncctl::http {
namespace {

constexpr std::chrono::seconds k_longest_pause{std::chrono::hours{24}};
constexpr std::size_t k_digits = 12;

std::optional<std::int64_t> whole_number(std::string_view text)
{
    if (!base::is_decimal(text, k_digits)) {
        return std::nullopt;
    }
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::optional<std::chrono::seconds> bounded(std::int64_t seconds)
{
    if (seconds < 0 || seconds > k_longest_pause.count()) {
        return std::nullopt;
    }
    return std::chrono::seconds{seconds};
}

/// The moment, seconds since 1970, seen from `now`.
std::optional<std::chrono::seconds> until(std::int64_t seconds, base::Timestamp now)
{
    return bounded(seconds - now.ms / 1000);
}

/// Seconds with up to three decimals.
std::chrono::milliseconds read_delay(std::string_view text)
{
    const auto point = text.find('.');
    const auto seconds = whole_number(text.substr(0, point));
    if (!seconds || *seconds > k_longest_pause.count()) {
        return {};
    }
    std::chrono::milliseconds delay{*seconds * 1000};
    if (point != std::string_view::npos) {
        auto digits = std::string{text.substr(point + 1, 3)};
        digits.resize(3, '0');
        delay += std::chrono::milliseconds{whole_number(digits).value_or(0)};
    }
    return delay;
}

} // namespace

std::optional<std::chrono::seconds> read_retry_after(std::string_view value, base::Timestamp now)
{
    if (const auto seconds = whole_number(value)) {
        return bounded(*seconds);
    }
    const auto date = parse_http_date(value);
    return date ? until(date->ms / 1000, now) : std::nullopt;
}

base::Timestamp time_of(const Response& response, base::Timestamp own_now)
{
    return parse_http_date(response.header("Date")).value_or(own_now);
}

std::chrono::milliseconds asked_pause(const Response& response, base::Timestamp own_now)
{
    const auto now = time_of(response, own_now);
    if (const auto pause = read_retry_after(response.header("Retry-After"), now)) {
        return *pause;
    }
    if (whole_number(response.header("X-RateLimit-Remaining")) == 0) {
        if (const auto reset = whole_number(response.header("X-RateLimit-Reset"))) {
            if (const auto pause = until(*reset, now)) {
                return *pause;
            }
        }
    }
    return read_delay(response.header("X-RateLimit-Delay"));
}

} // namespace syncctl::http
