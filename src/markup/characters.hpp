#pragma once

#include "syncctl/markup/convert.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace syncctl::markup {

/// Spaces, tabs and line ends of HTML and Markdown; U+00A0 is none of them.
[[nodiscard]] constexpr bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

[[nodiscard]] constexpr bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

[[nodiscard]] constexpr bool is_punctuation(char c)
{
    return c > ' ' && c < '\x7f' && !is_letter_or_digit(c);
}

/// In one line, with single spaces.
[[nodiscard]] std::string collapsed(std::string_view text);

void append_utf8(std::string& text, char32_t character);

/// The input as parsers may see it: LF line ends, no control characters (C0 but tab and LF, DEL,
/// C1) and none of the two noncharacters that parsers trip over, U+FFFE and U+FFFF. A Failure when
/// it is too long or not UTF-8.
[[nodiscard]] std::variant<std::string, Failure> prepared(std::string_view input);

/// The same for text that a parser decoded: U+0080 to U+009F, which only old programs' numeric
/// entities hold, are taken for the Windows-1252 characters that those meant, as browsers do.
[[nodiscard]] std::string shown_characters(std::string_view decoded);

/// Whether shown_characters may change something.
[[nodiscard]] bool has_hidden_characters(std::string_view decoded);

/// What an entity such as `&amp;` or `&#x41;` stands for, in UTF-8; the entity itself when it is
/// not known, empty when it stands for what is not shown.
[[nodiscard]] std::string decoded_entity(std::string_view entity);

/// Where the entity that begins at `at` (which is `&`) ends; `at` when none does.
[[nodiscard]] std::size_t end_of_entity(std::string_view text, std::size_t at);

} // namespace syncctl::markup
