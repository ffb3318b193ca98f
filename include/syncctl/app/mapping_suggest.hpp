#pragma once

#include "syncctl/app/workspace.hpp"
#include "syncctl/mapping/suggest.hpp"

#include <cstddef>
#include <string>

namespace syncctl::app {

struct SuggestionRequest {
    std::string pair;
    std::size_t samples = 0; ///< items to read of each side; 0 = no tracker is asked
    int min_score = 50;      ///< percent
};

/// A first mapping document for a pair, from what the database knows of both trackers. Stores
/// nothing.
/// \throws Error{not_found}; Error{setting} when one of the connectors was never discovered
[[nodiscard]] mapping::SuggestedDocument suggest_mapping(Workspace& workspace,
                                                         const SuggestionRequest& request);

} // namespace syncctl::app
