// A tracker stores a write and leaves fields of it out, or part of the way: each is reported, is
// nobody's edit, and is written by the next run.

#include "support/pair_world.hpp"
#include "support/values.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace syncctl;
using model::Side;
using model::Value;
using test::number;
using test::PairWorld;
using test::text;

namespace {

constexpr std::string_view k_mapping = R"(version: 1
source: dev
target: desk
types:
  - Bug <-> Incident
statuses:
  - New    <-> Open
  - Active <-> In Progress
  - Closed <-> Done
fields:
  - Title <-> subject
  - Priority <-> priority | map(priority)
  - Notes <-> description
  - Notes -> category
values:
  priority: [ 1 <-> High, 2 <-> Medium, 3 <-> Low ]
)";

model::Fields a_closed_bug()
{
    return {{"Title", text("one")},
            {"State", text("Closed")},
            {"Priority", number("1")},
            {"Notes", text("why")}};
}

std::multiset<std::string> fields_of(const std::vector<model::SyncError>& errors)
{
    std::multiset<std::string> fields;
    for (const auto& error : errors) {
        fields.insert(error.field);
    }
    return fields;
}

/// The next process has nothing to complain about, and the one after it nothing to do.
void require_convergence(PairWorld& world, const std::string& partner)
{
    world.restart();
    CHECK(world.run().counters.failed == 0);
    CHECK(world.target.text(partner, "status") == "Done");
    CHECK(world.target.text(partner, "priority") == "High");
    CHECK(world.target.text(partner, "description") == "why");
    CHECK(world.target.text(partner, "category") == "why");
    CHECK(world.open_intents().empty());
    CHECK(world.open_conflicts().empty());
    CHECK(world.resolved_conflicts().empty());
    REQUIRE(world.links().size() == 1);
    CHECK(world.links()[0].state == model::LinkState::active);
    const auto writes = world.writes();
    world.run();
    CHECK(world.writes() == writes);
}

} // namespace

TEST_CASE("every field that an update fell short of is reported, and written by the next run",
          "[engine]")
{
    PairWorld world{k_mapping};
    const auto bug = world.source.add(
        "Bug", {{"Title", text("one")}, {"State", text("New")}, {"Priority", number("3")}});
    world.run();
    const auto partner = world.partner_of(Side::source, bug);
    for (const auto& [field, value] : a_closed_bug()) {
        world.source.edit(bug, field, value);
    }
    world.source.edit(bug, "Title", text("two"));
    // One part of the way, one as it was, and one of the two that the notes go to.
    world.target.will_stop_halfway("status", text("In Progress"));
    world.target.will_stop_halfway("priority", text("Low"));
    world.target.will_stop_halfway("description", Value{});

    CHECK(world.run().counters.failed == 3);

    CHECK(fields_of(world.errors()) ==
          std::multiset<std::string>{"description", "priority", "status"});
    CHECK(world.target.text(partner, "subject") == "two");
    CHECK(world.target.text(partner, "category") == "why");
    CHECK(world.links().at(0).state == model::LinkState::error);
    SECTION("as it is") {}
    SECTION("when something else was edited meanwhile")
    {
        world.target.edit(partner, "subject", text("three"));
    }
    require_convergence(world, partner);
    CHECK(world.source.text(bug, "Title") == world.target.text(partner, "subject"));
}

TEST_CASE("a field that falls short each time is reported each time and stays nobody's edit",
          "[engine]")
{
    PairWorld world{k_mapping};
    const auto bug = world.source.add("Bug", a_closed_bug());
    world.run();
    const auto partner = world.partner_of(Side::source, bug);
    world.source.edit(bug, "Notes", text("another reason"));
    for (int run = 1; run <= 3; ++run) {
        world.target.will_stop_halfway("description", text("why"));
        CHECK(world.run().counters.failed == 1);
        CHECK(world.source.text(bug, "Notes") == "another reason");
    }
    CHECK(world.errors().size() == 3);
    CHECK(world.run().counters.failed == 0);
    CHECK(world.target.text(partner, "description") == "another reason");
    CHECK(world.resolved_conflicts().empty());
}

TEST_CASE("what a write to the source fell short of is written by the next run as well", "[engine]")
{
    PairWorld world{k_mapping};
    const auto bug = world.source.add("Bug", a_closed_bug());
    world.run();
    const auto partner = world.partner_of(Side::source, bug);
    world.target.edit(partner, "subject", text("two"));
    world.target.edit(partner, "priority", text("Medium"));
    world.source.will_stop_halfway("Title", text("one"));
    world.source.will_stop_halfway("Priority", number("1"));
    CHECK(world.run().counters.failed == 2);
    CHECK(fields_of(world.errors()) == std::multiset<std::string>{"Priority", "Title"});
    world.restart();
    CHECK(world.run().counters.failed == 0);
    CHECK(world.source.text(bug, "Title") == "two");
    CHECK(world.source.field(bug, "Priority") == number("2"));
    CHECK(world.resolved_conflicts().empty());
}

TEST_CASE("every field that a create fell short of is reported, and written by the next run",
          "[engine]")
{
    PairWorld world{k_mapping};
    const auto bug = world.source.add("Bug", a_closed_bug());
    world.target.will_stop_halfway("status", text("Open"));
    world.target.will_stop_halfway("priority", Value{});
    world.target.will_stop_halfway("description", Value{});

    const auto report = world.run();

    CHECK(report.counters.created == 1);
    CHECK(report.counters.failed == 3);
    CHECK(fields_of(world.errors()) ==
          std::multiset<std::string>{"description", "priority", "status"});
    CHECK(world.errors().back().message == "the next step is refused");
    REQUIRE(world.links().size() == 1);
    CHECK(world.links()[0].state == model::LinkState::error);
    CHECK(world.open_intents().empty());
    const auto partner = world.partner_of(Side::source, bug);
    CHECK(world.target.text(partner, "status") == "Open");
    SECTION("as it is") {}
    SECTION("when something else was edited meanwhile")
    {
        world.target.edit(partner, "subject", text("two"));
    }
    require_convergence(world, partner);
    CHECK(world.target.creates() == 1);
    CHECK(world.source.text(bug, "State") == "Closed");
    CHECK(world.source.text(bug, "Title") == world.target.text(partner, "subject"));
}

TEST_CASE("what somebody enters where a create fell short is an edit", "[engine]")
{
    PairWorld world{k_mapping};
    const auto bug = world.source.add("Bug", a_closed_bug());
    world.target.will_stop_halfway("status", text("Open"));
    world.run();
    const auto partner = world.partner_of(Side::source, bug);
    world.target.edit(partner, "status", text("In Progress"));
    world.run();
    CHECK(world.source.text(bug, "State") == "Active"); // the newer one
    CHECK(world.resolved_conflicts().size() == 1);
}

TEST_CASE("a value that is taken back before it was written to its end arrives as well", "[engine]")
{
    PairWorld world{k_mapping};
    SECTION("of an update")
    {
        const auto bug = world.source.add("Bug", {{"Title", text("one")}, {"State", text("New")}});
        world.run();
        world.source.edit(bug, "State", text("Closed"));
        world.target.will_stop_halfway("status", text("In Progress"));
        world.run();
        world.source.edit(bug, "State", text("New"));
    }
    SECTION("of a create")
    {
        const auto bug = world.source.add("Bug", a_closed_bug());
        world.target.will_stop_halfway("description", text("wh"));
        world.target.will_stop_halfway("status", text("In Progress"));
        world.run();
        world.source.edit(bug, "State", text("New"));
        world.source.edit(bug, "Notes", Value{});
    }
    CHECK(world.run().counters.failed == 0);
    CHECK(world.target.all("status") == std::vector<std::string>{"Open"});
    CHECK(world.target.all("description") == std::vector<std::string>{""});
    CHECK(world.source.all("State") == std::vector<std::string>{"New"});
    CHECK(world.resolved_conflicts().empty());
}
