#pragma once

#include "syncctl/model/execution.hpp"

#include <string>
#include <string_view>

namespace syncctl::app {

/// What to type next about an error; never empty. Pure.
/// \param pair name of the pair of its run; empty when that is gone
[[nodiscard]] std::string hint_for(const model::SyncError& error, std::string_view pair);

} // namespace syncctl::app
