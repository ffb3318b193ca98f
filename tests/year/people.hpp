#pragma once

#include "simulation/dice.hpp"
#include "world.hpp"
#include "year.hpp"

#include "syncctl/model/conflict.hpp"

namespace syncctl::year {

/// Everything that happens to the two pairs from outside, by dice.
class People {
public:
    People(YearWorld& world, std::uint64_t seed, YearReport& report);

    /// The items there are before the first run.
    void move_in(int items);
    /// An hour's work on both sides.
    void work();
    /// Chooses what the trackers do to the next run.
    void let_things_go_wrong();
    /// Whether a process is going to die of it.
    [[nodiscard]] bool will_kill() const;
    /// Tells them, once that run begins.
    void plan_happenings();
    /// Somebody decides about conflicts; not about all of them each day.
    void decide_conflicts();
    /// From now on nobody works, nothing fails, and every conflict is decided.
    void go_home();

private:
    void edit(PairOfTrackers& pair, bool is_source, const std::string& id, int what);
    void edit_both_sides(PairOfTrackers& pair);
    void work_on(PairOfTrackers& pair);
    void create(PairOfTrackers& pair, bool is_source);
    [[nodiscard]] model::Take decision(model::ConflictType type);
    [[nodiscard]] std::string fresh();

    struct Trouble {
        test::FakeTracker* tracker = nullptr;
        int request = 0;
        test::Happening happening;
    };

    YearWorld& m_world;
    simulation::Dice m_dice;
    YearReport& m_report;
    std::vector<Trouble> m_troubles;
    std::size_t m_wanted_items = 0;
    int m_values = 0;
    bool m_is_home = false;
};

} // namespace syncctl::year
