#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace syncctl::connectors {

/// Everything but letters, digits, `-`, `.`, `_` and `~` as `%XX`.
[[nodiscard]] std::string percent_encoded(std::string_view text);
/// nullopt for a `%` without two hex digits, a NUL, or what is no UTF-8 afterwards.
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text);

} // namespace syncctl::connectors
