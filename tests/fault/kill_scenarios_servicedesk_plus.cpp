// Runs between Azure DevOps and a ServiceDesk Plus, now of one edition, now of the other.

#include "fakes/servicedesk_plus/fault.hpp"
#include "kill_scenario.hpp"
#include "killed_tracker_world.hpp"
#include "support/desk_world.hpp"

#include <chrono>
#include <functional>
#include <utility>

namespace syncctl::test {
namespace {

using Edition = fakes::FakeServiceDeskPlus::Edition;
using Switches = fakes::FakeServiceDeskPlus::Switches;
namespace requests = fakes::sdp::requests;
namespace faults = fakes::faults;

KillScenario of_desk(const char* name,
                     std::function<void(DeskWorld&)> prepare,
                     const DeskWorldOptions& options = {},
                     std::function<void(DeskWorld&)> disturb = {})
{
    return of_trackers<DeskWorld>(
        name, KillGroup::servicedesk_plus, std::move(prepare), options, std::move(disturb));
}

/// ServiceDesk Plus lists nothing that was deleted: a full run looks for it.
KillScenario with_full_runs(KillScenario scenario)
{
    scenario.command.arguments.emplace_back("--full");
    scenario.again = {{.arguments = scenario.command.arguments, .exits = {0, 3}}};
    return scenario;
}

void add_two_of_each(DeskWorld& world)
{
    world.add_two_of_each();
}

void edit_everything(DeskWorld& world)
{
    world.link_four();
    world.dev.edit(1, {{"System.Title", "printer on fire"}, {"System.State", "Resolved"}});
    world.dev.edit(2, {{"Microsoft.VSTS.Common.Priority", 1}});
    world.desk.edit(world.incident("keyboard"), {{"description", "<div>coffee</div>"}});
    world.desk.edit(world.incident("mouse"),
                    {{"subject", "mouse, again"}, {"status", "In Progress"}});
}

/// Different fields of the same items.
void edit_both_sides(DeskWorld& world)
{
    world.link_four();
    world.dev.edit(1, {{"System.Title", "printer on fire"}});
    world.desk.edit(world.partner_of_bug(1),
                    {{"status", "In Progress"}, {"description", "<div>smoke</div>"}});
    world.dev.edit(2, {{"Microsoft.VSTS.Common.Priority", 1}});
    world.desk.edit(world.partner_of_bug(2), {{"subject", "scanner, upstairs"}});
}

/// The same field of both items, an hour apart.
void dispute(DeskWorld& world)
{
    world.link_four();
    world.desk.edit(world.partner_of_bug(1), {{"subject", "the older title"}});
    world.dev.edit(2, {{"System.State", "Closed"}});
    world.clock.advance(std::chrono::hours{1});
    world.dev.edit(1, {{"System.Title", "the newer title"}});
    world.desk.edit(world.partner_of_bug(2), {{"status", "Open"}});
    world.clock.advance(std::chrono::hours{1});
}

void decide(DeskWorld& world)
{
    constexpr int k_conflicts_wait = 14;
    world.link_four();
    world.desk.edit(world.partner_of_bug(1), {{"subject", "from desk"}});
    world.dev.edit(1, {{"System.Title", "from dev"}, {"System.State", "Active"}});
    world.run(k_conflicts_wait);
    world.must({"conflicts", "resolve", "1", "--take", "target"});
}

/// Two writes each: the other fields, and the closing call with what it has to be told.
void close_two(DeskWorld& world)
{
    world.link_four();
    world.dev.edit(1, {{"System.State", "Closed"}, {"System.Title", "printer, repaired"}});
    world.dev.edit(2, {{"System.State", "Closed"}, {"Microsoft.VSTS.Common.Priority", 1}});
}

/// Two writes: a closed request takes nothing but another status.
void reopen(DeskWorld& world)
{
    world.link_four();
    world.dev.edit(1, {{"System.State", "Closed"}});
    world.desk.edit(world.incident("keyboard"), {{"status", "Closed"}});
    world.run();
    world.run();
    world.dev.edit(1, {{"System.State", "Active"}, {"System.Title", "printer, broken again"}});
    world.desk.edit(world.incident("keyboard"), {{"status", "Open"}});
}

void delete_bug(DeskWorld& world)
{
    world.link_four();
    world.dev.remove(1);
    world.dev.edit(2, {{"System.Title", "scanner, still here"}});
}

void trash_incident(DeskWorld& world)
{
    world.link_four();
    world.desk.trash(world.incident("mouse"));
    world.desk.edit(world.incident("keyboard"), {{"subject", "keyboard, still here"}});
}

/// A run whose creates were stored on one side, and not on the other one, with no answer to either.
void lose_creates(DeskWorld& world)
{
    constexpr int k_partial = 3;
    world.add_two_of_each();
    world.desk.next_requests(requests::k_creates, faults::lost_response(), 2);
    world.dev.next_requests({"POST", "workitems/"}, faults::reset_before(), 2);
    world.run(k_partial);
    world.dev.no_more_faults();
    world.desk.no_more_faults();
}

/// The same where searches do not see a new request for longer than runs are apart, and lists for
/// less than that.
void lose_creates_unseen(DeskWorld& world)
{
    world.desk.change([](Switches& switches) {
        switches.index_lag_ms = 3'600'000;
        switches.list_lag_ms = 240'000;
    });
    lose_creates(world);
}

/// Somebody else's rule writes to every new request at once.
void add_beside_a_rule(DeskWorld& world)
{
    world.desk.change([](Switches& switches) {
        switches.business_rule = {{"priority", {{"name", "High"}}}};
    });
    world.add_two_of_each();
}

/// The access token ends between two writes.
void expire_at_the_second_write(DeskWorld& world)
{
    world.desk.before_next(requests::k_edits, [&world] {
        world.desk.before_next(requests::k_edits, [&world] { world.desk.expire_access_tokens(); });
    });
}

std::vector<KillScenario> on_premises_scenarios()
{
    const std::vector<std::string> closure{"closure_code=Success", "closure_comments=by syncctl"};
    return {of_desk("desk-create", &add_two_of_each),
            of_desk("desk-update", &edit_everything, {.marker = "description"}),
            of_desk("desk-conflict", &dispute, {.marker = "subject"}),
            of_desk("desk-close", &close_two, {.settings = closure}),
            of_desk("desk-delete-bug", &delete_bug),
            with_full_runs(of_desk("desk-trash", &trash_incident)),
            of_desk("desk-settle-description", &lose_creates, {.marker = "description"}),
            of_desk("desk-settle-unseen", &lose_creates_unseen),
            of_desk("desk-rule", &add_beside_a_rule, {.marker = "subject"})};
}

std::vector<KillScenario> cloud_scenarios()
{
    const auto in_cloud = [](DeskWorldOptions options) {
        options.edition = Edition::cloud;
        return options;
    };
    return {of_desk("cloud-create", &add_two_of_each, in_cloud({.marker = "description"})),
            of_desk("cloud-merge", &edit_both_sides, in_cloud({})),
            of_desk("cloud-decided", &decide, in_cloud({.strategy = "manual"})),
            of_desk("cloud-reopen", &reopen, in_cloud({.settings = {"closure_code=Success"}})),
            of_desk("cloud-delete-bug", &delete_bug, in_cloud({.deletes = "close"})),
            of_desk("cloud-settle-subject", &lose_creates_unseen, in_cloud({.marker = "subject"})),
            of_desk("cloud-token", &edit_everything, in_cloud({}), &expire_at_the_second_write)};
}

} // namespace

std::vector<KillScenario> servicedesk_plus_scenarios()
{
    auto all = on_premises_scenarios();
    for (auto& scenario : cloud_scenarios()) {
        all.push_back(std::move(scenario));
    }
    return all;
}

} // namespace syncctl::test
