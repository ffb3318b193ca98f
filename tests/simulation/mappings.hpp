#pragma once

#include <string>
#include <vector>

namespace syncctl::simulation {

/// The mapping documents of the simulation by name. A name with `-later` is the same document after
/// a harmless change.
[[nodiscard]] const std::string& mapping_document(const std::string& name);
/// Names without `-later`.
[[nodiscard]] const std::vector<std::string>& mapping_names();

} // namespace syncctl::simulation
