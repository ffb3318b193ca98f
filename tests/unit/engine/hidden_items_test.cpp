// What the engine makes of items that it cannot see, or cannot see any more. The table of all
// causes and link states is tests/scenarios/absence_test.cpp.

#include "support/pair_world.hpp"
#include "support/values.hpp"

#include <catch2/catch.hpp>

using namespace syncctl;
using model::LinkState;
using model::Side;
using model::Value;
using test::a_bug;
using test::PairWorld;
using test::text;

namespace {

const std::string k_closing = std::string{test::k_plain_mapping} + "deletes: close\n";
const std::string k_manual =
    std::string{test::k_plain_mapping} + "conflicts: { default: manual }\n";

/// Enough bystanders that one deletion is far from the guard.
std::string add_linked(PairWorld& world, int bystanders = 20)
{
    for (int i = 0; i < bystanders; ++i) {
        world.source.add("Bug", a_bug("bystander " + std::to_string(i)));
    }
    const auto bug = world.source.add("Bug", a_bug("subject"));
    world.run();
    return bug;
}

} // namespace

TEST_CASE("a deletion that was dealt with is not dealt with again because the other item could not "
          "be read for a while",
          "[engine][absence]")
{
    PairWorld world{k_closing};
    const auto bug = add_linked(world);
    const auto incident = world.partner_of(Side::source, bug);
    world.source.erase(bug);
    world.run();
    REQUIRE(world.target.text(incident, "status") == "Done");
    world.target.edit(incident, "status", text("Open"));
    world.target.will_forbid(incident);
    CHECK(world.run().counters.failed == 1);
    world.target.will_allow_everything();
    world.run();
    CHECK(world.target.text(incident, "status") == "Open");
    CHECK(world.open_conflicts().empty());
    CHECK(world.store().links.count_in_state(world.pair().id, LinkState::source_deleted) == 1);
}

TEST_CASE("an item that was deleted before a listing ever showed it is deleted, not in doubt",
          "[engine][absence]")
{
    PairWorld world;
    const auto bug = add_linked(world);
    world.target.erase(world.partner_of(Side::source, bug));
    world.run();
    world.source.edit(bug, "Title", text("edited on"));
    CHECK(world.run().counters.failed == 0);
    CHECK(world.store().links.count_in_state(world.pair().id, LinkState::target_deleted) == 1);
}

TEST_CASE("closing the partner of a deleted item is no edit of that partner, even when the answer "
          "was lost",
          "[engine][absence]")
{
    PairWorld world{k_closing};
    const auto bug = add_linked(world);
    const auto incident = world.partner_of(Side::source, bug);
    world.source.erase(bug);
    world.target.will_store_then_lose_the_response();
    world.run();
    REQUIRE(world.target.text(incident, "status") == "Done");
    world.run();
    CHECK(world.open_conflicts().empty());
    CHECK(world.store().links.count_in_state(world.pair().id, LinkState::source_deleted) == 1);
}

TEST_CASE("an origin that was edited while its create was unclear is no conflict",
          "[engine][absence]")
{
    PairWorld world{k_manual};
    add_linked(world, 2);
    const auto bug = world.source.add("Bug", a_bug("unclear"));
    world.target.will_store_then_lose_the_response();
    world.run();
    world.source.edit(bug, "Title", text("renamed"));
    SECTION("and can be read")
    {
        world.run();
    }
    SECTION("and cannot be read when its partner is found")
    {
        world.source.will_forbid(bug);
        const auto report = world.run();
        CHECK(report.counters.failed == 1);
        CHECK(report.open_intents == 1);
        REQUIRE_FALSE(world.errors().empty());
        CHECK(world.errors().front().message.find("HTTP 403") != std::string::npos);
        world.source.will_allow_everything();
        world.run();
    }
    CHECK(world.open_conflicts().empty());
    CHECK(world.target.text(world.partner_of(Side::source, bug), "subject") == "renamed");
    CHECK(world.target.count() == 4);
}

TEST_CASE("an unclear create is settled although the oldest linked items were deleted long ago",
          "[engine][absence]")
{
    PairWorld world;
    world.target.capabilities_given.settles_at_once = true;
    add_linked(world, 25);
    world.run();
    for (const auto& link : world.links()) {
        if (link.id.value <= 25) {
            world.target.erase(link.sides.target.item_id);
        }
    }
    world.run();
    world.source.add("Bug", a_bug("unclear"));
    world.target.will_lose_the_request();
    world.run();
    world.run();
    CHECK(world.open_intents().empty());
    CHECK(world.target.count() == 2);
}
