#pragma once

#include "syncctl/app/workspace.hpp"
#include "syncctl/model/connector_config.hpp"

#include <string>
#include <string_view>

namespace syncctl::app {

/// \param option for the message
/// \throws Error{usage} when the connector does not understand the filter
void require_good_filter(Workspace& workspace,
                         const model::ConnectorConfig& connector,
                         std::string_view option,
                         const std::string& filter);
/// \throws Error{usage}
void require_good_description(const std::string& description);

} // namespace syncctl::app
