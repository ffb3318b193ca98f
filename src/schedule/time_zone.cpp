#include "syncctl/schedule/time_zone.hpp"

#include "quote.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <date/tz.h>
#include <exception>
#include <vector>

namespace syncctl::schedule {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::int64_t k_day_ms = 86'400'000;
/// The database spells out what clocks do up to here; the rules of its last years go on.
constexpr int k_last_year = 2037;
constexpr int k_no_year = 9999; ///< what never ends, ends after it
/// Every day of the week is a first of March, and a first of January, of one of them.
constexpr int k_first_year = 2027;

std::optional<int> two_digits(std::string_view text)
{
    int value = 0;
    if (!base::is_decimal(text, 2) || text.size() != 2) {
        return std::nullopt;
    }
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

date::sys_days first_of(int year, date::month month)
{
    return date::sys_days{date::year{year} / month / 1};
}

/// Rules name days such as the last Sunday of March. A year in which that month begins on the same
/// day of the week has them on the same dates.
seconds to_like_year(int year, date::month since)
{
    const auto first = first_of(year, since);
    for (int like = k_last_year; like >= k_first_year; --like) {
        const auto candidate = first_of(like, since);
        if (date::weekday{candidate} == date::weekday{first}) {
            return first - candidate;
        }
    }
    return seconds{0};
}

int year_of(date::sys_seconds time)
{
    return static_cast<int>(date::year_month_day{date::floor<date::days>(time)}.year());
}

/// What the zone's clocks are ahead of UTC.
seconds offset_of(const date::time_zone& zone, date::sys_seconds time)
{
    const auto info = zone.get_info(time);
    const auto today = date::year_month_day{date::floor<date::days>(time)};
    const auto year = static_cast<int>(today.year());
    const bool is_behind_last_change = year_of(info.end) > k_no_year;
    if (year <= k_last_year || !is_behind_last_change || year_of(info.begin) != k_last_year) {
        return info.offset; // spelled out, or of clocks that are not changed any more
    }
    const auto since = today.month() < date::March ? date::January : date::March;
    return zone.get_info(time - to_like_year(year, since)).offset;
}

/// What Debian calls so is the machine's own.
constexpr std::string_view k_machine = "localtime";

const date::time_zone* find_zone(std::string_view name)
{
    const auto& zones = date::get_tzdb().zones; // by name
    const auto found = std::lower_bound(
        zones.begin(), zones.end(), name, [](const date::time_zone& zone, std::string_view wanted) {
            return zone.name() < wanted;
        });
    const bool is_there = found != zones.end() && found->name() == name && name != k_machine;
    return is_there ? &*found : nullptr;
}

std::string unknown_zone(std::string_view name)
{
    constexpr std::size_t k_longest_name = 64;
    std::vector<std::string> names;
    for (const auto& zone : date::get_tzdb().zones) {
        if (name.size() <= k_longest_name && zone.name() != k_machine) {
            names.push_back(zone.name());
        }
    }
    const auto close = base::closest_match(name, names);
    return fmt::format("unknown time zone {}{}",
                       shortly(name),
                       close ? fmt::format("; did you mean '{}'?", *close)
                             : ": UTC, Europe/Berlin and +02:00 are some");
}

} // namespace

std::optional<std::chrono::minutes> offset_from(std::string_view text)
{
    if (text.empty() || (text.front() != '+' && text.front() != '-')) {
        return std::nullopt;
    }
    const bool is_behind = text.front() == '-';
    text.remove_prefix(1);
    const auto hours = two_digits(text.substr(0, 2));
    text.remove_prefix(std::min<std::size_t>(text.size(), 2));
    if (!text.empty() && text.front() == ':') {
        text.remove_prefix(1);
    } else if (text.empty()) {
        text = "00";
    }
    const auto minutes = two_digits(text);
    if (!hours || !minutes || *hours > 23 || *minutes > 59) {
        return std::nullopt;
    }
    const std::chrono::minutes offset{*hours * 60 + *minutes};
    return is_behind ? -offset : offset;
}

std::variant<Zone, std::string> Zone::named(std::string_view name)
{
    Zone zone;
    if (name == "UTC") {
        return zone;
    }
    if (const auto offset = offset_from(name)) {
        zone.m_offset = *offset;
        return zone;
    }
    try {
        zone.m_zone = find_zone(name);
        if (zone.m_zone == nullptr) {
            return unknown_zone(name);
        }
        [[maybe_unused]] const auto is_readable = zone.offset_at(0);
    } catch (const std::exception&) {
        return fmt::format("time zone {} cannot be read; is the package tzdata installed?",
                           shortly(name));
    }
    return zone;
}

seconds Zone::offset_at(std::int64_t utc_ms) const
{
    if (m_zone == nullptr) {
        return m_offset;
    }
    return offset_of(*m_zone, date::sys_seconds{date::floor<seconds>(milliseconds{utc_ms})});
}

std::int64_t Zone::local_of(std::int64_t utc_ms) const
{
    return utc_ms + milliseconds{offset_at(utc_ms)}.count();
}

std::optional<std::int64_t> Zone::utc_of(std::int64_t local_ms) const
{
    // Of two moments the earlier one is that before the clocks were changed.
    for (const auto near : {local_ms - k_day_ms, local_ms + k_day_ms}) {
        const auto utc_ms = local_ms - milliseconds{offset_at(near)}.count();
        if (local_of(utc_ms) == local_ms) {
            return utc_ms;
        }
    }
    return std::nullopt;
}

std::optional<std::int64_t> Zone::begin_of_day(std::int64_t local_midnight_ms) const
{
    if (const auto utc_ms = utc_of(local_midnight_ms)) {
        return utc_ms;
    }
    // Midnight is skipped where clocks go forward then: the day begins when they do.
    const auto utc_ms =
        local_midnight_ms - milliseconds{offset_at(local_midnight_ms - k_day_ms)}.count();
    return local_of(utc_ms) - local_midnight_ms < k_day_ms ? std::optional{utc_ms} : std::nullopt;
}

MachineZone machine_zone(const std::optional<std::string>& tz_variable)
{
    constexpr std::string_view k_folder = "/usr/share/zoneinfo/";
    try {
        if (!tz_variable) {
            return {.name = date::current_zone()->name(), .problem = {}};
        }
        std::string_view name{*tz_variable};
        name.remove_prefix(name.substr(0, 1) == ":" ? 1 : 0);
        name.remove_prefix(name.substr(0, k_folder.size()) == k_folder ? k_folder.size() : 0);
        if (name.empty()) {
            return {}; // an empty TZ is UTC everywhere
        }
        if (find_zone(name) != nullptr) {
            return {.name = std::string{name}, .problem = {}};
        }
        return {.name = "UTC",
                .problem = fmt::format("TZ={} names no zone of the IANA database", shortly(name))};
    } catch (const std::exception&) {
        return {.name = "UTC", .problem = "the machine's time zone cannot be read"};
    }
}

} // namespace syncctl::schedule
