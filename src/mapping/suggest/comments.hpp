#pragma once

#include "syncctl/mapping/suggest.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace syncctl::mapping {

/// One line for a comment, whatever the text holds; cut when it is long.
[[nodiscard]] std::string comment(std::string_view text);
/// 97 percent is `0.97`.
[[nodiscard]] std::string score_text(int score);
/// `A, B and 3 more`.
[[nodiscard]] std::string listed(const std::vector<std::string>& names);

/// How a document starts: what it was made from, the version, the connectors.
[[nodiscard]] std::vector<std::string> head_lines(const SuggestRequest& request);

} // namespace syncctl::mapping
