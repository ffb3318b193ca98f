#include "lint/lint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>

namespace syncctl::mapping {
namespace {

using model::Side;

/// An item without partner on that side can be asked about itself only.
bool takes_every_item(const LineDraft& line, Side side)
{
    return std::none_of(line.when.begin(), line.when.end(), [side](const ConditionDraft& each) {
        return each.side == side;
    });
}

} // namespace

void lint_types(Lint& lint)
{
    model::BothSides<std::map<std::string, int>> taken; // type -> line that takes all of its items
    for (const auto& line : lint.draft.types) {
        bool is_reached = false;
        int earlier = 0;
        for (const auto side : model::k_sides) {
            const auto found = taken[side].find(line.ends[side].text);
            const bool is_taken = found != taken[side].end();
            if (model::points_to(line.arrow, model::other(side))) {
                is_reached = is_reached || !is_taken;
                earlier = is_taken ? found->second : earlier;
            }
        }
        if (!is_reached) {
            lint.findings.warning(
                line.at,
                fmt::format("no new item ever takes this line: line {} comes first and takes all "
                            "of the type",
                            earlier),
                "put the line with the condition first, or remove this one");
        }
        for (const auto side : model::k_sides) {
            if (takes_every_item(line, side)) {
                taken[side].emplace(line.ends[side].text, line.at.line);
            }
        }
    }
}

} // namespace syncctl::mapping
