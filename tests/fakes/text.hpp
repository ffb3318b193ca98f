#pragma once

#include <string>
#include <string_view>

namespace syncctl::fakes {

/// ASCII only.
[[nodiscard]] std::string lower(std::string_view text);
/// Any case of ASCII letters.
[[nodiscard]] bool same_text(std::string_view a, std::string_view b);

} // namespace syncctl::fakes
