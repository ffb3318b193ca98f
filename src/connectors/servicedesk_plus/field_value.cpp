#include "field_value.hpp"

#include "html.hpp"
#include "words.hpp"

#include "syncctl/base/text.hpp"
#include "syncctl/model/value_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace syncctl::connectors::servicedesk_plus {

namespace {

using nlohmann::json;

constexpr std::size_t k_day_size = std::string_view{"2026-01-05"}.size();
constexpr std::size_t k_seconds_end = std::string_view{"2026-01-05T10:00:00"}.size();

Refused wrong_shape(std::string_view reference, std::string_view wanted, const model::Value& value)
{
    return {.reason = fmt::format("the field takes {}, not a {}", wanted, model::shape_of(value)),
            .field = std::string{reference}};
}

std::variant<json, Refused>
time_value(std::string_view reference, WireForm form, const model::Value& value)
{
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr) {
        return wrong_shape(reference, "a time", value);
    }
    const auto moment = moment_of(*text);
    if (!moment) {
        return Refused{.reason = fmt::format("'{}' is no time such as 2026-01-05T10:00:00Z", *text),
                       .field = std::string{reference}};
    }
    // A field that shows days takes nothing finer.
    if (form == WireForm::day || (is_day(*text) && !custom_key(reference).empty())) {
        return json{{"value", text->substr(0, k_day_size)}};
    }
    return json{{"value", std::to_string(moment->ms)}};
}

std::variant<json, Refused> number_value(std::string_view reference, const model::Value& value)
{
    if (!std::holds_alternative<model::Number>(value)) {
        return wrong_shape(reference, "a number", value);
    }
    auto number = model::to_json(value);
    if (number.is_object()) {
        return Refused{.reason = "the number has more digits than the tracker keeps",
                       .field = std::string{reference}};
    }
    return number;
}

std::variant<json, Refused>
list_value(std::string_view reference, WireForm form, const model::Value& value)
{
    const auto* list = std::get_if<model::List>(&value);
    if (list == nullptr) {
        return wrong_shape(reference, "a list", value);
    }
    auto sent = json::array();
    for (const auto& text : *list) {
        sent.push_back(form == WireForm::tags ? json{{"name", text}} : json(text));
    }
    return sent;
}

/// The key of a custom field does not always tell what it takes: what a text is not may be right.
std::variant<json, Refused> text_value(std::string_view reference, const model::Value& value)
{
    if (std::holds_alternative<std::string>(value)) {
        return json(std::get<std::string>(value));
    }
    if (custom_key(reference).empty()) {
        return wrong_shape(reference, "a text", value);
    }
    if (std::holds_alternative<model::Number>(value)) {
        return number_value(reference, value);
    }
    return model::to_json(value);
}

bool is_nothing(const model::Value& value)
{
    const auto* text = std::get_if<std::string>(&value);
    const auto* list = std::get_if<model::List>(&value);
    return model::is_null(value) || (text != nullptr && text->empty()) ||
           (list != nullptr && list->empty());
}

/// The tracker's editor puts whatever is in a description into a `<div>` of its own.
std::string_view without_outer_div(std::string_view html)
{
    constexpr std::string_view k_begin = "<div>";
    constexpr std::string_view k_end = "</div>";
    html = trimmed(html);
    if (html.size() < k_begin.size() + k_end.size() || !starts_with_name(html, k_begin) ||
        !same_name(html.substr(html.size() - k_end.size()), k_end)) {
        return html;
    }
    const auto inner = html.substr(k_begin.size(), html.size() - k_begin.size() - k_end.size());
    const bool is_one = !contains_name(inner, "<div") && !contains_name(inner, k_end);
    return is_one ? inner : html;
}

bool holds_text(std::optional<WireForm> form, const std::string& shown, const std::string& wanted)
{
    if (shown == wanted) {
        return true;
    }
    switch (form.value_or(WireForm::text)) {
    case WireForm::html:
    case WireForm::nested:
        return same_html(without_outer_div(shown), without_outer_div(wanted));
    case WireForm::reference:
    case WireForm::person:
        return same_name(trimmed(shown), trimmed(wanted));
    case WireForm::time:
    case WireForm::day: {
        if (is_day(shown) || is_day(wanted)) {
            return shown.substr(0, k_day_size) == wanted.substr(0, k_day_size);
        }
        const auto moment = moment_of(wanted);
        return moment && moment_of(shown) == moment;
    }
    case WireForm::text:
    case WireForm::number:
    case WireForm::flag:
    case WireForm::texts:
    case WireForm::tags:
        break;
    }
    return false;
}

} // namespace

std::string_view custom_key(std::string_view reference)
{
    return reference.starts_with(k_udf_prefix) ? reference.substr(k_udf_prefix.size())
                                               : std::string_view{};
}

std::optional<WireForm> form_of(std::string_view reference, const Options& options)
{
    if (const auto* built_in = built_in_field(reference)) {
        return built_in->form;
    }
    const auto key = custom_key(reference);
    if (key.empty()) {
        return std::nullopt;
    }
    const auto of_key = form_of_key(key);
    const auto named = std::find_if(options.fields.begin(),
                                    options.fields.end(),
                                    [&](const auto& field) { return field.key == key; });
    // That it is a date does not tell a day from a moment; the key may.
    return named == options.fields.end() || field_type_of(of_key) == named->type
               ? of_key
               : form_of_type(named->type);
}

bool is_day(std::string_view text)
{
    return text.size() == k_day_size && moment_of(text).has_value();
}

std::optional<base::Timestamp> moment_of(std::string_view text)
{
    if (text.size() == k_day_size) {
        return base::parse_utc(fmt::format("{}T00:00:00.000Z", text));
    }
    if (text.size() <= k_seconds_end || text.size() > 40 || text.back() != 'Z') {
        return std::nullopt;
    }
    auto fraction = text.substr(k_seconds_end, text.size() - k_seconds_end - 1);
    std::string millis = "000";
    if (!fraction.empty()) {
        if (fraction.front() != '.' || !base::is_decimal(fraction.substr(1))) {
            return std::nullopt;
        }
        fraction.remove_prefix(1);
        for (std::size_t i = 0; i < millis.size() && i < fraction.size(); ++i) {
            millis[i] = fraction[i];
        }
    }
    return base::parse_utc(fmt::format("{}.{}Z", text.substr(0, k_seconds_end), millis));
}

std::variant<json, Refused>
wire_value(std::string_view reference, WireForm form, const model::Value& value)
{
    switch (form) {
    case WireForm::time:
    case WireForm::day:
        return time_value(reference, form, value);
    case WireForm::number:
        return number_value(reference, value);
    case WireForm::flag:
        if (!std::holds_alternative<bool>(value)) {
            return wrong_shape(reference, "true or false", value);
        }
        return json(std::get<bool>(value));
    case WireForm::texts:
    case WireForm::tags:
        return list_value(reference, form, value);
    case WireForm::reference:
    case WireForm::person:
        if (!std::holds_alternative<std::string>(value)) {
            return wrong_shape(reference, "a name", value);
        }
        return json{{"name", std::get<std::string>(value)}};
    case WireForm::text:
    case WireForm::html:
    case WireForm::nested:
        break;
    }
    return text_value(reference, value);
}

bool holds(std::optional<WireForm> form, const model::Value& shown, const model::Value& wanted)
{
    if (is_nothing(shown) || is_nothing(wanted)) {
        return is_nothing(shown) && is_nothing(wanted);
    }
    const auto* shown_text = std::get_if<std::string>(&shown);
    const auto* wanted_text = std::get_if<std::string>(&wanted);
    return shown_text != nullptr && wanted_text != nullptr
               ? holds_text(form, *shown_text, *wanted_text)
               : model::same_value(shown, wanted);
}

} // namespace syncctl::connectors::servicedesk_plus
