#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace syncctl::connectors::azure_devops {

/// The relation that carries a marker: a hyperlink whose address holds it. The name ends in
/// `.invalid` (RFC 6761), so that it leads nowhere; the comment says to people what it is.
[[nodiscard]] nlohmann::json marker_relation(const std::string& marker);

/// The marker among the relations of an item: the one of the oldest such hyperlink, or empty.
[[nodiscard]] std::string marker_in(const nlohmann::json& relations);

} // namespace syncctl::connectors::azure_devops
