#pragma once

#include "syncctl/model/mapping_rows.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace syncctl::mapping {

/// A name or argument of a rule and where it stands in the rule's text.
struct RulePart {
    std::string text;
    std::size_t offset = 0;
    bool is_quoted = false;
};

/// `name(argument, argument)`.
struct RuleStep {
    RulePart name;
    std::vector<RulePart> arguments;
};

/// `LEFT ARROW RIGHT | STEP | STEP`, or `ARROW FIELD = VALUE` with the other side left empty.
struct RuleText {
    RulePart source;
    RulePart target;
    model::Arrow arrow = model::Arrow::both;
    std::size_t arrow_offset = 0;
    std::vector<RuleStep> steps;
    std::optional<RulePart> constant;
};

struct RuleProblem {
    std::size_t offset = 0;
    std::string message;
    std::string hint;
};

/// Reads one rule. Names may be quoted ("Due date") when they hold `|`, `<`, `>`, ` = ` or start
/// with a quote; a backslash in quotes takes the next character as it is.
[[nodiscard]] std::variant<RuleText, RuleProblem> parse_rule(std::string_view text);

/// A part that is read back as it is, whatever it holds.
[[nodiscard]] std::string in_quotes(std::string_view text);

} // namespace syncctl::mapping
