#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/store/database.hpp"

#include <cstdint>

namespace syncctl::store {

/// Rows that are not needed any more, and about what they take in the file.
struct OldRows {
    std::int64_t rows = 0;
    std::int64_t bytes = 0;

    OldRows& operator+=(const OldRows& more)
    {
        rows += more.rows;
        bytes += more.bytes;
        return *this;
    }
};

struct CleanupCounts {
    OldRows executions; ///< with their logs
    OldRows errors;
    OldRows conflicts; ///< resolved ones
    OldRows revisions; ///< of mappings
    OldRows deliveries;
    OldRows due_items;

    CleanupCounts& operator+=(const CleanupCounts& more);
    [[nodiscard]] OldRows total() const;
};

struct CleanupLimits {
    base::Timestamp
        history_before; ///< executions, errors, resolved conflicts, revisions, due items
    base::Timestamp deliveries_before; ///< digests of webhook deliveries
    std::int64_t kept_revisions = 20;  ///< of each pair, whatever their age
};

/// What is old. Never links, bases, open conflicts, open intents, the retry queue, the newest and
/// the newest successful execution of a pair, or the mapping that its last run went by.
[[nodiscard]] CleanupCounts count_old_rows(Database& database, const CleanupLimits& limits);

/// Removes up to `most` old rows of each kind, in one transaction: short enough for runs to get
/// their turn in between. All zero when nothing old is left.
CleanupCounts remove_old_rows(Database& database, const CleanupLimits& limits, std::int64_t most);

} // namespace syncctl::store
