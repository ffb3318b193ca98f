#include "syncctl/store/sealed_values.hpp"

#include "scopes.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/store/statement.hpp"

#include <fmt/format.h>

#include <array>
#include <sql/sealed_values.hpp>
#include <utility>

namespace syncctl::store {

namespace {

std::string_view replacement_of(const SealedValue& value)
{
    if (value.table == "system_settings") {
        return sql::sealed_values::replace_setting;
    }
    constexpr std::array k_columns{
        std::pair{std::string_view{"encrypted_credentials"},
                  sql::sealed_values::replace_credentials},
        std::pair{std::string_view{"access_token"}, sql::sealed_values::replace_access_token},
        std::pair{std::string_view{"webhook_secret"}, sql::sealed_values::replace_webhook_secret},
        std::pair{std::string_view{"previous_webhook_secret"},
                  sql::sealed_values::replace_previous_webhook_secret}};
    for (const auto& [column, statement] : k_columns) {
        if (value.table == "connectors" && value.column == column) {
            return statement;
        }
    }
    throw Error{
        ErrorCode::failed,
        fmt::format("internal error: {}.{} holds no sealed values", value.table, value.column)};
}

} // namespace

std::vector<SealedValue> SealedValues::list()
{
    std::vector<SealedValue> values;
    auto rows = m_database.prepare(sql::sealed_values::list);
    while (rows.step()) {
        values.push_back({.table = rows.text(0),
                          .column = rows.text(1),
                          .row = rows.text(2),
                          .owner = rows.text(3),
                          .envelope = rows.text(4)});
    }
    return values;
}

void SealedValues::replace(const SealedValue& value, std::string_view envelope)
{
    WriteScope scope{m_database};
    auto change = m_database.prepare(replacement_of(value));
    change.bind(":row", value.row);
    change.bind(":envelope", envelope);
    change.run();
    scope.commit();
}

} // namespace syncctl::store
