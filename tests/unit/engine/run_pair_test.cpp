#include "support/pair_world.hpp"
#include "support/values.hpp"

#include <catch2/catch.hpp>

using namespace syncctl;
using model::Side;
using model::Value;
using test::PairWorld;
using test::text;

namespace {

model::Fields a_prioritised_bug(std::string title)
{
    return {{"Title", text(std::move(title))},
            {"State", text("New")},
            {"Priority", Value{model::Number{"2"}}}};
}

} // namespace

TEST_CASE("a new item gets a partner with mapped type, status and values", "[engine]")
{
    PairWorld world;
    const auto bug = world.source.add("Bug", a_prioritised_bug("Printer on fire"));
    const auto report = world.run();
    CHECK(report.counters.created == 1);
    const auto incident = world.partner_of(Side::source, bug);
    REQUIRE_FALSE(incident.empty());
    CHECK(world.target.text(incident, "subject") == "Printer on fire");
    CHECK(world.target.text(incident, "status") == "Open");
    CHECK(world.target.text(incident, "priority") == "Medium");
}

TEST_CASE("items are created in both directions in one run", "[engine]")
{
    PairWorld world;
    world.source.add("Bug", a_prioritised_bug("from dev"));
    world.target.add(
        "Incident",
        {{"subject", text("from desk")}, {"status", text("On Hold")}, {"priority", text("Low")}});
    CHECK(world.run().counters.created == 2);
    CHECK(world.source.all("Title") == std::vector<std::string>{"from desk", "from dev"});
    CHECK(world.source.all("State") == std::vector<std::string>{"Active", "New"});
    CHECK(world.target.all("subject") == std::vector<std::string>{"from desk", "from dev"});
}

TEST_CASE("the run after the last edit's run writes nothing", "[engine][convergence]")
{
    PairWorld world;
    const auto bug = world.source.add("Bug", a_prioritised_bug("one"));
    world.target.add(
        "Incident",
        {{"subject", text("two")}, {"status", text("Open")}, {"priority", text("Low")}});
    world.run();
    world.source.edit(bug, "Notes", text("more"));
    world.run();
    const auto writes = world.writes();
    for (int i = 0; i < 3; ++i) {
        const auto report = world.run();
        CHECK(report.counters.created + report.counters.updated + report.counters.deleted == 0);
    }
    CHECK(world.writes() == writes);
}

TEST_CASE("a run with nothing to do asks each side for its changes, and for nothing else",
          "[engine][convergence]")
{
    PairWorld world;
    world.source.add("Bug", a_prioritised_bug("one"));
    world.run();
    const auto source_calls = world.source.api_calls();
    const auto target_calls = world.target.api_calls();
    CHECK(world.run().counters.unchanged == 1); // the partner of our own making is listed once more
    CHECK(world.source.api_calls() == source_calls + 1);
    CHECK(world.target.api_calls() == target_calls + 1);
}

TEST_CASE("edits of different fields on both sides both survive", "[engine][merge]")
{
    PairWorld world;
    const auto bug = world.source.add("Bug", a_prioritised_bug("one"));
    world.run();
    const auto incident = world.partner_of(Side::source, bug);
    world.source.edit(bug, "Title", text("renamed in dev"));
    world.target.edit(incident, "priority", text("High"));
    const auto report = world.run();
    CHECK(report.counters.updated == 2);
    CHECK(report.counters.conflicts == 0);
    CHECK(world.target.text(incident, "subject") == "renamed in dev");
    CHECK(world.source.text(bug, "Priority") == "1");
}

TEST_CASE("a value that the tracker rewrites causes no endless updates", "[engine][convergence]")
{
    PairWorld world;
    world.target.will_rewrite_texts([](std::string value) { return "<p>" + value + "</p>"; });
    // Statuses and choices are rewritten too here, so the mapping keeps to free text.
    world.use_mapping("version: 1\nsource: dev\ntarget: desk\ntypes: [Bug <-> Incident]\n"
                      "fields: [Title <-> subject, Notes <-> description]\n");
    const auto bug = world.source.add("Bug", {{"Title", text("plain")}});
    world.run();
    const auto writes = world.target.writes();
    world.run();
    world.run();
    CHECK(world.target.writes() == writes);
    CHECK(world.source.text(bug, "Title") == "plain");
}

TEST_CASE("a status without a mapping is an error of that item and does not block the others",
          "[engine][errors]")
{
    PairWorld world;
    world.source.add(
        "Bug",
        {{"Title", text("good")}, {"State", text("New")}, {"Priority", Value{model::Number{"1"}}}});
    const auto bad = world.source.add("Bug", {{"Title", text("bad")}, {"State", text("Nonsense")}});
    const auto report = world.run();
    CHECK(report.result == engine::RunResult::completed_with_errors);
    CHECK(report.counters.created == 1);
    CHECK(report.counters.failed == 1);
    REQUIRE(world.errors().size() == 1);
    CHECK(world.errors().front().item == "dev:" + bad);

    SECTION("and is created when it was put right, although the watermark moved on")
    {
        world.source.edit(bad, "State", text("Active"));
        CHECK(world.run().counters.created == 1);
        CHECK(world.run().counters.created == 0);
    }
    SECTION("and is tried again in every run until then")
    {
        CHECK(world.run().counters.failed == 1);
    }
}

TEST_CASE("a refused field fails its item, is retried, and heals", "[engine][errors]")
{
    PairWorld world;
    const auto bug = world.source.add("Bug", a_prioritised_bug("one"));
    world.run();
    world.target.will_refuse_field("description");
    world.source.edit(bug, "Notes", text("forbidden words"));
    const int refusals = GENERATE(1, 3);
    for (int i = 0; i < refusals; ++i) {
        CHECK(world.run().counters.failed == 1);
    }
    world.target.will_accept_everything();
    CHECK(world.run().counters.updated == 1);
    CHECK(world.target.text(world.partner_of(Side::source, bug), "description") ==
          "forbidden words");
    CHECK(world.run().counters.updated == 0);
}

TEST_CASE("an edit that arrives between our read and our write is not overwritten",
          "[engine][stale]")
{
    PairWorld world;
    const auto bug = world.source.add("Bug", a_prioritised_bug("one"));
    world.run();
    const auto incident = world.partner_of(Side::source, bug);
    world.source.edit(bug, "Title", text("renamed in dev"));
    world.target.will_be_edited_before_the_write([&](test::FakeTracker& desk) {
        desk.edit(incident, "description", text("called the customer"));
    });
    const auto report = world.run();
    CHECK(report.counters.failed == 0);
    CHECK(world.target.text(incident, "subject") == "renamed in dev");
    CHECK(world.target.text(incident, "description") == "called the customer");
    world.run();
    CHECK(world.source.text(bug, "Notes") == "called the customer");
}

TEST_CASE("an edit that slips into a write is found in its answer", "[engine][stale]")
{
    PairWorld world;
    world.target.set_weather({.compares_revision = false});
    const auto bug = world.source.add("Bug", a_prioritised_bug("one"));
    world.run();
    const auto incident = world.partner_of(Side::source, bug);
    world.source.edit(bug, "Title", text("renamed in dev"));
    int slipped = 0;
    for (int request = 1; request <= 10; ++request) { // only one of them is the write
        world.target.will_happen(
            request,
            {.kind = test::Happening::Kind::window_action, .action = [&](test::FakeTracker& desk) {
                 if (slipped++ == 0) {
                     desk.edit(incident, "description", text("called"));
                 }
             }});
    }
    world.run();
    REQUIRE(slipped > 0);
    CHECK(world.target.text(incident, "subject") == "renamed in dev");
    CHECK(world.target.text(incident, "description") == "called");
    CHECK(world.source.text(bug, "Notes") == "called");
    const auto report = world.run();
    CHECK(report.counters.updated == 0);
}

TEST_CASE("a busy tracker delays its items and loses none", "[engine][errors]")
{
    PairWorld world;
    for (int i = 0; i < 5; ++i) {
        world.source.add("Bug", a_prioritised_bug("bug " + std::to_string(i)));
    }
    world.target.will_be_busy(3);
    CHECK(world.run().counters.failed == 3);
    CHECK(world.run().counters.created == 3);
    CHECK(world.target.count() == 5);
}

TEST_CASE("a side that cannot be listed stops the run; the watermarks stay", "[engine][errors]")
{
    PairWorld world;
    world.source.add("Bug", a_prioritised_bug("one"));
    world.target.will_fail_listings(true);
    CHECK_THROWS_AS(world.run(), Error);
    CHECK(world.target.count() == 0);
    world.target.will_fail_listings(false);
    CHECK(world.run().counters.created == 1);
}

TEST_CASE("a field that flows back is filled in the run that creates the link", "[engine]")
{
    PairWorld world{"version: 1\nsource: dev\ntarget: desk\ntypes: [Bug <-> Incident]\n"
                    "fields: [Title <-> subject, Ticket <- id]\n"};
    const auto bug = world.source.add("Bug", {{"Title", text("one")}});
    world.run();
    CHECK(world.source.text(bug, "Ticket") == world.partner_of(Side::source, bug));
    const auto writes = world.source.writes();
    world.run();
    CHECK(world.source.writes() == writes);
}

TEST_CASE("a one-way pair never writes its source", "[engine][direction]")
{
    PairWorld world;
    auto pair = world.pair();
    pair.direction = model::Direction::source_to_target;
    {
        store::Transaction transaction{world.store().database};
        world.store().pairs.update(pair, world.clock.now());
        transaction.commit();
    }
    const auto bug = world.source.add("Bug", a_prioritised_bug("one"));
    world.target.add("Incident", {{"subject", text("desk only")}, {"status", text("Open")}});
    world.run();
    const auto incident = world.partner_of(Side::source, bug);
    world.target.edit(incident, "subject", text("edited at the desk"));
    world.run();
    CHECK(world.source.writes() == 0);
    CHECK(world.source.count() == 1);
    CHECK(world.target.text(incident, "subject") == "one");
    REQUIRE(world.resolved_conflicts().size() == 1);
    CHECK(world.resolved_conflicts().front().conflict.resolution == "one-way");
    CHECK(model::to_text(world.resolved_conflicts().front().conflict.target) ==
          "edited at the desk");
}

TEST_CASE("a filter decides which unlinked items get a partner, never what happens to linked ones",
          "[engine]")
{
    PairWorld world;
    auto pair = world.pair();
    pair.source_filter = "Notes=sync";
    {
        store::Transaction transaction{world.store().database};
        world.store().pairs.update(pair, world.clock.now());
        transaction.commit();
    }
    auto fields = a_prioritised_bug("inside");
    fields.emplace("Notes", text("sync"));
    const auto inside = world.source.add("Bug", fields);
    world.source.add("Bug", a_prioritised_bug("outside"));
    CHECK(world.run().counters.created == 1);
    world.source.edit(inside, "Notes", text("left the filter"));
    CHECK(world.run().counters.updated == 1);
    CHECK(world.target.count() == 1);
}

TEST_CASE("--limit writes that many items and leaves the rest for later runs", "[engine][options]")
{
    PairWorld world;
    for (int i = 0; i < 5; ++i) {
        world.source.add("Bug", a_prioritised_bug("bug " + std::to_string(i)));
    }
    engine::RunOptions options;
    options.limit = 2;
    CHECK(world.run(options).counters.created == 2);
    CHECK(world.target.count() == 2);
    CHECK(world.run().counters.created == 3);
}

TEST_CASE("--item handles only the items named", "[engine][options]")
{
    PairWorld world;
    world.source.add("Bug", a_prioritised_bug("first"));
    const auto second = world.source.add("Bug", a_prioritised_bug("second"));
    engine::RunOptions options;
    options.items = {{Side::source, second}};
    CHECK(world.run(options).counters.created == 1);
    CHECK(world.target.all("subject") == std::vector<std::string>{"second"});
    CHECK(world.run().counters.created == 1);
}

TEST_CASE("a dry run tells what would happen and changes nothing", "[engine][options]")
{
    PairWorld world;
    const auto bug = world.source.add("Bug", a_prioritised_bug("one"));
    world.run();
    world.source.edit(bug, "Title", text("renamed"));
    world.source.add("Bug", a_prioritised_bug("two"));
    const auto report = world.dry_run();
    CHECK(report.counters.created == 1);
    CHECK(report.counters.updated == 1);
    REQUIRE(report.operations.size() == 2);
    CHECK(report.operations[0].op == "update");
    REQUIRE(report.operations[0].fields.size() == 1);
    CHECK(model::to_text(report.operations[0].fields[0].base) == "one");
    CHECK(model::to_text(report.operations[0].fields[0].result) == "renamed");
    CHECK(report.operations[1].op == "create");
    CHECK(world.target.count() == 1);
    CHECK(world.run().counters.created == 1);
}

TEST_CASE("a mapping line added later takes effect for linked items", "[engine][mapping]")
{
    PairWorld world{"version: 1\nsource: dev\ntarget: desk\ntypes: [Bug <-> Incident]\nfields: "
                    "[Title <-> subject]\n"};
    const auto bug =
        world.source.add("Bug", {{"Title", text("one")}, {"Notes", text("hidden so far")}});
    world.run();
    const auto incident = world.partner_of(Side::source, bug);
    CHECK(world.target.text(incident, "description").empty());
    world.use_mapping("version: 1\nsource: dev\ntarget: desk\ntypes: [Bug <-> Incident]\n"
                      "fields: [Title <-> subject, Notes <-> description]\n");
    world.run();
    CHECK(world.target.text(incident, "description") == "hidden so far");
    const auto writes = world.writes();
    world.run();
    CHECK(world.writes() == writes);
}

TEST_CASE("SIGINT ends a run cleanly and the next one finishes the work", "[engine][signals]")
{
    PairWorld world;
    for (int i = 0; i < 20; ++i) {
        world.source.add("Bug", a_prioritised_bug("bug " + std::to_string(i)));
    }
    engine::RunOptions options;
    options.batch_size = 5;
    world.target.will_be_edited_before_the_write(
        [&](test::FakeTracker&) { world.stop.request(2); });
    CHECK(world.run(options).result == engine::RunResult::cancelled);
    CHECK(world.target.count() == 5);
    world.stop.request(0);
    world.run(options);
    CHECK(world.target.count() == 20);
}

TEST_CASE("a dry run may have the trackers check what would be written", "[engine]")
{
    PairWorld world;
    const auto bug = world.source.add("Bug", {{"Title", text("one")}, {"State", text("New")}});
    world.run();
    world.source.edit(bug, "Title", text("two"));
    world.source.add("Bug", {{"Notes", text("n")}, {"State", text("New")}});
    world.target.will_refuse_field("subject");
    engine::RunOptions options;
    options.is_dry_run = true;
    options.validates = true;
    const auto writes = world.target.writes();

    SECTION("it can")
    {
        world.target.will_validate(true);
        const auto report = world.run(options);
        CHECK(report.warnings ==
              std::vector<std::string>{"desk:" + world.partner_of(Side::source, bug) +
                                       ": 'desk' would refuse it: subject: value not allowed"});
        CHECK(report.counters.failed == 1);
    }
    SECTION("it cannot")
    {
        const auto report = world.run(options);
        CHECK(report.warnings ==
              std::vector<std::string>{"'desk' cannot check a write without storing it"});
        CHECK(report.counters.failed == 0);
    }
    CHECK(world.target.writes() == writes);
    CHECK(world.open_intents().empty());
    CHECK(world.target.count() == 1);
}
