#pragma once

#include "run_state.hpp"

#include <string>
#include <vector>

namespace syncctl::engine {

/// Reads ids of both sides at the same time. An empty list asks nothing.
[[nodiscard]] BothSides<std::vector<connectors::GetResult>>
get_both(RunState& state, const BothSides<std::vector<std::string>>& ids);

[[nodiscard]] SideState state_of(connectors::GetResult&& result);

// The parts of for_each_batch. False when the sink ended the pass.

// process_links.cpp
bool hand_over_links(RunState& state, LinkChoice choice, const BatchSink& sink);

// process_unlinked.cpp
/// Unlinked items of both sides that agree under `match`.
[[nodiscard]] bool hand_over_matches(RunState& state, const BatchSink& sink);
/// Those that get a partner.
[[nodiscard]] bool hand_over_unlinked(RunState& state, const BatchSink& sink);

} // namespace syncctl::engine
