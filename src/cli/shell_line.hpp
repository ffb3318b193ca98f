#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::cli {

/// A command line of bash up to the cursor, as far as quoting goes: nothing in it is expanded.
struct ShellLine {
    std::vector<std::string> before; ///< the words in front of the cursor, the program's name first
    std::string current;             ///< the word at the cursor, without its quotes
    /// What of `current` stands before the part that bash replaces: bash ends words at more than
    /// blanks.
    std::size_t kept = 0;
    char quote = 0; ///< the quote that is open at the cursor: ' or ", or none
};

/// \param breaks $COMP_WORDBREAKS
[[nodiscard]] ShellLine read_shell_line(std::string_view line, std::string_view breaks);

/// The text as it has to be typed there, so that bash takes it for just this text.
/// \param quote the one that is open already, or 0
[[nodiscard]] std::string quoted_for_shell(std::string_view text, char quote);

} // namespace syncctl::cli
