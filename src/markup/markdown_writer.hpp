#pragma once

#include "document.hpp"

#include "syncctl/markup/convert.hpp"

namespace syncctl::markup {

/// Markdown that read_markdown takes for the same document, as far as Markdown can say it: what is
/// written is read again, and written more simply when it was taken for something else. So the
/// Markdown of what was read from the result is the result.
[[nodiscard]] Result write_markdown(Document document);

} // namespace syncctl::markup
