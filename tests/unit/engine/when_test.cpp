// Rules and types with conditions: a rule that is off leaves its fields alone, and nothing that was
// edited meanwhile is lost.

#include "support/pair_world.hpp"
#include "support/values.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace syncctl;
using model::Side;
using model::Value;
using test::PairWorld;
using test::text;

namespace {

std::string mapping_with(std::string_view fields, std::string_view rest = {})
{
    return fmt::format(R"(version: 1
source: dev
target: desk
types:
  - Bug <-> Incident
statuses:
  - New    <-> Open
  - Active <-> In Progress
  - Active <-  On Hold
  - Closed <-> Done
fields:
  - Title <-> subject
{}{})",
                       fields,
                       rest);
}

model::Fields bug(std::string title, std::string state = "New")
{
    return {{"Title", text(std::move(title))}, {"State", text(std::move(state))}};
}

constexpr std::string_view k_notes_of_closed =
    "  - Notes <-> description: { when: source.State = Closed }\n";

} // namespace

TEST_CASE("a rule that is off leaves its fields alone on both sides", "[engine][when]")
{
    PairWorld world{mapping_with(k_notes_of_closed)};
    auto fields = bug("one");
    fields["Notes"] = text("why");
    const auto id = world.source.add("Bug", fields);
    world.run();
    const auto partner = world.partner_of(Side::source, id);
    CHECK(model::is_null(world.target.field(partner, "description")));

    world.source.edit(id, "Notes", text("why not"));
    world.target.edit(partner, "description", text("of the desk"));
    const auto writes = world.writes();
    const auto report = world.run();
    CHECK(report.counters.conflicts == 0);
    CHECK(world.writes() == writes);
    CHECK(world.source.text(id, "Notes") == "why not");
    CHECK(world.target.text(partner, "description") == "of the desk");
}

TEST_CASE("once the condition holds, what was edited meanwhile flows", "[engine][when]")
{
    PairWorld world{mapping_with(k_notes_of_closed)};
    const auto id = world.source.add("Bug", bug("one"));
    world.run();
    const auto partner = world.partner_of(Side::source, id);
    world.source.edit(id, "Notes", text("because"));
    world.run();
    REQUIRE(model::is_null(world.target.field(partner, "description")));

    world.source.edit(id, "State", text("Closed"));
    world.run();
    CHECK(world.target.text(partner, "description") == "because");
    CHECK(world.target.text(partner, "status") == "Done");
}

TEST_CASE("what was there before the link was made flows when the rule takes effect",
          "[engine][when]")
{
    PairWorld world{mapping_with(k_notes_of_closed)};
    auto fields = bug("one");
    fields["Notes"] = text("because");
    const auto id = world.source.add("Bug", fields);
    world.run();
    world.source.edit(id, "State", text("Closed"));
    world.run();
    CHECK(world.target.text(world.partner_of(Side::source, id), "description") == "because");
}

TEST_CASE("edits of both sides while a rule was off are a conflict, not an overwriting",
          "[engine][when]")
{
    PairWorld world{mapping_with(
        "  - Notes <-> description: { when: source.State = Closed, conflict: manual }\n")};
    auto fields = bug("one", "Closed");
    fields["Notes"] = text("first");
    const auto id = world.source.add("Bug", fields);
    world.run();
    const auto partner = world.partner_of(Side::source, id);
    REQUIRE(world.target.text(partner, "description") == "first");

    world.source.edit(id, "State", text("Active"));
    world.run();
    world.source.edit(id, "Notes", text("of dev"));
    world.target.edit(partner, "description", text("of the desk"));
    world.run();
    CHECK(world.open_conflicts().empty());

    world.source.edit(id, "State", text("Closed"));
    world.run();
    REQUIRE(world.open_conflicts().size() == 1);
    CHECK(world.open_conflicts().front().conflict.base == text("first"));
    CHECK(world.source.text(id, "Notes") == "of dev");
    CHECK(world.target.text(partner, "description") == "of the desk");
}

TEST_CASE("a condition sees what the rules before it write in the same run", "[engine][when]")
{
    PairWorld world{mapping_with("  - Notes -> category: { when: target.status = Done }\n")};
    auto fields = bug("one");
    fields["Notes"] = text("because");
    const auto id = world.source.add("Bug", fields);
    world.run();
    const auto partner = world.partner_of(Side::source, id);
    REQUIRE(model::is_null(world.target.field(partner, "category")));
    world.source.edit(id, "State", text("Closed"));
    world.run();
    CHECK(world.target.text(partner, "category") == "because");
}

TEST_CASE("a new partner is judged by what it is made with", "[engine][when]")
{
    PairWorld world{mapping_with("  - Notes -> category: { when: target.status = Done }\n")};
    auto fields = bug("closed at once", "Closed");
    fields["Notes"] = text("because");
    const auto id = world.source.add("Bug", fields);
    world.run();
    CHECK(world.target.text(world.partner_of(Side::source, id), "category") == "because");
}

TEST_CASE("of two rules for one field the one in effect writes it", "[engine][when]")
{
    PairWorld world{mapping_with("  - Notes -> category: { when: source.State != Closed }\n"
                                 "  - Ticket -> category: { when: source.State = Closed }\n")};
    auto fields = bug("one");
    fields["Notes"] = text("notes");
    fields["Ticket"] = text("ticket");
    const auto id = world.source.add("Bug", fields);
    world.run();
    const auto partner = world.partner_of(Side::source, id);
    CHECK(world.target.text(partner, "category") == "notes");
    world.source.edit(id, "State", text("Closed"));
    world.run();
    CHECK(world.target.text(partner, "category") == "ticket");
    world.source.edit(id, "State", text("Active"));
    world.run();
    CHECK(world.target.text(partner, "category") == "notes");
}

TEST_CASE("a rule that is off costs no request", "[engine][when]")
{
    const auto requests_of_an_edit = [](std::string_view rule) {
        PairWorld world{mapping_with(rule)};
        const auto id = world.source.add("Bug", bug("one"));
        world.run();
        world.run();
        world.source.edit(id, "Title", text("two"));
        world.target.begin_run();
        world.run();
        return world.target.requests();
    };
    CHECK(requests_of_an_edit(k_notes_of_closed) ==
          requests_of_an_edit("  - Notes <-> description\n"));
}

TEST_CASE("values of a rule that is off do not keep a deleted item's partner", "[engine][when]")
{
    PairWorld world{mapping_with(k_notes_of_closed, "deletes: mirror\n")};
    auto fields = bug("one");
    fields["Notes"] = text("why");
    const auto id = world.source.add("Bug", fields);
    world.source.add("Bug", bug("another"));
    world.run();
    const auto partner = world.partner_of(Side::source, id);
    world.target.edit(partner, "description", text("of the desk"));
    world.run();
    world.source.erase(id);
    world.run();
    CHECK_FALSE(world.target.has(partner));
}

TEST_CASE("a type line with a condition takes the items for which it holds", "[engine][when]")
{
    PairWorld world{R"(version: 1
source: dev
target: desk
types:
  - Bug <-> Incident: { when: source.Tags has desk }
fields:
  - Title <-> subject
)"};
    const auto id = world.source.add("Bug", bug("one"));
    world.run();
    CHECK(world.target.count() == 0);

    world.source.edit(id, "Tags", Value{model::List{"urgent", "desk"}});
    world.run();
    const auto partner = world.partner_of(Side::source, id);
    REQUIRE(world.target.has(partner));

    // A link that exists stays in step wherever its items go.
    world.source.edit(id, "Tags", Value{model::List{}});
    world.source.edit(id, "Title", text("two"));
    world.run();
    CHECK(world.target.text(partner, "subject") == "two");

    // The desk's own items are not asked about a field of the other side.
    const auto own = world.target.add("Incident", {{"subject", text("from the desk")}});
    world.run();
    CHECK(world.source.has(world.partner_of(Side::target, own)));
}

TEST_CASE("a status without a line follows its category", "[engine][statuses]")
{
    PairWorld world{R"(version: 1
source: dev
target: desk
types:
  - Bug <-> Incident
statuses:
  - Active <-> On Hold
unlisted_statuses: category
fields:
  - Title <-> subject
)"};
    const auto id = world.source.add("Bug", bug("one"));
    world.run();
    const auto partner = world.partner_of(Side::source, id);
    CHECK(world.target.text(partner, "status") == "Open");
    world.source.edit(id, "State", text("Active"));
    world.run();
    CHECK(world.target.text(partner, "status") == "On Hold");
    world.target.edit(partner, "status", text("Done"));
    world.run();
    CHECK(world.source.text(id, "State") == "Closed");
    const auto writes = world.writes();
    world.run();
    CHECK(world.writes() == writes);
}

TEST_CASE("long texts that both sides edited are merged by line", "[engine][merge]")
{
    PairWorld world{mapping_with("  - Notes <-> description: { merge: lines }\n")};
    auto fields = bug("one");
    fields["Notes"] = text("steps:\n1. open\n2. close\nend\n");
    const auto id = world.source.add("Bug", fields);
    world.run();
    const auto partner = world.partner_of(Side::source, id);
    world.source.edit(id, "Notes", text("steps (dev):\n1. open\n2. close\nend\n"));
    world.target.edit(partner, "description", text("steps:\n1. open\n2. close\nend\nseen twice\n"));
    world.run();
    const std::string both = "steps (dev):\n1. open\n2. close\nend\nseen twice\n";
    CHECK(world.source.text(id, "Notes") == both);
    CHECK(world.target.text(partner, "description") == both);
    CHECK(world.resolved_conflicts().empty());
    const auto writes = world.writes();
    world.run();
    CHECK(world.writes() == writes);
}
