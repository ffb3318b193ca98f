#include "lint/lint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <unordered_map>

namespace syncctl::mapping {
namespace {

/// Every rule carries the tables that it uses; this bounds what a document can make of itself.
constexpr std::size_t k_max_attached_lines = 200'000;

} // namespace

void check_function(Lint& lint,
                    const std::vector<LineDraft>& lines,
                    model::Side side,
                    std::string (*key_of)(const std::string& value))
{
    std::unordered_map<std::string, int> seen;
    for (const auto& line : lines) {
        if (!model::points_to(line.arrow, side)) {
            continue;
        }
        const auto& from = line.ends[model::other(side)];
        const auto [entry, is_first] =
            seen.emplace(key_of == nullptr ? from.text : key_of(from.text), line.at.line);
        if (!is_first) {
            lint.findings.error(from.at,
                                fmt::format("'{}' has a line towards the {} already (line {})",
                                            from.text,
                                            model::to_string(side),
                                            entry->second),
                                fmt::format("write '{}' on all but one of them",
                                            side == model::Side::source ? "->" : "<-"));
        }
    }
}

bool leads_to(const std::vector<LineDraft>& lines, model::Side side)
{
    return std::any_of(lines.begin(), lines.end(), [side](const LineDraft& line) {
        return model::points_to(line.arrow, side);
    });
}

void attach(Lint& lint, StepDraft& step, const std::vector<LineDraft>& lines)
{
    lint.attached_lines += lines.size();
    if (lint.attached_lines > k_max_attached_lines) {
        lint.findings.error(
            step.at,
            fmt::format("the value tables used by all rules together have more than {} lines",
                        k_max_attached_lines));
        return;
    }
    for (const auto& line : lines) {
        step.step.table.push_back({line.ends.source.text, line.ends.target.text, line.arrow});
    }
}

} // namespace syncctl::mapping
