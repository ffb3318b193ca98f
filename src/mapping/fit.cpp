#include "fit.hpp"

#include "quote.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace syncctl::mapping {
namespace {

using model::FieldInfo;
using model::Value;

TransformProblem does_not_go(const Value& value, const FieldInfo& field, std::string_view advice)
{
    return {fmt::format("a {} value does not go into the {} field '{}'{}{}",
                        model::shape_of(value),
                        model::to_string(field.type),
                        field.reference,
                        advice.empty() ? "" : ": ",
                        advice)};
}

TransformResult fitted_number(const Value& value, const FieldInfo& field, bool is_adapting)
{
    if (std::holds_alternative<model::Number>(value)) {
        return value;
    }
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr || !is_adapting) {
        return does_not_go(value, field, text == nullptr ? "" : "add `| number`");
    }
    if (auto canonical = base::canonical_number(*text)) {
        return Value{model::Number{*std::move(canonical)}};
    }
    return TransformProblem{
        fmt::format("{} is not a number, as field '{}' wants", shortly(*text), field.reference)};
}

TransformResult fitted_boolean(const Value& value, const FieldInfo& field, bool is_adapting)
{
    if (std::holds_alternative<bool>(value)) {
        return value;
    }
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr || !is_adapting) {
        return does_not_go(value, field, "add `| boolean`");
    }
    if (*text == "true" || *text == "false") {
        return Value{*text == "true"};
    }
    return TransformProblem{fmt::format(
        "{} is not true or false, as field '{}' wants", shortly(*text), field.reference)};
}

TransformResult fitted_list(const Value& value, const FieldInfo& field, bool is_adapting)
{
    if (std::holds_alternative<model::List>(value)) {
        return value;
    }
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr || !is_adapting) {
        return does_not_go(value, field, "");
    }
    return Value{model::List{*text}};
}

TransformResult fitted_text(const Value& value, const FieldInfo& field, bool is_adapting)
{
    if (std::holds_alternative<std::string>(value)) {
        return value;
    }
    if (is_adapting && std::holds_alternative<bool>(value)) {
        return Value{model::to_text(value)};
    }
    const bool is_list = std::holds_alternative<model::List>(value);
    return does_not_go(value, field, is_list ? "" : "add `| text`");
}

TransformResult fitted_shape(const Value& value, const FieldInfo& field, bool is_adapting)
{
    switch (shape_of_field(field.type)) {
    case Shape::number:
        return fitted_number(value, field, is_adapting);
    case Shape::boolean:
        return fitted_boolean(value, field, is_adapting);
    case Shape::list:
        return fitted_list(value, field, is_adapting);
    case Shape::text:
        return fitted_text(value, field, is_adapting);
    case Shape::unknown:
        break;
    }
    return value;
}

std::optional<TransformProblem> limit_problem(const Value& value, const FieldInfo& field)
{
    const auto* text = std::get_if<std::string>(&value);
    if (text != nullptr && field.max_length) {
        const auto length = base::code_points(*text);
        if (length > *field.max_length) {
            return TransformProblem{fmt::format("{} characters, but field '{}' takes {}",
                                                length,
                                                field.reference,
                                                *field.max_length)};
        }
    }
    const bool is_picked =
        field.type == model::FieldType::choice || field.type == model::FieldType::status;
    if (!is_picked || field.allowed.empty()) {
        return std::nullopt;
    }
    const auto picked = model::to_text(value);
    if (std::find(field.allowed.begin(), field.allowed.end(), picked) != field.allowed.end()) {
        return std::nullopt;
    }
    return TransformProblem{fmt::format("{} is not {} '{}'",
                                        shortly(picked),
                                        field.type == model::FieldType::status
                                            ? "a status that can go into field"
                                            : "among the values of field",
                                        field.reference)};
}

} // namespace

TransformResult fitted(Value value, const FieldInfo& field, bool is_adapting)
{
    if (model::is_null(value)) {
        return value;
    }
    auto result = fitted_shape(value, field, is_adapting);
    if (const auto* good = std::get_if<Value>(&result)) {
        if (auto problem = limit_problem(*good, field)) {
            return *std::move(problem);
        }
    }
    return result;
}

Shape shape_of_field(model::FieldType type)
{
    switch (type) {
    case model::FieldType::text:
    case model::FieldType::html:
    case model::FieldType::markdown:
    case model::FieldType::status:
        return Shape::text;
    case model::FieldType::number:
        return Shape::number;
    case model::FieldType::boolean:
        return Shape::boolean;
    case model::FieldType::list:
        return Shape::list;
    case model::FieldType::date:
    case model::FieldType::choice:
    case model::FieldType::user:
        break;
    }
    return Shape::unknown;
}

FieldInfo with_statuses(const FieldInfo& field, const model::TypeInfo& type)
{
    auto info = field;
    if (info.type == model::FieldType::status) {
        info.allowed.clear();
        for (const auto& status : type.statuses) {
            info.allowed.push_back(status.name);
        }
    }
    return info;
}

} // namespace syncctl::mapping
