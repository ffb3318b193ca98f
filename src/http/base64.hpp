#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace syncctl::http {

/// RFC 4648, section 4, padded.
[[nodiscard]] std::string base64_encoded(std::string_view octets);
/// nullopt for anything but the padded form.
[[nodiscard]] std::optional<std::string> base64_decoded(std::string_view text);

} // namespace syncctl::http
