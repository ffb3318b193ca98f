#include "request_body.hpp"

#include "field_value.hpp"
#include "marker_text.hpp"
#include "words.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace syncctl::connectors::servicedesk_plus {

namespace {

using nlohmann::json;
using Sent = std::variant<json, Refused>;

Refused refused(std::string_view field, std::string reason)
{
    return {.reason = std::move(reason), .field = std::string{field}};
}

/// The marker, when it has its place in this field.
const std::string& marker_in(MarkerPlace place, const BodyContext& context)
{
    static const std::string none;
    return context.options.marker_place == place ? context.marker : none;
}

Sent subject_of(const model::Value& value, const BodyContext& context)
{
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr || trimmed(*text).empty()) {
        return refused(k_subject, "a request needs a subject");
    }
    if (text->find_first_of("\r\n") != std::string::npos) {
        return refused(k_subject,
                       "a subject is one line, and this text has line breaks: a transform of the "
                       "mapping can take them out");
    }
    const auto& marker = marker_in(MarkerPlace::subject, context);
    const auto taken = marker.empty() ? 0 : subject_marker_length(marker);
    const auto length = base::code_points(*text) + taken;
    if (length > k_longest_subject) {
        auto reason = fmt::format("the subject is {} too long: it takes {}",
                                  base::counted(length - k_longest_subject, "character"),
                                  k_longest_subject);
        if (taken != 0) {
            reason += fmt::format(", of which the marker needs {}", taken);
        }
        return refused(k_subject, std::move(reason));
    }
    return json(marker.empty() ? *text : subject_with_marker(*text, marker));
}

Sent description_of(const model::Value& value, const BodyContext& context)
{
    const auto& marker = marker_in(MarkerPlace::description, context);
    if (model::is_null(value)) {
        return marker.empty() ? json{} : json(description_with_marker({}, marker));
    }
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr) {
        return wire_value(k_description, WireForm::html, value); // says what it takes
    }
    return json(marker.empty() ? *text : description_with_marker(*text, marker));
}

Sent reference_of(std::string_view field, const model::Value& value, const BodyContext& context)
{
    const auto* name = std::get_if<std::string>(&value);
    if (name == nullptr) {
        return wire_value(field, WireForm::reference, value); // says what it takes
    }
    if (trimmed(*name).empty()) {
        return json{}; // no value
    }
    if (field == "requester") {
        return json{{name->find('@') == std::string::npos ? "name" : "email_id", *name}};
    }
    auto found = context.lookup(field, *name, context.request);
    // The documented form of this one (contract, section 9); looked up, it is known to exist.
    return field == k_closure_code && std::holds_alternative<json>(found) ? json{{"name", *name}}
                                                                          : found;
}

Sent built_in_value(const BuiltInField& field,
                    const model::Value& value,
                    const BodyContext& context)
{
    if (field.reference == k_subject) {
        return subject_of(value, context);
    }
    if (field.reference == k_description) {
        return description_of(value, context);
    }
    if (model::is_null(value)) {
        const bool is_list = field.form == WireForm::texts || field.form == WireForm::tags;
        return is_list ? json::array() : json{};
    }
    if (field.form == WireForm::reference || field.form == WireForm::person ||
        field.reference == k_closure_code) {
        return reference_of(field.reference, value, context);
    }
    return wire_value(field.reference, field.form, value);
}

std::optional<Refused> add_custom(json& body,
                                  std::string_view reference,
                                  const model::Value& value,
                                  const BodyContext& context)
{
    const auto key = custom_key(reference);
    if (key == context.options.marker_field) {
        return refused(reference, "this field holds the marker by which syncctl finds its items");
    }
    auto sent = model::is_null(value)
                    ? Sent{json{}}
                    : wire_value(reference, *form_of(reference, context.options), value);
    if (auto* problem = std::get_if<Refused>(&sent)) {
        return std::move(*problem);
    }
    body["udf_fields"][std::string{key}] = std::get<json>(std::move(sent));
    return std::nullopt;
}

std::optional<Refused> add_field(json& body,
                                 const std::string& reference,
                                 const model::Value& value,
                                 const BodyContext& context)
{
    if (!custom_key(reference).empty()) {
        return add_custom(body, reference, value, context);
    }
    const auto* field = built_in_field(reference);
    if (field == nullptr) {
        return refused(reference,
                       fmt::format("a request has no field '{}'; a custom one is named "
                                   "{}KEY",
                                   reference,
                                   k_udf_prefix));
    }
    if (field->is_readonly) {
        return refused(reference, fmt::format("the tracker sets '{}' itself", reference));
    }
    auto sent = built_in_value(*field, value, context);
    if (auto* problem = std::get_if<Refused>(&sent)) {
        return std::move(*problem);
    }
    auto& content = std::get<json>(sent);
    if (reference == k_resolution) {
        body["resolution"]["content"] = std::move(content);
    } else if (reference == k_closure_code) {
        body["closure_info"]["closure_code"] = std::move(content);
    } else if (reference == k_closure_comments) {
        body["closure_info"]["closure_comments"] = std::move(content);
    } else {
        body[reference] = std::move(content);
    }
    return std::nullopt;
}

std::optional<Refused> add_type(json& body, const std::string& type, const BodyContext& context)
{
    const std::string field =
        context.options.types_by == TypesBy::request_type ? "request_type" : "template";
    if (body.contains(field)) {
        return std::nullopt; // the mapping knows better
    }
    auto sent = context.lookup(field, type, context.request);
    const auto* content = std::get_if<json>(&sent);
    if (type == context.options.default_type && (content == nullptr || !content->contains("id"))) {
        return std::nullopt;
    }
    if (auto* problem = std::get_if<Refused>(&sent)) {
        return std::move(*problem);
    }
    body[field] = *content;
    return std::nullopt;
}

} // namespace

std::variant<json, Refused> body_of(const model::Fields& fields, const BodyContext& context)
{
    auto body = json::object();
    for (const auto& [reference, value] : fields) {
        if (auto problem = add_field(body, reference, value, context)) {
            return std::move(*problem);
        }
    }
    return body;
}

std::variant<json, Refused> new_body_of(const CreateItem& create, const BodyContext& context)
{
    auto fields = create.fields;
    std::erase_if(fields, [](const auto& field) { return model::is_null(field.second); });
    if (!fields.contains(k_subject)) {
        return refused(k_subject, "a request needs a subject");
    }
    if (!marker_in(MarkerPlace::description, context).empty()) {
        fields.try_emplace(std::string{k_description}, std::string{}); // a place for the marker
    }
    auto built = body_of(fields, context);
    auto* body = std::get_if<json>(&built);
    if (body == nullptr) {
        return built;
    }
    if (auto problem = add_type(*body, create.type, context)) {
        return std::move(*problem);
    }
    if (!marker_in(MarkerPlace::field, context).empty()) {
        (*body)["udf_fields"][context.options.marker_field] = context.marker;
    }
    return built;
}

} // namespace syncctl::connectors::servicedesk_plus
