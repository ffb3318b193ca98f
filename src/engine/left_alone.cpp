#include "run_state.hpp"

#include <fmt/format.h>

#include <utility>

namespace syncctl::engine {

void report_left_alone(RunState& state,
                       const std::vector<LeftField>& fields,
                       const BothSides<std::string>& items)
{
    auto& known = state.report.left_alone;
    for (const auto& field : fields) {
        auto reason = fmt::format("{}: {}", field.field, field.reason);
        if (known.size() >= k_max_left_alone && !known.contains(reason)) {
            continue;
        }
        auto& entry = known[std::move(reason)];
        entry.items += 1;
        if (entry.first_item.empty()) {
            entry.first_item = state.item_key(field.side, items[field.side]);
        }
    }
}

} // namespace syncctl::engine
