#pragma once

#include "kill_scenario.hpp"

namespace syncctl::test {

/// Kills the command of each scenario at its places, spread evenly with a seeded offset, and at
/// some pairs of places; fails the test for each broken promise with the command that repeats it.
/// SYNCCTL_KILLS=N tries N places of each scenario instead of the usual number, `all` every one;
/// SYNCCTL_SEED chooses other offsets and pairs.
/// \return how many times the binary was killed
long sweep(const std::vector<KillScenario>& scenarios);

} // namespace syncctl::test
