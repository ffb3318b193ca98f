#pragma once

#include "syncctl/connectors/registry.hpp"

#include <string>
#include <vector>

namespace syncctl::connectors::azure_devops {

/// The work item of a service hook's event `workitem.*` (contract, section 18), or a generic body.
/// Nothing for other events, and for a work item that says it is in another project.
/// \throws Error{document}
[[nodiscard]] std::vector<std::string> items_named_by(const Delivery& delivery);

} // namespace syncctl::connectors::azure_devops
