// Links that were lost with their database, or are newer than the backup that was restored.

#include "support/pair_world.hpp"
#include "support/values.hpp"

#include <catch2/catch.hpp>

using namespace syncctl;
using engine::AdoptOutcome;
using model::Side;
using model::Value;
using test::a_bug;
using test::PairWorld;
using test::text;

namespace {

constexpr std::string_view k_lost_uuid = "33333333-3333-4333-8333-333333333333";

int writes(const PairWorld& world)
{
    return world.writes();
}

ErrorCode failure_of(PairWorld& world)
{
    try {
        world.run();
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::failed;
}

engine::AdoptOptions from_the_lost_one()
{
    engine::AdoptOptions options;
    options.from = k_lost_uuid;
    return options;
}

} // namespace

TEST_CASE("after the database was lost nothing is created until the links are adopted",
          "[fault][engine][adopt]")
{
    PairWorld world;
    const auto bug = world.source.add("Bug", a_bug("one"));
    const auto incident = world.target.add("Incident", {{"subject", text("two")}});
    world.run();
    const auto partner = world.partner_of(Side::source, bug);
    world.lose_the_database();
    const auto before = writes(world);

    CHECK(failure_of(world) == ErrorCode::guard);
    CHECK_THROWS_WITH(world.adopt(),
                      Catch::Contains("2 items carry") || Catch::Contains("1 item carries"));
    CHECK(world.adopt(from_the_lost_one()).linked == 2);
    CHECK(world.partner_of(Side::source, bug) == partner);
    CHECK_FALSE(world.partner_of(Side::target, incident).empty());
    world.run();
    world.run();
    CHECK(writes(world) == before);
    CHECK(world.resolved_conflicts().empty());

    world.source.edit(bug, "Title", text("renamed"));
    world.source.add("Bug", a_bug("three"));
    world.run();
    CHECK(world.target.text(partner, "subject") == "renamed");
    CHECK(world.source.count() == 3);
    CHECK(world.target.count() == 3);
    CHECK(world.pair().uuid == k_lost_uuid); // so that its markers are the pair's own
}

TEST_CASE("after an older database was restored, items created since get no second partner",
          "[fault][engine][adopt]")
{
    PairWorld world;
    const auto old_bug = world.source.add("Bug", a_bug("old"));
    world.run();
    world.back_up();
    const auto bug = world.source.add("Bug", a_bug("new"));
    world.target.add("Incident", {{"subject", text("new at the desk")}});
    world.source.edit(old_bug, "Title", text("old, renamed"));
    world.run();
    world.go_back_to_the_backup();
    world.source.edit(old_bug, "Notes", text("goes on meanwhile"));

    const auto report = world.run();
    CHECK(report.counters.created == 0);
    CHECK(report.counters.failed == 4);
    REQUIRE(report.warnings.size() == 1);
    CHECK(report.warnings.front().find("syncctl adopt p") != std::string::npos);
    CHECK(world.target.text(world.partner_of(Side::source, old_bug), "description") ==
          "goes on meanwhile");

    CHECK(world.adopt().linked == 2);
    CHECK(world.run().counters.failed == 0);
    CHECK(world.source.count() == 3);
    CHECK(world.target.count() == 3);
    CHECK(world.links().size() == 3);
    CHECK_FALSE(world.partner_of(Side::source, bug).empty());
    const auto before = writes(world);
    world.run();
    CHECK(writes(world) == before);
}

TEST_CASE("of several items with one marker the oldest is adopted, and the others are shown",
          "[fault][engine][adopt]")
{
    PairWorld world;
    const auto bug = world.source.add("Bug", a_bug("one"));
    world.run();
    const auto partner = world.partner_of(Side::source, bug);
    for (int i = 0; i < 12; ++i) {
        world.target.copy(partner); // ids up to 13: text order is not the order of age
    }
    world.lose_the_database();
    auto options = from_the_lost_one();
    options.batch_size = 5;
    const auto report = world.adopt(options);
    CHECK(report.linked == 1);
    CHECK(report.left == 12);
    CHECK(report.lines.back().outcome == AdoptOutcome::copy);
    CHECK(world.partner_of(Side::source, bug) == partner);
}

TEST_CASE("a copied marker blocks nobody but the copy", "[fault][engine][adopt]")
{
    PairWorld world;
    const auto bug = world.source.add("Bug", a_bug("one"));
    world.run();
    const auto copy = world.target.copy(world.partner_of(Side::source, bug));
    world.source.add("Bug", a_bug("two"));
    const auto report = world.run();
    CHECK(report.counters.created == 1);
    CHECK(report.counters.failed == 1);
    CHECK(world.source.count() == 2);
    CHECK(world.partner_of(Side::target, copy).empty());
}

TEST_CASE("what is adopted is merged like two items that never agreed", "[fault][engine][adopt]")
{
    PairWorld world;
    const auto bug = world.source.add("Bug", a_bug("one"));
    world.run();
    const auto partner = world.partner_of(Side::source, bug);
    world.lose_the_database();
    world.source.edit(bug, "Title", text("older"));
    world.clock.advance(std::chrono::hours{1});
    world.target.edit(partner, "subject", text("newer"));
    world.target.edit(partner, "description", text("only here"));
    world.adopt(from_the_lost_one());
    world.run();
    CHECK(world.source.text(bug, "Title") == "newer");
    CHECK(world.source.text(bug, "Notes") == "only here");
    REQUIRE(world.resolved_conflicts().size() == 1); // nothing is overwritten unseen
    CHECK(world.resolved_conflicts().front().conflict.source == text("older"));
}

TEST_CASE("an item whose origin is gone, or is of another type, is not linked",
          "[fault][engine][adopt]")
{
    PairWorld world;
    const auto gone = world.source.add("Bug", a_bug("gone"));
    const auto task = world.source.add("Bug", a_bug("task"));
    world.run();
    world.source.erase(gone);
    world.source.change_type(task, "Task");
    world.lose_the_database();
    const auto report = world.adopt(from_the_lost_one());
    CHECK(report.linked == 0);
    REQUIRE(report.lines.size() == 2);
    CHECK(report.lines[0].outcome == AdoptOutcome::origin_missing);
    CHECK(report.lines[1].outcome == AdoptOutcome::other_types);
}

TEST_CASE("a dry run of adopt says what it would do and changes nothing", "[engine][adopt]")
{
    PairWorld world;
    world.source.add("Bug", a_bug("one"));
    world.run();
    world.lose_the_database();
    auto options = from_the_lost_one();
    options.is_dry_run = true;
    CHECK(world.adopt(options).linked == 1);
    CHECK(world.links().empty());
    CHECK(world.pair().uuid != k_lost_uuid);
}

TEST_CASE("items of a pair that this database never had stop only a pair without links",
          "[engine][adopt]")
{
    PairWorld world;
    world.source.add("Bug", a_bug("one"));
    world.run();
    world.lose_the_database();
    CHECK(failure_of(world) == ErrorCode::guard);
    engine::RunOptions options;
    options.allow_mass_change = true; // somebody else's markers: a person looked
    CHECK(world.run(options).counters.created == 2);
    world.source.add("Bug", a_bug("two"));
    CHECK(world.run().counters.created == 1);
}
