#pragma once

#include "api.hpp"
#include "catalogue.hpp"

#include "syncctl/connectors/connector.hpp"

#include <vector>

namespace syncctl::connectors::servicedesk_plus {

/// From the outside in; each is added only when the one before it held. Writes nothing.
[[nodiscard]] std::vector<Check>
test_connection(Api& api, Catalogue& catalogue, const Options& options);

} // namespace syncctl::connectors::servicedesk_plus
