#pragma once

#include "syncctl/model/mapping_rows.hpp"
#include "syncctl/model/side.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace syncctl::mapping {

/// In a table's line: any value without a line of its own (`_ -> X`, `X <- _`).
inline constexpr std::string_view k_any_value = "_";

/// A value table, ready for look-ups in both directions. Exact: no case folding, no trimming.
class ValueTable {
public:
    /// The first line wins where two lines answer for the same value; the linter refuses such
    /// tables.
    explicit ValueTable(const std::vector<model::TransformStep::TableLine>& lines);

    /// What `text` of the other side becomes on `side`; nullptr when no line says so.
    [[nodiscard]] const std::string* towards(model::Side side, const std::string& text) const;

    /// Does any line lead there?
    [[nodiscard]] bool leads_to(model::Side side) const
    {
        return !m_lines[side].empty() || m_fallback[side].has_value();
    }

private:
    model::BothSides<std::unordered_map<std::string, std::string>> m_lines;
    model::BothSides<std::optional<std::string>> m_fallback;
};

} // namespace syncctl::mapping
