#include "item_json.hpp"

#include "marker_link.hpp"
#include "words.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"
#include "syncctl/model/value_json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace syncctl::connectors::azure_devops {

namespace {

using nlohmann::json;

constexpr std::size_t k_most_fields = 10'000;
constexpr std::size_t k_most_id_digits = 19;
constexpr std::size_t k_seconds_end = 19; ///< of `2017-10-06T01:04:51`

/// Fields that hold a person even where an answer gives only a text.
constexpr std::array<std::string_view, 8> k_people{"System.AssignedTo",
                                                   "System.CreatedBy",
                                                   "System.ChangedBy",
                                                   "System.AuthorizedAs",
                                                   "Microsoft.VSTS.Common.ActivatedBy",
                                                   "Microsoft.VSTS.Common.ResolvedBy",
                                                   "Microsoft.VSTS.Common.ClosedBy",
                                                   "Microsoft.VSTS.Common.ReviewedBy"};

bool is_person(std::string_view field)
{
    return std::find(k_people.begin(), k_people.end(), field) != k_people.end();
}

/// Fields in which a text that looks like a date is still a text.
bool is_prose(std::string_view field)
{
    return field == k_title || field == k_tags;
}

model::Value text_value(std::string_view field, const std::string& raw)
{
    auto text = base::repair_utf8(raw).text;
    if (field == k_tags) {
        auto tags = tags_of(text);
        return tags.empty() ? model::Value{} : model::Value{std::move(tags)};
    }
    if (is_person(field)) {
        return mail_of(text);
    }
    if (!is_prose(field)) {
        if (const auto date = date_of(text)) {
            return base::format_utc(*date);
        }
    }
    return text;
}

/// An identity is an object whose members differ from one answer to the next.
std::optional<model::Value> person_value(const json& object)
{
    const auto unique = text_member(object, "uniqueName");
    const auto shown = text_member(object, "displayName");
    if (unique.empty() && shown.empty()) {
        return std::nullopt;
    }
    return mail_of(unique.empty() ? shown : unique);
}

/// nullopt for a shape that no field of the service has.
std::optional<model::Value> field_value(std::string_view field, const json& value)
{
    if (value.is_string()) {
        return text_value(field, value.get_ref<const std::string&>());
    }
    if (value.is_object()) {
        return person_value(value);
    }
    if (value.is_array()) {
        return std::nullopt;
    }
    try {
        return model::value_from_json(value);
    } catch (const Error&) {
        return std::nullopt;
    }
}

struct FieldsProblem {
    std::string reason;
};

std::variant<model::Fields, FieldsProblem> fields_of(const json& object)
{
    if (!object.is_object() || object.size() > k_most_fields) {
        return FieldsProblem{"it has no fields, or too many"};
    }
    model::Fields fields;
    for (const auto& [name, value] : object.items()) {
        if (value.is_null()) {
            continue;
        }
        auto read = field_value(name, value);
        if (!read) {
            return FieldsProblem{fmt::format("field '{}' has a value of an unknown shape", name)};
        }
        if (!model::is_null(*read)) {
            fields.emplace(base::repair_utf8(name).text, std::move(*read));
        }
    }
    return fields;
}

std::string text_field(const model::Fields& fields, std::string_view name)
{
    const auto* text = std::get_if<std::string>(&model::value_of(fields, name));
    return text == nullptr ? std::string{} : *text;
}

base::Timestamp date_field(const model::Fields& fields, std::string_view name)
{
    return date_of(text_field(fields, name)).value_or(base::Timestamp{});
}

} // namespace

std::optional<std::string> id_of(const json& value)
{
    std::string text;
    if (value.is_number_integer()) {
        text = value.dump();
    } else if (value.is_string()) {
        text = value.get_ref<const std::string&>();
    }
    return can_be_id(text) ? std::optional{std::move(text)} : std::nullopt;
}

std::int64_t revision_number(const model::Revision& revision)
{
    std::int64_t number = 0;
    const auto& text = revision.text;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::optional<std::uint64_t> id_number(const json& value)
{
    const auto id = id_of(value);
    if (!id) {
        return std::nullopt;
    }
    std::uint64_t number = 0; // 19 digits fit
    std::from_chars(id->data(), id->data() + id->size(), number);
    return number;
}

bool can_be_id(std::string_view id)
{
    return base::is_decimal(id, k_most_id_digits) && id.front() != '0';
}

std::optional<base::Timestamp> date_of(std::string_view text)
{
    if (text.size() <= k_seconds_end || text.size() > 40 || text.back() != 'Z') {
        return std::nullopt;
    }
    auto fraction = text.substr(k_seconds_end, text.size() - k_seconds_end - 1);
    std::string millis = "000";
    if (!fraction.empty()) {
        if (fraction.front() != '.' || !base::is_decimal(fraction.substr(1), 16)) {
            return std::nullopt;
        }
        fraction.remove_prefix(1);
        for (std::size_t i = 0; i < millis.size() && i < fraction.size(); ++i) {
            millis[i] = fraction[i];
        }
    }
    return base::parse_utc(fmt::format("{}.{}Z", text.substr(0, k_seconds_end), millis));
}

std::string mail_of(std::string_view person)
{
    const auto open = person.rfind('<');
    if (open == std::string_view::npos || person.back() != '>') {
        return std::string{person};
    }
    const auto inside = person.substr(open + 1, person.size() - open - 2);
    return std::string{inside.empty() ? trimmed(person.substr(0, open)) : inside};
}

model::List tags_of(std::string_view text)
{
    model::List tags;
    while (!text.empty()) {
        const auto end = std::min(text.find(';'), text.size());
        const auto tag = trimmed(text.substr(0, end));
        if (!tag.empty()) {
            tags.emplace_back(tag);
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return tags;
}

ParsedItem item_of(const json& object, std::string_view marker_field)
{
    auto id = id_of(member(object, "id"));
    if (!id) {
        return ItemProblem{.id = {}, .reason = "it has no usable id"};
    }
    const auto revision = id_of(member(object, "rev"));
    if (!revision) {
        return ItemProblem{.id = std::move(*id), .reason = "it has no usable revision"};
    }
    auto fields = fields_of(member(object, "fields"));
    if (auto* problem = std::get_if<FieldsProblem>(&fields)) {
        return ItemProblem{.id = std::move(*id), .reason = std::move(problem->reason)};
    }
    model::WorkItem item;
    item.id = std::move(*id);
    item.revision.text = *revision;
    item.fields = std::move(std::get<model::Fields>(fields));
    item.type = text_field(item.fields, k_type);
    item.modified_at = date_field(item.fields, k_changed_date);
    item.identity = text_field(item.fields, k_created_date);
    item.marker = marker_field.empty() ? marker_in(member(object, "relations"))
                                       : text_field(item.fields, marker_field);
    if (item.type.empty()) {
        return ItemProblem{.id = std::move(item.id), .reason = "it has no type"};
    }
    return item;
}

} // namespace syncctl::connectors::azure_devops
