#pragma once

#include "rule_text.hpp"

#include "syncctl/model/mapping_rows.hpp"
#include "syncctl/model/side.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace syncctl::mapping {

/// `source.Severity in (1, 2)` in its parts.
struct ConditionText {
    model::Side side = model::Side::source;
    RulePart field;
    model::Comparison comparison = model::Comparison::equal;
    std::size_t comparison_offset = 0;
    std::vector<RulePart> values;
};

/// Reads `SIDE.FIELD COMPARISON [VALUE]`. Fields and values may be quoted as in rules.
/// \param names how the sides are called besides `source` and `target`; may be empty
[[nodiscard]] std::variant<ConditionText, RuleProblem>
parse_condition(std::string_view text, const model::BothSides<std::string>& names);

} // namespace syncctl::mapping
