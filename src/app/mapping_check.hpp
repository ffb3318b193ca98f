#pragma once

#include "syncctl/app/mappings.hpp"
#include "syncctl/mapping/document.hpp"

#include <string_view>

namespace syncctl::app {

/// A compiled document together with what is said about it.
struct CheckedDocument {
    mapping::Compiled compiled;
    MappingCheck check;
};

/// The setting that stands in for `conflicts: { default: ... }`.
[[nodiscard]] model::Strategy default_strategy(store::Store& store);

/// Against a pair: its connectors' names and metadata, its direction.
[[nodiscard]] CheckedDocument check_for_pair(store::Store& store,
                                             const model::Pair& pair,
                                             std::string_view file_name,
                                             std::string_view document);

} // namespace syncctl::app
