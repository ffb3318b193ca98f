#include "functions/transform.hpp"
#include "quote.hpp"
#include "text_functions.hpp"
#include "utf8.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace syncctl::mapping::functions {
namespace {

using model::Number;
using model::TransformStep;
using model::Value;

std::optional<Value> number_in(std::string_view text)
{
    auto canonical = base::canonical_number(trimmed(text));
    return canonical ? std::optional{Value{Number{*std::move(canonical)}}} : std::nullopt;
}

TransformResult to_number(Value value)
{
    if (std::holds_alternative<Number>(value)) {
        return value;
    }
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr) {
        return wrong_shape("number", "text or a number", value);
    }
    if (auto number = number_in(*text)) {
        return *std::move(number);
    }
    return TransformProblem{fmt::format("{} is not a decimal number", shortly(*text))};
}

/// What a value table yields is text, and may be a number all the same.
TransformResult from_number(Value value)
{
    auto number = to_number(std::move(value));
    if (auto* good = std::get_if<Value>(&number)) {
        return Value{std::get<Number>(*good).text};
    }
    return number;
}

Made make_number(const TransformStep& /*step*/)
{
    return Ready{to_number, from_number};
}

TransformResult to_text(const Value& value)
{
    if (std::holds_alternative<model::List>(value)) {
        return wrong_shape("text", "a single value", value);
    }
    return Value{model::to_text(value)};
}

TransformResult from_text(const std::string& text)
{
    if (text == "true" || text == "false") {
        return Value{text == "true"};
    }
    if (auto number = number_in(text)) {
        return *std::move(number);
    }
    return TransformProblem{
        fmt::format("{} is neither a decimal number nor true or false", shortly(text))};
}

Made make_text(const TransformStep& /*step*/)
{
    return Ready{to_text, on_text("text on the way back", from_text)};
}

TransformResult to_boolean(Value value)
{
    if (std::holds_alternative<bool>(value)) {
        return value;
    }
    if (std::holds_alternative<model::List>(value)) {
        return wrong_shape("boolean", "a single value", value);
    }
    constexpr std::array<std::string_view, 4> k_yes{"true", "yes", "on", "1"};
    constexpr std::array<std::string_view, 4> k_no{"false", "no", "off", "0"};
    const auto text = model::to_text(value);
    const auto word = to_lower(trimmed(text));
    const auto is_in = [&word](const auto& words) {
        return std::find(words.begin(), words.end(), word) != words.end();
    };
    if (is_in(k_yes) || is_in(k_no)) {
        return Value{is_in(k_yes)};
    }
    return TransformProblem{
        fmt::format("{} is none of true, yes, on, 1, false, no, off, 0", shortly(text))};
}

Made make_boolean(const TransformStep& /*step*/)
{
    return Ready{to_boolean};
}

constexpr model::BothSides<Length> k_bounded{Length::bounded, Length::bounded};

constexpr std::array<Transform, 3> k_transforms{{
    {{.name = "number",
      .older_name = "toNumber",
      .transform_class = TransformClass::lossless,
      .usage = "number",
      .description = "decimal text to number",
      .way_back = "number to text",
      .effects = {.source = {.takes = {Shape::number}, .gives = Shape::text},
                  .target = {.takes = {Shape::text, Shape::number}, .gives = Shape::number}},
      .lengths = k_bounded},
     make_number},
    {{.name = "text",
      .older_name = "toString",
      .transform_class = TransformClass::lossless,
      .usage = "text",
      .description = "number or boolean to text",
      .way_back = "text to number or boolean",
      .effects = {.source = {.takes = {Shape::text}},
                  .target = {.takes = k_single, .gives = Shape::text}},
      .lengths = {Length::kept, Length::kept}},
     make_text},
    {{.name = "boolean",
      .older_name = "toBoolean",
      .usage = "boolean",
      .description = "`true yes on 1` / `false no off 0` in any case to true or false; those words "
                     "in a text field",
      .effects = {{.takes = k_single, .adapts = true}, {.takes = k_single, .adapts = true}},
      .lengths = k_bounded},
     make_boolean},
}};

} // namespace

std::span<const Transform> number_transforms()
{
    return k_transforms;
}

} // namespace syncctl::mapping::functions
