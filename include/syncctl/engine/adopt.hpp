#pragma once

#include "syncctl/engine/run_pair.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace syncctl::engine {

struct AdoptOptions {
    bool is_dry_run = false;
    std::string from; ///< UUID in the markers; empty: the pair's own
    std::size_t batch_size = 200;
};

/// What became of one item that carries a marker without a link.
enum class AdoptOutcome {
    linked,
    copy,           ///< another item is, or was just linked as, the partner of the same origin
    origin_missing, ///< the tracker proves that it has no such item
    unreadable,     ///< one of the two cannot be read now
    other_types,    ///< the mapping does not join their types
};
[[nodiscard]] std::string_view to_string(AdoptOutcome outcome);

struct AdoptLine {
    std::string source_item; ///< id
    std::string target_item;
    AdoptOutcome outcome = AdoptOutcome::linked;
};

struct AdoptReport {
    std::int64_t linked = 0;
    std::int64_t left = 0;        ///< marked items that were not linked, for the reasons in `lines`
    std::vector<AdoptLine> lines; ///< the first k_most_adopt_lines
};

inline constexpr std::size_t k_most_adopt_lines = 1000;

/// Rebuilds links from the markers in the work items, after the database was lost or restored.
/// Reads both trackers from the beginning, writes to the database only. The links have no base: the
/// next run merges them like items that never agreed, so that no side's edit is lost unseen. Where
/// several items claim the same origin the oldest is linked.
///
/// Markers of a lost database carry another pair's UUID (`from`). A pair without links takes that
/// UUID over, so that the markers are its own from then on. The caller holds the pair's lock (not
/// for a dry run). \throws Error{not_found} when no unlinked item carries the marker; says which
/// others were seen
[[nodiscard]] AdoptReport
adopt_links(const RunContext& context, const model::Pair& pair, const AdoptOptions& options);

} // namespace syncctl::engine
