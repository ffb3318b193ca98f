#include "cases.hpp"

#include "support/values.hpp"

#include <algorithm>
#include <utility>

namespace syncctl::test {
namespace {

using model::Arrow;
using model::FieldMappingRow;
using model::List;
using model::Side;
using model::Strategy;
using model::Take;
using model::Value;

std::vector<RuleKind> all_kinds()
{
    const Value null;
    const std::vector<Value> texts{null, text("a"), text("b"), text("")};
    const std::vector<Value> lists{
        null, List{}, List{"a"}, List{"b"}, List{"a", "b"}, List{"b", "c", "a"}, List{"a", "a"}};
    // Two values of the source are one of the target, one of the target is only read, and the
    // last of each side has no line.
    const model::TransformStep table{"map",
                                     {"table"},
                                     {{"a", "x", Arrow::both},
                                      {"b", "y", Arrow::both},
                                      {"c", "x", Arrow::to_target},
                                      {"b", "z", Arrow::to_source}}};
    return {
        {"plain", {}, {texts, texts}},
        {"upper",
         {{"upper", {}, {}}},
         {{null, text("a"), text("A"), text("b")}, {null, text("A"), text("B"), text("a")}}},
        {"trim and truncate",
         {{"trim", {}, {}}, {"truncate", {"2"}, {}}},
         {{text("abc"), text(" ab"), text("ab"), text("b")}, {text("ab"), text("b"), null}},
         false},
        {"table",
         {table},
         {{null, text("a"), text("b"), text("c"), text("?")},
          {null, text("x"), text("y"), text("z"), text("?")}}},
        {"number",
         {{"number", {}, {}}},
         {{null, text("1"), text("2"), text("many")}, {null, number("1"), number("2")}},
         false},
        {"prefix",
         {{"prefix", {"p-"}, {}}},
         {{null, text("a"), text("b")}, {null, text("p-a"), text("p-b"), text("a")}},
         false},
        {"default", {{"default", {"a"}, {}}}, {texts, texts}},
        {"list", {}, {lists, lists}},
        {"mixed", {}, {{null, List{"a"}, text("a"), number("1")}, {List{}, List{"b"}, text("b")}}},
    };
}

Arrow turned(Arrow arrow)
{
    return arrow == Arrow::both ? arrow
                                : (arrow == Arrow::to_target ? Arrow::to_source : Arrow::to_target);
}

Strategy turned(Strategy strategy)
{
    switch (strategy) {
    case Strategy::source_priority:
        return Strategy::target_priority;
    case Strategy::target_priority:
        return Strategy::source_priority;
    case Strategy::last_write_wins:
    case Strategy::manual:
        break;
    }
    return strategy;
}

RuleCase mirror_image(RuleCase rule)
{
    std::swap(rule.row.source_field, rule.row.target_field);
    rule.row.arrow = turned(rule.row.arrow);
    if (rule.row.strategy) {
        rule.row.strategy = turned(*rule.row.strategy);
    }
    for (auto& step : rule.row.chain) {
        for (auto& line : step.table) {
            std::swap(line.source, line.target);
            line.arrow = turned(line.arrow);
        }
    }
    std::reverse(rule.row.chain.begin(), rule.row.chain.end());
    return rule;
}

model::TypeInfo a_type(std::string name, std::string status_field, std::string closed)
{
    model::FieldInfo status;
    status.name = status_field;
    status.reference = std::move(status_field);
    status.type = model::FieldType::status;
    model::TypeInfo type;
    type.name = std::move(name);
    type.statuses = {{"Open", model::StatusCategory::proposed},
                     {std::move(closed), model::StatusCategory::completed}};
    type.fields = {status};
    return type;
}

/// A decision of a person who may have seen other values.
model::Conflict a_decision(Generator& random, const FieldCase& field)
{
    model::Conflict conflict;
    conflict.id = base::ConflictId{7};
    const bool is_overtaken = random.chance(25);
    conflict.source =
        is_overtaken ? a_value(random, field.rule, Side::source) : field.current.source;
    conflict.target =
        is_overtaken ? a_value(random, field.rule, Side::target) : field.current.target;
    conflict.decision =
        random.one_of(std::vector{Take::source, Take::target, Take::newest, Take::set});
    if (conflict.decision == Take::set) {
        conflict.decision_value = a_value(random, field.rule, Side::source);
    }
    return conflict;
}

} // namespace

const std::vector<RuleKind>& rule_kinds()
{
    static const std::vector<RuleKind> k_kinds = all_kinds();
    return k_kinds;
}

const RuleKind& rule_kind(std::string_view name)
{
    const auto& kinds = rule_kinds();
    return *std::find_if(
        kinds.begin(), kinds.end(), [name](const RuleKind& kind) { return kind.name == name; });
}

RuleCase a_rule(Generator& random, std::size_t number)
{
    RuleCase rule;
    auto& row = rule.row;
    row.line = static_cast<int>(number) + 1;
    row.strategy = random.one_of(std::vector{Strategy::last_write_wins,
                                             Strategy::source_priority,
                                             Strategy::target_priority,
                                             Strategy::manual});
    if (random.chance(8)) {
        const auto side = random.side();
        row.arrow = side == Side::source ? Arrow::to_source : Arrow::to_target;
        (side == Side::source ? row.source_field : row.target_field) =
            (side == Side::source ? "S" : "T") + std::to_string(number);
        row.constant = "fixed";
        return rule;
    }
    row.source_field = "S" + std::to_string(number);
    row.target_field = "T" + std::to_string(number);
    row.arrow = random.one_of(
        std::vector{Arrow::both, Arrow::both, Arrow::both, Arrow::to_target, Arrow::to_source});
    rule.kind = &random.one_of(rule_kinds());
    row.chain = rule.kind->chain;
    return rule;
}

Value a_value(Generator& random, const RuleCase& rule, Side side)
{
    const auto& field = side == Side::source ? rule.row.source_field : rule.row.target_field;
    if (field.empty()) {
        return Value{};
    }
    if (rule.kind == nullptr) {
        return random.one_of(std::vector{Value{}, text("fixed"), text("edited")});
    }
    return random.one_of(rule.kind->values[side]);
}

engine::FieldOutcome FieldCase::merge() const
{
    const auto field_rule = compiled();
    return engine::merge_field({.rule = field_rule,
                                .may_write = may_write,
                                .base = base,
                                .current = current,
                                .decided = decided ? &*decided : nullptr},
                               times);
}

FieldCase a_field(Generator& random)
{
    FieldCase field;
    field.rule = a_rule(random, 0);
    field.may_write = {!random.chance(10), !random.chance(10)};
    for (const Side side : model::k_sides) {
        if (!random.chance(15)) {
            field.base[side] = a_value(random, field.rule, side);
        }
        const bool is_unchanged = field.base[side] && random.chance(40);
        field.current[side] = is_unchanged ? *field.base[side] : a_value(random, field.rule, side);
        field.times.modified_at[side].ms = static_cast<std::int64_t>(random.below(4)) * 1000;
    }
    field.times.uncertainty = std::chrono::milliseconds{random.chance(50) ? 0 : 1000};
    if (random.chance(30)) {
        field.decided = a_decision(random, field);
    }
    return field;
}

model::Direction a_direction(Generator& random)
{
    return random.one_of(std::vector{model::Direction::both,
                                     model::Direction::both,
                                     model::Direction::source_to_target,
                                     model::Direction::target_to_source});
}

mapping::Rules PairCase::compiled() const
{
    model::MappingRows rows;
    rows.types = {{"Bug", "Incident", Arrow::both, 1}};
    rows.deletes = deletes;
    for (const auto& rule : rules) {
        rows.fields.push_back(rule.row);
    }
    return {rows, {{a_type("Bug", "State", "Closed")}}, {{a_type("Incident", "status", "Done")}}};
}

PairCase a_pair(Generator& random)
{
    PairCase pair;
    const auto count = 1 + random.below(4);
    for (std::size_t number = 0; number < count; ++number) {
        pair.rules.push_back(a_rule(random, number));
    }
    pair.direction = a_direction(random);
    pair.deletes = random.one_of(std::vector{
        model::DeletePolicy::never, model::DeletePolicy::close, model::DeletePolicy::mirror});
    return pair;
}

model::Conflict swapped(model::Conflict conflict)
{
    std::swap(conflict.source, conflict.target);
    if (conflict.decision == Take::source) {
        conflict.decision = Take::target;
    } else if (conflict.decision == Take::target) {
        conflict.decision = Take::source;
    }
    return conflict;
}

FieldCase swapped(const FieldCase& field)
{
    FieldCase result = field;
    result.rule = mirror_image(field.rule);
    result.may_write = swapped(field.may_write);
    result.base = swapped(field.base);
    result.current = swapped(field.current);
    result.times.modified_at = swapped(field.times.modified_at);
    if (field.decided) {
        result.decided = swapped(*field.decided);
    }
    return result;
}

PairCase swapped(const PairCase& pair)
{
    PairCase result = pair;
    std::transform(pair.rules.begin(), pair.rules.end(), result.rules.begin(), mirror_image);
    if (pair.direction != model::Direction::both) {
        result.direction = pair.direction == model::Direction::source_to_target
                               ? model::Direction::target_to_source
                               : model::Direction::source_to_target;
    }
    return result;
}

} // namespace syncctl::test
