#pragma once

#include "listing.hpp"

#include "syncctl/connectors/connector.hpp"
#include "syncctl/model/intent.hpp"
#include "syncctl/model/metadata.hpp"

#include <span>
#include <string>
#include <vector>

namespace syncctl::connectors::files {

/// Looks for the markers of creates whose outcome is unknown: first in the files written since the
/// first of them was sent, then in all others. Of several items with one marker the one with the
/// lowest id counts. A marker is proven absent only when every file that can be an item of ours was
/// read.
[[nodiscard]] std::vector<SettleResult> search_markers(int items_folder,
                                                       const Listing& listing,
                                                       std::span<const model::Intent> intents,
                                                       const model::Metadata& metadata);

} // namespace syncctl::connectors::files
