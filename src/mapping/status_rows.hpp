#pragma once

#include "syncctl/mapping/value_table.hpp"
#include "syncctl/model/mapping_rows.hpp"
#include "syncctl/model/metadata.hpp"

#include <string>
#include <string_view>

namespace syncctl::mapping {

/// Name of the step by which a field row tells the strategy of the status rule (the rows have no
/// other place for it). No transform has this name.
inline constexpr std::string_view k_statuses_step = "statuses";

[[nodiscard]] inline bool carries_status_strategy(const model::FieldMappingRow& row)
{
    return row.chain.size() == 1 && row.chain.front().name == k_statuses_step;
}

/// Does the line speak about statuses of both types? One list serves all type pairs, and each pair
/// takes the lines whose statuses it has. A type without known statuses has all.
[[nodiscard]] inline bool concerns(const model::StatusMappingRow& row,
                                   const model::TypeInfo* source,
                                   const model::TypeInfo* target)
{
    const auto has = [](const model::TypeInfo* type, const std::string& status) {
        return type == nullptr || type->statuses.empty() || status == k_any_value ||
               type->find_status(status) != nullptr;
    };
    return has(source, row.source_status) && has(target, row.target_status);
}

/// May the row be used between these two types?
[[nodiscard]] inline bool applies_to(const model::FieldMappingRow& row,
                                     const model::TypeMappingRow& types)
{
    if (row.only_types.empty()) {
        return true;
    }
    for (const auto& only : row.only_types) {
        if (only == types.source_type || only == types.target_type) {
            return true;
        }
    }
    return false;
}

} // namespace syncctl::mapping
