#pragma once

#include "syncctl/model/connector_config.hpp"
#include "syncctl/model/pair.hpp"
#include "syncctl/store/store.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace syncctl::app {

/// A name in quotes for a message: control characters escaped, cut when it is very long.
[[nodiscard]] std::string shown(std::string_view name);

/// \param kind "connector", "pair"
/// \throws Error{usage} unless it is 1 to 64 characters of letters, digits, '.', '_', '-', a letter
/// or digit first
void require_valid_name(std::string_view kind, std::string_view name);

/// "did you mean 'x'?" for a close candidate, else `otherwise`.
[[nodiscard]] std::string suggestion(std::string_view typed,
                                     const std::vector<std::string>& candidates,
                                     std::string otherwise);

/// \throws Error{not_found} with a suggestion
[[nodiscard]] model::ConnectorConfig require_connector(store::Store& store, std::string_view name);
[[nodiscard]] model::Pair require_pair(store::Store& store, std::string_view name);
/// Nothing to do for an empty name: it stands for all pairs.
void require_pair_if_named(store::Store& store, std::string_view name);

/// The connectors of a pair.
[[nodiscard]] model::BothSides<model::ConnectorConfig> connectors_of(store::Store& store,
                                                                     const model::Pair& pair);

} // namespace syncctl::app
