#pragma once

#include "merge.hpp"

namespace syncctl::engine {

/// Long texts that were edited on both sides, merged line by line: what each side should hold, or
/// nullopt when the edits overlap, when either value is no text, or when the bases of the two sides
/// do not mean the same, so that it cannot be told which lines are edits.
///
/// The merge works in the terms of one side: plain text or Markdown rather than HTML, else the
/// source. HTML is cut into lines behind the elements that end one.
[[nodiscard]] std::optional<model::BothSides<model::Value>> merged_texts(const FieldInput& input);

} // namespace syncctl::engine
