// People whom the other tracker does not know.

#include "support/pair_world.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace syncctl;
using model::Side;
using model::Value;
using test::PairWorld;

namespace {

std::string mapping_with(std::string_view unknown)
{
    return fmt::format(R"(version: 1
source: dev
target: desk
types:
  - Bug <-> Incident
fields:
  - Title <-> subject
  - Ticket <-> category | user
users:
  match: table
  map: [ ann@dev.example <-> ann@desk.example, bob@dev.example <-> bob@desk.example ]
  unknown: {}
)",
                       unknown);
}

model::Fields assigned_to(std::string person)
{
    return {{"Title", Value{std::string{"one"}}}, {"Ticket", Value{std::move(person)}}};
}

} // namespace

TEST_CASE("`unknown: leave` keeps whom the other side has, and the run names the stranger",
          "[engine][users]")
{
    PairWorld world{mapping_with("leave")};
    const auto id = world.source.add("Bug", assigned_to("ann@dev.example"));
    world.run();
    const auto partner = world.partner_of(Side::source, id);
    REQUIRE(world.target.text(partner, "category") == "ann@desk.example");

    world.source.edit(id, "Ticket", Value{std::string{"eve@dev.example"}});
    const auto report = world.run();
    CHECK(world.target.text(partner, "category") == "ann@desk.example");
    CHECK(report.counters.failed == 0);
    REQUIRE(report.left_alone.size() == 1);
    CHECK(report.left_alone.begin()->first.find("eve@dev.example") != std::string::npos);
    CHECK(report.left_alone.begin()->second.first_item == "dev:" + id);
    CHECK(report.left_alone.begin()->second.items == 1);

    // Said once, and no edit of the desk's is lost over it.
    engine::RunOptions everything;
    everything.is_full = true;
    CHECK(world.run(everything).left_alone.empty());
    world.target.edit(partner, "category", Value{std::string{"bob@desk.example"}});
    world.run();
    CHECK(world.source.text(id, "Ticket") == "bob@dev.example");
}

TEST_CASE("a partner is made without the person whom nobody knows there", "[engine][users]")
{
    PairWorld world{mapping_with("leave")};
    const auto id = world.source.add("Bug", assigned_to("eve@dev.example"));
    world.source.add("Bug", assigned_to("eve@dev.example"));
    const auto report = world.run();
    const auto partner = world.partner_of(Side::source, id);
    REQUIRE(world.target.has(partner));
    CHECK(model::is_null(world.target.field(partner, "category")));
    REQUIRE(report.left_alone.size() == 1);
    CHECK(report.left_alone.begin()->second.items == 2);
    const auto writes = world.writes();
    world.run();
    CHECK(world.writes() == writes);
}

TEST_CASE("`unknown: error` is an error of the item, `unknown: ADDRESS` a person to write instead",
          "[engine][users]")
{
    PairWorld strict{mapping_with("error")};
    strict.source.add("Bug", assigned_to("eve@dev.example"));
    CHECK(strict.run().counters.failed == 1);
    CHECK(strict.target.count() == 0);

    PairWorld kind{mapping_with("{ target: desk@desk.example, source: error }")};
    const auto id = kind.source.add("Bug", assigned_to("eve@dev.example"));
    CHECK(kind.run().counters.failed == 0);
    CHECK(kind.target.text(kind.partner_of(Side::source, id), "category") == "desk@desk.example");
    const auto writes = kind.writes();
    kind.run();
    CHECK(kind.writes() == writes);
    CHECK(kind.source.text(id, "Ticket") == "eve@dev.example");
}

TEST_CASE("a dry run names the strangers as well", "[engine][users]")
{
    PairWorld world{mapping_with("leave")};
    world.source.add("Bug", assigned_to("eve@dev.example"));
    CHECK(world.dry_run().left_alone.size() == 1);
    CHECK(world.target.count() == 0);
}

TEST_CASE("a write that is planned again names a stranger once", "[engine][users]")
{
    PairWorld world{mapping_with("leave")};
    const auto id = world.source.add("Bug", assigned_to("ann@dev.example"));
    world.run();
    const auto partner = world.partner_of(Side::source, id);
    world.source.edit(id, "Title", Value{std::string{"two"}});
    world.source.edit(id, "Ticket", Value{std::string{"eve@dev.example"}});
    world.target.will_be_edited_before_the_write([&](test::FakeTracker& desk) {
        desk.edit(partner, "description", Value{std::string{"of the desk"}});
    });
    const auto report = world.run();
    CHECK(world.target.text(partner, "subject") == "two");
    REQUIRE(report.left_alone.size() == 1);
    CHECK(report.left_alone.begin()->second.items == 1);
}
