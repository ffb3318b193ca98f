#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace syncctl::base {

[[nodiscard]] bool is_valid_utf8(std::string_view text);

/// Text from outside made storable: invalid UTF-8 becomes U+FFFD, NUL is removed.
struct RepairedText {
    std::string text;
    std::size_t repairs = 0; ///< how many places were changed; 0 = the text is as it came
};

[[nodiscard]] RepairedText repair_utf8(std::string_view text);

/// Number of Unicode code points of valid UTF-8.
[[nodiscard]] std::size_t code_points(std::string_view text);
/// The first `count` code points; never cuts one in half.
[[nodiscard]] std::string_view first_code_points(std::string_view text, std::size_t count);

/// Text that can be shown on any terminal and in any log line: control characters (C0, DEL, C1),
/// line breaks, invalid UTF-8, bidirectional controls, zero-width and tag characters become visible
/// escapes such as `\x1b` or `\u202e`. One line in, one line out.
[[nodiscard]] std::string term_safe(std::string_view text);

/// Columns that term_safe text takes on a terminal (wide characters count two).
[[nodiscard]] std::size_t display_width(std::string_view text);
/// Cut to at most `columns`, with "…" as its last column when something was cut.
[[nodiscard]] std::string cut_to_width(std::string_view text, std::size_t columns);

/// The candidate a person most likely meant, or nullopt when none is close
/// (Damerau-Levenshtein, case-insensitive for ASCII, at most a third of the length).
[[nodiscard]] std::optional<std::string> closest_match(std::string_view typed,
                                                       std::span<const std::string> candidates);

/// `1 item`, `2 items`.
[[nodiscard]] std::string
counted(std::size_t count, std::string_view singular, std::string_view plural = {});

/// The canonical decimal text of a JSON number or plain decimal: "1.50" and "15e-1" are "1.5", "-0"
/// is "0"; plain digits up to 21 places, scientific beyond. nullopt when it is no number or its
/// exponent is beyond +-400.
[[nodiscard]] std::optional<std::string> canonical_number(std::string_view text);

/// Digits only, no sign, at least one, at most `max_digits`.
[[nodiscard]] bool is_decimal(std::string_view text, std::size_t max_digits = 19);

} // namespace syncctl::base
