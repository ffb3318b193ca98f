#pragma once

#include "syncctl/base/text.hpp"

#include <string>
#include <string_view>

namespace syncctl::schedule {

/// What was typed, for a message: in quotes and short.
[[nodiscard]] inline std::string shortly(std::string_view text)
{
    constexpr std::size_t k_shown = 40;
    const auto shown = base::first_code_points(text, k_shown);
    return "'" + std::string{shown} + (shown.size() < text.size() ? "...'" : "'");
}

} // namespace syncctl::schedule
