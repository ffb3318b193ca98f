// Trackers that show old states, date their revisions coarsely, hide what was just created, give an
// id to another item, or say "stored" and store something else.

#include "support/pair_world.hpp"
#include "support/values.hpp"

#include <catch2/catch.hpp>

using namespace syncctl;
using model::Side;
using model::Value;
using test::a_bug;
using test::PairWorld;
using test::text;

namespace {

int writes(const PairWorld& world)
{
    return world.writes();
}

/// Runs until nothing is left to do; the run after that must write nothing.
void settle_down(PairWorld& world)
{
    world.run();
    world.run();
    const auto before = writes(world);
    world.run();
    CHECK(writes(world) == before);
}

} // namespace

TEST_CASE("a read that shows an older state than the known one is never taken for an edit",
          "[fault][engine]")
{
    PairWorld world;
    const auto bug = world.source.add("Bug", a_bug("one"));
    world.run();
    const auto incident = world.partner_of(Side::source, bug);
    world.target.will_read_stale(true);
    world.source.edit(bug, "Title", text("two"));
    world.run(); // writes "two" to the target, whose replica still shows "one"
    world.source.edit(bug, "Notes", text("seen by us"));
    world.target.edit(incident, "priority", text("High"));
    CHECK(world.run().counters.failed == 0);
    CHECK(world.source.text(bug, "Title") == "two");

    world.target.will_read_stale(false);
    settle_down(world);
    CHECK(world.source.text(bug, "Title") == "two");
    CHECK(world.target.text(incident, "subject") == "two");
    CHECK(world.target.text(incident, "description") == "seen by us");
    CHECK(world.source.text(bug, "Priority") == "1");
}

TEST_CASE("an edit that a lagging replica does not show yet is not forgotten", "[fault][engine]")
{
    PairWorld world;
    const auto bug = world.source.add("Bug", a_bug("one"));
    world.run();
    const auto incident = world.partner_of(Side::source, bug);
    world.target.will_read_stale(true);
    world.source.edit(bug, "Title", text("two"));
    world.run();
    world.target.edit(incident, "priority", text("High"));
    world.run(); // listed, but the replica shows a state older than our own write
    world.target.will_read_stale(false);
    world.run();
    CHECK(world.source.text(bug, "Priority") == "1");
}

TEST_CASE("an edit is not forgotten when it was listed and the replica shows the known state",
          "[fault][engine]")
{
    PairWorld world;
    world.target.set_weather({.reads_stale = true});
    const auto incident =
        world.target.add("Incident", {{"subject", text("one")}, {"status", text("Open")}});
    world.run();
    world.target.edit(incident, "subject", text("two"));
    world.target.begin_run();
    const int reading = 4; // after the page of the listing and its end
    world.target.will_happen(reading, {test::Happening::Kind::lag, 1, {}});
    world.run();
    settle_down(world);
    CHECK(world.source.text(world.partner_of(Side::target, incident), "Title") == "two");
}

TEST_CASE("a new item that a lagging replica does not know yet is not forgotten", "[fault][engine]")
{
    PairWorld world;
    world.target.will_read_stale(true);
    world.target.add("Incident", {{"subject", text("one")}, {"status", text("Open")}});
    CHECK(world.run().counters.failed == 0);
    CHECK(world.source.count() == 0);
    world.target.will_read_stale(false);
    world.run();
    CHECK(world.source.all("Title") == std::vector<std::string>{"one"});
}

TEST_CASE("an item that a lagging replica does not know is not gone", "[fault][engine]")
{
    PairWorld world{std::string{test::k_plain_mapping} + "deletes: mirror\n"};
    world.target.set_weather({.reads_stale = true});
    world.source.add("Bug", a_bug("another"));
    const auto incident =
        world.target.add("Incident", {{"subject", text("one")}, {"status", text("Open")}});
    world.run();
    const auto bug = world.partner_of(Side::target, incident);
    REQUIRE(world.source.has(bug));
    world.target.edit(incident, "subject", text("two"));
    world.target.begin_run();
    const int reading = 4; // after the two pages of the listing and its end
    world.target.will_happen(reading, {test::Happening::Kind::lag, 100, {}});
    world.run();
    CHECK(world.source.has(bug));
    settle_down(world);
    CHECK(world.source.text(bug, "Title") == "two");
    SECTION("a deletion that the tracker reports counts at once")
    {
        world.target.erase(incident);
        world.run();
        CHECK_FALSE(world.source.has(bug));
    }
}

TEST_CASE("an edit in the same second as our own write is not lost where revisions are time stamps",
          "[fault][engine]")
{
    PairWorld world;
    world.target.will_date_revisions(std::chrono::minutes{10});
    const auto bug = world.source.add("Bug", a_bug("one"));
    world.run();
    const auto incident = world.partner_of(Side::source, bug);
    const auto revision = world.links().front().sides.target.revision;
    world.target.edit(incident, "subject", text("renamed at once"));
    REQUIRE(world.links().front().sides.target.revision == revision);
    world.run();
    CHECK(world.source.text(bug, "Title") == "renamed at once");

    world.clock.advance(std::chrono::hours{1});
    world.run();
    const auto calls = world.target.api_calls();
    world.clock.advance(std::chrono::hours{1});
    world.run();
    CHECK(world.target.api_calls() == calls + 1); // the listing alone: nothing is in doubt any more
}

TEST_CASE("an item that was created and not shown since is not missing", "[fault][engine]")
{
    PairWorld world{std::string{test::k_plain_mapping} + "deletes: mirror\n"};
    const auto bug = world.source.add("Bug", a_bug("one"));
    world.source.add("Bug", a_bug("another"));
    world.run();
    const auto incident = world.partner_of(Side::source, bug);
    world.target.will_hide_item(incident, true);
    world.source.edit(bug, "Title", text("two"));
    engine::RunOptions everything;
    everything.is_full = true;
    CHECK(world.run(everything).counters.failed == 1);
    CHECK(world.source.has(bug));
    CHECK(world.links().size() == 2);

    world.target.will_hide_item(incident, false);
    settle_down(world);
    CHECK(world.target.text(incident, "subject") == "two");
    SECTION("once it was shown, its absence counts")
    {
        world.target.erase(incident);
        world.run();
        CHECK_FALSE(world.source.has(bug));
    }
}

TEST_CASE("an item that was deleted before it was ever shown stays deleted", "[fault][engine]")
{
    PairWorld world;
    const auto bug = world.source.add("Bug", a_bug("one"));
    world.source.add("Bug", a_bug("another")); // else the other side would be an emptied one
    world.run();
    const auto incident = world.partner_of(Side::source, bug);
    world.target.erase(incident);
    world.run(); // the tracker reports the deletion
    CHECK(world.store().links.count_in_state(world.pair().id, model::LinkState::target_deleted) ==
          1);

    world.source.edit(bug, "Title", text("two"));
    CHECK(world.run().counters.failed == 0);
    world.source.erase(bug);
    CHECK(world.run().counters.failed == 0);
    CHECK(world.links().size() == 1);
}

TEST_CASE("a deleted item whose revisions are time stamps costs no further reads",
          "[engine][convergence]")
{
    PairWorld world;
    world.target.will_date_revisions(std::chrono::seconds{1});
    const auto bug = world.source.add("Bug", a_bug("one"));
    world.source.add("Bug", a_bug("another")); // else the other side would be an emptied one
    world.run();
    world.target.erase(world.partner_of(Side::source, bug));
    world.run();
    world.run();
    const auto calls = world.target.api_calls();
    world.run();
    CHECK(world.target.api_calls() == calls + 1); // the listing alone
}

TEST_CASE("an id that was given to another item is no edit of the linked one", "[fault][engine]")
{
    PairWorld world;
    const auto bug = world.source.add("Bug", a_bug("Printer on fire"));
    world.run();
    const auto incident = world.partner_of(Side::source, bug);
    world.source.erase(bug);
    world.source.reuse(bug, "Bug", a_bug("Coffee is cold"));
    const auto report = world.run();
    CHECK(report.counters.failed == 1);
    CHECK(world.target.text(incident, "subject") == "Printer on fire");
    CHECK(world.source.text(bug, "Title") == "Coffee is cold");
    REQUIRE_FALSE(world.errors().empty());
    CHECK(world.errors().front().message.find("items unlink") != std::string::npos);
}

TEST_CASE("a create answered with the id of an item that is linked already makes no second link",
          "[fault][engine]")
{
    PairWorld world;
    const auto first = world.source.add("Bug", a_bug("first"));
    world.run();
    const auto second = world.source.add("Bug", a_bug("second"));
    world.target.will_answer_create_with(world.partner_of(Side::source, first));
    CHECK(world.run().counters.failed == 1);
    CHECK(world.links().size() == 1);
    CHECK(world.open_intents().size() == 1);

    settle_down(world);
    CHECK(world.target.count() == 2);
    CHECK(world.target.text(world.partner_of(Side::source, second), "subject") == "second");
    CHECK(world.open_intents().empty());
}

TEST_CASE("a write that the tracker accepts and ignores is reported once, not repeated for ever",
          "[fault][engine]")
{
    PairWorld world;
    const auto bug = world.source.add("Bug", a_bug("one"));
    world.run();
    world.target.will_ignore_field("description");
    world.source.edit(bug, "Notes", text("never stored"));
    const auto report = world.run();
    CHECK(report.counters.failed == 1);
    REQUIRE_FALSE(world.errors().empty());
    CHECK(world.errors().front().field == "description");
    settle_down(world);
    SECTION("an edit made later flows again")
    {
        world.target.will_ignore_field({});
        world.source.edit(bug, "Notes", text("stored now"));
        settle_down(world);
        CHECK(world.target.text(world.partner_of(Side::source, bug), "description") ==
              "stored now");
    }
}

TEST_CASE("an item that something keeps changing back rests until the next day", "[fault][engine]")
{
    PairWorld world;
    const auto bug = world.source.add("Bug", a_bug("ours"));
    world.run();
    const auto incident = world.partner_of(Side::source, bug);
    engine::RunOptions options;
    options.max_daily_writes = 5;
    for (int i = 0; i < 20; ++i) {
        world.target.edit(incident, "subject", text("theirs " + std::to_string(i)));
        world.run(options);
    }
    CHECK(world.source.writes() == 5);
    REQUIRE_FALSE(world.errors().empty());
    CHECK(world.errors().front().message.find("guard.max_daily_writes") != std::string::npos);

    world.clock.advance(std::chrono::hours{24});
    world.run(options);
    CHECK(world.source.text(bug, "Title") == "theirs 19");
}
