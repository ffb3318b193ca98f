#pragma once

#include "lint/lint.hpp"

#include "syncctl/mapping/value_table.hpp"

#include <optional>
#include <string>
#include <vector>

namespace syncctl::mapping {

/// The statuses between two types that are mapped to each other.
struct StatusPair {
    const LineDraft& types;
    model::BothSides<const model::TypeInfo*> infos; ///< nullptr while not known
    std::vector<const LineDraft*> lines;            ///< those that speak about both types
    /// As the engine uses it: the lines, then those by category.
    std::vector<model::TransformStep::TableLine> table;
    Place elsewhere; ///< of what no line says

    /// Where the document says what the table line says.
    [[nodiscard]] Place place_of(std::size_t table_line) const
    {
        return table_line < lines.size() ? lines[table_line]->at : elsewhere;
    }

    /// Where the document says what becomes of that status.
    [[nodiscard]] Place place_of(model::Side from, const std::string& status) const;
};

/// Changes of status that are possible on one side, but never on the other one.
void check_transitions(Lint& lint, const StatusPair& pair);

} // namespace syncctl::mapping
