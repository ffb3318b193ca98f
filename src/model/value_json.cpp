#include "syncctl/model/value_json.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/json.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <charconv>
#include <cstdint>

namespace syncctl::model {
namespace {

using nlohmann::json;

/// {"number": "..."}: a number that a JSON reader would round.
constexpr const char* k_number_key = "number";

/// As much as the database lets one value have.
constexpr base::JsonLimits k_stored{
    .max_bytes = 64U << 20U, .max_depth = 4, .max_nodes = 1'000'000};

json number_to_json(const Number& number)
{
    std::int64_t whole = 0;
    const auto* end = number.text.data() + number.text.size();
    const auto result = std::from_chars(number.text.data(), end, whole);
    if (result.ec == std::errc{} && result.ptr == end) {
        return whole;
    }
    std::uint64_t large = 0;
    const auto large_result = std::from_chars(number.text.data(), end, large);
    if (large_result.ec == std::errc{} && large_result.ptr == end) {
        return large;
    }
    // from_chars, not strtod: the decimal point must not depend on the locale.
    double real = 0;
    const auto real_result = std::from_chars(number.text.data(), end, real);
    if (real_result.ec == std::errc{} &&
        base::canonical_number(fmt::format("{}", real)) == number.text) {
        return real;
    }
    return json{{k_number_key, number.text}};
}

Value list_from_json(const json& array)
{
    List list;
    for (const auto& each : array) {
        if (!each.is_string()) {
            throw Error{ErrorCode::document, "a list may hold text only"};
        }
        list.push_back(each.get_ref<const std::string&>());
    }
    return list;
}

} // namespace

json to_json(const Value& value)
{
    if (const auto* text = std::get_if<std::string>(&value)) {
        return *text;
    }
    if (const auto* number = std::get_if<Number>(&value)) {
        return number_to_json(*number);
    }
    if (const auto* flag = std::get_if<bool>(&value)) {
        return *flag;
    }
    if (const auto* list = std::get_if<List>(&value)) {
        return *list;
    }
    return nullptr;
}

Value value_from_json(const json& value)
{
    switch (value.type()) {
    case json::value_t::null:
        return {};
    case json::value_t::string:
        return value.get_ref<const std::string&>();
    case json::value_t::boolean:
        return value.get<bool>();
    case json::value_t::number_integer:
    case json::value_t::number_unsigned:
        return Number{value.dump()};
    case json::value_t::number_float:
        return number_from_text(fmt::format("{}", value.get<double>()));
    case json::value_t::array:
        return list_from_json(value);
    default:
        break;
    }
    if (value.is_object() && value.size() == 1 && value.contains(k_number_key) &&
        value[k_number_key].is_string()) {
        return number_from_text(value[k_number_key].get_ref<const std::string&>());
    }
    throw Error{ErrorCode::document, "an object is no field value"};
}

std::string to_json_text(const Value& value)
{
    return base::dump_json(to_json(value));
}

std::string to_json_text(const Fields& fields)
{
    json object = json::object();
    for (const auto& [reference, value] : fields) {
        object[reference] = to_json(value);
    }
    return base::dump_json(object);
}

Value value_from_json_text(std::string_view text)
{
    try {
        return value_from_json(base::parse_json(text, k_stored));
    } catch (const Error& error) {
        throw Error{ErrorCode::damaged_database,
                    fmt::format("a stored value cannot be read: {}", error.message())};
    }
}

Fields fields_from_json_text(std::string_view text)
{
    Fields fields;
    try {
        const auto object = base::parse_json(text, k_stored);
        if (!object.is_object()) {
            throw Error{ErrorCode::document, "not an object"};
        }
        for (const auto& [reference, value] : object.items()) {
            fields.emplace(reference, value_from_json(value));
        }
    } catch (const Error& error) {
        throw Error{ErrorCode::damaged_database,
                    fmt::format("stored fields cannot be read: {}", error.message())};
    }
    return fields;
}

} // namespace syncctl::model
