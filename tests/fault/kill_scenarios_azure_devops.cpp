// Runs between two organizations of Azure DevOps.

#include "kill_scenario.hpp"
#include "killed_tracker_world.hpp"
#include "support/azure_world.hpp"

#include <functional>
#include <utility>

namespace syncctl::test {
namespace {

KillScenario of_azure(const char* name,
                      std::function<void(AzureWorld&)> prepare,
                      const AzureWorldOptions& options = {})
{
    return of_trackers<AzureWorld>(name, KillGroup::azure_devops, std::move(prepare), options);
}

void add_two_of_each(AzureWorld& world)
{
    world.add_two_of_each();
}

void edit_everything(AzureWorld& world)
{
    world.link_four();
    world.dev.edit(1, {{"System.Title", "printer on fire"}, {"System.State", "Resolved"}});
    world.dev.edit(2, {{"System.Tags", "scanner; urgent"}});
    world.desk.edit(501, {{"System.Description", "<div>coffee</div>"}});
    world.desk.edit(502, {{"System.Title", "mouse, again"}, {"System.State", "Doing"}});
}

/// Different fields of the same items, and a list that both sides changed.
void edit_both_sides(AzureWorld& world)
{
    world.link_four();
    const int printer = world.partner_of_bug(1);
    const int scanner = world.partner_of_bug(2);
    world.dev.edit(1, {{"System.Title", "printer on fire"}, {"System.Tags", "printer; fire"}});
    world.desk.edit(printer, {{"System.State", "Doing"}, {"System.Tags", "desk; printer; urgent"}});
    world.dev.edit(2, {{"Microsoft.VSTS.Common.Priority", 1}});
    world.desk.edit(scanner, {{"System.State", "Done"}});
}

/// The same field of both items, an hour apart.
void dispute(AzureWorld& world)
{
    world.link_four();
    world.desk.edit(world.partner_of_bug(1), {{"System.Title", "the older title"}});
    world.dev.edit(2, {{"System.State", "Closed"}});
    world.clock.advance(std::chrono::hours{1});
    world.dev.edit(1, {{"System.Title", "the newer title"}});
    world.desk.edit(world.partner_of_bug(2), {{"System.State", "To Do"}});
    world.clock.advance(std::chrono::hours{1});
}

void decide(AzureWorld& world)
{
    constexpr int k_conflicts_wait = 14;
    world.link_four();
    world.desk.edit(world.partner_of_bug(1), {{"System.Title", "from desk"}});
    world.dev.edit(1, {{"System.Title", "from dev"}, {"System.State", "Active"}});
    world.run(k_conflicts_wait);
    world.must({"conflicts", "resolve", "1", "--take", "target"});
}

/// A bug may only be closed once it was active and resolved: three writes for one state.
void close_by_steps(AzureWorld& world)
{
    world.link_four();
    world.dev.customise([](fakes::Process& process) {
        std::erase_if(process.type("Bug")->transitions, [](const fakes::Transition& each) {
            return each.to == "Closed" && each.from != "Resolved";
        });
        std::erase_if(process.type("Bug")->transitions, [](const fakes::Transition& each) {
            return each.to == "Resolved" && each.from != "Active";
        });
    });
    world.desk.edit(world.partner_of_bug(1),
                    {{"System.State", "Done"}, {"System.Title", "printer, repaired"}});
}

void delete_bug(AzureWorld& world)
{
    world.link_four();
    world.dev.remove(1);
    world.dev.edit(2, {{"System.Title", "scanner, still here"}});
}

void delete_issue(AzureWorld& world)
{
    world.link_four();
    world.desk.remove(502);
}

/// A run whose creates were stored on one side, and not on the other one, with no answer to either.
void lose_creates(AzureWorld& world)
{
    constexpr int k_partial = 3;
    world.add_two_of_each();
    world.desk.next_requests({"POST", "workitems/"}, fakes::faults::lost_response(), 2);
    world.dev.next_requests({"POST", "workitems/"}, fakes::faults::reset_before(), 2);
    world.run(k_partial);
    world.dev.no_more_faults();
    world.desk.no_more_faults();
}

} // namespace

std::vector<KillScenario> azure_devops_scenarios()
{
    return {of_azure("azure-create", &add_two_of_each),
            of_azure("azure-update", &edit_everything),
            of_azure("azure-merge", &edit_both_sides),
            of_azure("azure-conflict", &dispute),
            of_azure("azure-decided", &decide, {.strategy = "manual"}),
            of_azure("azure-steps", &close_by_steps),
            of_azure("azure-delete-bug", &delete_bug),
            of_azure("azure-delete-issue", &delete_issue),
            of_azure("azure-settle", &lose_creates)};
}

} // namespace syncctl::test
