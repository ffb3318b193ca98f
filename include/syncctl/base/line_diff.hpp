#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// All pure. Time and memory are bounded: texts that differ in very many lines are given up on.

namespace syncctl::base {

/// Differences (lines added and removed) up to which two texts are compared line by line.
inline constexpr std::size_t k_max_line_differences = 2000;

/// The parts of a text between its line feeds; views into it. "a\n" has two, "a" and an empty one,
/// so that joining them with line feeds gives the text again, byte for byte. Never empty.
[[nodiscard]] std::vector<std::string_view> lines_of(std::string_view text);
/// The inverse of lines_of.
[[nodiscard]] std::string joined_lines(std::span<const std::string_view> lines);

/// What two texts have in common: (line of `before`, line of `after`) pairs, both rising, as many
/// as can be (Myers, "An O(ND) difference algorithm", 1986).
struct LinePair {
    std::size_t before = 0;
    std::size_t after = 0;

    friend bool operator==(const LinePair&, const LinePair&) = default;
};

/// nullopt when the texts differ in more than k_max_line_differences lines or comparing them takes
/// too long.
[[nodiscard]] std::optional<std::vector<LinePair>>
common_lines(std::span<const std::string_view> before, std::span<const std::string_view> after);

struct LineCounts {
    std::size_t added = 0;
    std::size_t removed = 0;
};

/// Lines without a partner; when comparing was given up, all lines of both.
[[nodiscard]] LineCounts count_changed_lines(std::string_view before, std::string_view after);

/// One line of a difference as people read it.
struct DiffLine {
    char sign = ' ';      ///< '+', '-', ' ' for a line of context, '@' for a gap before the next
    std::size_t line = 0; ///< from 1: in `after`, for a removed line in `before`
    std::string_view text;
};

/// Changed lines with up to `context` lines around them; views into both texts.
[[nodiscard]] std::vector<DiffLine>
diff_lines(std::string_view before, std::string_view after, std::size_t context = 1);

} // namespace syncctl::base
