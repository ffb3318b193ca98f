#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace syncctl::simulation {

/// One step of a history: its words as one line of a script has them, for instance
/// `edit source a Title="two words"`. docs of the verbs: play.hpp.
struct Step {
    std::vector<std::string> words;
};

/// A history: what users, operators and misfortune do, in order. Steps that make no sense where
/// they stand (an edit of an item that is not there) do nothing, so that any step can be left out.
using Script = std::vector<Step>;

/// One step per line; a word with spaces is written in double quotes.
[[nodiscard]] std::string to_text(const Script& script);
/// Empty lines and lines that begin with `#` are comments.
[[nodiscard]] Script script_from_text(std::string_view text);

/// `NAME=VALUE` cut in two; VALUE is empty when there is no `=`.
struct Assignment {
    std::string name;
    std::string value;
    bool has_value = false;
};

[[nodiscard]] Assignment assignment_from(std::string_view word);
[[nodiscard]] std::vector<std::string> split(std::string_view text, char separator);

} // namespace syncctl::simulation
