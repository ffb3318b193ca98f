#include "pace.hpp"

#include "http_date.hpp"

#include "syncctl/base/text.hpp"

#include <algorithm>
#include <charconv>

namespace syncctl::http {
namespace {

constexpr std::size_t k_digits = 12;
/// No header is longer.
constexpr std::size_t k_any_digits = std::size_t{64} * 1024;

std::optional<std::int64_t> whole_number(std::string_view text)
{
    if (!base::is_decimal(text, k_digits)) {
        return std::nullopt;
    }
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/// How far away that moment, seconds since 1970, is.
std::chrono::seconds until(std::int64_t seconds, base::Timestamp now)
{
    return std::chrono::seconds{seconds - now.ms / 1000};
}

/// Seconds with up to three decimals.
std::chrono::milliseconds read_delay(std::string_view text)
{
    const auto point = text.find('.');
    const auto seconds = whole_number(text.substr(0, point));
    if (!seconds || *seconds > k_longest_quiet.count()) {
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
    if (base::is_decimal(value, k_any_digits)) {
        const auto seconds = whole_number(value).value_or(k_longest_quiet.count());
        return std::min(std::chrono::seconds{seconds}, k_longest_quiet);
    }
    const auto date = parse_http_date(value);
    const auto wait = date ? until(date->ms / 1000, now) : std::chrono::seconds{-1};
    return wait.count() < 0 ? std::nullopt : std::optional{std::min(wait, k_longest_quiet)};
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
            const auto pause = until(*reset, now);
            // A hint beside a success: one that is out of all reason is none.
            if (pause.count() >= 0 && pause <= k_longest_quiet) {
                return pause;
            }
        }
    }
    return read_delay(response.header("X-RateLimit-Delay"));
}

} // namespace syncctl::http
