#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace syncctl::fakes {

/// Checks values against schemas of an OpenAPI 2 document: $ref, allOf, type, enum, properties,
/// required, additionalProperties, items, maxItems, format (int32, date-time, uuid), x-nullable.
class SchemaCheck {
public:
    /// \param is_strict  a member that no schema names is a problem, unless any is allowed
    SchemaCheck(const nlohmann::json& definitions, bool is_strict)
        : m_definitions{definitions}, m_is_strict{is_strict}
    {
    }

    /// What is wrong, each with where it is; empty is good.
    [[nodiscard]] std::vector<std::string>
    problems(const nlohmann::json& schema, const nlohmann::json& value, const std::string& where);

private:
    using Json = nlohmann::json;

    void check(const Json& schema, const Json& value, const std::string& where);
    void check_type(const Json& schema, const Json& value, const std::string& where);
    void check_format(const Json& schema, const Json& value, const std::string& where);
    void check_object(const Json& schema, const Json& value, const std::string& where);
    void check_names(const Json& schema, const Json& value, const std::string& where);
    [[nodiscard]] const Json& resolved(const Json& schema) const;
    /// The schema of a member, also from the schemas that this one is made of; null when none.
    [[nodiscard]] const Json* member(const Json& schema, const std::string& name) const;
    [[nodiscard]] bool is_open(const Json& schema) const;

    const Json& m_definitions;
    bool m_is_strict;
    std::vector<std::string> m_problems;
};

} // namespace syncctl::fakes
