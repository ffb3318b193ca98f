#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace syncctl::mapping {

/// Every `stride`-th code point from `first` to `last` maps to itself plus `delta`.
struct CaseRange {
    char32_t first;
    char32_t last;
    std::uint32_t stride;
    std::int32_t delta;
};

/// A character whose upper case is longer than one code point; unused places are 0.
struct LongUpper {
    char32_t lower;
    std::array<char32_t, 3> upper;
};

/// All three are sorted and leave ASCII out.
[[nodiscard]] std::span<const CaseRange> upper_ranges();
[[nodiscard]] std::span<const CaseRange> lower_ranges();
[[nodiscard]] std::span<const LongUpper> long_upper();

} // namespace syncctl::mapping
