#pragma once

#include "mappings.hpp"
#include "support/pair_world.hpp"

#include "syncctl/mapping/rules.hpp"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace syncctl::simulation {

/// What the oracle knows beside the trackers' own histories. Ids are (source, target).
struct Facts {
    explicit Facts(test::PairWorld& its_world) : world{its_world} {}

    test::PairWorld& world;
    std::set<std::pair<std::string, std::string>> linked;            ///< at any time
    std::set<std::pair<std::string, std::string>> decided_deletions; ///< by a person
    bool is_mapping_changed = false;                                 ///< between two runs
    std::set<int> died; ///< runs that did not come to their end, as TrackerEvent counts them
    engine::RunReport last_report;
};

/// The promises of the design, checked against what the trackers hold and against their own
/// histories, after everything came to rest. \returns what is broken, in words
[[nodiscard]] std::vector<std::string> check(const Facts& facts);

/// Final states, conflicts and errors as text.
[[nodiscard]] std::string describe(test::PairWorld& world);

/// One rule of one link at the end.
struct RuleView {
    const test::FakeTracker& source;
    const test::FakeTracker& target;
    const mapping::FieldRule& rule;
    model::BothSides<std::string> ids;
    model::BothSides<bool> may_write;
    const std::set<int>& died; ///< see Facts

    [[nodiscard]] const test::FakeTracker& tracker(model::Side side) const
    {
        return side == model::Side::source ? source : target;
    }

    [[nodiscard]] bool flows_to(model::Side side) const
    {
        return rule.writes(side) && may_write[side];
    }

    /// What `side` would store for a value of the other one; nullopt: it cannot be mapped.
    [[nodiscard]] std::optional<model::Value> stored_on(model::Side side,
                                                        const model::Value& value) const;
    /// Whether two values stand for each other.
    [[nodiscard]] bool agree(const model::Value& source_value,
                             const model::Value& target_value) const;
};

/// P2 for one rule of one link: the last edit of a person on each side is still there, or what
/// replaced it was a later edit, or the replacement is recorded with the lost value.
/// \param conflicts of the link and rule
void check_edits(const RuleView& view,
                 const std::vector<model::Conflict>& conflicts,
                 std::vector<std::string>& violations);

} // namespace syncctl::simulation
