#pragma once

#include "document.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace syncctl::markup {

/// How emphasis is written.
enum class Marks : std::uint8_t {
    natural, ///< `**` and the like; tags only where those would not be understood
    tags,    ///< `<b>` and the like everywhere
};

/// Where the text stands.
enum class Place : std::uint8_t { paragraph, heading, cell };

/// The Markdown of one block's text; its lines without what stands in front of them.
[[nodiscard]] std::vector<std::string> markdown_lines(const Document& document,
                                                      const std::vector<Inline>& inlines,
                                                      Marks marks,
                                                      Place place);

} // namespace syncctl::markup
