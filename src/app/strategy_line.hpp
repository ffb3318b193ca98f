#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace syncctl::app {

/// A mapping document with one line changed.
struct LineEdit {
    int line = 0;       ///< from 1, in the new text
    std::string before; ///< empty: the line was put in
    std::string after;
    std::string text; ///< the whole document
};

/// Every way to write `key: strategy` into a document that changes one line: where a strategy is
/// given under `conflicts` or in the field's rule, that word is replaced; else a new entry is put
/// in. Best first. Pure; it does not understand YAML, so the caller takes the first one that
/// compiles to what is wanted.
/// \param keys what the document may call the field
/// \param rule_line of the field's rule, from 1; 0: it has none
[[nodiscard]] std::vector<LineEdit> strategy_edits(std::string_view document,
                                                   const std::vector<std::string>& keys,
                                                   int rule_line,
                                                   std::string_view strategy);

} // namespace syncctl::app
