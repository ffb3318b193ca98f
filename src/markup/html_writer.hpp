#pragma once

#include "document.hpp"

#include "syncctl/markup/convert.hpp"

namespace syncctl::markup {

/// HTML that read_html takes for the same document. Refused when it would be too long to be read.
[[nodiscard]] Result write_html(const Document& document);

} // namespace syncctl::markup
