#pragma once

#include "syncctl/app/run_pairs.hpp"
#include "syncctl/base/log.hpp"

namespace syncctl::app {

/// Tells the log how the run of a pair ended, whether it could begin or not.
void tell_run_end(base::Log& log, const PairRun& run);

} // namespace syncctl::app
