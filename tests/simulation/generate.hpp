#pragma once

#include "script.hpp"

#include <cstdint>

namespace syncctl::simulation {

/// A random history. The same seed gives the same one. Each draws first which kinds of trouble it
/// has at all, so that rare combinations are not drowned by common ones.
[[nodiscard]] Script generate(std::uint64_t seed);

} // namespace syncctl::simulation
