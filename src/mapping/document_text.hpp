#pragma once

#include "syncctl/model/mapping_rows.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace syncctl::mapping {

/// YAML text that is read back as it is: plain where nobody can misread it, else in double quotes.
/// What a terminal must not be shown (control characters, bidirectional controls, ...) is escaped.
[[nodiscard]] std::string scalar(std::string_view text);

/// Text for a comment: one line, with nothing in it that a document or a terminal does not take.
[[nodiscard]] std::string comment_text(std::string_view text);

/// A name or argument inside a rule: quoted when the rule's own signs are in it.
[[nodiscard]] std::string part(std::string_view text);

/// A rule with its options, as YAML. A key that is too long for a line of `KEY: VALUE` is marked as
/// one.
[[nodiscard]] std::string with_options(const std::string& rule,
                                       const std::vector<std::string>& options);

/// `Active <-> In Progress`, before it becomes a scalar.
[[nodiscard]] std::string
rule_line(std::string_view source, model::Arrow arrow, std::string_view target);

/// `truncate(250)`.
[[nodiscard]] std::string step_text(const model::TransformStep& step);

} // namespace syncctl::mapping
