#include "support/pair_world.hpp"
#include "support/values.hpp"

#include <catch2/catch.hpp>

using namespace syncctl;
using model::LinkState;
using model::Side;
using model::Value;
using test::PairWorld;
using test::text;

namespace {

std::string mapping_with(const std::string& policy)
{
    return "version: 1\nsource: dev\ntarget: desk\ntypes: [Bug <-> Incident]\n"
           "statuses: [New <-> Open, Active <-> In Progress, Active <- On Hold, Closed <-> Done]\n"
           "fields: [Title <-> subject]\ndeletes: " +
           policy + "\n";
}

/// Thirty linked bugs, so that one deletion is far from the guard.
struct Linked {
    explicit Linked(const std::string& policy) : world{mapping_with(policy)}
    {
        for (int i = 0; i < 30; ++i) {
            bug = world.source.add(
                "Bug", {{"Title", text("bug " + std::to_string(i))}, {"State", text("New")}});
        }
        world.run();
        incident = world.partner_of(Side::source, bug);
    }

    PairWorld world;
    std::string bug;
    std::string incident;
};

} // namespace

TEST_CASE("a deleted item is never created anew", "[engine][deletions]")
{
    const auto policy = GENERATE(std::string{"never"}, std::string{"close"}, std::string{"mirror"});
    Linked items{policy};
    items.world.source.erase(items.bug);
    items.world.run();
    items.world.run();
    engine::RunOptions full;
    full.is_full = true;
    items.world.run(full);
    CHECK(items.world.source.count() == 29);
}

TEST_CASE("policy never leaves the partner alone", "[engine][deletions]")
{
    Linked items{"never"};
    items.world.source.erase(items.bug);
    CHECK(items.world.run().counters.deleted == 0);
    CHECK(items.world.target.text(items.incident, "status") == "Open");
    CHECK(items.world.store().links.count_in_state(items.world.pair().id,
                                                   LinkState::source_deleted) == 1);
}

TEST_CASE("policy close closes the partner once", "[engine][deletions]")
{
    Linked items{"close"};
    items.world.source.erase(items.bug);
    items.world.run();
    CHECK(items.world.target.text(items.incident, "status") == "Done");
    CHECK(items.world.target.count() == 30);
    items.world.target.edit(items.incident, "status", text("Open"));
    items.world.run();
    CHECK(items.world.target.text(items.incident, "status") == "Open");
}

TEST_CASE("a partner that is closed already is no conflict with a deletion that closes",
          "[engine][deletions]")
{
    Linked items{"close"};
    items.world.source.erase(items.bug);
    items.world.target.edit(items.incident, "status", text("Done"));
    items.world.run();
    CHECK(items.world.open_conflicts().empty());
    CHECK(items.world.store().links.count_in_state(items.world.pair().id,
                                                   LinkState::source_deleted) == 1);
}

TEST_CASE("policy mirror deletes the partner and forgets the link", "[engine][deletions]")
{
    Linked items{"mirror"};
    items.world.source.erase(items.bug);
    CHECK(items.world.run().counters.deleted == 1);
    CHECK(items.world.target.count() == 29);
    CHECK(items.world.links().size() == 29);
}

TEST_CASE("items deleted on both sides leave nothing behind", "[engine][deletions]")
{
    Linked items{"mirror"};
    items.world.source.erase(items.bug);
    items.world.target.erase(items.incident);
    CHECK(items.world.run().counters.deleted == 0);
    CHECK(items.world.links().size() == 29);
}

TEST_CASE("an edit against a deletion is a conflict", "[engine][deletions]")
{
    Linked items{"mirror"};
    items.world.source.erase(items.bug);
    items.world.target.edit(items.incident, "subject", text("still important"));
    items.world.run();
    REQUIRE(items.world.open_conflicts().size() == 1);
    CHECK(items.world.open_conflicts().front().conflict.type ==
          model::ConflictType::deleted_source);
    CHECK(items.world.target.has(items.incident));

    const auto id = items.world.open_conflicts().front().conflict.id;
    const auto decide = [&](model::Take take) {
        store::Transaction transaction{items.world.store().database};
        items.world.store().conflicts.decide(id, take, {}, "ann", items.world.clock.now());
        transaction.commit();
        items.world.run();
    };
    SECTION("taking the deleted side deletes the survivor")
    {
        decide(model::Take::source);
        CHECK_FALSE(items.world.target.has(items.incident));
    }
    SECTION("taking the deleted side is void when the survivor was edited once more")
    {
        items.world.target.edit(items.incident, "subject", text("and urgent"));
        decide(model::Take::source);
        CHECK(items.world.target.has(items.incident));
        REQUIRE(items.world.open_conflicts().size() == 1);
        CHECK_FALSE(items.world.open_conflicts().front().conflict.decision);
        decide(model::Take::source);
        CHECK_FALSE(items.world.target.has(items.incident));
    }
    SECTION("taking the survivor keeps it")
    {
        decide(model::Take::target);
        CHECK(items.world.target.has(items.incident));
        CHECK(items.world.open_conflicts().empty());
        items.world.run();
        CHECK(items.world.target.has(items.incident));
    }
}

TEST_CASE("a conflict with a deletion ends when the edit is taken back", "[engine][deletions]")
{
    Linked items{"close"};
    items.world.source.erase(items.bug);
    items.world.target.edit(items.incident, "subject", text("still important"));
    items.world.run();
    REQUIRE(items.world.open_conflicts().size() == 1);
    items.world.target.edit(items.incident, "subject", text("bug 29"));
    items.world.run();
    CHECK(items.world.target.text(items.incident, "status") == "Done");
    CHECK(items.world.open_conflicts().empty());
}

TEST_CASE("an item that may not or cannot be read is not deleted", "[engine][deletions]")
{
    Linked items{"mirror"};
    items.world.source.edit(items.bug, "Title", text("secret now"));
    SECTION("forbidden")
    {
        items.world.source.will_forbid(items.bug);
    }
    SECTION("unreadable")
    {
        items.world.source.will_garble(items.bug);
    }
    const auto report = items.world.run();
    CHECK(report.counters.failed == 1);
    CHECK(report.counters.deleted == 0);
    CHECK(items.world.target.text(items.incident, "subject") == "bug 29");
    items.world.source.will_allow_everything();
    items.world.run();
    CHECK(items.world.target.text(items.incident, "subject") == "secret now");
}

TEST_CASE("a listing that is suddenly empty stops the run", "[engine][deletions][guard]")
{
    Linked items{"mirror"};
    items.world.source.will_list_nothing(true);
    try {
        items.world.run();
        FAIL("the guard let it pass");
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::guard);
    }
    CHECK(items.world.target.count() == 30);
    items.world.source.will_list_nothing(false);
    CHECK(items.world.run().counters.deleted == 0);
}

TEST_CASE("mass deletions stop before the first write, unless a person allows them",
          "[engine][deletions][guard]")
{
    Linked items{"mirror"};
    for (const auto& id : items.world.source.ids()) {
        if (items.world.source.count() > 20) {
            items.world.source.erase(id);
        }
    }
    const auto writes = items.world.target.writes();
    CHECK_THROWS_AS(items.world.run(), Error);
    CHECK(items.world.target.writes() == writes);
    CHECK(items.world.target.count() == 30);
    engine::RunOptions allowed;
    allowed.allow_mass_change = true;
    CHECK(items.world.run(allowed).counters.deleted == 10);
    CHECK(items.world.target.count() == 20);
}
