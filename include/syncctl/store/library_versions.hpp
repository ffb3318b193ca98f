#pragma once

#include "syncctl/base/library_version.hpp"

#include <vector>

namespace syncctl::store {

/// The libraries of this module, as they run.
[[nodiscard]] std::vector<base::LibraryVersion> library_versions();

} // namespace syncctl::store
