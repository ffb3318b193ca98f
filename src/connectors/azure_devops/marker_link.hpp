#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace syncctl::connectors::azure_devops {

/// The relation that carries a marker: a hyperlink to the partner, with the marker as the fragment
/// of its address and as its comment. Without an address it leads to a name in `.invalid`
/// (RFC 6761), that is nowhere.
[[nodiscard]] nlohmann::json marker_relation(const std::string& marker,
                                             const std::string& origin_address);

/// The marker among the relations of an item: the one of the oldest such hyperlink, or empty.
[[nodiscard]] std::string marker_in(const nlohmann::json& relations);

} // namespace syncctl::connectors::azure_devops
