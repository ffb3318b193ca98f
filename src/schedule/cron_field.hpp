#pragma once

#include "syncctl/schedule/cron.hpp"

#include <array>
#include <bitset>
#include <cstddef>
#include <span>
#include <string_view>
#include <variant>

namespace syncctl::schedule {

struct FieldKind {
    std::string_view name;
    int least = 0;
    int most = 0;
    std::span<const std::string_view> names{}; ///< of the values from `least` on
};

inline constexpr std::array<std::string_view, 12> k_month_names{
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
inline constexpr std::array<std::string_view, 7> k_weekday_names{
    "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};

inline constexpr std::size_t k_weekday_field = 4;
inline constexpr std::array<FieldKind, 5> k_fields{FieldKind{"minute", 0, 59},
                                                   FieldKind{"hour", 0, 23},
                                                   FieldKind{"day of month", 1, 31},
                                                   FieldKind{"month", 1, 12, k_month_names},
                                                   FieldKind{"day of week", 0, 7, k_weekday_names}};

/// What a field stands for.
struct FieldValues {
    std::bitset<60> values; ///< bit n: the value n
    bool begins_with_star = false;
};

/// Letters count alike in either case.
[[nodiscard]] bool is_same_word(std::string_view one, std::string_view other);

/// Reads one field of an expression.
/// \param text not empty
/// \param column of its first character
[[nodiscard]] std::variant<FieldValues, CronProblem>
read_field(const FieldKind& kind, std::string_view text, std::size_t column);

} // namespace syncctl::schedule
