#include "support/pair_world.hpp"
#include "support/values.hpp"

#include <catch2/catch.hpp>

using namespace syncctl;
using model::Side;
using model::Value;
using test::a_bug;
using test::PairWorld;
using test::text;

TEST_CASE("a create whose response is lost is settled, not repeated", "[fault][engine]")
{
    PairWorld world;
    world.source.add("Bug", a_bug("Printer on fire"));
    world.target.will_store_then_lose_the_response();
    CHECK(world.run().open_intents == 1);

    world.restart();
    world.run();

    CHECK(world.target.all("subject") == std::vector<std::string>{"Printer on fire"});
    CHECK(world.open_intents().empty());
    CHECK(world.links().size() == 1);
    const auto writes = world.writes();
    world.run();
    CHECK(world.writes() == writes);
}

TEST_CASE("a create whose request is lost is repeated once a tracker that reads its own writes has "
          "none of it",
          "[fault][engine]")
{
    PairWorld world;
    world.target.capabilities_given.settles_at_once = true;
    world.source.add("Bug", a_bug("one"));
    world.target.will_lose_the_request();
    world.run();
    CHECK(world.target.count() == 0);
    world.run();
    CHECK(world.target.count() == 1);
    CHECK(world.open_intents().empty());
}

TEST_CASE("with a lagging search index a create is repeated only after two negative probes, a "
          "settle time apart",
          "[fault][engine]")
{
    PairWorld world;
    world.source.add("Bug", a_bug("one"));
    SECTION("the item was stored: it is found when the index has caught up")
    {
        world.target.will_hide_new_items_from_search(true);
        world.target.will_store_then_lose_the_response();
        world.run();
        world.run(); // first negative probe
        CHECK(world.open_intents().size() == 1);
        world.target.will_hide_new_items_from_search(false);
        world.run();
        CHECK(world.target.count() == 1);
        CHECK(world.links().size() == 1);
    }
    SECTION("it was not stored: the second probe after the settle time lets it be created")
    {
        world.target.will_lose_the_request();
        world.run();
        world.run(); // first probe
        world.run(); // a minute later: too early to count
        CHECK(world.target.count() == 0);
        world.run(); // two minutes after the first
        world.run();
        CHECK(world.target.count() == 1);
        CHECK(world.open_intents().empty());
    }
}

TEST_CASE("a tracker that suddenly shows nothing does not prove that a create was not stored",
          "[fault][engine]")
{
    PairWorld world;
    world.target.capabilities_given.settles_at_once = true;
    world.source.add("Bug", a_bug("linked"));
    world.run();
    world.source.add("Bug", a_bug("two"));
    world.target.will_store_then_lose_the_response();
    world.run();
    world.target.will_show_nothing(true);
    CHECK_THROWS_AS(world.run(), Error);
    CHECK(world.open_intents().size() == 1);
    world.target.will_show_nothing(false);
    world.run();
    CHECK(world.target.count() == 2);
    CHECK(world.source.count() == 2);
    CHECK(world.open_intents().empty());
}

TEST_CASE("an item that carries our marker is never given a partner", "[fault][engine]")
{
    PairWorld world;
    const auto bug = world.source.add("Bug", a_bug("one"));
    world.run();
    const auto link = world.links().front();
    {
        store::Transaction transaction{world.store().database};
        world.store().links.remove(link.id); // as if the database came from an older backup
        transaction.commit();
    }
    const auto partner = link.sides.target.item_id;
    world.target.edit(partner, "description", text("edited"));
    CHECK(world.run().counters.failed == 1);
    CHECK(world.source.count() == 1);
    REQUIRE_FALSE(world.errors().empty());
    CHECK(world.errors().front().message.find("dev:" + bug) != std::string::npos);
}

TEST_CASE("edits made while the outcome of a create was unknown survive", "[fault][engine]")
{
    PairWorld world;
    const auto bug = world.source.add("Bug", a_bug("one"));
    world.target.will_store_then_lose_the_response();
    world.run();
    const auto incident = world.target.ids().front();
    SECTION("at the origin")
    {
        world.source.edit(bug, "Title", text("renamed in dev"));
        world.run();
        CHECK(world.target.text(incident, "subject") == "renamed in dev");
    }
    SECTION("at the new partner")
    {
        world.target.edit(incident, "subject", text("renamed at the desk"));
        world.run();
        CHECK(world.source.text(bug, "Title") == "renamed at the desk");
    }
    SECTION("on both, in different fields")
    {
        world.source.edit(bug, "Notes", text("from dev"));
        world.target.edit(incident, "subject", text("renamed at the desk"));
        world.run();
        CHECK(world.source.text(bug, "Title") == "renamed at the desk");
        CHECK(world.target.text(incident, "description") == "from dev");
    }
    CHECK(world.target.count() == 1);
}

TEST_CASE("what a tracker trimmed while the outcome was unknown is not carried back as an edit",
          "[fault][engine]")
{
    PairWorld world;
    world.target.set_weather({.trims = true});
    const auto bug = world.source.add("Bug", a_bug("one "));
    world.target.will_store_then_lose_the_response();
    world.run();
    world.run();
    CHECK(world.links().size() == 1);
    CHECK(world.source.text(bug, "Title") == "one ");
}

TEST_CASE("values that flow back from a new partner arrive though the run died in between",
          "[fault][engine]")
{
    PairWorld world{std::string{test::k_plain_mapping}.replace(
        std::string{test::k_plain_mapping}.find("  - Title"), 0, "  - Ticket <- id\n")};
    const auto bug = world.source.add("Bug", a_bug("one"));
    world.target.begin_run();
    const int reading_back = 4; // after the listing, its end, and the create
    world.target.will_happen(reading_back, {test::Happening::Kind::die, 0, {}});
    CHECK_THROWS_AS(world.run(), test::Died);
    REQUIRE(world.links().size() == 1);
    world.restart();
    world.run();
    CHECK(world.source.text(bug, "Ticket") == world.partner_of(Side::source, bug));
    CHECK(world.store().journal.queued(world.pair().id).empty());
}

TEST_CASE("an update whose response is lost is looked at again, and not taken for somebody's edit",
          "[fault][engine]")
{
    PairWorld world;
    const auto bug = world.source.add("Bug", a_bug("one"));
    world.run();
    world.source.edit(bug, "Title", text("two"));
    SECTION("it was stored")
    {
        world.target.will_store_then_lose_the_response();
    }
    SECTION("it was not")
    {
        world.target.will_lose_the_request();
    }
    world.run();
    world.restart();
    world.run();
    CHECK(world.target.text(world.partner_of(Side::source, bug), "subject") == "two");
    CHECK(world.source.text(bug, "Title") == "two");
    CHECK(world.open_intents().empty());
    CHECK(world.open_conflicts().empty());
    CHECK(world.resolved_conflicts().empty());
    const auto writes = world.writes();
    world.run();
    CHECK(world.writes() == writes);
}

TEST_CASE("a state that was reached halfway is no edit, and is written to its end",
          "[fault][engine]")
{
    PairWorld world;
    const auto bug = world.source.add("Bug", a_bug("one"));
    world.run();
    const auto partner = world.partner_of(Side::source, bug);
    world.source.edit(bug, "State", text("Closed"));
    world.source.edit(bug, "Title", text("two"));
    world.target.will_stop_halfway("status", text("In Progress"));
    const auto converges = [&] {
        world.restart();
        CHECK(world.run().counters.failed == 0);
        CHECK(world.target.text(partner, "status") == "Done");
        CHECK(world.target.text(partner, "subject") == "two");
        CHECK(world.source.text(bug, "State") == "Closed");
        CHECK(world.open_intents().empty());
        CHECK(world.resolved_conflicts().empty());
        const auto writes = world.writes();
        world.run();
        CHECK(world.writes() == writes);
    };

    SECTION("the tracker refused the next step")
    {
        CHECK(world.run().counters.failed == 1);
        CHECK(world.target.text(partner, "status") == "In Progress");
        CHECK(world.errors().back().message == "the next step is refused");
        CHECK(world.errors().back().field == "status");
        SECTION("and another field was edited meanwhile")
        {
            world.target.edit(partner, "description", text("why it was closed"));
        }
        converges();
    }
    SECTION("the run died there")
    {
        world.target.will_store_then_lose_the_response();
        world.run();
        CHECK(world.target.text(partner, "status") == "In Progress");
        converges();
    }
    SECTION("then somebody set the state by hand, which is an edit")
    {
        world.run();
        world.target.edit(partner, "status", text("Open"));
        world.run();
        CHECK(world.source.text(bug, "State") == "New"); // the newer one
        CHECK(world.resolved_conflicts().size() == 1);
    }
}

TEST_CASE("a credential that is refused in the middle ends the run, and costs no edit",
          "[fault][engine]")
{
    PairWorld world;
    const auto bug = world.source.add("Bug", a_bug("one"));
    world.run();
    world.source.edit(bug, "Title", text("two"));
    world.source.add("Bug", a_bug("new"));
    world.target.will_refuse_the_credential(true);

    CHECK_THROWS_AS(world.run(), Error);

    CHECK(world.open_intents().empty());
    CHECK(world.errors().empty()); // nothing is wrong with the items
    world.target.will_refuse_the_credential(false);
    world.restart();
    world.run();
    CHECK(world.target.all("subject") == std::vector<std::string>{"new", "two"});
    CHECK(world.resolved_conflicts().empty());
}

TEST_CASE("a run that was killed shows as failed when the next one starts", "[fault][engine]")
{
    PairWorld world;
    {
        store::Transaction transaction{world.store().database};
        world.store().executions.begin(world.pair().id, "manual", world.clock.now());
        transaction.commit();
    }
    world.run();
    const auto executions = world.store().executions.list({}, 10);
    REQUIRE(executions.size() == 2);
    CHECK(executions[1].status == model::ExecutionStatus::failed);
    CHECK(executions[1].error_message == "interrupted");
    CHECK(executions[0].status == model::ExecutionStatus::completed);
}

TEST_CASE(
    "a value that a strategy replaced is on record even when the run died right after the write",
    "[fault][engine]")
{
    PairWorld world{std::string{test::k_plain_mapping} +
                    "conflicts: { default: source-priority }\n"};
    const auto bug = world.source.add("Bug", a_bug("one"));
    world.run();
    const auto incident = world.partner_of(Side::source, bug);
    world.source.edit(bug, "Title", text("wins"));
    world.target.edit(incident, "subject", text("loses"));
    world.target.begin_run();
    SECTION("it dies before the write: nothing is lost yet, and the next run records it")
    {
        world.target.will_happen(5, {test::Happening::Kind::die, 0, {}});
    }
    SECTION("it dies after the write")
    {
        world.target.will_happen(5, {test::Happening::Kind::die_after, 0, {}});
    }
    CHECK_THROWS_AS(world.run(), test::Died);
    CHECK(world.open_conflicts().size() == 1);
    world.restart();
    world.run();
    CHECK(world.target.text(incident, "subject") == "wins");
    CHECK(world.open_conflicts().empty());
    REQUIRE(world.resolved_conflicts().size() == 1);
    CHECK(world.resolved_conflicts().front().conflict.target == text("loses"));
}

TEST_CASE("a replacement that surely did not happen leaves no conflict behind", "[fault][engine]")
{
    PairWorld world{std::string{test::k_plain_mapping} +
                    "conflicts: { default: source-priority }\n"};
    const auto bug = world.source.add("Bug", a_bug("one"));
    world.run();
    world.source.edit(bug, "Title", text("wins"));
    world.target.edit(world.partner_of(Side::source, bug), "subject", text("loses"));
    world.target.will_be_busy(1);
    world.run();
    CHECK(world.open_conflicts().empty());
    CHECK(world.resolved_conflicts().empty());
    world.run();
    CHECK(world.resolved_conflicts().size() == 1);
}

TEST_CASE("two items that matched keep the replaced value on record when the run dies",
          "[fault][engine]")
{
    PairWorld world{std::string{test::k_plain_mapping} +
                    "match: [ Title <-> subject ]\nconflicts: { default: source-priority }\n"};
    auto bug = a_bug("same");
    bug["Notes"] = text("wins");
    world.source.add("Bug", bug);
    const auto incident = world.target.add(
        "Incident",
        {{"subject", text("same")}, {"status", text("Open")}, {"description", text("loses")}});
    world.target.begin_run();
    world.target.will_happen(5, {test::Happening::Kind::die_after, 0, {}});
    CHECK_THROWS_AS(world.run(), test::Died);
    CHECK(world.target.text(incident, "description") == "wins");
    world.restart();
    world.run();
    REQUIRE(world.resolved_conflicts().size() == 1);
    CHECK(world.resolved_conflicts().front().conflict.target == text("loses"));
    CHECK(world.links().size() == 1);
    CHECK(world.target.count() == 1);
}

TEST_CASE("what an interrupted run wrote is no edit, also when the origin was edited since",
          "[fault][engine]")
{
    PairWorld world{std::string{test::k_plain_mapping} +
                    "conflicts: { default: target-priority }\n"};
    const auto bug = world.source.add("Bug", a_bug("one"));
    world.run();
    const auto incident = world.partner_of(Side::source, bug);
    world.source.edit(bug, "Title", text("two"));
    world.target.will_store_then_lose_the_response();
    world.run();
    REQUIRE(world.open_intents().size() == 1);
    SECTION("to another value")
    {
        world.source.edit(bug, "Title", text("three"));
    }
    SECTION("back to what both had")
    {
        world.source.edit(bug, "Title", text("one"));
    }
    const auto wanted = world.source.text(bug, "Title");
    world.restart();
    world.run();
    CHECK(world.source.text(bug, "Title") == wanted);
    CHECK(world.target.text(incident, "subject") == wanted);
    CHECK(world.open_intents().empty());
    CHECK(world.resolved_conflicts().empty());
}

TEST_CASE("an element that was removed after an interrupted write does not come back",
          "[fault][engine]")
{
    PairWorld world{"version: 1\nsource: dev\ntarget: desk\ntypes: [Bug <-> Incident]\n"
                    "fields: [Title <-> subject, Tags <-> labels]\n"};
    const auto bug = world.source.add("Bug", {{"Title", text("one")}});
    world.run();
    world.source.edit(bug, "Tags", Value{model::List{"x", "y"}});
    world.target.will_store_then_lose_the_response();
    world.run();
    world.source.edit(bug, "Tags", Value{model::List{"z"}});
    world.run();
    CHECK(world.source.field(bug, "Tags") == Value{model::List{"z"}});
    CHECK(world.target.field(world.partner_of(Side::source, bug), "labels") ==
          Value{model::List{"z"}});
}
