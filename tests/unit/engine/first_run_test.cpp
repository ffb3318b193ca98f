#include "support/pair_world.hpp"
#include "support/values.hpp"

#include <catch2/catch.hpp>

using namespace syncctl;
using model::Side;
using model::Value;
using test::PairWorld;
using test::text;

namespace {

const std::string k_head = "version: 1\nsource: dev\ntarget: desk\ntypes: [Bug <-> Incident]\n"
                           "fields: [Title <-> subject, Notes <-> description]\n";

} // namespace

TEST_CASE("items that exist on both sides and agree under `match` become links", "[engine][match]")
{
    PairWorld world{k_head + "match: [Title <-> subject]\n"};
    const auto bug =
        world.source.add("Bug", {{"Title", text("printer")}, {"Notes", text("from dev")}});
    const auto incident = world.target.add("Incident", {{"subject", text("printer")}});
    const auto other = world.target.add("Incident", {{"subject", text("only here")}});
    const auto report = world.run();
    CHECK(world.partner_of(Side::source, bug) == incident);
    CHECK(report.counters.created == 1);
    CHECK_FALSE(world.partner_of(Side::target, other).empty());
    CHECK(world.target.text(incident, "description") == "from dev");
    CHECK(world.target.count() == 2);
}

TEST_CASE("items that match more than once are neither linked nor duplicated, but shown",
          "[engine][match]")
{
    PairWorld world{k_head + "match: [Title <-> subject]\n"};
    world.source.add("Bug", {{"Title", text("printer")}});
    world.source.add("Bug", {{"Title", text("printer")}});
    world.target.add("Incident", {{"subject", text("printer")}});
    const auto report = world.run();
    CHECK(report.counters.created == 0);
    CHECK(report.counters.failed == 3);
    CHECK(world.links().empty());
}

TEST_CASE("matched items that differ in another field are merged like any conflict",
          "[engine][match]")
{
    PairWorld world{k_head + "match: [Title <-> subject]\nconflicts: { default: manual }\n"};
    const auto bug =
        world.source.add("Bug", {{"Title", text("printer")}, {"Notes", text("one story")}});
    world.target.add("Incident",
                     {{"subject", text("printer")}, {"description", text("another story")}});
    CHECK(world.run().counters.conflicts == 1);
    CHECK_FALSE(world.partner_of(Side::source, bug).empty());
    CHECK(world.source.text(bug, "Notes") == "one story");
}

TEST_CASE("a dry run shows the links that matching would make", "[engine][match]")
{
    PairWorld world{k_head + "match: [Title <-> subject]\n"};
    world.source.add("Bug", {{"Title", text("printer")}});
    world.target.add("Incident", {{"subject", text("printer")}});
    const auto report = world.dry_run();
    REQUIRE(report.operations.size() == 1);
    CHECK(report.operations.front().op == "link");
    CHECK(world.links().empty());
}

TEST_CASE("a first run that would duplicate everything is stopped", "[engine][guard]")
{
    PairWorld world{k_head};
    for (int i = 0; i < 60; ++i) {
        const auto title = text("matter " + std::to_string(i));
        world.source.add("Bug", {{"Title", title}});
        world.target.add("Incident", {{"subject", title}});
    }
    try {
        world.run();
        FAIL("the guard let it pass");
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::guard);
        CHECK(error.hint().find("match:") != std::string::npos);
    }
    CHECK(world.source.count() == 60);
    CHECK(world.target.count() == 60);

    world.use_mapping(k_head + "match: [Title <-> subject]\n");
    world.run();
    CHECK(world.links().size() == 60);
    CHECK(world.target.creates() + world.source.creates() == 0);
}
