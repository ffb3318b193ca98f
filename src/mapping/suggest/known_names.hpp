#pragma once

#include "suggest/words.hpp"

#include <string>
#include <string_view>

namespace syncctl::mapping {

/// What a name is known to stand for in trackers.
struct KnownName {
    std::string_view meaning; ///< `title`; empty when the name is not known
    int weight = 0;           ///< percent; how surely the name means it
};

[[nodiscard]] KnownName known_field(const NameWords& name);
[[nodiscard]] KnownName known_type(const NameWords& name);
/// Meanings: new, work, waiting, resolved, closed, dropped.
[[nodiscard]] KnownName known_status(const NameWords& name);

/// Fields whose values have an order: priority, severity, impact, urgency.
[[nodiscard]] bool is_scale(std::string_view meaning);
/// Fields that each tracker keeps for itself: the item's own id, dates and people of its history.
[[nodiscard]] bool is_kept_by_tracker(std::string_view meaning);

/// Place of a value in a scale, the least = most important; 0 when it is not known. `2 - High`
/// is 2.
[[nodiscard]] int scale_rank(const NameWords& value);

} // namespace syncctl::mapping
