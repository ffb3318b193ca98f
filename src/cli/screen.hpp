#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::cli {

/// A line for a person's screen. What came from outside is escaped in it already.
struct ScreenLine {
    enum class Style { plain, heading, added, removed, faint, notice };
    Style style = Style::plain;
    std::string text{};
    friend bool operator==(const ScreenLine&, const ScreenLine&) = default;
};

using Screen = std::vector<ScreenLine>;

/// A text from outside as lines of at most `columns`: escaped, broken at blanks where that is
/// possible and nowhere inside a character. Never empty. Pure.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t columns);

/// Adds a text to a screen, wrapped.
void add_text(Screen& screen,
              std::string_view text,
              std::size_t columns,
              ScreenLine::Style style = ScreenLine::Style::plain);

} // namespace syncctl::cli
