#pragma once

#include "document.hpp"

#include "syncctl/markup/convert.hpp"

namespace syncctl::markup {

/// The document as a person would type it into a field without formats.
[[nodiscard]] Result write_text(const Document& document);

} // namespace syncctl::markup
