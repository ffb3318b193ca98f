#pragma once

#include "syncctl/app/connectors.hpp"
#include "syncctl/model/metadata.hpp"

#include <vector>

namespace syncctl::app {

[[nodiscard]] ConnectorView connector_view(store::Store& store,
                                           const model::ConnectorConfig& connector);
[[nodiscard]] std::vector<DiscoveredType> discovered_types(const model::Metadata& metadata);
[[nodiscard]] std::vector<ConnectorCheck> connector_checks(std::vector<connectors::Check> checks);
/// \throws Error{setting} when a connector is switched off
void require_enabled(const model::ConnectorConfig& connector);

} // namespace syncctl::app
