#pragma once

#include "syncctl/app/workspace.hpp"
#include "syncctl/base/error.hpp"
#include "syncctl/engine/run_pair.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::app {

struct RunRequest {
    std::vector<std::string> pairs; ///< names
    bool is_all = false;            ///< every enabled pair
    bool is_due = false;            ///< every enabled pair whose schedule has come
    bool is_queued = false;         ///< only what webhooks named, in the pairs named or in all
    bool is_dry_run = false;
    bool validates = false; ///< in a dry run: the trackers check what would be written
    bool is_full = false;
    bool allows_mass_change = false; ///< guards warn instead of stopping
    std::vector<std::string> items;  ///< keys `CONNECTOR:ID`; empty = all
    std::optional<std::size_t> limit;
    std::chrono::seconds wait{0}; ///< for a pair that another run holds
    /// Pair, phase, done, total.
    std::function<void(std::string_view, std::string_view, std::int64_t, std::int64_t)> progress;
};

/// What became of one pair.
struct PairRun {
    std::string pair;
    engine::RunReport report;   ///< as far as the run came
    std::optional<Error> error; ///< what stopped it
    std::chrono::milliseconds duration{0};
    bool is_held = false; ///< nothing was done: another run has or had the pair, which nobody named
};

struct RunSummary {
    std::vector<PairRun> pairs;       ///< in the order in which they were chosen
    std::vector<std::string> skipped; ///< disabled pairs of `--all`
    std::vector<std::string> held;    ///< pairs that nobody named and another run has
    std::vector<std::string> unready; ///< pairs of `--queued` that never ran completely
    bool is_cut_short = false;        ///< told to stop before every pair was begun
};

/// Runs pairs, as many at once as the setting max_concurrent_syncs allows; neither the failure of
/// one nor its slowness holds up the others. With one pair there is no other thread.
/// `--due` needs no key while nothing is due.
/// \throws Error before the first run only: unknown or disabled pair, wrong key, no database
[[nodiscard]] RunSummary run_pairs(Workspace& workspace, const RunRequest& request);

/// completed, completed_with_errors, failed, cancelled, stopped_by_guard
[[nodiscard]] std::string_view result_of(const PairRun& run);

} // namespace syncctl::app
