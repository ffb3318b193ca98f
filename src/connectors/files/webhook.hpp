#pragma once

#include "syncctl/connectors/registry.hpp"

#include <string>
#include <vector>

namespace syncctl::connectors::files {

/// A folder sends nothing; a script that watches one says `{"id": "7"}` or `{"ids": ["7", "8"]}`.
/// \throws Error{document}
[[nodiscard]] std::vector<std::string> items_named_by(const Delivery& delivery);

} // namespace syncctl::connectors::files
