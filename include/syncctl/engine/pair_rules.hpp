#pragma once

#include "syncctl/mapping/changed_rules.hpp"
#include "syncctl/mapping/rules.hpp"
#include "syncctl/model/pair.hpp"
#include "syncctl/store/store.hpp"

#include <string>

namespace syncctl::engine {

/// The rules of a pair, ready to use: its compiled mapping with the metadata of both sides.
/// \throws Error{document} when no mapping was ever imported
[[nodiscard]] mapping::Rules rules_of(store::Store& store, const model::Pair& pair);

/// What a mapping does differently than the one that the last complete run went by. Nothing when
/// there was none, when its text is not on record, or says nothing any more about trackers that
/// changed since.
[[nodiscard]] mapping::ChangedRules rules_changed_since_last_run(store::Store& store,
                                                                 const model::Pair& pair,
                                                                 const model::MappingRows& rows);

/// `mapping 3, both, ...`: the mapping revision and filters that a run goes by, as one text. A
/// difference means that everything has to be looked at again.
[[nodiscard]] std::string basis_of(const model::Pair& pair, const mapping::Rules& rules);

/// Does a field of this name hold what people call an item?
[[nodiscard]] bool names_a_title(std::string field);

} // namespace syncctl::engine
