#pragma once

#include "syncctl/model/side.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace syncctl::engine {

/// What the guard judges a run by, before its first write.
struct GuardFacts {
    std::int64_t links = 0;
    std::int64_t deletions = 0;        ///< removals and closings planned
    std::int64_t updated_links = 0;    ///< links with at least one field to write
    bool is_mapping_changed = false;   ///< since the last complete run
    model::BothSides<bool> is_emptied; ///< linked items, and the tracker now lists none at all
    /// Many unlinked items are shown, and of the linked ones none can be read.
    model::BothSides<bool> shows_only_strangers;
    model::BothSides<std::int64_t> unlinked;
    std::int64_t same_titles = 0; ///< unlinked items of both sides with equal titles
    bool has_match_rule = false;
    std::int64_t claims = 0;         ///< unlinked items that carry this pair's marker
    std::int64_t foreign_claims = 0; ///< unlinked items with the marker of a pair unknown here
    std::string foreign_pair;        ///< UUID of one such pair
};

struct GuardLimits {
    std::int64_t max_deletes = 10;
};

/// Why the run must stop, with what to type next.
struct GuardStop {
    std::string reason;
    std::string hint;
};

/// P5: a run that would do great harm if something was misread stops. Pure. One deletion alone
/// never stops a run.
[[nodiscard]] std::optional<GuardStop>
check_guard(const GuardFacts& facts, const GuardLimits& limits, const std::string& pair_name);

} // namespace syncctl::engine
