#include "custom_fields.hpp"

#include "request_fields.hpp"
#include "words.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

namespace syncctl::connectors::servicedesk_plus {

namespace {

using model::FieldType;
using nlohmann::json;

constexpr std::size_t k_longest_name = 256;
constexpr std::size_t k_most_fields = 2'000;
constexpr std::size_t k_most_values = 10'000;

/// What the tracker calls kinds of fields: `field_type` for people, `type` for programs.
constexpr std::array<std::pair<std::string_view, FieldType>, 26> k_types{
    {{"Single Line", FieldType::text},     {"Multi Line", FieldType::text},
     {"Pick List", FieldType::choice},     {"Drop Down", FieldType::choice},
     {"Radio Button", FieldType::choice},  {"Check Box", FieldType::list},
     {"Multi Select", FieldType::list},    {"Datestamp", FieldType::date},
     {"Date/Time", FieldType::date},       {"Date", FieldType::date},
     {"Numeric", FieldType::number},       {"Decimal", FieldType::number},
     {"Percent", FieldType::number},       {"Currency", FieldType::number},
     {"Decision Box", FieldType::boolean}, {"Rich Text", FieldType::html},
     {"multi_select", FieldType::list},    {"datestamp", FieldType::date},
     {"datetime", FieldType::date},        {"long", FieldType::number},
     {"double", FieldType::number},        {"int", FieldType::number},
     {"boolean", FieldType::boolean},      {"html", FieldType::html},
     {"lookup", FieldType::choice},        {"text", FieldType::text}}};

std::optional<FieldType> type_called(std::string_view name)
{
    const auto* const found = std::find_if(k_types.begin(), k_types.end(), [&](const auto& each) {
        return same_name(each.first, name);
    });
    return found == k_types.end() ? std::nullopt : std::optional{found->second};
}

std::vector<std::string> allowed_values(const json& row)
{
    std::vector<std::string> allowed;
    for (const auto& value : array_or_nothing(member(row, "allowed_values"))) {
        if (allowed.size() == k_most_values) {
            break;
        }
        std::string text;
        if (value.is_string()) {
            text = base::repair_utf8(value.get_ref<const std::string&>()).text;
        } else {
            text = text_member(value, "value");
            text = text.empty() ? text_member(value, "name") : text;
        }
        if (!text.empty()) {
            allowed.push_back(std::move(text));
        }
    }
    return allowed;
}

FieldType type_of(const json& row, const std::string& key, bool has_choices)
{
    auto type = type_called(text_member(row, "field_type", k_longest_name));
    if (!type) {
        type = type_called(text_member(row, "type", k_longest_name));
    }
    const auto found = type.value_or(field_type_of(form_of_key(key)));
    return found == FieldType::text && has_choices ? FieldType::choice : found;
}

bool is_listed(const std::vector<model::FieldInfo>& fields, std::string_view reference)
{
    return std::any_of(fields.begin(), fields.end(), [&](const auto& field) {
        return field.reference == reference;
    });
}

void add(std::vector<model::FieldInfo>& fields, std::optional<model::FieldInfo> field)
{
    if (field && fields.size() < k_most_fields && !is_listed(fields, field->reference)) {
        fields.push_back(std::move(*field));
    }
}

/// Digits as a number or as a text of them.
std::optional<std::size_t> length_in(const json& value)
{
    std::size_t length = 0;
    if (value.is_number_integer()) {
        const auto number = value.get<std::int64_t>();
        length = number > 0 ? static_cast<std::size_t>(number) : 0;
    } else if (value.is_string()) {
        const auto& text = value.get_ref<const std::string&>();
        std::from_chars(text.data(), text.data() + text.size(), length);
    }
    return length == 0 ? std::nullopt : std::optional{length};
}

void apply_setting(std::vector<model::FieldInfo>& fields, const NamedField& named)
{
    const auto reference = fmt::format("{}{}", k_udf_prefix, named.key);
    model::FieldInfo field;
    field.name = named.key;
    field.reference = reference;
    field.type = named.type;
    add(fields, std::move(field));
    for (auto& known : fields) {
        if (known.reference == reference && known.type != named.type) {
            known.type = named.type;
            known.allowed.clear();
            known.max_length.reset();
        }
    }
}

} // namespace

std::optional<std::size_t> max_length_of(const json& field)
{
    const auto& constraints = member(field, "constraints");
    for (const auto& constraint : array_or_nothing(constraints)) {
        if (text_member(constraint, "constraint_name", k_longest_name) == "max_length") {
            return length_in(member(constraint, "constraint_value"));
        }
    }
    return length_in(member(constraints, "max_length"));
}

std::optional<model::FieldInfo>
custom_field_of(const json& row, const std::string& key, const Options& options)
{
    if (!row.is_object() || key.empty() || key == options.marker_field) {
        return std::nullopt;
    }
    model::FieldInfo field;
    field.reference = fmt::format("{}{}", k_udf_prefix, key);
    field.name = text_member(row, "name", k_longest_name);
    if (field.name.empty()) {
        field.name = text_member(row, "display_name", k_longest_name);
    }
    if (field.name.empty()) {
        field.name = key;
    }
    auto allowed = allowed_values(row);
    field.type = type_of(row, key, !allowed.empty());
    if (field.type == FieldType::choice) {
        field.allowed = std::move(allowed);
    }
    if (field.type == FieldType::text) {
        field.max_length = max_length_of(row);
    }
    field.is_readonly = flag_member(row, "read_only");
    return field;
}

std::vector<model::FieldInfo> custom_fields(const std::optional<std::vector<json>>& rows,
                                            const json& metainfo,
                                            const Options& options)
{
    std::vector<model::FieldInfo> fields;
    if (rows) {
        for (const auto& row : *rows) {
            const auto module = text_member(member(row, "module"), "name", k_longest_name);
            if (module.empty() || same_name(module, "request")) {
                add(fields,
                    custom_field_of(row, text_member(row, "field_key", k_longest_name), options));
            }
        }
    }
    if (metainfo.is_object()) {
        for (const auto& [key, row] : metainfo.items()) {
            add(fields,
                custom_field_of(row,
                                std::string{base::first_code_points(base::repair_utf8(key).text,
                                                                    k_longest_name)},
                                options));
        }
    }
    for (const auto& named : options.fields) {
        apply_setting(fields, named);
    }
    return fields;
}

} // namespace syncctl::connectors::servicedesk_plus
