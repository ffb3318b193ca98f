#pragma once

#include "commands/commands.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::cli {

/// The command's words, wherever global options stand between them, and what remains of the line.
struct Words {
    std::vector<std::string> words; ///< at most two
    std::vector<std::string> rest;
    bool wants_help = false;
};

[[nodiscard]] Words split_words(const std::vector<std::string>& arguments);

/// `connector` of "connector list".
[[nodiscard]] bool is_group(std::string_view word);
/// nullptr when there is none.
[[nodiscard]] const CommandEntry* find_command(std::string_view path);

/// \param group the noun before it; empty for the first word
[[noreturn]] void throw_unknown_command(std::string_view group, std::string_view typed);
[[noreturn]] void throw_missing_command(std::string_view group);

/// What was typed, in quotes, escaped and cut, for a message.
[[nodiscard]] std::string shown(std::string_view text);
/// The candidate that was meant, unless what was typed is far too long to be one.
[[nodiscard]] std::optional<std::string> close_to(std::string_view typed,
                                                  const std::vector<std::string>& candidates);
/// Starts with a dash and is more than that.
[[nodiscard]] bool is_option(std::string_view argument);

} // namespace syncctl::cli
