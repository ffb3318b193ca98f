// What webhooks named, from the delivery to the run that looks at it.

#include "kill_scenario.hpp"

namespace syncctl::test {
namespace {

const KillCommand k_run_queued{.arguments = {"run", "--queued", "-q"}};

/// The printer of bug 1 burns, and nobody listed it yet.
void edit_one(FilesWorld& world)
{
    link_two(world);
    world.edit("dev", "1", "Title", "printer on fire");
}

/// No run lists anything afterwards: what is not due any more would be missing.
void only_the_queue_carries_it_over(KillScenario& scenario)
{
    scenario.again.insert(scenario.again.end(), {k_run_queued, k_run_queued});
    scenario.has_runs = false;
}

KillScenario takes_a_delivery_in()
{
    KillScenario scenario;
    scenario.name = "webhook-ingest";
    scenario.group = KillGroup::webhooks;
    scenario.prepare = [](FilesWorld& world) {
        world.env["HOOK_SECRET"] = "correct horse";
        edit_one(world);
        must(world, {"connector", "edit", "dev", "--webhook-secret", "env:HOOK_SECRET"});
    };
    scenario.command = {
        .arguments = {"webhook", "ingest", "dev", "--header", "X-Syncctl-Secret=HOOK_SECRET", "-q"},
        .input = R"({"ids":[1,2]})"};
    // The sender got no answer and sends it again.
    scenario.again = {scenario.command};
    only_the_queue_carries_it_over(scenario);
    return scenario;
}

KillScenario runs_what_is_due()
{
    KillScenario scenario;
    scenario.name = "webhook-run";
    scenario.group = KillGroup::webhooks;
    scenario.prepare = [](FilesWorld& world) {
        edit_one(world);
        world.add("dev", 3, "scanner");
        for (const auto* id : {"1", "3", "4711"}) {
            world.sql(std::string{"INSERT INTO due_items SELECT id, 'source', '"} + id +
                      "', '2026-01-01T00:00:00.000Z' FROM sync_configs");
        }
    };
    scenario.command = k_run_queued;
    only_the_queue_carries_it_over(scenario);
    return scenario;
}

} // namespace

std::vector<KillScenario> webhook_scenarios()
{
    return {takes_a_delivery_in(), runs_what_is_due()};
}

} // namespace syncctl::test
