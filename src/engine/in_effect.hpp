#pragma once

#include "syncctl/mapping/rules.hpp"

#include <vector>

namespace syncctl::engine {

// Rules with conditions (`when`), as the planner takes them.

/// The rules in the order in which they are merged: those without conditions first, so that the
/// conditions of the others see what these write. Each group as the document has it.
[[nodiscard]] std::vector<const mapping::FieldRule*>
in_order_of_effect(const mapping::TypeRules& rules);

/// Keeps in `base` what conditions ask about of that side and no rule keeps there: an item that is
/// not read is judged by it.
void add_condition_fields(const mapping::TypeRules& rules,
                          model::Side side,
                          const model::WorkItem& item,
                          model::Fields& base);

} // namespace syncctl::engine
