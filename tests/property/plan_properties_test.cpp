#include "link_world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace syncctl;
using engine::FieldResult;
using engine::LinkPlan;
using model::Side;
using model::Value;
using test::for_all;
using test::Generator;
using test::LinkWorld;

namespace {

std::string field_of(const test::RuleCase& rule, Side side)
{
    return side == Side::source ? rule.row.source_field : rule.row.target_field;
}

/// What the rule's fields hold in the base.
model::BothSides<std::optional<Value>> base_of(const LinkWorld& world, const test::RuleCase& rule)
{
    model::BothSides<std::optional<Value>> base;
    for (const Side side : model::k_sides) {
        const auto& fields = world.link.sides[side].base;
        if (const auto found = fields.find(field_of(rule, side)); found != fields.end()) {
            base[side] = found->second;
        }
    }
    return base;
}

/// The world as it is, with one rule alone.
LinkWorld with_only(const LinkWorld& world, const test::RuleCase& rule)
{
    auto pair = world.pair;
    pair.rules = {rule};
    LinkWorld alone{std::move(pair)};
    alone.link = world.link;
    alone.items = world.items;
    return alone;
}

const engine::MergedRule* merged(const LinkPlan& plan, const test::RuleCase& rule)
{
    const auto found = std::find_if(plan.merged.begin(), plan.merged.end(), [&](const auto& each) {
        return each.fields.source == rule.row.source_field &&
               each.fields.target == rule.row.target_field;
    });
    return found == plan.merged.end() ? nullptr : &*found;
}

std::optional<Value> written(const LinkPlan& plan, Side side, const std::string& field)
{
    const auto found = plan.writes[side].find(field);
    return found == plan.writes[side].end() ? std::nullopt : std::optional{found->second};
}

bool mentions(const LinkPlan& plan, const std::string& rule)
{
    return std::any_of(plan.conflicts.begin(), plan.conflicts.end(), [&](const auto& change) {
        return change.conflict.field == rule;
    });
}

} // namespace

TEST_CASE("planning again after the plan was carried out does nothing", "[property][planner]")
{
    for_all([](Generator& random) {
        auto world = test::a_link(random, test::a_pair(random));
        if (random.chance(50)) {
            // Values that no rule can read back would be problems: only an inner space is put in.
            world.rewrites.target = [](Value value) {
                const auto* text = std::get_if<std::string>(&value);
                return text == nullptr ? value : Value{*text + " "};
            };
        }
        world.run();
        const auto bases = world.link.sides;
        const auto again = world.plan();
        CHECK_FALSE(again.writes_anything());
        CHECK(again.conflicts.empty());
        CHECK(again.link.state == world.link.state);
        world.apply(again);
        CHECK(world.link.sides.source.base == bases.source.base);
        CHECK(world.link.sides.target.base == bases.target.base);
    });
}

TEST_CASE("each rule comes out as if it were alone", "[property][planner]")
{
    for_all([](Generator& random) {
        auto world = test::a_link(random, test::a_pair(random));
        const auto plan = world.plan();
        const auto before = world;
        world.apply(plan);
        for (const auto& rule : before.pair.rules) {
            auto alone = with_only(before, rule);
            const auto own_plan = alone.plan();
            const auto name = mapping::FieldRule{rule.row, {}}.name();
            INFO("rule " << name);
            CHECK(mentions(plan, name) == mentions(own_plan, name));
            for (const Side side : model::k_sides) {
                CHECK(written(plan, side, field_of(rule, side)) ==
                      written(own_plan, side, field_of(rule, side)));
            }
            alone.apply(own_plan);
            CHECK(base_of(world, rule) == base_of(alone, rule));
        }
    });
}

TEST_CASE("the base of a rule that did not come to its end stays as it was", "[property][planner]")
{
    int held = 0;
    for_all([&](Generator& random) {
        auto world = test::a_link(random, test::a_pair(random));
        const auto before = world;
        const auto plan = world.plan();
        const model::BothSides<bool> succeeds{random.chance(50), random.chance(50)};
        world.apply(plan, succeeds);
        for (const auto& rule : before.pair.rules) {
            const auto* outcome = merged(plan, rule);
            if (outcome == nullptr) {
                CHECK(base_of(world, rule) == base_of(before, rule));
                continue;
            }
            const bool has_failed = (outcome->writes.source && !succeeds.source) ||
                                    (outcome->writes.target && !succeeds.target);
            if (has_failed || outcome->result == FieldResult::problem ||
                outcome->result == FieldResult::conflict) {
                held += 1;
                CHECK(base_of(world, rule) == base_of(before, rule));
                continue;
            }
            for (const Side side : model::k_sides) {
                if (const auto field = field_of(rule, side); !field.empty()) {
                    CHECK(base_of(world, rule)[side] == world.value(side, field));
                }
            }
        }
    });
    CHECK(held > 0);
}

TEST_CASE("a write that failed is planned again, and then done", "[property][planner]")
{
    for_all([](Generator& random) {
        auto world = test::a_link(random, test::a_pair(random));
        auto healthy = world;
        const Side failing = random.side();
        model::BothSides<bool> succeeds{true, true};
        succeeds[failing] = false;
        world.run(succeeds);
        world.run();
        healthy.run();
        for (const Side side : model::k_sides) {
            CHECK(world.items[side]->fields == healthy.items[side]->fields);
        }
        CHECK_FALSE(world.plan().writes_anything());
    });
}

TEST_CASE("edits of different fields on both sides merge without a conflict", "[property][planner]")
{
    for_all([](Generator& random) {
        auto pair = test::a_pair(random);
        pair.direction = model::Direction::both;
        for (auto& rule : pair.rules) {
            rule.kind = &test::rule_kind("plain");
            rule.row.chain.clear();
            rule.row.constant.reset();
            rule.row.arrow = model::Arrow::both;
            rule.row.source_field = "S" + std::to_string(rule.row.line);
            rule.row.target_field = "T" + std::to_string(rule.row.line);
        }
        LinkWorld world{std::move(pair)};
        world.run(); // both sides empty: that is the base
        for (const auto& rule : world.pair.rules) {
            const Side side = random.side();
            world.edit(side, field_of(rule, side), std::string{"edit of " + rule.row.source_field});
        }
        world.run();
        CHECK(world.open_conflicts.empty());
        CHECK(world.ended_conflicts.empty());
        for (const auto& rule : world.pair.rules) {
            const Value expected = std::string{"edit of " + rule.row.source_field};
            CHECK(world.value(Side::source, rule.row.source_field) == expected);
            CHECK(world.value(Side::target, rule.row.target_field) == expected);
        }
    });
}

TEST_CASE("a one-way pair never writes its origin", "[property][planner]")
{
    for_all([](Generator& random) {
        auto pair = test::a_pair(random);
        const Side origin = random.side();
        pair.direction = origin == Side::source ? model::Direction::source_to_target
                                                : model::Direction::target_to_source;
        auto world = test::a_link(random, std::move(pair));
        if (random.chance(30)) {
            world.erase(random.side());
        }
        const auto plan = world.plan();
        CHECK(plan.writes[origin].empty());
        CHECK((plan.action != engine::LinkAction::remove || plan.remove_side != origin));
    });
}

TEST_CASE("what a rule replaces can be found in a conflict", "[property][planner]")
{
    int replaced = 0;
    for_all([&](Generator& random) {
        auto world = test::a_link(random, test::a_pair(random));
        world.run();
        for (const auto& rule : world.pair.rules) {
            for (const Side side : model::k_sides) {
                if (!field_of(rule, side).empty() && random.chance(60)) {
                    world.edit(side, field_of(rule, side), test::a_value(random, rule, side));
                }
            }
        }
        world.ended_conflicts.clear();
        // A mapping that changed while conflicts were open.
        for (auto& rule : world.pair.rules) {
            rule.row.strategy = model::Strategy::source_priority;
        }
        world.rules = world.pair.compiled();
        const auto plan = world.plan();
        const auto before = world;
        world.apply(plan);
        for (const auto& conflict : world.ended_conflicts) {
            if (conflict.resolution != "source-priority") {
                continue;
            }
            replaced += 1;
            const auto* rule = world.rules.for_types("Bug", "Incident")->find(conflict.field);
            REQUIRE(rule != nullptr);
            CHECK(model::same_value(conflict.target,
                                    before.value(Side::target, rule->field(Side::target))));
        }
    });
    CHECK(replaced > 0);
}

TEST_CASE("an item that cannot be read changes nothing but the link's state", "[property][planner]")
{
    for_all([](Generator& random) {
        auto world = test::a_link(random, test::a_pair(random));
        const Side unreadable = random.side();
        if (random.chance(30)) {
            world.erase(model::other(unreadable));
        }
        auto input = world.input();
        input.sides[unreadable] = engine::Unavailable{"HTTP 403"};
        const auto plan = engine::plan_link(world.context(), input);
        CHECK_FALSE(plan.writes_anything());
        CHECK(plan.action == engine::LinkAction::keep);
        CHECK(plan.conflicts.empty());
        CHECK(plan.merged.empty());
        CHECK(plan.link.state == model::LinkState::error);
        CHECK(plan.link.sides[unreadable].base == world.link.sides[unreadable].base);
    });
}
