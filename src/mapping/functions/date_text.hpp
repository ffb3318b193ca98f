#pragma once

#include "syncctl/model/value.hpp"

#include <cstdint>
#include <optional>

namespace syncctl::mapping::functions {

/// A date as it was written. Milliseconds since 1970.
struct WrittenDate {
    enum class Kind {
        moment, ///< with an offset: `ms` is of UTC
        local,  ///< without: `ms` is what the clocks of some zone show
        day,    ///< `ms` is its midnight on those clocks
    };
    Kind kind = Kind::moment;
    std::int64_t ms = 0;
};

/// Years 1 to 9999, which have a form of four digits.
[[nodiscard]] bool is_in_range(std::int64_t ms);

/// `2026-01-05`, `2026-01-05T10:00`, with seconds, fraction, `Z` or an offset; milliseconds since
/// 1970 as a number, as text of 10 to 15 digits or as `/Date(...)/`. nullopt for all else: no such
/// day, hour 24, second 60, a year outside of 1 to 9999.
[[nodiscard]] std::optional<WrittenDate> read_date(const model::Value& value);

} // namespace syncctl::mapping::functions
