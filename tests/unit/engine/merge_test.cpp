#include "engine/merge.hpp"
#include "support/values.hpp"

#include <catch2/catch.hpp>

using namespace syncctl;
using engine::FieldResult;
using model::Side;
using model::Value;
using test::text;

namespace {

model::FieldMappingRow rule_row(model::Arrow arrow, model::Strategy strategy)
{
    model::FieldMappingRow row;
    row.source_field = "Title";
    row.target_field = "subject";
    row.arrow = arrow;
    row.strategy = strategy;
    return row;
}

/// A field with its history; reads like "base, source, target".
struct Field {
    std::optional<Value> base_source = Value{std::string{"old"}};
    std::optional<Value> base_target = Value{std::string{"old"}};
    Value source = std::string{"old"};
    Value target = std::string{"old"};
    model::Arrow arrow = model::Arrow::both;
    model::Strategy strategy = model::Strategy::last_write_wins;
    std::vector<model::TransformStep> chain;
    std::int64_t source_time = 1000;
    std::int64_t target_time = 2000;
    const model::Conflict* decided = nullptr;

    [[nodiscard]] engine::FieldOutcome merge() const
    {
        auto row = rule_row(arrow, strategy);
        row.chain = chain;
        const mapping::FieldRule rule{row, strategy};
        engine::ItemTimes times;
        times.modified_at = {{source_time}, {target_time}};
        times.uncertainty = std::chrono::milliseconds{10};
        return merge_field({.rule = rule,
                            .may_write = {true, true},
                            .base = {base_source, base_target},
                            .current = {source, target},
                            .decided = decided},
                           times);
    }
};

} // namespace

TEST_CASE("a field that neither side changed needs nothing", "[engine][merge]")
{
    CHECK(Field{}.merge().result == FieldResult::nothing);
}

TEST_CASE("a change on one side is written to the other", "[engine][merge]")
{
    Field field;
    SECTION("source to target")
    {
        field.source = text("new");
        const auto outcome = field.merge();
        REQUIRE(outcome.result == FieldResult::write);
        CHECK(outcome.writes.target == text("new"));
        CHECK_FALSE(outcome.writes.source);
        CHECK(outcome.resolution.empty());
    }
    SECTION("target to source")
    {
        field.target = text("new");
        const auto outcome = field.merge();
        REQUIRE(outcome.result == FieldResult::write);
        CHECK(outcome.writes.source == text("new"));
        CHECK_FALSE(outcome.writes.target);
    }
}

TEST_CASE("the same change on both sides is agreement, not a conflict", "[engine][merge]")
{
    Field field;
    field.source = text("new");
    field.target = text("new");
    CHECK(field.merge().result == FieldResult::agreed);
}

TEST_CASE("values that a transform makes equal agree", "[engine][merge]")
{
    Field field;
    field.chain = {{"upper", {}, {}}};
    field.source = text("new");
    field.target = text("NEW");
    CHECK(field.merge().result == FieldResult::agreed);
}

TEST_CASE("a side that returned its value rewritten has not changed", "[engine][merge]")
{
    Field field;
    field.base_target = text("<p>old</p>");
    field.target = text("<p>old</p>");
    CHECK(field.merge().result == FieldResult::nothing);
}

TEST_CASE("different changes on both sides are decided by the strategy", "[engine][merge]")
{
    Field field;
    field.source = text("from source");
    field.target = text("from target");
    SECTION("source-priority")
    {
        field.strategy = model::Strategy::source_priority;
        const auto outcome = field.merge();
        CHECK(outcome.writes.target == text("from source"));
        CHECK(outcome.resolution == "source-priority");
    }
    SECTION("target-priority")
    {
        field.strategy = model::Strategy::target_priority;
        CHECK(field.merge().writes.source == text("from target"));
    }
    SECTION("last-write-wins takes the newer side")
    {
        CHECK(field.merge().writes.source == text("from target"));
        field.source_time = 9000;
        CHECK(field.merge().writes.target == text("from source"));
    }
    SECTION("last-write-wins falls back to the source within the uncertainty, and says so")
    {
        field.target_time = field.source_time + 10;
        const auto outcome = field.merge();
        CHECK(outcome.writes.target == text("from source"));
        CHECK(outcome.resolution == "last-write-wins-tie");
    }
    SECTION("last-write-wins does not trust an unknown time")
    {
        field.source_time = 0;
        CHECK(field.merge().resolution == "last-write-wins-tie");
    }
    SECTION("manual leaves it to a person")
    {
        field.strategy = model::Strategy::manual;
        const auto outcome = field.merge();
        CHECK(outcome.result == FieldResult::conflict);
        CHECK_FALSE(outcome.writes.source);
        CHECK_FALSE(outcome.writes.target);
    }
}

TEST_CASE("a decision is carried out while both sides show what the person saw", "[engine][merge]")
{
    model::Conflict conflict;
    conflict.source = text("from source");
    conflict.target = text("from target");
    Field field;
    field.strategy = model::Strategy::manual;
    field.source = text("from source");
    field.target = text("from target");
    field.decided = &conflict;
    SECTION("take source")
    {
        conflict.decision = model::Take::source;
        CHECK(field.merge().writes.target == text("from source"));
    }
    SECTION("take target")
    {
        conflict.decision = model::Take::target;
        CHECK(field.merge().writes.source == text("from target"));
    }
    SECTION("take newest")
    {
        conflict.decision = model::Take::newest;
        CHECK(field.merge().writes.source == text("from target"));
    }
    SECTION("an own value goes to both sides")
    {
        conflict.decision = model::Take::set;
        conflict.decision_value = text("agreed by phone");
        const auto outcome = field.merge();
        CHECK(outcome.writes.source == text("agreed by phone"));
        CHECK(outcome.writes.target == text("agreed by phone"));
    }
    SECTION("an own value that an interrupted run wrote to one side goes to the other side too")
    {
        conflict.decision = model::Take::set;
        conflict.decision_value = text("agreed by phone");
        field.target = text("agreed by phone");
        const auto outcome = field.merge();
        CHECK(outcome.writes.source == text("agreed by phone"));
        CHECK_FALSE(outcome.writes.target);
        CHECK_FALSE(outcome.decision_is_overtaken);
    }
    SECTION("an edit after the decision makes it void")
    {
        conflict.decision = model::Take::source;
        field.target = text("edited again");
        const auto outcome = field.merge();
        CHECK(outcome.result == FieldResult::conflict);
        CHECK(outcome.decision_is_overtaken);
    }
}

TEST_CASE("a field that flows one way follows its origin", "[engine][merge]")
{
    Field field;
    field.arrow = model::Arrow::to_target;
    SECTION("an edit at the origin")
    {
        field.source = text("new");
        const auto outcome = field.merge();
        CHECK(outcome.writes.target == text("new"));
        CHECK(outcome.resolution.empty());
    }
    SECTION("an edit on the receiving side is put right, and reported")
    {
        field.target = text("edited");
        const auto outcome = field.merge();
        CHECK(outcome.writes.target == text("old"));
        CHECK(outcome.resolution == "one-way");
    }
    SECTION("edits of both: the origin's value, and the loss is reported")
    {
        field.source = text("new");
        field.target = text("edited");
        const auto outcome = field.merge();
        CHECK(outcome.writes.target == text("new"));
        CHECK(outcome.resolution == "one-way");
    }
}

TEST_CASE("two items that never agreed under a rule", "[engine][merge]")
{
    Field field;
    field.base_source.reset();
    field.base_target.reset();
    SECTION("equal values become the base")
    {
        CHECK(field.merge().result == FieldResult::agreed);
    }
    SECTION("a value beats no value, whatever the strategy")
    {
        field.strategy = model::Strategy::manual;
        field.source = Value{};
        CHECK(field.merge().writes.source == text("old"));
    }
    SECTION("different values are decided like a change on both sides")
    {
        field.strategy = model::Strategy::manual;
        field.source = text("other");
        CHECK(field.merge().result == FieldResult::conflict);
    }
}

TEST_CASE("empty text is a value and travels", "[engine][merge]")
{
    Field field;
    field.source = text("");
    CHECK(field.merge().writes.target == text(""));
}

TEST_CASE("a value that cannot be mapped stops its field only", "[engine][merge]")
{
    Field field;
    field.chain = {{"number", {}, {}}};
    field.source = text("many");
    const auto outcome = field.merge();
    CHECK(outcome.result == FieldResult::problem);
    CHECK_FALSE(outcome.problem.empty());
}
