#include "functions/transform.hpp"
#include "quote.hpp"

#include "syncctl/mapping/value_table.hpp"

#include <fmt/format.h>

#include <array>
#include <memory>

namespace syncctl::mapping::functions {
namespace {

using model::Side;
using model::TransformStep;
using model::Value;

TransformResult as_it_is(Value value)
{
    return value;
}

Made make_none(const TransformStep& /*step*/)
{
    return Ready{as_it_is};
}

Made make_default(const TransformStep& step)
{
    return Ready{as_it_is, {}, Value{step.arguments.front()}};
}

struct NamedTable {
    std::string name;
    ValueTable values;
};

TransformResult looked_up(const NamedTable& table, Side side, const Value& value)
{
    if (std::holds_alternative<model::List>(value)) {
        return wrong_shape("map", "a single value", value);
    }
    const auto key = model::to_text(value);
    if (const auto* found = table.values.towards(side, key)) {
        return Value{*found};
    }
    return TransformProblem{fmt::format(
        "{} has no line for {} towards the {}", table.name, shortly(key), model::to_string(side))};
}

Made make_map(const TransformStep& step)
{
    const auto table = std::make_shared<const NamedTable>(
        NamedTable{step.arguments.front(), ValueTable{step.table}}); // braces: clang 14
    const auto towards = [table](Side side) {
        return [table, side](const Value& value) { return looked_up(*table, side, value); };
    };
    return Ready{towards(Side::target), towards(Side::source)};
}

constexpr ShapeEffect k_look_up{.takes = k_single, .adapts = true};
constexpr ShapeEffect k_same{.takes = k_any, .keeps_shape = true};
constexpr ShapeEffect k_filled_in{.takes = k_any, .keeps_shape = true, .adapts = true};
constexpr model::BothSides<Length> k_kept{Length::kept, Length::kept};

constexpr std::array<Transform, 3> k_transforms{{
    {{.name = "none",
      .transform_class = TransformClass::lossless,
      .usage = "none",
      .description = "the value as it is",
      .effects = {k_same, k_same},
      .lengths = k_kept},
     make_none},
    {{.name = "map",
      .transform_class = TransformClass::lossless,
      .usage = "map(table)",
      .description = "looks the value up in `values`; exact",
      .way_back = "the table backwards",
      .min_arguments = 1,
      .max_arguments = 1,
      .argument_names = {"table", ""},
      .effects = {k_look_up, k_look_up},
      .lengths = {Length::bounded, Length::bounded}},
     make_map},
    {{.name = "default",
      .usage = "default(value)",
      .description = "the value in place of null",
      .min_arguments = 1,
      .max_arguments = 1,
      .argument_names = {"value", ""},
      .effects = {k_filled_in, k_filled_in},
      .lengths = k_kept},
     make_default},
}};

} // namespace

std::span<const Transform> value_transforms()
{
    return k_transforms;
}

} // namespace syncctl::mapping::functions
