#pragma once

#include "syncctl/app/pairs.hpp"

namespace syncctl::app {

[[nodiscard]] PairView pair_view(store::Store& store, const model::Pair& pair);

} // namespace syncctl::app
