// F29, F34, F35, F46: what cannot be seen is not gone, and what is seen may be old.

#include "support/azure_world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace syncctl::test;
using syncctl::fakes::Switches;
namespace faults = syncctl::fakes::faults;

namespace {

std::string outcome_after(AzureWorld& world)
{
    world.run();
    world.run();
    auto outcome = world.outcome();
    world.restore();
    return outcome;
}

/// Neither side got or lost an item.
void check_same_items(AzureWorld& world)
{
    CHECK(world.dev.titles().size() == 4);
    CHECK(world.desk.titles().size() == 4);
    CHECK(world.dev.ids().size() == 4);
    CHECK(world.desk.ids().size() == 4);
}

} // namespace

TEST_CASE("a token that is refused in the middle ends the writing, and the next run with a good "
          "one heals "
          "it",
          "[fault][azure_devops]")
{
    constexpr int k_edits = 40;
    constexpr int k_in_vain = 16;
    constexpr int k_signed_out = 12;
    AzureWorld world;
    for (int i = 0; i < k_edits; ++i) {
        world.add_bug("bug " + std::to_string(i));
    }
    world.run();
    for (int i = 1; i <= k_edits; ++i) {
        world.dev.edit(i, {{"System.Title", "edited " + std::to_string(i)}});
    }
    world.save();
    const auto expected = outcome_after(world);
    world.desk.next_requests({"PATCH", ""}, faults::unauthorized_401(), k_edits, 3);

    const auto result = world.syncctl({"run", "p"});

    INFO(result.out << result.err);
    CHECK(result.exit == k_signed_out);
    CHECK(result.err.find("TF400813") != std::string::npos);
    CHECK(world.desk.requests({"PATCH", ""}) <= 3 + k_in_vain);
    world.desk.no_more_faults();

    world.desk.change([](Switches& switches) { switches.is_token_expired = true; });
    world.desk.clear_log();
    CHECK(world.syncctl({"run", "p"}).exit == k_signed_out);
    CHECK(world.desk.requests({"PATCH", ""}) == 0);
    world.desk.change([](Switches& switches) { switches.is_token_expired = false; });
    CHECK(world.heal(expected) == "");
}

TEST_CASE("items of an area that the token may not see any more are neither deleted nor made again",
          "[fault][azure_devops]")
{
    AzureWorld world;
    world.link_four();
    world.desk.has_area("Fabrikam\\Secret");
    const int hidden = world.partner_of_bug(1);
    world.desk.edit(hidden, {{"System.AreaPath", "Fabrikam\\Secret"}});
    world.desk.edit(501, {{"System.AreaPath", "Fabrikam\\Secret"}});
    world.run();
    world.dev.edit(1, {{"System.Title", "edited meanwhile"}});
    world.dev.edit(2, {{"System.Title", "edited, and seen"}});
    world.save();
    const auto expected = outcome_after(world);

    world.desk.change([](Switches& s) { s.unreadable_areas = {"Fabrikam\\Secret"}; });
    for (int i = 0; i < 4; ++i) {
        static_cast<void>(world.syncctl({"run", "p"}));
        world.let_time_pass();
        check_same_items(world);
    }
    CHECK(world.desk.item(world.partner_of_bug(2))->fields["System.Title"] == "edited, and seen");
    CHECK(world.syncctl({"run", "p", "--full"}).exit == 3);
    check_same_items(world);

    world.desk.change([](Switches& s) { s.unreadable_areas.clear(); });
    CHECK(world.heal(expected) == "");
    check_same_items(world);
}

TEST_CASE("an item that is moved to another project keeps its partner", "[fault][azure_devops]")
{
    AzureWorld world;
    world.link_four();
    world.dev.has_project("Elsewhere", syncctl::fakes::agile_process());
    world.save();
    const auto expected = outcome_after(world);

    world.dev.move_to_project(1, "Elsewhere");
    world.dev.edit(2, {{"System.Title", "stays"}});
    for (int i = 0; i < 3; ++i) {
        const auto result = world.syncctl({"run", "p"});
        INFO(result.out << result.err);
        CHECK(result.exit == 0);
        world.let_time_pass();
        check_same_items(world);
    }
    world.desk.edit(world.partner_of_bug(1), {{"System.Title", "edited meanwhile"}});
    world.run();
    check_same_items(world);

    world.dev.move_to_project(1, "Fabrikam");
    world.run();
    CHECK(world.dev.item(1)->fields["System.Title"] == "edited meanwhile");
    check_same_items(world);
    CHECK(world.run_quietly() == "");
}

TEST_CASE("a feed that lags and reads that are old: two runs after quiet all is in step, and the "
          "third writes nothing",
          "[fault][azure_devops]")
{
    AzureWorld world;
    world.link_four();
    world.add_bug("new bug", "Active");
    world.add_issue("new issue");
    world.dev.edit(1, {{"System.Title", "printer on fire"}, {"System.State", "Closed"}});
    world.desk.edit(501, {{"System.Description", "<div>coffee</div>"}});
    world.dev.remove(2);
    world.save();
    const auto expected = outcome_after(world);
    for (const bool loses_an_answer : {false, true}) {
        for (const int staleness : {0, 1, 2, 3, 5, 8}) {
            INFO("requests behind: " << staleness << ", an answer lost: " << loses_an_answer);
            world.restore();
            for (auto* tracker : {&world.dev, &world.desk}) {
                tracker->change([staleness](Switches& switches) {
                    switches.stale_requests = staleness;
                    switches.query_lag_requests = staleness;
                    switches.feed_lag_ms = 30'000;
                });
                if (loses_an_answer) {
                    tracker->next_requests({"POST", "/workitems/"}, faults::lost_response());
                }
            }
            for (int i = 0; i < 2; ++i) {
                const auto result = world.syncctl({"run", "p"});
                INFO(result.out << result.err);
                CHECK((result.exit == 0 || result.exit == 3));
                CHECK(world.broken_promises() == "");
                world.clock.advance(std::chrono::seconds{10});
            }
            for (auto* tracker : {&world.dev, &world.desk}) {
                tracker->no_more_faults();
                tracker->change([](Switches& switches) {
                    switches.stale_requests = 0;
                    switches.query_lag_requests = 0;
                });
            }
            CHECK(world.heal(expected) == "");
        }
    }
}
