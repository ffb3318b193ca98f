#pragma once

#include "cases.hpp"
#include "engine/planner.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace syncctl::test {

/// One link with its two items in memory: what a plan is made from, and what becomes of it. Keeps
/// house as the engine does with its database and two trackers, without either.
class LinkWorld {
public:
    explicit LinkWorld(PairCase the_pair);

    void edit(model::Side side, const std::string& field, model::Value value);

    void erase(model::Side side) { items[side].reset(); }

    /// What the engine would do now, with both sides read.
    [[nodiscard]] engine::LinkPlan plan() const;
    [[nodiscard]] engine::LinkInput input() const;
    [[nodiscard]] engine::PlanContext context() const;

    /// Carries the plan out; a write to a side that fails changes nothing there.
    void apply(engine::LinkPlan plan, const model::BothSides<bool>& succeeds = {true, true});

    void run(const model::BothSides<bool>& succeeds = {true, true}) { apply(plan(), succeeds); }

    [[nodiscard]] model::Value value(model::Side side, const std::string& field) const;

    PairCase pair;
    mapping::Rules rules;
    model::Link link;
    model::BothSides<std::optional<model::WorkItem>> items;
    std::vector<model::Conflict> open_conflicts;
    std::vector<model::Conflict> ended_conflicts;
    bool is_linked = true;
    /// How each tracker changes what is written to it.
    model::BothSides<std::function<model::Value(model::Value)>> rewrites;

private:
    void touch(model::WorkItem& item);
    void carry_out(const engine::ConflictChange& change);

    std::int64_t m_time = 1000;
    std::int64_t m_next_conflict = 1;
};

/// Both items with any values, and bases that fit them or not.
[[nodiscard]] LinkWorld a_link(Generator& random, PairCase pair);

} // namespace syncctl::test
