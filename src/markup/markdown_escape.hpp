#pragma once

#include <string>
#include <string_view>

namespace syncctl::markup {

/// Where a stretch of text stands in its line.
struct TextPlace {
    char before = '\0'; ///< what was written last in this line; NUL at its begin
    char after = '\0';  ///< what comes behind the stretch: `x` stands for anything, ' ' for a space
    bool is_in_table = false;
};

/// The text so that Markdown takes it for text, wherever in a line it stands.
[[nodiscard]] std::string escaped_markdown(std::string_view text, TextPlace place);

/// A whole line, written already, so that its begin does not make it a heading, an item, a quote or
/// the line of a table.
void escape_line_begin(std::string& line);

/// A heading's line: `#` at its end would not be shown.
void escape_heading_end(std::string& line);

/// As the address of a link.
[[nodiscard]] std::string escaped_url(std::string_view url);

} // namespace syncctl::markup
