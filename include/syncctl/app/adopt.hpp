#pragma once

#include "syncctl/app/workspace.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace syncctl::app {

struct AdoptRequest {
    std::string pair;
    std::string from; ///< UUID of the pair in a lost database; empty: the pair's own
    bool is_dry_run = false;
};

struct AdoptedItem {
    std::string source_item; ///< key, `CONNECTOR:ID`
    std::string target_item;
    std::string outcome; ///< engine::AdoptOutcome as a word
};

struct AdoptSummary {
    std::int64_t linked = 0;
    std::int64_t left = 0;          ///< carry a marker and were not linked
    std::vector<AdoptedItem> items; ///< the first of them, see engine::k_most_adopt_lines
};

/// Rebuilds the links of a pair from the markers in its work items (engine::adopt_links), under the
/// pair's lock.
[[nodiscard]] AdoptSummary adopt(Workspace& workspace, const AdoptRequest& request);

} // namespace syncctl::app
