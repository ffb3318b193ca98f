#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

namespace syncctl::year {

struct YearOptions {
    std::uint64_t seed = 1;
    int days = 365;
    int items = 120;        ///< in each pair, about
    int days_of_month = 30; ///< how often the figures are taken
    int retention_days = 14;
    int days_between_rotations = 91;
    int restore_day = 180; ///< the backup of the day before is put back
    double minutes = 0;    ///< stop early after so long; 0: never
};

/// What was seen at the end of a month.
struct Month {
    int day = 0;
    std::int64_t file_bytes = 0;      ///< the state database, after cleanup
    std::int64_t allocated_bytes = 0; ///< not freed
    std::int64_t memory_bytes = 0;    ///< resident
    int descriptors = 0;
    std::int64_t runs = 0;
};

struct YearReport {
    std::vector<Month> months;
    std::int64_t runs = 0;
    std::int64_t edits = 0;
    std::int64_t faults = 0;
    std::int64_t deaths = 0;
    std::int64_t decisions = 0;
    std::int64_t backups = 0;
    std::int64_t rotations = 0;
    std::int64_t restores = 0;
    std::vector<std::string> violations; ///< empty when every promise was kept
};

/// A year of two pairs that run each hour, on a clock that moves as told: people edit both sides,
/// trackers fail, processes die, conflicts are decided by somebody, the key is changed each
/// quarter, old history is cleaned up each week, a backup is made each day and put back once.
[[nodiscard]] YearReport play_year(const YearOptions& options, std::ostream& out);

} // namespace syncctl::year
