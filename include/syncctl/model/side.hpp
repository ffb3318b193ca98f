#pragma once

#include <array>
#include <string_view>

namespace syncctl::model {

enum class Side { source, target };

inline constexpr std::array k_sides{Side::source, Side::target};

[[nodiscard]] constexpr Side other(Side side)
{
    return side == Side::source ? Side::target : Side::source;
}

[[nodiscard]] constexpr std::string_view to_string(Side side)
{
    return side == Side::source ? "source" : "target";
}

/// One thing per side.
template <class T>
struct BothSides {
    T source{};
    T target{};

    [[nodiscard]] T& operator[](Side side) { return side == Side::source ? source : target; }

    [[nodiscard]] const T& operator[](Side side) const
    {
        return side == Side::source ? source : target;
    }

    bool operator==(const BothSides&) const = default;
};

} // namespace syncctl::model
