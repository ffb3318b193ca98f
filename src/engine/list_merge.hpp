#pragma once

#include "merge.hpp"

#include "syncctl/model/side.hpp"
#include "syncctl/model/value.hpp"

#include <optional>

namespace syncctl::engine {

/// What both sides hold once the lists of a field that was edited on both are merged as sets: added
/// by either stays, removed by either goes. Null counts as the empty list. Each side keeps its own
/// order, and what is new to it comes last, in the order of the side that added it. Pure.
/// \returns nullopt when the values are no lists, or when the rule does not turn each element into
///          one element and back, so that elements of both sides cannot be told to be the same
[[nodiscard]] std::optional<model::BothSides<model::Value>> merged_lists(const FieldInput& input);

} // namespace syncctl::engine
