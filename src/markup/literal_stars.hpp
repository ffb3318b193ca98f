#pragma once

#include <string>
#include <string_view>

namespace syncctl::markup {

/// The same Markdown with a backslash before every `*` that would be a mark and means itself: one
/// inside of a word, and a run of them between two digits.
[[nodiscard]] std::string with_literal_stars(std::string_view markdown);

} // namespace syncctl::markup
