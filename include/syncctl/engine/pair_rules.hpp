#pragma once

#include "syncctl/mapping/rules.hpp"
#include "syncctl/model/pair.hpp"
#include "syncctl/store/store.hpp"

namespace syncctl::engine {

/// The rules of a pair, ready to use: its compiled mapping with the metadata of both sides.
/// \throws Error{document} when no mapping was ever imported
[[nodiscard]] mapping::Rules rules_of(store::Store& store, const model::Pair& pair);

} // namespace syncctl::engine
