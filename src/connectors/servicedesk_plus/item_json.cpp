#include "item_json.hpp"

#include "field_value.hpp"
#include "html.hpp"
#include "marker_text.hpp"
#include "request_fields.hpp"
#include "words.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"
#include "syncctl/model/value_json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace syncctl::connectors::servicedesk_plus {

namespace {

using nlohmann::json;

constexpr std::size_t k_longest_text = std::size_t{4} << 20U;
constexpr std::size_t k_most_custom_fields = 10'000;
constexpr std::size_t k_most_entries = 10'000;
constexpr std::string_view k_udf_fields = "udf_fields";
constexpr std::string_view k_closure_info = "closure_info";
constexpr std::string_view k_no_time = "null"; ///< how some answers spell it (contract, 7.3)

/// nullopt for a shape that no field of the tracker has.
using Read = std::optional<model::Value>;

Read text_value(const json& value)
{
    const auto& text = value.get_ref<const std::string&>();
    if (text.size() > k_longest_text) {
        return std::nullopt;
    }
    return base::repair_utf8(text).text;
}

/// As a person sees an entry of a list; one that shows nothing but its id keeps that, so that it is
/// not taken for a field that was cleared.
Read name_value(const json& object)
{
    for (const auto* key : {"name", "id"}) {
        auto text = text_member(object, key);
        if (!text.empty()) {
            return text;
        }
    }
    return std::nullopt;
}

Read person_value(const json& object)
{
    auto mail = text_member(object, "email_id");
    return mail.empty() ? name_value(object) : Read{std::move(mail)};
}

/// A text that spells nothing; see time_member().
bool is_no_time(const std::string& text)
{
    return text.empty() || text == k_no_time || text == "0" || text == "-1";
}

/// `{"value":...}`: a time, a day, or whatever else a custom field puts there.
Read wrapped_value(const json& object, WireForm form);

Read number_value(const json& value)
{
    if (!value.is_string()) {
        return model::value_from_json(value);
    }
    const auto& text = value.get_ref<const std::string&>();
    if (text.empty()) {
        return model::Value{};
    }
    const auto number = base::canonical_number(text);
    return number ? Read{model::Number{*number}} : text_value(value);
}

Read flag_value(const json& value)
{
    if (value == "true" || value == "false") {
        return model::Value{value == "true"};
    }
    return text_value(value);
}

Read list_value(const json& array)
{
    model::List list;
    if (array.size() > k_most_entries) {
        return std::nullopt;
    }
    for (const auto& each : array) {
        auto text = each.is_string()   ? text_value(each)
                    : each.is_object() ? name_value(each)
                                       : Read{};
        if (!text) {
            return std::nullopt;
        }
        list.push_back(std::move(std::get<std::string>(*text)));
    }
    return list.empty() ? model::Value{} : model::Value{std::move(list)};
}

Read object_value(const json& value, WireForm form)
{
    if (form == WireForm::person || (form != WireForm::reference && value.contains("email_id"))) {
        return person_value(value);
    }
    return value.contains("value") ? wrapped_value(value, form) : name_value(value);
}

/// The shape of what came decides; the form of the field tells what a text stands for.
Read value_of_form(const json& value, WireForm form)
{
    if (value.is_null()) {
        return model::Value{};
    }
    if (value.is_object()) {
        return object_value(value, form);
    }
    if (value.is_array()) {
        return list_value(value);
    }
    if (value.is_string() && form == WireForm::flag) {
        return flag_value(value);
    }
    if (value.is_string() && (form == WireForm::texts || form == WireForm::tags)) {
        const bool is_empty = value.get_ref<const std::string&>().empty();
        return list_value(is_empty ? json::array() : json::array({value}));
    }
    if (value.is_string() && form == WireForm::time && value == k_no_time) {
        return model::Value{};
    }
    if (value.is_string() && form != WireForm::number) {
        return text_value(value);
    }
    return number_value(value);
}

Read wrapped_value(const json& object, WireForm form)
{
    const auto& value = member(object, "value");
    if (value.is_structured()) {
        return std::nullopt;
    }
    if (form == WireForm::number || form == WireForm::flag) {
        return value_of_form(value, form);
    }
    if (const auto time = time_of(object)) {
        return base::format_utc(*time);
    }
    const auto text = value.is_string() ? value.get<std::string>() : value.dump();
    if (is_no_time(text)) {
        return model::Value{};
    }
    const bool is_time = form == WireForm::time || form == WireForm::day;
    return is_time && !is_day(text) ? std::nullopt : value_of_form(value, form);
}

struct FieldsProblem {
    std::string reason;
};

/// Collects the fields of one request.
class FieldReader {
public:
    FieldReader(const json& request, const Options& options)
        : m_request{request}, m_options{options}
    {
    }

    std::variant<model::Fields, FieldsProblem> read()
    {
        for (const auto& field : built_in_fields()) {
            if (field.form != WireForm::nested) {
                add(std::string{field.reference}, member(m_request, field.reference), field.form);
            }
        }
        const auto& resolution = member(m_request, k_resolution);
        add(std::string{k_resolution},
            resolution.is_object() ? member(resolution, "content") : resolution,
            WireForm::html);
        const auto& closure = member(m_request, k_closure_info);
        add(std::string{k_closure_code}, member(closure, "closure_code"), WireForm::reference);
        add(std::string{k_closure_comments}, member(closure, "closure_comments"), WireForm::text);
        add_custom_fields();
        return m_problem.empty() ? std::variant<model::Fields, FieldsProblem>{std::move(m_fields)}
                                 : FieldsProblem{std::move(m_problem)};
    }

private:
    void add(std::string reference, const json& value, WireForm form)
    {
        Read read;
        try {
            read = value_of_form(value, form);
        } catch (const Error&) {
            read.reset(); // a number that no one can hold
        }
        if (!read) {
            m_problem =
                fmt::format("field '{}' has a value of an unknown shape, or too long", reference);
        } else if (!model::is_null(*read)) {
            m_fields.insert_or_assign(std::move(reference), std::move(*read));
        }
    }

    void add_custom_fields()
    {
        const auto& custom = member(m_request, k_udf_fields);
        if (custom.is_null()) {
            return;
        }
        if (!custom.is_object() || custom.size() > k_most_custom_fields) {
            m_problem = "its custom fields cannot be read, or are too many";
            return;
        }
        for (const auto& [key, value] : custom.items()) {
            auto reference = fmt::format("{}{}", k_udf_prefix, base::repair_utf8(key).text);
            const auto form = form_of(reference, m_options).value_or(WireForm::text);
            add(std::move(reference), value, form);
        }
    }

    const json& m_request;
    const Options& m_options;
    model::Fields m_fields;
    std::string m_problem;
};

std::string text_field(const model::Fields& fields, std::string_view name)
{
    const auto* text = std::get_if<std::string>(&model::value_of(fields, name));
    return text == nullptr ? std::string{} : *text;
}

/// Takes the marker out of both texts, wherever an earlier setting had it put. \returns it
std::string take_marker(model::Fields& fields, const Options& options)
{
    auto subject = subject_without_marker(text_field(fields, k_subject));
    if (!subject.marker.empty()) {
        fields.insert_or_assign(std::string{k_subject}, std::move(subject.text));
    }
    const auto html = text_field(fields, k_description);
    auto description = description_without_marker(without_wrapper(html));
    // Nobody sees a description without a text: it is none.
    auto text = std::string{without_wrapper(description.text)};
    if (text.empty()) {
        fields.erase(std::string{k_description});
    } else {
        fields.insert_or_assign(std::string{k_description}, std::move(text));
    }
    const auto field =
        options.marker_field.empty()
            ? std::string{}
            : text_field(fields, fmt::format("{}{}", k_udf_prefix, options.marker_field));
    std::string in_field{is_marker(trimmed(field)) ? trimmed(field) : std::string_view{}};
    if (!in_field.empty()) {
        return in_field;
    }
    const bool is_in_subject =
        description.marker.empty() ||
        (options.marker_place == MarkerPlace::subject && !subject.marker.empty());
    return is_in_subject ? subject.marker : description.marker;
}

std::string type_of(const json& request, const Options& options)
{
    const auto* const key = options.types_by == TypesBy::request_type ? "request_type" : "template";
    auto type = text_member(member(request, key), "name");
    return type.empty() ? options.default_type : type;
}

} // namespace

bool is_in_trash(const json& request)
{
    return flag_member(request, "is_trashed") || time_member(request, "deleted_time").has_value();
}

model::Revision revision_of(const json& request)
{
    if (const auto updated = time_member(request, k_last_updated_time)) {
        return {fmt::format("u{}", updated->ms)};
    }
    const auto created = time_member(request, k_created_time);
    return {created ? fmt::format("c{}", created->ms) : std::string{}};
}

base::Timestamp modified_at(const json& request)
{
    const auto updated = time_member(request, k_last_updated_time);
    return updated ? *updated : time_member(request, k_created_time).value_or(base::Timestamp{});
}

ParsedItem item_of(const json& request, const Options& options)
{
    auto id = id_member(request);
    if (!id) {
        return ItemProblem{.id = {}, .reason = "it has no usable id"};
    }
    if (is_in_trash(request)) {
        return Trashed{std::move(*id)};
    }
    auto fields = FieldReader{request, options}.read();
    if (auto* problem = std::get_if<FieldsProblem>(&fields)) {
        return ItemProblem{.id = std::move(*id), .reason = std::move(problem->reason)};
    }
    model::WorkItem item;
    item.id = std::move(*id);
    item.revision = revision_of(request);
    item.modified_at = modified_at(request);
    item.type = type_of(request, options);
    item.fields = std::move(std::get<model::Fields>(fields));
    item.identity = text_field(item.fields, k_created_time);
    item.marker = take_marker(item.fields, options);
    if (item.revision.text.empty()) {
        return ItemProblem{.id = std::move(item.id),
                           .reason =
                               "it tells neither when it was created nor when it was updated"};
    }
    return item;
}

} // namespace syncctl::connectors::servicedesk_plus
