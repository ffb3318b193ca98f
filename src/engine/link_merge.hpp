#pragma once

#include "planner.hpp"

#include <string>
#include <string_view>

namespace syncctl::engine {

/// Merges every rule of one link and adds what comes of it to the plan: writes, conflict changes,
/// problems. Pure.
/// \param plan its link already holds what was read (take_over_reads)
void merge_rules(const PlanContext& context,
                 const LinkInput& input,
                 const mapping::TypeRules& rules,
                 LinkPlan& plan);

/// The item when this side was read, else null.
[[nodiscard]] const model::WorkItem* read_item(const SideState& state);

/// The link's open conflict of this type and field, or null.
[[nodiscard]] const model::Conflict*
open_conflict(const LinkInput& input, model::ConflictType type, std::string_view field);

/// Closes a conflict with this word; by us, unless a person decided it.
[[nodiscard]] ConflictChange closed_conflict(const model::Conflict& conflict,
                                             std::string resolution,
                                             model::BothSides<bool> needs_write = {});

} // namespace syncctl::engine
