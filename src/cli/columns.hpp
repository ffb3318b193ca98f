#pragma once

#include "screen.hpp"

#include <cstddef>
#include <string>

// How three versions of a value are laid out. All pure.

namespace syncctl::cli {

struct ThreeVersions {
    std::string base;
    std::string source;
    std::string target;
};

/// In three columns where the screen is wide enough, else one below another. A text that is long or
/// has many lines is shown as what each side changed in it.
/// \param headings what stands above each version; from outside as well
[[nodiscard]] Screen
side_by_side(const ThreeVersions& headings, const ThreeVersions& texts, std::size_t columns);

/// All of the three texts, one below another.
[[nodiscard]] Screen
in_full(const ThreeVersions& headings, const ThreeVersions& texts, std::size_t columns);

} // namespace syncctl::cli
