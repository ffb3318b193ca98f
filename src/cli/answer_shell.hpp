#pragma once

#include "syncctl/base/stop.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace syncctl::cli {

/// The first argument by which the completion scripts ask; no command, and in no help.
inline constexpr std::string_view k_complete_word = "__complete";

/// Answers a completion script: `bash BREAKS LINE` or `zsh|fish WORD...`, the last word being the
/// one at the cursor. First line: what paths may stand there ("words", "files" or "folders") and,
/// after a blank, how each word begins. Then one word per line, for zsh and fish with a tab and
/// what it stands for. Never fails, never asks, says nothing else, and needs neither key nor
/// database. \return 0
int answer_shell(const std::vector<std::string>& arguments, const base::StopFlag& stop);

} // namespace syncctl::cli
