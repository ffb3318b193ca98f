#include "fakes/openapi/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <regex>

namespace syncctl::fakes {

namespace {

using Json = nlohmann::json;

bool has_type(const Json& value, const std::string& type)
{
    return (type == "object" && value.is_object()) || (type == "array" && value.is_array()) ||
           (type == "string" && value.is_string()) || (type == "boolean" && value.is_boolean()) ||
           (type == "integer" && value.is_number_integer()) ||
           (type == "number" && value.is_number());
}

bool is_int32(const Json& value)
{
    return value.is_number_integer() &&
           value.get<std::int64_t>() >= std::numeric_limits<std::int32_t>::min() &&
           value.get<std::int64_t>() <= std::numeric_limits<std::int32_t>::max();
}

} // namespace

std::vector<std::string>
SchemaCheck::problems(const Json& schema, const Json& value, const std::string& where)
{
    m_problems.clear();
    check(schema, value, where);
    return std::move(m_problems);
}

const Json& SchemaCheck::resolved(const Json& schema) const
{
    if (!schema.contains("$ref")) {
        return schema;
    }
    const auto reference = schema["$ref"].get<std::string>();
    return m_definitions.at(reference.substr(reference.rfind('/') + 1));
}

void SchemaCheck::check(const Json& unresolved, const Json& value, const std::string& where)
{
    const Json& schema = resolved(unresolved);
    if (value.is_null() && schema.value("x-nullable", false)) {
        return;
    }
    if (schema.contains("enum")) {
        const Json& allowed = schema["enum"];
        if (std::find(allowed.begin(), allowed.end(), value) == allowed.end()) {
            m_problems.push_back(
                fmt::format("{}: {} is none of {}", where, value.dump(), allowed.dump()));
        }
    }
    check_type(schema, value, where);
    check_format(schema, value, where);
    for (const Json& part : schema.value("allOf", Json::array())) {
        check(part, value, where);
    }
    if (value.is_object()) {
        check_object(schema, value, where);
    }
    if (value.is_array()) {
        if (schema.contains("maxItems") && value.size() > schema["maxItems"].get<std::size_t>()) {
            m_problems.push_back(fmt::format(
                "{}: {} entries, more than {}", where, value.size(), schema["maxItems"].dump()));
        }
        for (std::size_t i = 0; schema.contains("items") && i < value.size(); ++i) {
            check(schema["items"], value[i], fmt::format("{}[{}]", where, i));
        }
    }
}

void SchemaCheck::check_type(const Json& schema, const Json& value, const std::string& where)
{
    if (!schema.contains("type")) {
        return;
    }
    const auto type = schema["type"].get<std::string>();
    if (!has_type(value, type)) {
        m_problems.push_back(fmt::format("{}: {} is no {}", where, value.type_name(), type));
    }
}

void SchemaCheck::check_format(const Json& schema, const Json& value, const std::string& where)
{
    static const std::regex k_date_time{
        R"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))"};
    static const std::regex k_uuid{"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"};
    const std::string format = schema.value("format", "");
    if (format == "int32" && value.is_number_integer() && !is_int32(value)) {
        m_problems.push_back(fmt::format("{}: {} does not fit 32 bits", where, value.dump()));
    }
    if (value.is_string() && (format == "date-time" || format == "uuid") &&
        !std::regex_match(value.get<std::string>(), format == "uuid" ? k_uuid : k_date_time)) {
        m_problems.push_back(fmt::format("{}: {} is no {}", where, value.dump(), format));
    }
}

void SchemaCheck::check_object(const Json& schema, const Json& value, const std::string& where)
{
    for (const Json& name : schema.value("required", Json::array())) {
        if (!value.contains(name.get<std::string>())) {
            m_problems.push_back(fmt::format("{}: {} is missing", where, name.dump()));
        }
    }
    const Json properties = schema.value("properties", Json::object());
    for (const auto& [name, member_value] : value.items()) {
        if (properties.contains(name)) {
            check(properties[name], member_value, where + "." + name);
        } else if (schema.contains("additionalProperties") &&
                   schema["additionalProperties"].is_object()) {
            check(schema["additionalProperties"], member_value, where + "." + name);
        }
    }
    check_names(schema, value, where);
}

void SchemaCheck::check_names(const Json& schema, const Json& value, const std::string& where)
{
    if (!m_is_strict || is_open(schema)) {
        return;
    }
    for (const auto& [name, unused] : value.items()) {
        if (member(schema, name) == nullptr) {
            m_problems.push_back(fmt::format("{}: nothing is said about {}", where, name));
        }
    }
}

const Json* SchemaCheck::member(const Json& unresolved, const std::string& name) const
{
    const Json& schema = resolved(unresolved);
    if (schema.contains("properties") && schema["properties"].contains(name)) {
        return &schema["properties"][name];
    }
    if (schema.contains("allOf")) {
        for (const Json& part : schema["allOf"]) {
            if (const Json* found = member(part, name)) {
                return found;
            }
        }
    }
    return nullptr;
}

bool SchemaCheck::is_open(const Json& schema) const
{
    return schema.contains("additionalProperties") ||
           (!schema.contains("properties") && !schema.contains("allOf"));
}

} // namespace syncctl::fakes
