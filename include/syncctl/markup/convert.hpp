#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

namespace syncctl::markup {

/// Why a text was not converted: too large, too deep, not UTF-8.
struct Failure {
    std::string reason;
};

using Result = std::variant<std::string, Failure>;

/// The longest text that is taken, in octets.
inline constexpr std::size_t k_max_octets = 4U << 20U;

// Each of them is pure, safe against hostile input (bounded time, depth and memory), and stable:
// doing it again, or going there and back a second time, changes nothing more than the first time.

/// Readable plain text: entities decoded; `<br>`, paragraphs, lists and tables as lines; links as
/// `text (url)`; scripts and styles dropped.
[[nodiscard]] Result html_to_text(std::string_view html);
/// Escaped; lines to `<br>`, paragraphs. html_to_text of it gives the text back.
[[nodiscard]] Result text_to_html(std::string_view text);
/// The same document without what is unsafe, in one spelling: equal for HTML that means the same.
[[nodiscard]] Result clean_html(std::string_view html);
/// CommonMark with tables, strike-through and task lists.
[[nodiscard]] Result markdown_to_html(std::string_view markdown);
[[nodiscard]] Result html_to_markdown(std::string_view html);
/// Readable plain text; `C#`, `2*3*4` and `snake_case` stay as they are.
[[nodiscard]] Result markdown_to_text(std::string_view markdown);

} // namespace syncctl::markup
