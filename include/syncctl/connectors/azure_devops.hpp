#pragma once

#include "syncctl/connectors/registry.hpp"

namespace syncctl::connectors {

/// Type `azure-devops`: one project of Azure DevOps Services or Server
/// (docs/connectors/azure-devops.md).
[[nodiscard]] ConnectorType azure_devops_type();

} // namespace syncctl::connectors
