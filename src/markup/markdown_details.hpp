#pragma once

#include "document.hpp"

#include <md4c.h>

#include <string>
#include <string_view>

namespace syncctl::markup {

// What md4c tells about blocks and spans, in our terms, and what it may not be given.

[[nodiscard]] Align align_of(MD_ALIGN align);

/// The value of an attribute, entities decoded.
[[nodiscard]] std::string text_of(const MD_ATTRIBUTE& attribute);

/// md4c goes through the whole address and title of a reference wherever it is used.
[[nodiscard]] bool has_too_many_references(std::string_view markdown);

} // namespace syncctl::markup
