#pragma once

#include "document.hpp"

#include "syncctl/markup/convert.hpp"

#include <string_view>
#include <variant>

namespace syncctl::markup {

/// \param markdown as characters.hpp prepared it
[[nodiscard]] std::variant<Document, Failure> read_markdown(std::string_view markdown);

/// The same, but a `*` inside of a word is a character like any other, and so is a run of them
/// between two digits: whoever writes 2*3*4 into a field means a product.
[[nodiscard]] std::variant<Document, Failure> read_loose_markdown(std::string_view markdown);

} // namespace syncctl::markup
