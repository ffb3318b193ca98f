#include "syncctl/mapping/value_table.hpp"

namespace syncctl::mapping {

ValueTable::ValueTable(const std::vector<model::TransformStep::TableLine>& lines)
{
    for (const auto& line : lines) {
        const model::BothSides<const std::string*> ends{&line.source, &line.target};
        for (const auto side : model::k_sides) {
            if (!model::points_to(line.arrow, side)) {
                continue;
            }
            const auto& from = *ends[model::other(side)];
            if (from != k_any_value) {
                m_lines[side].emplace(from, *ends[side]);
            } else if (!m_fallback[side]) {
                m_fallback[side] = *ends[side];
            }
        }
    }
}

const std::string* ValueTable::towards(model::Side side, const std::string& text) const
{
    const auto& lines = m_lines[side];
    const auto found = lines.find(text);
    if (found != lines.end()) {
        return &found->second;
    }
    const auto& fallback = m_fallback[side];
    return fallback ? &*fallback : nullptr;
}

} // namespace syncctl::mapping
