#pragma once

#include "api.hpp"
#include "options.hpp"
#include "project.hpp"

#include "syncctl/connectors/connector.hpp"

#include <vector>

namespace syncctl::connectors::azure_devops {

/// Checks a connection from the outside in and stops where nothing further can be learnt. Writes
/// nothing: the right to write is proven by a create that the tracker only validates.
[[nodiscard]] std::vector<Check>
test_connection(Api& api, ProjectMemory& project, const Options& options);

} // namespace syncctl::connectors::azure_devops
