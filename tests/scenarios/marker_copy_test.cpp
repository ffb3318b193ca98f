// A marker is text that anybody can copy (security: an item that carries our marker but was made by
// another user). Such an item is never adopted silently, and never stands in the way of others.

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

bool is_reported(PairWorld& world, const std::string& item)
{
    for (const auto& error : world.errors()) {
        if (error.item == item && error.message.find("marker") != std::string::npos) {
            return true;
        }
    }
    return false;
}

/// Another item of the target, with the marker that the partner of `origin` has or will have.
std::string forge(PairWorld& world, const std::string& origin, const std::string& title)
{
    const auto id =
        world.target.add("Incident", {{"subject", text(title)}, {"status", text("Open")}});
    world.target.mark(id, model::marker_for(world.pair().uuid, Side::source, origin));
    return id;
}

} // namespace

TEST_CASE("a copy of a linked item is shown, gets no partner, and changes nothing of the original",
          "[scenarios][security]")
{
    PairWorld world;
    const auto bug = world.source.add("Bug", a_bug("original"));
    world.run();
    const auto incident = world.partner_of(Side::source, bug);
    const auto copy = world.target.copy(incident);
    world.target.edit(copy, "subject", text("edited by its author"));
    world.source.edit(bug, "Notes", text("goes on"));
    const auto fresh = world.source.add("Bug", a_bug("new"));
    CHECK(world.run().counters.failed == 1);
    CHECK(is_reported(world, "desk:" + copy));
    CHECK(world.partner_of(Side::source, bug) == incident);
    CHECK(world.source.text(bug, "Title") == "original");
    CHECK(world.target.text(incident, "description") == "goes on");
    CHECK_FALSE(world.partner_of(Side::source, fresh).empty());
    CHECK(world.source.count() == 2);

    SECTION("deleting the copy ends the matter, and nothing else")
    {
        world.target.erase(copy);
        world.run();
        CHECK(world.run().counters.failed == 0);
        CHECK(world.source.has(bug));
        CHECK(world.target.has(incident));
    }
}

TEST_CASE(
    "a copy that was made while the outcome of the create is open is not taken for the partner",
    "[scenarios][security]")
{
    PairWorld world;
    world.source.add("Bug", a_bug("linked"));
    world.run();
    const auto bug = world.source.add("Bug", a_bug("unclear"));
    world.target.will_store_then_lose_the_response();
    world.run();
    const auto made = world.target.newest();
    const auto copy = world.target.copy(made);
    world.run();
    CHECK(world.partner_of(Side::source, bug) == made);
    CHECK(world.open_intents().empty());
    world.run();
    CHECK(is_reported(world, "desk:" + copy));
    CHECK(world.source.count() == 2);
    CHECK(world.target.count() == 3);
}

TEST_CASE("an item that was forged before its origin was created is not linked to it, and blocks "
          "nobody else",
          "[scenarios][security]")
{
    PairWorld world;
    world.source.add("Bug", a_bug("linked"));
    world.run();
    // Markers are readable: whoever knows one can write down the next.
    const auto forged = forge(world, "2", "forged");
    const auto bug = world.source.add("Bug", a_bug("the real one"));
    REQUIRE(bug == "2");
    const auto other = world.source.add("Bug", a_bug("somebody else's"));
    const auto report = world.run();
    CHECK(is_reported(world, "desk:" + forged));
    CHECK(world.partner_of(Side::target, forged).empty());
    CHECK_FALSE(world.partner_of(Side::source, other).empty());
    CHECK(world.source.text(bug, "Title") == "the real one");
    CHECK(world.target.text(forged, "subject") == "forged");
    CHECK(report.counters.created == 1);

    SECTION("its origin is created as soon as the forgery is gone")
    {
        world.target.erase(forged);
        world.run();
        CHECK(world.target.text(world.partner_of(Side::source, bug), "subject") == "the real one");
        CHECK(world.run().counters.failed == 0);
    }
}
