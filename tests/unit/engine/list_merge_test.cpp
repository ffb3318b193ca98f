#include "engine/merge.hpp"
#include "support/pair_world.hpp"

#include <catch2/catch.hpp>

using namespace syncctl;
using engine::FieldResult;
using model::List;
using model::Side;
using model::Value;

namespace {

/// Tags with their history; both sides agreed on `a` and `b`.
struct Tags {
    std::optional<Value> base_source = Value{List{"a", "b"}};
    std::optional<Value> base_target = Value{List{"a", "b"}};
    Value source = List{"a", "b"};
    Value target = List{"a", "b"};
    model::Strategy strategy = model::Strategy::manual;
    std::vector<model::TransformStep> chain;
    const model::Conflict* decided = nullptr;

    [[nodiscard]] engine::FieldOutcome merge() const
    {
        model::FieldMappingRow row;
        row.source_field = "Tags";
        row.target_field = "labels";
        row.chain = chain;
        const mapping::FieldRule rule{row, strategy};
        return engine::merge_field({.rule = rule,
                                    .may_write = {true, true},
                                    .base = {base_source, base_target},
                                    .current = {source, target},
                                    .decided = decided},
                                   {});
    }
};

/// Exactly this list, in this order.
Value list(List elements)
{
    return Value{std::move(elements)};
}

} // namespace

TEST_CASE("what either side added to a list stays, and what either removed goes", "[engine][merge]")
{
    Tags tags;
    tags.source = List{"b", "from source"};
    tags.target = List{"a", "b", "from target"};
    const auto outcome = tags.merge();
    CHECK(outcome.result == FieldResult::write);
    CHECK(outcome.writes.source == list({"b", "from source", "from target"}));
    CHECK(outcome.writes.target == list({"b", "from target", "from source"}));
    CHECK(outcome.resolution.empty());
}

TEST_CASE("lists merge whatever the strategy", "[engine][merge]")
{
    Tags tags;
    tags.strategy = GENERATE(model::Strategy::last_write_wins,
                             model::Strategy::source_priority,
                             model::Strategy::target_priority);
    tags.source = List{"a", "b", "c"};
    tags.target = List{"a"};
    const auto outcome = tags.merge();
    CHECK(outcome.writes.source == list({"a", "c"}));
    CHECK(outcome.writes.target == list({"a", "c"}));
}

TEST_CASE("only the side that lacks something of the merged list is written", "[engine][merge]")
{
    Tags tags;
    tags.source = List{"a", "b", "c", "d"};
    tags.target = List{"d", "b", "a"};
    const auto outcome = tags.merge();
    CHECK(outcome.result == FieldResult::write);
    CHECK_FALSE(outcome.writes.source);
    CHECK(outcome.writes.target == list({"d", "b", "a", "c"}));
}

TEST_CASE("a cleared list is an empty one", "[engine][merge]")
{
    Tags tags;
    tags.source = Value{};
    tags.target = List{"a", "b", "c"};
    const auto outcome = tags.merge();
    CHECK(outcome.writes.source == list({"c"}));
    CHECK(outcome.writes.target == list({"c"}));
}

TEST_CASE("both sides cleared in their own way agree", "[engine][merge]")
{
    Tags tags;
    tags.source = Value{};
    tags.target = List{};
    CHECK(tags.merge().result == FieldResult::agreed);
}

TEST_CASE("lists that never agreed are joined", "[engine][merge]")
{
    Tags tags;
    tags.base_source.reset();
    tags.base_target.reset();
    tags.source = List{"a", "x"};
    tags.target = List{"y", "a"};
    const auto outcome = tags.merge();
    CHECK(outcome.writes.source == list({"a", "x", "y"}));
    CHECK(outcome.writes.target == list({"y", "a", "x"}));
}

TEST_CASE("a doubled element is one element", "[engine][merge]")
{
    Tags tags;
    tags.source = List{"a", "b", "c", "c"};
    tags.target = List{"a", "b", "d"};
    CHECK(tags.merge().writes.source == list({"a", "b", "c", "d"}));
}

TEST_CASE("a person's decision about a list comes before the merge", "[engine][merge]")
{
    Tags tags;
    tags.source = List{"a"};
    tags.target = List{"b"};
    model::Conflict conflict;
    conflict.source = tags.source;
    conflict.target = tags.target;
    conflict.decision = model::Take::source;
    tags.decided = &conflict;
    const auto outcome = tags.merge();
    CHECK(outcome.writes.target == list({"a"}));
    CHECK_FALSE(outcome.writes.source);
}

TEST_CASE("the strategy decides where elements cannot be told to be the same", "[engine][merge]")
{
    Tags tags;
    tags.source = List{"a", "b", "c"};
    tags.target = List{"a", "b", "d"};
    SECTION("a tracker rewrites them")
    {
        tags.base_target = List{"A", "b"};
        CHECK(tags.merge().result == FieldResult::conflict);
    }
    SECTION("the rule makes something of a missing list")
    {
        tags.chain = {{"default", {"none"}, {}}};
        tags.base_source = Value{};
        CHECK(tags.merge().result == FieldResult::conflict);
    }
    SECTION("one side holds no list")
    {
        tags.target = std::string{"d"};
        CHECK(tags.merge().result == FieldResult::conflict);
    }
}

TEST_CASE("a rule that takes no list names the problem, as for any value", "[engine][merge]")
{
    Tags tags;
    tags.strategy = model::Strategy::source_priority;
    tags.chain = {{"upper", {}, {}}};
    tags.source = List{"a", "b", "c"};
    tags.target = List{"a", "b", "d"};
    CHECK(tags.merge().result == FieldResult::problem);
}

TEST_CASE("tags added on both sides reach both sides without a conflict", "[engine][merge]")
{
    test::PairWorld world{"version: 1\nsource: dev\ntarget: desk\ntypes: [Bug <-> Incident]\n"
                          "fields: [Title <-> subject, Tags <-> labels]\n"
                          "conflicts: { default: manual }\n"};
    const auto bug = world.source.add(
        "Bug", {{"Title", Value{std::string{"printer"}}}, {"Tags", list({"office"})}});
    world.run();
    const auto incident = world.partner_of(Side::source, bug);
    world.source.edit(bug, "Tags", list({"office", "urgent"}));
    world.target.edit(incident, "labels", list({"office", "hardware"}));

    CHECK(world.run().counters.updated == 2);

    CHECK(world.source.field(bug, "Tags") == list({"office", "urgent", "hardware"}));
    CHECK(world.target.field(incident, "labels") == list({"office", "hardware", "urgent"}));
    CHECK(world.store().conflicts.open_count(world.pair().id) == 0);
    CHECK(world.resolved_conflicts().empty());
    CHECK(world.run().counters.updated == 0);
}

namespace {

/// Tags that are one text at the source: `a; b`.
Tags tags_in_one_text()
{
    Tags tags;
    tags.chain = {{"list", {";"}, {}}};
    tags.base_source = Value{std::string{"a;b"}};
    tags.source = Value{std::string{"a;b"}};
    return tags;
}

} // namespace

TEST_CASE("a list and the text that holds it on the other side are merged as sets",
          "[engine][merge]")
{
    auto tags = tags_in_one_text();
    tags.source = Value{std::string{"b; from source"}};
    tags.target = List{"a", "b", "from target"};
    const auto outcome = tags.merge();
    CHECK(outcome.result == FieldResult::write);
    CHECK(outcome.writes.target == list({"b", "from target", "from source"}));
    const auto again = [&] {
        auto next = tags_in_one_text();
        next.base_source = outcome.writes.source;
        next.base_target = outcome.writes.target;
        next.source = *outcome.writes.source;
        next.target = *outcome.writes.target;
        return next.merge();
    }();
    CHECK(again.result == FieldResult::nothing);
}

TEST_CASE("all elements removed from the text are removed from the list", "[engine][merge]")
{
    auto tags = tags_in_one_text();
    tags.source = Value{};
    tags.target = List{"a", "b", "new"};
    const auto outcome = tags.merge();
    CHECK(outcome.result == FieldResult::write);
    CHECK(outcome.writes.target == list({"new"}));
    CHECK(outcome.writes.source == Value{std::string{"new"}});
}

TEST_CASE("texts that do not hold the same elements as the list did are not merged",
          "[engine][merge]")
{
    auto tags = tags_in_one_text();
    tags.base_source = Value{std::string{"a"}};
    tags.source = Value{std::string{"a;c"}};
    tags.target = List{"a", "b", "d"};
    CHECK(tags.merge().result == FieldResult::conflict);
}
