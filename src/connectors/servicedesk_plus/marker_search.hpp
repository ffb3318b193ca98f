#pragma once

#include "api.hpp"
#include "closing.hpp"
#include "reader.hpp"

#include "syncctl/connectors/connector.hpp"

#include <span>
#include <vector>

namespace syncctl::connectors::servicedesk_plus {

/// Looks for the requests that creates of unknown outcome may have made: by their field, and, as an
/// index may not know them yet, among those that were created since. See Connector::settle.
/// \param now the tracker's time as far as it is known; 0: unknown
[[nodiscard]] std::vector<SettleResult> search_markers(Api& api,
                                                       Reader& reader,
                                                       const Options& options,
                                                       const StatusCategories& categories,
                                                       std::span<const model::Intent> intents,
                                                       base::Timestamp now);

} // namespace syncctl::connectors::servicedesk_plus
