#pragma once

#include "fakes/azure_devops/wire.hpp"

namespace syncctl::fakes {

/// What a condition compares with.
struct WiqlValue {
    std::string text;
    bool is_field = false; ///< `text` is the reference of another field
};

struct WiqlCondition {
    enum class Kind { always, all, any, negated, compare };
    Kind kind = Kind::always;
    std::vector<WiqlCondition> children;
    const FieldDefinition* field = nullptr;
    /// =, <>, <, >, <=, >=, in, under, contains, is empty; lower case
    std::string comparison;
    std::vector<WiqlValue> values;
    std::string text; ///< as it was written, for messages
};

struct WiqlOrder {
    const FieldDefinition* field = nullptr;
    bool is_descending = false;
};

struct WiqlQuery {
    std::vector<const FieldDefinition*> columns;
    WiqlCondition where;
    std::vector<WiqlOrder> order;
    std::string as_of;
    bool is_about_deleted = false; ///< names System.IsDeleted
};

struct WiqlContext {
    const World* world = nullptr;
    std::string project; ///< for @project; empty: it is refused
    bool has_time_precision = false;
};

/// Flat queries: SELECT ... FROM WorkItems [WHERE ...] [ORDER BY ...] [ASOF '...'].
/// \throws Refusal{400} as the server does: unknown fields, times without timePrecision
[[nodiscard]] WiqlQuery parse_wiql(const WiqlContext& context, std::string_view text);
[[nodiscard]] bool matches(const WiqlContext& context,
                           const WiqlCondition& condition,
                           int id,
                           const Revision& revision);
/// -1, 0 or 1; a missing value is the least.
[[nodiscard]] int
compare_values(const FieldDefinition& field, const Json& a, const Json& b, bool by_day);
[[nodiscard]] Refusal wiql_error(const std::string& message, const std::string& cause);

} // namespace syncctl::fakes
