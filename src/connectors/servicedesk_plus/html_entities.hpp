#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace syncctl::connectors::servicedesk_plus {

/// A character that HTML spells with an ampersand.
struct HtmlEntity {
    std::string text;       ///< the character in UTF-8; empty: there is no such entity
    std::size_t length = 0; ///< octets that spell it
};

/// The one that begins with the `&` at `at`: by number, or one of those names that editors use.
[[nodiscard]] HtmlEntity entity_at(std::string_view html, std::size_t at);

} // namespace syncctl::connectors::servicedesk_plus
