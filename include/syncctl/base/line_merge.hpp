#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

// Three-way merge of texts by lines. All pure; bounded as line_diff.hpp says.

namespace syncctl::base {

/// Both sides' edits of `base` in one text. nullopt when they overlap or touch (two edits without
/// an untouched line between them are one place, as for git), or when a text was rewritten so far
/// that comparing was given up. The same edit on both sides is taken once. merge(b, o, t) is
/// merge(b, t, o).
[[nodiscard]] std::optional<std::string>
merge_lines(std::string_view base, std::string_view ours, std::string_view theirs);

struct MarkedMerge {
    std::string text;
    std::size_t conflicts = 0; ///< places between markers; 0: the text is what merge_lines gives
};

/// The same, with both versions of a place that overlaps between `<<<<<<< ours_name`, `=======` and
/// `>>>>>>> theirs_name`.
[[nodiscard]] MarkedMerge merge_lines_with_markers(std::string_view base,
                                                   std::string_view ours,
                                                   std::string_view theirs,
                                                   std::string_view ours_name,
                                                   std::string_view theirs_name);

/// Number of the first line, from 1, that is a marker of merge_lines_with_markers; 0 without one. A
/// line of equal signs alone is none: documents have such lines.
[[nodiscard]] std::size_t first_merge_marker(std::string_view text);

} // namespace syncctl::base
