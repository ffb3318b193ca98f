#include "link_world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace syncctl;
using model::List;
using model::Side;
using model::Value;
using test::for_all;
using test::Generator;
using test::LinkWorld;

namespace {

constexpr int k_steps = 25;

std::string field_of(const test::RuleCase& rule, Side side)
{
    return side == Side::source ? rule.row.source_field : rule.row.target_field;
}

void somebody_edits(Generator& random, LinkWorld& world)
{
    const auto& rule = random.one_of(world.pair.rules);
    const Side side = random.side();
    if (world.items[side] && !field_of(rule, side).empty()) {
        world.edit(side, field_of(rule, side), test::a_value(random, rule, side));
    }
}

void somebody_decides(Generator& random, LinkWorld& world)
{
    if (world.open_conflicts.empty()) {
        return;
    }
    auto& conflict = world.open_conflicts[random.below(world.open_conflicts.size())];
    conflict.decision =
        random.one_of(std::vector{model::Take::source, model::Take::target, model::Take::newest});
}

/// Held by a person's hand: no base says that it came from the other side.
bool is_an_edit(const LinkWorld& world, Side side, const std::string& field)
{
    const auto& base = world.link.sides[side].base;
    const auto found = base.find(field);
    return !model::same_value(world.value(side, field),
                              found == base.end() ? Value{} : found->second);
}

/// A list keeps or gets every element that somebody added; what is gone was removed by somebody.
bool is_merged_list(const Value& before, const Value& after)
{
    return std::holds_alternative<List>(after) &&
           (model::is_null(before) || std::holds_alternative<List>(before));
}

/// Runs, and looks after every edit that the run replaced.
void syncctl_runs(Generator& random, LinkWorld& world)
{
    const auto before = world;
    world.run({!random.chance(20), !random.chance(20)});
    for (const auto& rule : before.pair.rules) {
        const auto name = mapping::FieldRule{rule.row, {}}.name();
        for (const Side side : model::k_sides) {
            const auto field = field_of(rule, side);
            if (field.empty() || !before.items[side] || !world.items[side] ||
                !is_an_edit(before, side, field)) {
                continue;
            }
            const auto edit = before.value(side, field);
            const bool is_kept = model::same_value(edit, world.value(side, field)) ||
                                 is_merged_list(edit, world.value(side, field));
            const bool is_on_record =
                std::any_of(world.ended_conflicts.begin(),
                            world.ended_conflicts.end(),
                            [&](const model::Conflict& row) {
                                const auto& value = side == Side::source ? row.source : row.target;
                                return row.field == name && model::same_value(value, edit);
                            });
            INFO("rule " << name << ", " << model::to_text(edit));
            CHECK((is_kept || is_on_record));
        }
    }
}

void something_happens(Generator& random, LinkWorld& world)
{
    const auto dice = random.below(100);
    if (dice < 65) {
        somebody_edits(random, world);
    } else if (dice < 90) {
        syncctl_runs(random, world);
    } else if (dice < 99) {
        somebody_decides(random, world);
    } else if (const Side side = random.side(); world.items[side]) {
        world.erase(side);
    }
}

} // namespace

TEST_CASE(
    "whatever happens, no edit is lost, and two runs after the last one nothing is left to do",
    "[property][history]")
{
    for_all([](Generator& random) {
        LinkWorld world{test::a_pair(random)};
        if (random.chance(30)) {
            world.rewrites[random.side()] = [](Value value) {
                const auto* text = std::get_if<std::string>(&value);
                return text == nullptr ? value : Value{*text + " "};
            };
        }
        for (int step = 0; step < k_steps && world.is_linked; ++step) {
            something_happens(random, world);
        }
        for (int run = 0; run < 2 && world.is_linked; ++run) {
            world.run();
        }
        if (world.is_linked) {
            const auto plan = world.plan();
            CHECK_FALSE(plan.writes_anything());
            CHECK(plan.conflicts.empty());
        }
    });
}
