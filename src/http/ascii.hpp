#pragma once

#include <algorithm>
#include <string_view>

namespace syncctl::http {

/// For header names and the like; independent of the locale.
[[nodiscard]] constexpr char ascii_lower(char c) noexcept
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

[[nodiscard]] inline bool equals_ignoring_case(std::string_view one, std::string_view other)
{
    return std::equal(one.begin(), one.end(), other.begin(), other.end(), [](char a, char b) {
        return ascii_lower(a) == ascii_lower(b);
    });
}

/// Without blanks and tabs on either side.
[[nodiscard]] inline std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Characters of a header's name (RFC 9110, 5.6.2).
[[nodiscard]] inline bool is_token(std::string_view text)
{
    constexpr std::string_view k_marks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        const auto lower = ascii_lower(c);
        return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') ||
               k_marks.find(c) != std::string_view::npos;
    });
}

/// Neither a line break nor another control character; a tab may stand in a header's value.
[[nodiscard]] inline bool is_header_value(std::string_view text)
{
    return std::none_of(text.begin(), text.end(), [](char c) {
        const auto octet = static_cast<unsigned char>(c);
        return (octet < 0x20U && c != '\t') || octet == 0x7FU;
    });
}

} // namespace syncctl::http
