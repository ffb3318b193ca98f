#pragma once

#include "syncctl/connectors/registry.hpp"

namespace syncctl::connectors {

/// Type `servicedesk-plus`: the requests of one portal of ServiceDesk Plus, on-premises or in the
/// cloud (docs/connectors/servicedesk-plus.md).
[[nodiscard]] ConnectorType servicedesk_plus_type();

} // namespace syncctl::connectors
