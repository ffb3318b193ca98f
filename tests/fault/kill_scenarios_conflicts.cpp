// Conflicts, what people decide about them, and mappings that change.

#include "kill_scenario.hpp"

#include <utility>

namespace syncctl::test {
namespace {

constexpr int k_conflicts_wait = 14;

KillScenario of_conflicts(const char* name, std::function<void(FilesWorld&)> prepare)
{
    KillScenario scenario;
    scenario.name = name;
    scenario.group = KillGroup::conflicts;
    scenario.world.strategy = "manual";
    scenario.prepare = std::move(prepare);
    scenario.command = kill_run();
    return scenario;
}

/// The title of bug 1 edited on both sides, and an edit of bug 2 that has nothing to do with it.
void dispute_title(FilesWorld& world)
{
    link_two(world);
    world.edit("dev", "1", "Title", "from dev");
    world.edit("desk", world.partner("dev", "1"), "subject", "from desk");
    world.edit("dev", "2", "Notes", "undisputed");
}

KillScenario detects_a_conflict()
{
    auto scenario = of_conflicts("conflict", &dispute_title);
    scenario.command.exits = {k_conflicts_wait};
    scenario.last_exit = k_conflicts_wait;
    return scenario;
}

KillScenario records_a_decision()
{
    auto scenario = of_conflicts("conflict-decide", [](FilesWorld& world) {
        dispute_title(world);
        must(world, kill_run().arguments, k_conflicts_wait);
    });
    scenario.command = {.arguments = {"conflicts", "resolve", "1", "--take", "target"}};
    scenario.again = {scenario.command};
    return scenario;
}

KillScenario carries_out(const char* name, const std::vector<std::string>& decision)
{
    return of_conflicts(name, [decision](FilesWorld& world) {
        dispute_title(world);
        must(world, kill_run().arguments, k_conflicts_wait);
        auto resolve = std::vector<std::string>{"conflicts", "resolve", "1"};
        resolve.insert(resolve.end(), decision.begin(), decision.end());
        must(world, resolve);
    });
}

KillScenario closes_a_conflict_that_settled_itself()
{
    return of_conflicts("conflict-agreed", [](FilesWorld& world) {
        dispute_title(world);
        must(world, kill_run().arguments, k_conflicts_wait);
        world.edit("dev", "1", "Title", "from desk");
    });
}

KillScenario lets_the_source_win()
{
    auto scenario = of_conflicts("conflict-priority", &dispute_title);
    scenario.world.strategy = "source-priority";
    return scenario;
}

/// An item deleted here and edited there: a conflict about the whole item.
KillScenario disputes_a_deletion()
{
    auto scenario = of_conflicts("conflict-deletion", [](FilesWorld& world) {
        link_two(world);
        world.edit("desk", world.partner("dev", "1"), "subject", "still needed");
        world.erase("dev", "1");
    });
    scenario.world.deletes = "mirror";
    scenario.command.exits = {k_conflicts_wait};
    scenario.last_exit = k_conflicts_wait;
    return scenario;
}

/// Notes on both sides that the first mapping does not know of.
void write_unmapped_notes(FilesWorld& world)
{
    link_two(world);
    world.edit("dev", "1", "Notes", "second floor");
    world.edit("desk", world.partner("dev", "2"), "description", "third floor");
    must(world, kill_run().arguments);
    world.write_mapping({.strategy = "manual"});
}

KillScenario imports_a_changed_mapping()
{
    auto scenario = of_conflicts("mapping-import", &write_unmapped_notes);
    scenario.world.maps_notes = false;
    scenario.command = {.arguments = {"mapping", "import", "p", "mapping.yaml"}};
    scenario.again = {scenario.command};
    return scenario;
}

KillScenario runs_with_a_changed_mapping()
{
    auto scenario = of_conflicts("mapping-run", [](FilesWorld& world) {
        write_unmapped_notes(world);
        must(world, {"mapping", "import", "p", world.path("mapping.yaml")});
    });
    scenario.world.maps_notes = false;
    return scenario;
}

} // namespace

std::vector<KillScenario> conflict_scenarios()
{
    return {detects_a_conflict(),
            records_a_decision(),
            carries_out("conflict-take", {"--take", "target"}),
            carries_out("conflict-set", {"--set", "Title=agreed by phone"}),
            closes_a_conflict_that_settled_itself(),
            lets_the_source_win(),
            disputes_a_deletion(),
            imports_a_changed_mapping(),
            runs_with_a_changed_mapping()};
}

} // namespace syncctl::test
