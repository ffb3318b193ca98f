#include "field_check.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::connectors::files {

namespace {

using model::FieldInfo;
using model::FieldType;
using model::TypeInfo;

std::string suggestion(std::string_view typed, const std::vector<std::string>& known)
{
    const auto close = base::closest_match(typed, known);
    return close ? fmt::format("; did you mean '{}'?", *close) : std::string{};
}

/// Null, no text, or blanks only: what a required field must not be.
bool is_empty(const model::Value& value)
{
    if (const auto* text = std::get_if<std::string>(&value)) {
        return text->find_first_not_of(" \t\r\n") == std::string::npos;
    }
    const auto* list = std::get_if<model::List>(&value);
    return model::is_null(value) || (list != nullptr && list->empty());
}

std::string_view shape_for(FieldType type)
{
    switch (type) {
    case FieldType::number:
        return "number";
    case FieldType::boolean:
        return "boolean";
    case FieldType::list:
        return "list";
    default:
        return "text";
    }
}

bool is_storable(std::string_view text)
{
    return base::is_valid_utf8(text) && text.find('\0') == std::string_view::npos;
}

std::optional<std::string> choice_problem(const std::string& text,
                                          const std::vector<std::string>& allowed)
{
    if (allowed.empty() || std::find(allowed.begin(), allowed.end(), text) != allowed.end()) {
        return std::nullopt;
    }
    return fmt::format("'{}' is none of the allowed values ({})", text, fmt::join(allowed, ", "));
}

std::optional<std::string> status_problem(const std::string& text, const TypeInfo& type)
{
    if (type.find_status(text) != nullptr) {
        return std::nullopt;
    }
    std::vector<std::string> names;
    for (const auto& status : type.statuses) {
        names.push_back(status.name);
    }
    return fmt::format(
        "'{}' is no status of type '{}'{}", text, type.name, suggestion(text, names));
}

std::optional<std::string>
text_problem(const std::string& text, const FieldInfo& info, const TypeInfo& type)
{
    if (!is_storable(text)) {
        return "the text is not valid UTF-8 or holds a NUL character";
    }
    if (info.max_length && base::code_points(text) > *info.max_length) {
        return fmt::format("the text has {} characters, at most {} are allowed",
                           base::code_points(text),
                           *info.max_length);
    }
    if (info.type == FieldType::choice) {
        return choice_problem(text, info.allowed);
    }
    if (info.type == FieldType::status) {
        return status_problem(text, type);
    }
    return std::nullopt;
}

std::optional<std::string>
value_problem(const model::Value& value, const FieldInfo& info, const TypeInfo& type)
{
    if (info.is_readonly) {
        return "it is read-only";
    }
    if ((info.is_required || info.type == FieldType::status) && is_empty(value)) {
        return "it is required and cannot be empty";
    }
    if (model::is_null(value)) {
        return std::nullopt;
    }
    if (model::shape_of(value) != shape_for(info.type)) {
        return fmt::format("it holds a {}, not a {}", shape_for(info.type), model::shape_of(value));
    }
    if (const auto* text = std::get_if<std::string>(&value)) {
        return text_problem(*text, info, type);
    }
    if (const auto* list = std::get_if<model::List>(&value)) {
        if (!std::all_of(list->begin(), list->end(), is_storable)) {
            return "a text in the list is not valid UTF-8 or holds a NUL character";
        }
    }
    return std::nullopt;
}

const FieldInfo* find_by_reference(const TypeInfo& type, std::string_view reference)
{
    const auto found =
        std::find_if(type.fields.begin(), type.fields.end(), [reference](const auto& info) {
            return info.reference == reference;
        });
    return found == type.fields.end() ? nullptr : &*found;
}

Refused unknown_field(std::string_view reference, const TypeInfo& type)
{
    std::vector<std::string> names;
    for (const FieldInfo& info : type.fields) {
        names.push_back(info.reference);
    }
    return {
        .reason = fmt::format(
            "type '{}' has no field '{}'{}", type.name, reference, suggestion(reference, names)),
        .field = std::string{reference}};
}

Refused refuse(const FieldInfo& info, std::string_view problem)
{
    return {.reason = fmt::format("field '{}': {}", info.reference, problem),
            .field = info.reference};
}

} // namespace

std::optional<Refused> check_fields(const model::Fields& fields, const TypeInfo& type)
{
    for (const auto& [reference, value] : fields) {
        const FieldInfo* info = find_by_reference(type, reference);
        if (info == nullptr) {
            return unknown_field(reference, type);
        }
        if (const auto problem = value_problem(value, *info, type)) {
            return refuse(*info, *problem);
        }
    }
    return std::nullopt;
}

std::optional<Refused> check_new_fields(const model::Fields& fields, const TypeInfo& type)
{
    model::Fields given;
    for (const auto& [reference, value] : fields) {
        if (!model::is_null(value)) {
            given.emplace(reference, value);
        }
    }
    if (auto problem = check_fields(given, type)) {
        return problem;
    }
    for (const FieldInfo& info : type.fields) {
        const bool is_ours_to_fill =
            info.is_required && !info.is_readonly && info.type != FieldType::status;
        if (is_ours_to_fill && given.find(info.reference) == given.end()) {
            return refuse(info, "it is required and has no value");
        }
    }
    return std::nullopt;
}

} // namespace syncctl::connectors::files
