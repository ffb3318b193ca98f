#pragma once

#include "api.hpp"
#include "project.hpp"
#include "reader.hpp"

#include "syncctl/connectors/connector.hpp"

#include <span>
#include <string>
#include <vector>

namespace syncctl::connectors::azure_devops {

/// The condition that finds every item which one of these creates may have made.
/// \param now the tracker's time, 0 when it is not known
[[nodiscard]] std::string condition_for(std::span<const model::Intent> intents,
                                        const std::string& marker_field,
                                        base::Timestamp now);

/// Looks for the items that creates with unknown outcome made. A query may lag behind a write, so
/// that a marker which is not found proves nothing yet.
/// \throws Error
[[nodiscard]] std::vector<SettleResult> search_markers(Api& api,
                                                       const std::string& project,
                                                       Reader& reader,
                                                       std::span<const model::Intent> intents,
                                                       const std::string& marker_field,
                                                       base::Timestamp now);

} // namespace syncctl::connectors::azure_devops
