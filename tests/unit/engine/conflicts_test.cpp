#include "support/pair_world.hpp"
#include "support/values.hpp"

#include <catch2/catch.hpp>

using namespace syncctl;
using model::Side;
using model::Take;
using model::Value;
using test::PairWorld;
using test::text;

namespace {

std::string mapping_with(const std::string& strategy)
{
    return "version: 1\nsource: dev\ntarget: desk\ntypes: [Bug <-> Incident]\n"
           "fields: [Title <-> subject, Notes <-> description]\nconflicts: { default: " +
           strategy + " }\n";
}

/// A linked pair of items whose title was edited on both sides, the desk's edit being the later
/// one.
struct Disputed {
    explicit Disputed(const std::string& strategy, const test::Weather& at_desk = {})
        : world{mapping_with(strategy)}
    {
        world.target.set_weather(at_desk);
        bug = world.source.add("Bug", {{"Title", text("printer")}});
        world.run();
        incident = world.partner_of(Side::source, bug);
        world.source.edit(bug, "Title", text("printer on fire"));
        world.clock.advance(std::chrono::seconds{5});
        world.target.edit(incident, "subject", text("printer smells"));
    }

    [[nodiscard]] std::string title() const { return world.source.text(bug, "Title"); }

    [[nodiscard]] std::string subject() const { return world.target.text(incident, "subject"); }

    void decide(Take take, std::optional<Value> value = {})
    {
        const auto id = world.open_conflicts().at(0).conflict.id;
        store::Transaction transaction{world.store().database};
        world.store().conflicts.decide(id, take, value, "ann", world.clock.now());
        transaction.commit();
    }

    PairWorld world;
    std::string bug;
    std::string incident;
};

} // namespace

TEST_CASE("the newer edit wins, whatever the clock of its tracker shows", "[engine][conflicts]")
{
    const auto offset = GENERATE(std::chrono::minutes{-10}, std::chrono::minutes{10});
    const auto tells = [&](Disputed& item, std::chrono::milliseconds uncertainty) {
        item.world.source.will_tell_its_time(uncertainty);
        item.world.target.will_tell_its_time(uncertainty);
    };
    Disputed item{"last-write-wins", {.clock_offset = offset}};
    SECTION("measured")
    {
        tells(item, std::chrono::milliseconds{500});
        item.world.run();
        CHECK(item.title() == "printer smells");
        CHECK(item.world.resolved_conflicts().at(0).conflict.resolution == "last-write-wins");
    }
    SECTION("measured too roughly to say which: a tie, and the record says so")
    {
        tells(item, std::chrono::seconds{3});
        item.world.run();
        CHECK(item.title() == "printer on fire");
        CHECK(item.world.resolved_conflicts().at(0).conflict.resolution == "last-write-wins-tie");
    }
}

TEST_CASE("two clocks whose difference cannot be measured count as one", "[engine][conflicts]")
{
    Disputed item{"last-write-wins", {.clock_offset = std::chrono::milliseconds{900}}};
    item.world.source.will_tell_its_time(std::chrono::seconds{3});
    item.world.target.will_tell_its_time(std::chrono::seconds{3});
    item.world.run();
    CHECK(item.title() == "printer smells");
}

TEST_CASE("the same field edited on both sides follows the strategy", "[engine][conflicts]")
{
    SECTION("last-write-wins")
    {
        Disputed item{"last-write-wins"};
        item.world.run();
        CHECK(item.title() == "printer smells");
        CHECK(item.subject() == "printer smells");
        REQUIRE(item.world.resolved_conflicts().size() == 1);
        const auto record = item.world.resolved_conflicts().front().conflict;
        CHECK(record.resolution == "last-write-wins");
        CHECK(model::to_text(record.source) == "printer on fire");
    }
    SECTION("source-priority")
    {
        Disputed item{"source-priority"};
        item.world.run();
        CHECK(item.title() == "printer on fire");
        CHECK(item.subject() == "printer on fire");
    }
    SECTION("target-priority")
    {
        Disputed item{"target-priority"};
        item.world.run();
        CHECK(item.title() == "printer smells");
        CHECK(item.subject() == "printer smells");
    }
    SECTION("manual")
    {
        Disputed item{"manual"};
        const auto report = item.world.run();
        CHECK(report.open_conflicts == 1);
        CHECK(report.counters.conflicts == 1);
        CHECK(item.title() == "printer on fire");
        CHECK(item.subject() == "printer smells");
        REQUIRE(item.world.open_conflicts().size() == 1);
        const auto conflict = item.world.open_conflicts().front().conflict;
        CHECK(conflict.field == "Title <-> subject");
        CHECK(model::to_text(conflict.base) == "printer");
    }
}

TEST_CASE("a conflict blocks one field, not the item", "[engine][conflicts]")
{
    Disputed item{"manual"};
    item.world.source.edit(item.bug, "Notes", text("call the fire brigade"));
    item.world.run();
    CHECK(item.world.target.text(item.incident, "description") == "call the fire brigade");
    item.world.target.edit(item.incident, "description", text("they are coming"));
    item.world.run();
    CHECK(item.world.source.text(item.bug, "Notes") == "they are coming");
    CHECK(item.world.open_conflicts().size() == 1);
}

TEST_CASE("an open conflict is opened once and writes nothing in later runs", "[engine][conflicts]")
{
    Disputed item{"manual"};
    item.world.run();
    const auto writes = item.world.source.writes() + item.world.target.writes();
    CHECK(item.world.run().counters.conflicts == 0);
    CHECK(item.world.open_conflicts().size() == 1);
    CHECK(item.world.source.writes() + item.world.target.writes() == writes);
}

TEST_CASE("later edits update an open conflict", "[engine][conflicts]")
{
    Disputed item{"manual"};
    item.world.run();
    item.world.source.edit(item.bug, "Title", text("printer burnt down"));
    item.world.run();
    REQUIRE(item.world.open_conflicts().size() == 1);
    CHECK(model::to_text(item.world.open_conflicts().front().conflict.source) ==
          "printer burnt down");
}

TEST_CASE("a conflict closes by itself when both sides come to agree", "[engine][conflicts]")
{
    Disputed item{"manual"};
    item.world.run();
    SECTION("by the same value")
    {
        item.world.source.edit(item.bug, "Title", text("printer smells"));
        item.world.run();
        REQUIRE(item.world.resolved_conflicts().size() == 1);
        CHECK(item.world.resolved_conflicts().front().conflict.resolution == "agreed");
    }
    SECTION("by one side going back to what it was")
    {
        item.world.source.edit(item.bug, "Title", text("printer"));
        item.world.run();
        CHECK(item.title() == "printer smells");
        REQUIRE(item.world.resolved_conflicts().size() == 1);
        CHECK(item.world.resolved_conflicts().front().conflict.resolution == "target");
    }
    CHECK(item.world.open_conflicts().empty());
    CHECK(item.world.links().front().state == model::LinkState::active);
}

TEST_CASE("a person's decision is carried out by the next run", "[engine][conflicts]")
{
    Disputed item{"manual"};
    item.world.run();
    SECTION("take source")
    {
        item.decide(Take::source);
        item.world.run();
        CHECK(item.title() == "printer on fire");
        CHECK(item.subject() == "printer on fire");
    }
    SECTION("take target")
    {
        item.decide(Take::target);
        item.world.run();
        CHECK(item.title() == "printer smells");
        CHECK(item.subject() == "printer smells");
    }
    SECTION("an own value")
    {
        item.decide(Take::set, text("printer replaced"));
        item.world.run();
        CHECK(item.title() == "printer replaced");
        CHECK(item.subject() == "printer replaced");
    }
    CHECK(item.world.open_conflicts().empty());
    REQUIRE(item.world.resolved_conflicts().size() == 1);
    CHECK(item.world.resolved_conflicts().front().conflict.resolved_by == "ann");
    CHECK(item.world.run().counters.updated == 0);
}

TEST_CASE("a decision that an edit has overtaken is withdrawn, nothing is overwritten",
          "[engine][conflicts]")
{
    Disputed item{"manual"};
    item.world.run();
    item.decide(Take::source);
    item.world.target.edit(item.incident, "subject", text("printer is fine again"));
    item.world.run();
    CHECK(item.subject() == "printer is fine again");
    CHECK(item.title() == "printer on fire");
    REQUIRE(item.world.open_conflicts().size() == 1);
    CHECK_FALSE(item.world.open_conflicts().front().conflict.decision);
    CHECK(model::to_text(item.world.open_conflicts().front().conflict.target) ==
          "printer is fine again");
}

TEST_CASE("a decision stays when its write fails, and is carried out later", "[engine][conflicts]")
{
    Disputed item{"manual"};
    item.world.run();
    item.decide(Take::source);
    item.world.target.will_be_busy(1);
    item.world.run();
    CHECK(item.world.open_conflicts().size() == 1);
    item.world.run();
    CHECK(item.subject() == "printer on fire");
    CHECK(item.world.open_conflicts().empty());
}

TEST_CASE("a change of type without a mapping waits for a person", "[engine][conflicts]")
{
    PairWorld world;
    const auto bug = world.source.add("Bug", {{"Title", text("one")}, {"State", text("New")}});
    world.run();
    const auto incident = world.partner_of(Side::source, bug);
    world.source.change_type(bug, "Task");
    world.source.edit(bug, "Title", text("now a task"));
    world.run();
    CHECK(world.target.text(incident, "subject") == "one");
    REQUIRE(world.open_conflicts().size() == 1);
    CHECK(world.open_conflicts().front().conflict.type == model::ConflictType::type_mismatch);
    world.source.change_type(bug, "Bug");
    world.run();
    CHECK(world.open_conflicts().empty());
    CHECK(world.target.text(incident, "subject") == "now a task");
}

TEST_CASE("a conflict that a strategy ends shows the value that was replaced in the end",
          "[engine][conflicts]")
{
    Disputed item{"manual"};
    item.world.run();
    item.world.target.edit(item.incident, "subject", text("printer is gone"));
    item.world.use_mapping(mapping_with("source-priority"));
    item.world.run();
    CHECK(item.subject() == "printer on fire");
    CHECK(item.world.open_conflicts().empty());
    REQUIRE(item.world.resolved_conflicts().size() == 1);
    const auto record = item.world.resolved_conflicts().front().conflict;
    CHECK(record.resolution == "source-priority");
    CHECK(model::to_text(record.target) == "printer is gone");
}

TEST_CASE("our own writes make no side the newer one", "[engine][conflicts]")
{
    PairWorld world; // last-write-wins
    const auto bug = world.source.add("Bug",
                                      {{"Title", text("printer")},
                                       {"State", text("New")},
                                       {"Priority", Value{model::Number{"2"}}}});
    world.run();
    world.target.edit(world.partner_of(Side::source, bug), "priority", text("Low"));
    world.clock.advance(std::chrono::seconds{5});
    world.source.edit(bug, "Priority", Value{model::Number{"9"}});
    world.source.edit(bug, "Title", text("printer on fire"));
    CHECK(world.run().counters.failed == 1); // no line for 9, but the title is written
    world.run();
    CHECK(world.source.text(bug, "Priority") == "9");
}
