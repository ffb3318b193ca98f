#pragma once

#include "node_reader.hpp"

#include <vector>

namespace syncctl::mapping {

/// Reads one item of `fields`: a rule, or a rule as the only key of its options.
void read_field(const Node& item, NodeReader& reader, std::vector<FieldDraft>& into);

} // namespace syncctl::mapping
