#include "conflict_reading.hpp"

#include "conflict_values.hpp"
#include "names.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"
#include "syncctl/markup/convert.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <variant>

namespace syncctl::app {

namespace {

using model::FieldType;
using model::Side;
using model::Value;

/// What a person types for "no value".
constexpr std::string_view k_no_value = "(none)";

WrittenValue no_value(std::string problem)
{
    return {.value = std::nullopt, .problem = std::move(problem)};
}

const std::string* text_in(const markup::Result& result)
{
    return std::get_if<std::string>(&result);
}

/// A text or null, as text.
std::optional<std::string> as_text(const Value& value)
{
    if (model::is_null(value)) {
        return std::string{};
    }
    const auto* text = std::get_if<std::string>(&value);
    return text == nullptr ? std::nullopt : std::optional{*text};
}

bool is_prose(FieldType type)
{
    return type == FieldType::text || type == FieldType::html || type == FieldType::markdown;
}

std::string_view extension_of(FieldType type)
{
    switch (type) {
    case FieldType::html:
        return ".html";
    case FieldType::markdown:
        return ".md";
    default:
        return ".txt";
    }
}

/// All three as Markdown, or none.
bool convert_to_markdown(EditableText& text)
{
    const auto base = markup::html_to_markdown(text.base);
    const auto source = markup::html_to_markdown(text.source);
    const auto target = markup::html_to_markdown(text.target);
    if (text_in(base) == nullptr || text_in(source) == nullptr || text_in(target) == nullptr) {
        return false;
    }
    text.base = *text_in(base);
    text.source = *text_in(source);
    text.target = *text_in(target);
    text.extension = ".md";
    text.remark = "the HTML is edited as Markdown; colours and sizes are lost on the way";
    return true;
}

bool ends_with_line_feed(const std::string& text)
{
    return !text.empty() && text.back() == '\n';
}

} // namespace

ConflictReading::ConflictReading(std::string name,
                                 std::optional<model::FieldInfo> source,
                                 std::optional<model::FieldInfo> target,
                                 std::optional<mapping::FieldRule> rule)
    : m_name{std::move(name)},
      m_fields{std::move(source), std::move(target)},
      m_rule{std::move(rule)}
{
}

FieldType ConflictReading::type() const
{
    return m_fields.source ? m_fields.source->type : FieldType::text;
}

std::string ConflictReading::readable(Side side, const Value& value) const
{
    auto text = model::to_text(value);
    if (m_fields[side] && m_fields[side]->type == FieldType::html) {
        const auto plain = markup::html_to_text(text);
        if (const auto* converted = text_in(plain)) {
            return *converted;
        }
    }
    return text;
}

std::optional<std::string> ConflictReading::in_source_terms(const model::Conflict& conflict) const
{
    if (!m_rule) {
        return std::nullopt;
    }
    const auto result = m_rule->towards(Side::source, conflict.target);
    const auto* value = std::get_if<Value>(&result);
    return value == nullptr ? std::nullopt : as_text(*value);
}

std::optional<EditableText> ConflictReading::editable(const model::Conflict& conflict) const
{
    const auto base = as_text(conflict.base);
    const auto source = as_text(conflict.source);
    if (!is_prose(type()) || !base || !source) {
        return std::nullopt;
    }
    auto target = in_source_terms(conflict);
    if (!target) {
        return std::nullopt;
    }
    EditableText text{.base = *base,
                      .source = *source,
                      .target = *std::move(target),
                      .extension = std::string{extension_of(type())},
                      .remark = {}};
    if (type() == FieldType::html) {
        static_cast<void>(convert_to_markdown(text));
    }
    return text;
}

WrittenValue ConflictReading::checked(Value value) const
{
    const auto text = model::to_text(value);
    const auto& field = m_fields.source;
    if (field && field->is_required && text.empty()) {
        return no_value(fmt::format("{} must not be empty", shown(m_name)));
    }
    if (field && field->max_length && base::code_points(text) > *field->max_length) {
        return no_value(fmt::format("{} takes at most {} characters, these are {}",
                                    shown(m_name),
                                    *field->max_length,
                                    base::code_points(text)));
    }
    if (field && !field->allowed.empty() && !model::is_null(value) &&
        !std::holds_alternative<model::List>(value) &&
        std::find(field->allowed.begin(), field->allowed.end(), text) == field->allowed.end()) {
        return no_value(fmt::format("{} does not take {}; {}",
                                    shown(m_name),
                                    shown(text),
                                    suggestion(text, field->allowed, "? shows what it takes")));
    }
    if (m_rule) {
        const auto result = m_rule->towards(Side::target, value);
        if (const auto* problem = std::get_if<mapping::TransformProblem>(&result)) {
            return no_value(fmt::format("the target cannot take it: {}", problem->reason));
        }
        if (const auto* left_alone = std::get_if<mapping::LeftAlone>(&result)) {
            return no_value(fmt::format("the target cannot take it: {}", left_alone->reason));
        }
    }
    return {.value = std::move(value), .problem = {}};
}

WrittenValue ConflictReading::typed(const std::string& text) const
{
    if (!base::is_valid_utf8(text)) {
        return no_value("that is not UTF-8");
    }
    if (text == k_no_value) {
        return checked(Value{});
    }
    try {
        return checked(value_for(type(), m_name, text));
    } catch (const Error& error) {
        return no_value(error.message());
    }
}

WrittenValue ConflictReading::edited(const model::Conflict& conflict, const std::string& text) const
{
    if (!base::is_valid_utf8(text) || text.find('\0') != std::string::npos) {
        return no_value("what the editor stored is not UTF-8 text");
    }
    const auto versions = editable(conflict);
    auto result = text;
    const bool has_own_line_feed =
        versions && (ends_with_line_feed(versions->base) || ends_with_line_feed(versions->source) ||
                     ends_with_line_feed(versions->target));
    if (!has_own_line_feed && ends_with_line_feed(result)) {
        result.pop_back(); // the editor ended the last line
    }
    if (type() == FieldType::html && versions && versions->extension == ".md") {
        const auto html = markup::markdown_to_html(result);
        if (const auto* converted = text_in(html)) {
            return checked(*converted);
        }
        return no_value(std::get<markup::Failure>(html).reason);
    }
    return checked(std::move(result));
}

} // namespace syncctl::app
