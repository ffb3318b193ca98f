#pragma once

#include "kill_scenario.hpp"
#include "support/tracker_world.hpp"

#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace syncctl::test {

/// Any world of two trackers as one in which a command is killed.
class KilledTrackerWorld final : public KillWorld {
public:
    /// \param disturb what happens in every command, ordered again whenever the world goes back
    explicit KilledTrackerWorld(std::unique_ptr<TrackerWorld> world,
                                std::function<void()> disturb = {})
        : m_world{std::move(world)}, m_disturb{std::move(disturb)}
    {
    }

    [[nodiscard]] ProcessOptions plan(const std::vector<std::string>& arguments) const override
    {
        return m_world->plan(arguments);
    }

    [[nodiscard]] std::string path(std::string_view name) const override
    {
        return m_world->path(name);
    }

    void save() override
    {
        m_world->save();
        disturb();
    }

    void restore() override
    {
        m_world->restore();
        disturb();
    }

    [[nodiscard]] std::string outcome() override { return m_world->outcome(); }

    [[nodiscard]] std::string broken_promises() override { return m_world->broken_promises(); }

    [[nodiscard]] std::string leftovers() const override { return {}; }

    void let_time_pass() override { m_world->let_time_pass(); }

private:
    void disturb() const
    {
        if (m_disturb) {
            m_disturb();
        }
    }

    std::unique_ptr<TrackerWorld> m_world;
    std::function<void()> m_disturb;
};

/// `run p` in a world of two trackers. A create whose outcome nobody knows is repeated after two
/// looks with the settle time between them, so that more runs may be needed.
template <class World, class Options>
[[nodiscard]] KillScenario of_trackers(const char* name,
                                       KillGroup group,
                                       std::function<void(World&)> prepare,
                                       const Options& options,
                                       std::function<void(World&)> disturb = {})
{
    constexpr int k_most_runs = 4;
    KillScenario scenario;
    scenario.name = name;
    scenario.group = group;
    scenario.other_world = [prepare = std::move(prepare), options, disturb = std::move(disturb)] {
        auto world = std::make_unique<World>(options);
        prepare(*world);
        std::function<void()> again;
        if (disturb) {
            again = [disturb, &world = *world] { disturb(world); };
        }
        return std::make_unique<KilledTrackerWorld>(std::move(world), std::move(again));
    };
    scenario.command = kill_run();
    scenario.most_runs = k_most_runs;
    return scenario;
}

} // namespace syncctl::test
