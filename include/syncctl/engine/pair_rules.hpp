#pragma once

#include "syncctl/mapping/changed_rules.hpp"
#include "syncctl/mapping/rules.hpp"
#include "syncctl/model/pair.hpp"
#include "syncctl/store/store.hpp"

namespace syncctl::engine {

/// The rules of a pair, ready to use: its compiled mapping with the metadata of both sides.
/// \throws Error{document} when no mapping was ever imported
[[nodiscard]] mapping::Rules rules_of(store::Store& store, const model::Pair& pair);

/// What the newest mapping does differently than an earlier revision did. Nothing when that one is
/// not on record, or says nothing any more about trackers that changed since.
[[nodiscard]] mapping::ChangedRules
rules_changed_since(store::Store& store, const model::Pair& pair, int revision);

} // namespace syncctl::engine
