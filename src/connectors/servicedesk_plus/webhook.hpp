#pragma once

#include "syncctl/connectors/registry.hpp"

#include <string>
#include <vector>

namespace syncctl::connectors::servicedesk_plus {

/// The request that the webhook of a trigger names (contract, section 13). An administrator writes
/// its body: `{"id": "ID"}`, flat or inside of `request` or `data`, or all of that as the form
/// field `input_data`.
/// \throws Error{document}
[[nodiscard]] std::vector<std::string> items_named_by(const Delivery& delivery);

} // namespace syncctl::connectors::servicedesk_plus
