#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/schedule/time_zone.hpp"

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace syncctl::schedule {

/// What is wrong with an expression.
struct CronProblem {
    std::size_t column = 1; ///< from 1
    std::string message;
    std::string hint; ///< what to type instead; may be empty
};

/// A cron expression: five fields (minute, hour, day of month, month, day of week) or one of the
/// words @hourly, @daily, @midnight, @weekly, @monthly, @yearly, @annually.
///
/// It means what Debian's cron makes of it. Where both the day of the month and the day of the week
/// are restricted, one of them suffices; a field that begins with `*` does not restrict. Times that
/// clocks skip come once, right when the clocks were put forward, and times that they show twice
/// come the first time only; but an expression whose minute or hour begins with `*` goes with the
/// clocks: it has nothing to make up for, and comes both times. Clocks that are changed by more
/// than three hours were corrected: nothing is made up for and nothing left out.
class Cron {
public:
    /// At most 256 characters; one that never comes is refused.
    [[nodiscard]] static std::variant<Cron, CronProblem> parsed(std::string_view text);

    /// The first time it comes after this moment, on clocks of that zone. nullopt when that is
    /// after the year 9999.
    [[nodiscard]] std::optional<base::Timestamp> next_after(base::Timestamp after,
                                                            const Zone& zone) const;

private:
    friend class CronReader;
    Cron() = default;

    // Bit n: the value n.
    std::bitset<60> m_minutes;
    std::bitset<24> m_hours;
    std::bitset<32> m_days;
    std::bitset<13> m_months;
    std::bitset<7> m_weekdays; ///< 0 is Sunday
    bool m_is_any_day = false;
    bool m_is_any_weekday = false;
    bool m_follows_clocks = false; ///< minute or hour begins with `*`

    [[nodiscard]] bool comes_on(std::int64_t day) const;
    [[nodiscard]] std::optional<std::int64_t>
    first_on(std::int64_t day, std::int64_t after_ms, const Zone& zone) const;
};

} // namespace syncctl::schedule
