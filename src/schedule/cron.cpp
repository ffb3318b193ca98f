#include "syncctl/schedule/cron.hpp"

#include <algorithm>
#include <cstdlib>
#include <date/date.h>

namespace syncctl::schedule {

namespace {

constexpr std::int64_t k_minute_ms = 60'000;
constexpr std::int64_t k_hour_ms = 60 * k_minute_ms;
constexpr std::int64_t k_day_ms = 24 * k_hour_ms;
/// What clocks are put forward or back by, at most; more than that is a correction.
constexpr std::int64_t k_longest_change_ms = 3 * k_hour_ms;
/// A 29 February that is a Sunday comes within 40 years, whatever the year.
constexpr std::int64_t k_longest_wait_days = std::int64_t{41} * 366;
constexpr int k_last_year = 9999;

std::int64_t day_of(std::int64_t local_ms)
{
    return (local_ms >= 0 ? local_ms : local_ms - k_day_ms + 1) / k_day_ms;
}

date::year_month_day date_of(std::int64_t day)
{
    return date::sys_days{date::days{day}};
}

/// What the clocks of a zone do on one day: they may be changed once.
class ClocksOfDay {
public:
    ClocksOfDay(const Zone& zone, std::int64_t day) : m_zone{zone}
    {
        // No clock is more than a day away from UTC.
        auto before = (day - 1) * k_day_ms;
        auto after = (day + 2) * k_day_ms;
        m_offset_before = offset_at(before);
        m_offset_after = offset_at(after);
        while (m_offset_before != m_offset_after && after - before > 1) {
            const auto middle = before + (after - before) / 2;
            (offset_at(middle) == m_offset_before ? before : after) = middle;
        }
        m_change = after;
    }

    /// Calls `take` with each moment at which something of that local time is to be done.
    template <class Take>
    void moments(std::int64_t local_ms, bool follows_clocks, const Take& take) const
    {
        const auto forward = m_offset_after - m_offset_before;
        const bool is_before = local_ms < m_change + std::min(m_offset_before, m_offset_after);
        const bool is_after = local_ms >= m_change + std::max(m_offset_before, m_offset_after);
        if (forward == 0 || is_before || (!is_after && forward < 0)) {
            take(local_ms - m_offset_before);
        }
        if (forward == 0) {
            return;
        }
        if (is_after) {
            take(local_ms - m_offset_after);
        } else if (!is_before) {
            const bool is_correction = std::abs(forward) > k_longest_change_ms;
            if (forward < 0 && (follows_clocks || is_correction)) {
                take(local_ms - m_offset_after);
            } else if (forward > 0 && !follows_clocks && !is_correction) {
                take(m_change);
            }
        }
    }

private:
    [[nodiscard]] std::int64_t offset_at(std::int64_t utc_ms) const
    {
        return std::chrono::milliseconds{m_zone.offset_at(utc_ms)}.count();
    }

    const Zone& m_zone;
    std::int64_t m_offset_before = 0;
    std::int64_t m_offset_after = 0;
    std::int64_t m_change = 0; ///< UTC, when the offsets differ
};

} // namespace

bool Cron::comes_on(std::int64_t day) const
{
    const auto date = date_of(day);
    const date::weekday weekday{date::sys_days{date::days{day}}};
    if (!m_months[static_cast<unsigned>(date.month())]) {
        return false;
    }
    const bool is_day = m_days[static_cast<unsigned>(date.day())];
    const bool is_weekday = m_weekdays[weekday.c_encoding()];
    return m_is_any_day || m_is_any_weekday ? is_day && is_weekday : is_day || is_weekday;
}

std::optional<std::int64_t>
Cron::first_on(std::int64_t day, std::int64_t after_ms, const Zone& zone) const
{
    const ClocksOfDay clocks{zone, day};
    std::optional<std::int64_t> first;
    const auto take = [&](std::int64_t moment) {
        if (moment > after_ms && (!first || moment < *first)) {
            first = moment;
        }
    };
    for (std::size_t hour = 0; hour < m_hours.size(); ++hour) {
        for (std::size_t minute = 0; m_hours[hour] && minute < m_minutes.size(); ++minute) {
            if (m_minutes[minute]) {
                const auto local = day * k_day_ms + static_cast<std::int64_t>(hour) * k_hour_ms +
                                   static_cast<std::int64_t>(minute) * k_minute_ms;
                clocks.moments(local, m_follows_clocks, take);
            }
        }
    }
    return first;
}

std::optional<base::Timestamp> Cron::next_after(base::Timestamp after, const Zone& zone) const
{
    // Where clocks are put back over midnight, yesterday is not over yet when today has begun; so
    // a day is looked at even when its neighbour has something to offer.
    const auto begin = day_of(zone.local_of(after.ms)) - 1;
    std::optional<std::int64_t> first;
    for (auto day = begin; day < begin + k_longest_wait_days; ++day) {
        const bool is_found = first.has_value();
        const auto moment = comes_on(day) ? first_on(day, after.ms, zone) : std::nullopt;
        if (moment && (!first || *moment < *first)) {
            first = moment;
        }
        if (is_found) {
            break;
        }
    }
    if (!first || static_cast<int>(date_of(day_of(*first)).year()) > k_last_year) {
        return std::nullopt;
    }
    return base::Timestamp{*first};
}

} // namespace syncctl::schedule
