// Runs that create, update and delete items.

#include "kill_scenario.hpp"

#include <utility>

namespace syncctl::test {
namespace {

KillScenario of_items(const char* name, std::function<void(FilesWorld&)> prepare)
{
    KillScenario scenario;
    scenario.name = name;
    scenario.prepare = std::move(prepare);
    scenario.command = kill_run();
    return scenario;
}

KillScenario creates_towards_the_target()
{
    return of_items("create-target", [](FilesWorld& world) {
        world.add("dev", 1, "printer");
        world.add("dev", 2, "scanner");
    });
}

KillScenario creates_towards_the_source()
{
    return of_items("create-source", [](FilesWorld& world) {
        world.add("desk", 101, "printer");
        world.add("desk", 102, "scanner");
    });
}

KillScenario updates_the_target()
{
    return of_items("update-target", [](FilesWorld& world) {
        link_two(world);
        world.edit("dev", "1", "Title", "printer on fire");
        world.edit("dev", "2", "State", "Closed");
    });
}

KillScenario updates_the_source()
{
    return of_items("update-source", [](FilesWorld& world) {
        link_two(world);
        world.edit("desk", world.partner("dev", "1"), "subject", "printer on fire");
        world.edit("desk", world.partner("dev", "2"), "priority", "High");
    });
}

KillScenario merges_edits_of_both_sides()
{
    return of_items("merge", [](FilesWorld& world) {
        link_two(world);
        world.edit("dev", "1", "Title", "printer on fire");
        world.edit("desk", world.partner("dev", "1"), "description", "water does not help");
        world.edit("dev", "2", "Priority", "1");
        world.edit("desk", world.partner("dev", "2"), "status", "Done");
    });
}

KillScenario deletes(const char* name, std::string_view policy)
{
    auto scenario = of_items(name, [](FilesWorld& world) {
        link_two(world);
        world.erase("dev", "1");
    });
    scenario.world.deletes = policy;
    return scenario;
}

/// As often as wanted; a limit of 0 takes it away again.
void limit_description(FilesWorld& world, int max_length)
{
    const std::string name = R"("description", "type": "text")";
    auto tracker = world.read_raw("desk", "tracker.json");
    const auto start = tracker.find(name) + name.size();
    const auto limit = max_length == 0 ? "" : ", \"max_length\": " + std::to_string(max_length);
    tracker.replace(start, tracker.find('}', start) - start, limit);
    world.write_raw("desk", "tracker.json", tracker);
}

/// Nothing but the retry queue knows of the item when the desk takes it at last.
KillScenario retries_what_failed_before()
{
    return of_items("retry", [](FilesWorld& world) {
        link_two(world);
        limit_description(world, 4);
        world.edit("dev", "1", "Notes", "longer than four letters");
        must(world, kill_run().arguments, 3);
        limit_description(world, 0);
    });
}

KillScenario matches_existing_items()
{
    auto scenario = of_items("match", [](FilesWorld& world) {
        world.add("dev", 1, "printer");
        world.add("dev", 2, "scanner");
        world.edit("dev", "1", "Notes", "second floor");
        world.add("desk", 101, "printer");
        world.add("desk", 103, "mouse");
    });
    scenario.world.match = "Title <-> subject";
    return scenario;
}

/// Items on both sides, links, edits of both sides, new items: every kind of write in one run.
KillScenario does_everything_at_once()
{
    return of_items("everything", [](FilesWorld& world) {
        for (int i = 1; i <= 12; ++i) {
            world.add("dev", i, "bug " + std::to_string(i));
            world.add("desk", 100 + i, "incident " + std::to_string(i));
        }
        must(world, kill_run().arguments);
        world.edit("dev", "1", "Notes", "noted in dev");
        world.edit("desk", "101", "description", "noted at the desk");
        world.edit("dev", "2", "Title", "bug 2 renamed");
        world.edit("desk", world.partner("dev", "2"), "priority", "High");
        for (int i = 13; i <= 16; ++i) {
            world.add("dev", 1000 + i, "late bug " + std::to_string(i));
            world.add("desk", 2000 + i, "late incident " + std::to_string(i));
        }
    });
}

KillScenario runs_beside_another_run()
{
    auto scenario = of_items("two-runs", [](FilesWorld& world) {
        link_two(world);
        world.add("dev", 3, "mouse");
        world.add("desk", 103, "keyboard");
        world.edit("dev", "1", "Title", "printer on fire");
    });
    scenario.has_rival = true;
    return scenario;
}

} // namespace

std::vector<KillScenario> item_scenarios()
{
    return {creates_towards_the_target(),
            creates_towards_the_source(),
            updates_the_target(),
            updates_the_source(),
            merges_edits_of_both_sides(),
            deletes("delete-never", "never"),
            deletes("delete-close", "close"),
            deletes("delete-mirror", "mirror"),
            retries_what_failed_before(),
            matches_existing_items(),
            does_everything_at_once(),
            runs_beside_another_run()};
}

} // namespace syncctl::test
