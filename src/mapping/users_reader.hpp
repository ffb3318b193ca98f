#pragma once

#include "draft.hpp"
#include "node_reader.hpp"

namespace syncctl::mapping {

/// Reads the section `users`.
[[nodiscard]] UsersDraft read_users(const Node& key, const Node& value, NodeReader& reader);

} // namespace syncctl::mapping
