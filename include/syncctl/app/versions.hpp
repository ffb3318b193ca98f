#pragma once

#include "syncctl/base/library_version.hpp"

#include <vector>

namespace syncctl::app {

/// The schema that this program makes and works with.
[[nodiscard]] int schema_version();
/// Every library whose version can be asked for at run time, by name. Loads libcurl.
[[nodiscard]] std::vector<base::LibraryVersion> library_versions();

} // namespace syncctl::app
