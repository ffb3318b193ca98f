#include "lint/lint.hpp"
#include "status_rows.hpp"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace syncctl::mapping {
namespace {

using model::Side;

/// The status lines that speak about one type pair.
struct PairLines {
    std::vector<const LineDraft*> lines;
    std::vector<model::TransformStep::TableLine> table;
};

class StatusLint {
public:
    explicit StatusLint(Lint& lint) : m_lint{lint} {}

    void run()
    {
        const bool is_known =
            m_lint.catalogues.source.is_known() && m_lint.catalogues.target.is_known();
        // Without metadata it cannot be told which lines belong to which of several type pairs.
        if (m_lint.draft.statuses.empty() || (!is_known && m_lint.draft.types.size() > 1)) {
            return;
        }
        for (const auto& types : m_lint.draft.types) {
            const auto pair = lines_between(types);
            bool is_function = true;
            for (const auto side : k_sides) {
                is_function = check_function(pair, side) && is_function;
            }
            if (is_function) {
                check_settles(pair);
            }
        }
    }

private:
    [[nodiscard]] PairLines lines_between(const LineDraft& types) const
    {
        const auto* source = m_lint.catalogues.source.type(types.ends.source.text);
        const auto* target = m_lint.catalogues.target.type(types.ends.target.text);
        PairLines pair;
        for (const auto& line : m_lint.draft.statuses) {
            const model::StatusMappingRow row{
                line.ends.source.text, line.ends.target.text, line.arrow, 0};
            if (concerns(row, source, target)) {
                pair.lines.push_back(&line);
                pair.table.push_back({row.source_status, row.target_status, row.arrow});
            }
        }
        return pair;
    }

    bool check_function(const PairLines& pair, Side side)
    {
        bool is_function = true;
        std::map<std::string, int> seen;
        for (const auto* line : pair.lines) {
            if (!model::points_to(line->arrow, side)) {
                continue;
            }
            const auto& from = line->ends[model::other(side)];
            const auto [entry, is_first] = seen.emplace(from.text, line->at.line);
            if (is_first) {
                continue;
            }
            is_function = false;
            if (m_reported.emplace(line, side).second) {
                m_lint.findings.error(
                    from.at,
                    fmt::format("status '{}' of the {} has a line towards the {} already (line {})",
                                from.text,
                                model::to_string(model::other(side)),
                                model::to_string(side),
                                entry->second),
                    fmt::format("write '{}' on all but one of them",
                                side == Side::source ? "->" : "<-"));
            }
        }
        return is_function;
    }

    /// Where a status lands after there, back and there again must be where it landed first, or
    /// both sides would push each other on and on.
    void check_settles(const PairLines& pair)
    {
        const ValueTable table{pair.table};
        for (const auto* line : pair.lines) {
            for (const auto side : k_sides) {
                if (model::points_to(line->arrow, side)) {
                    check_settles(table, *line, side);
                }
            }
        }
    }

    void check_settles(const ValueTable& table, const LineDraft& line, Side side)
    {
        const auto& there = line.ends[side].text;
        const auto* back = table.towards(model::other(side), there);
        const auto* again = back == nullptr ? nullptr : table.towards(side, *back);
        if (again == nullptr || *again == there || !m_unsettled.emplace(&line, side).second) {
            return;
        }
        m_lint.findings.error(
            line.at,
            fmt::format(
                "these statuses never settle: '{}' becomes '{}', which comes back as '{}', which "
                "becomes '{}'",
                line.ends[model::other(side)].text,
                there,
                *back,
                *again),
            fmt::format("let '{}' come back as a status that becomes '{}'", there, there));
    }

    Lint& m_lint;
    std::set<std::pair<const LineDraft*, Side>> m_reported;
    std::set<std::pair<const LineDraft*, Side>> m_unsettled;
};

} // namespace

void lint_statuses(Lint& lint)
{
    StatusLint{lint}.run();
}

} // namespace syncctl::mapping
