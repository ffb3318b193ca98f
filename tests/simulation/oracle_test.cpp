// The oracle notices every kind of broken promise; here the test breaks them in the engine's place.

#include "oracle.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace syncctl;
using namespace syncctl::simulation;
using connectors::Operation;
using model::Side;
using model::Value;

namespace {

/// One linked pair of items at rest.
struct LinkedWorld {
    explicit LinkedWorld(std::string_view mapping = mapping_document("newest")) : world{mapping}
    {
        bug = world.source.add("Bug", {{"Title", Value{"one"}}, {"State", Value{"New"}}});
        facts.last_report = world.run();
        incident = world.partner_of(Side::source, bug);
        facts.linked.emplace(bug, incident);
    }

    /// As a faulty engine would.
    void write_to_target(const Operation& operation)
    {
        REQUIRE(
            std::holds_alternative<connectors::Done>(world.target.write({&operation, 1}).front()));
    }

    [[nodiscard]] bool is_broken(std::string_view promise) const
    {
        const auto violations = check(facts);
        return std::any_of(violations.begin(), violations.end(), [&](const std::string& each) {
            return each.find(promise) != std::string::npos;
        });
    }

    test::PairWorld world;
    Facts facts{world};
    std::string bug;
    std::string incident;
};

} // namespace

TEST_CASE("the oracle finds nothing where nothing is wrong", "[simulation]")
{
    const LinkedWorld linked;
    CHECK(check(linked.facts).empty());
}

TEST_CASE("the oracle notices two sides that differ in silence", "[simulation]")
{
    LinkedWorld linked;
    linked.world.target.edit(linked.incident, "description", Value{"other"});
    CHECK(linked.is_broken("silent difference in Notes"));
}

TEST_CASE("the oracle notices an edit that was replaced without a record", "[simulation]")
{
    LinkedWorld linked;
    linked.world.target.edit(linked.incident, "subject", Value{"two"});
    const auto revision = linked.world.target.item(linked.incident).revision;
    linked.write_to_target(
        connectors::UpdateItem{linked.incident, revision, {{"subject", Value{"one"}}}});
    CHECK(linked.is_broken("lost edit: subject"));
}

TEST_CASE("the oracle notices an older value that comes back", "[simulation]")
{
    LinkedWorld linked;
    linked.world.target.edit(linked.incident, "subject", Value{"two"});
    linked.world.run();
    for (auto* tracker : {&linked.world.source, &linked.world.target}) {
        const bool is_source = tracker == &linked.world.source;
        const auto& item = tracker->item(is_source ? linked.bug : linked.incident);
        const Operation back = connectors::UpdateItem{
            item.id, item.revision, {{is_source ? "Title" : "subject", Value{"one"}}}};
        (void)tracker->write({&back, 1});
    }
    CHECK(linked.is_broken("lost edit: subject"));
}

TEST_CASE("the oracle notices a second item with the same marker", "[simulation]")
{
    LinkedWorld linked;
    const auto marker = linked.world.target.item(linked.incident).marker;
    linked.write_to_target(connectors::CreateItem{"Incident", {}, marker});
    CHECK(linked.is_broken("2 live items of the target carry"));
}

TEST_CASE("the oracle notices an item without partner", "[simulation]")
{
    LinkedWorld linked;
    linked.world.target.add("Incident", {{"subject", Value{"new"}}});
    CHECK(linked.is_broken("has no partner"));
}

TEST_CASE("the oracle notices removals and closings without evidence", "[simulation]")
{
    LinkedWorld linked{mapping_document("manual")};
    const auto revision = linked.world.target.item(linked.incident).revision;
    SECTION("removed")
    {
        linked.write_to_target(connectors::RemoveItem{linked.incident, revision});
        CHECK(linked.is_broken("was removed without evidence"));
    }
    SECTION("closed")
    {
        linked.write_to_target(
            connectors::UpdateItem{linked.incident, revision, {{"status", Value{"Done"}}}});
        CHECK(linked.is_broken("was closed without evidence"));
    }
}

TEST_CASE("the oracle notices a removal that the policy does not want", "[simulation]")
{
    LinkedWorld linked;
    linked.world.source.erase(linked.bug);
    linked.write_to_target(connectors::RemoveItem{
        linked.incident, linked.world.target.item(linked.incident).revision});
    CHECK(linked.is_broken("was removed against the policy"));
}

TEST_CASE("the oracle notices an intent that was left open", "[simulation]")
{
    LinkedWorld linked;
    std::vector<model::Intent> intents(1);
    intents.front().pair = linked.world.pair().id;
    intents.front().kind = model::IntentKind::update;
    intents.front().item = linked.incident;
    store::Transaction transaction{linked.world.store().database};
    linked.world.store().journal.record(intents);
    transaction.commit();
    CHECK(linked.is_broken("an intent is still open"));
}
