#pragma once

#include "syncctl/app/run_pairs.hpp"

namespace syncctl::app {

/// \throws Error when the pair is disabled or has no mapping
void require_can_run(store::Store& store, const model::Pair& pair);

/// One pair of the request, from its lock to its report, through the connection of this workspace.
/// A failure is in the report; only lack of memory is thrown.
[[nodiscard]] PairRun
run_one_pair(Workspace& workspace, const model::Pair& pair, const RunRequest& request);

} // namespace syncctl::app
