#include "lint/lint.hpp"
#include "lint/status_pair.hpp"
#include "status_rows.hpp"
#include "status_table.hpp"

#include <fmt/format.h>

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace syncctl::mapping {
namespace {

using model::Side;

class StatusLint {
public:
    explicit StatusLint(Lint& lint) : m_lint{lint}
    {
        m_rows.unlisted_statuses_by_category = lint.draft.unlisted_statuses_by_category;
        for (const auto& line : lint.draft.statuses) {
            m_rows.statuses.push_back(
                {line.ends.source.text, line.ends.target.text, line.arrow, line.at.line});
        }
    }

    void run()
    {
        const bool is_known =
            m_lint.catalogues.source.is_known() && m_lint.catalogues.target.is_known();
        // Without metadata it cannot be told which lines belong to which of several type pairs.
        if (!m_lint.draft.maps_statuses() || (!is_known && m_lint.draft.types.size() > 1)) {
            return;
        }
        for (const auto& types : m_lint.draft.types) {
            const auto pair = statuses_between(types);
            bool is_function = true;
            for (const auto side : model::k_sides) {
                is_function = check_function(pair, side) && is_function;
                check_coverage(pair, side);
            }
            if (is_function) {
                check_settles(pair);
                check_transitions(m_lint, pair);
            }
        }
    }

private:
    [[nodiscard]] StatusPair statuses_between(const LineDraft& types) const
    {
        StatusPair pair{types,
                        {m_lint.catalogues.source.type(types.ends.source.text),
                         m_lint.catalogues.target.type(types.ends.target.text)},
                        {},
                        {},
                        elsewhere()};
        for (std::size_t i = 0; i < m_rows.statuses.size(); ++i) {
            const auto& row = m_rows.statuses[i];
            if (concerns(row, pair.infos.source, pair.infos.target)) {
                pair.lines.push_back(&m_lint.draft.statuses[i]);
                pair.table.push_back({row.source_status, row.target_status, row.arrow});
            }
        }
        if (pair.infos.source != nullptr && pair.infos.target != nullptr) {
            pair.table = status_table(m_rows, *pair.infos.source, *pair.infos.target);
        }
        return pair;
    }

    [[nodiscard]] Place elsewhere() const
    {
        const auto& draft = m_lint.draft;
        return draft.statuses_at ? *draft.statuses_at : draft.unlisted_at.value_or(Place{});
    }

    bool check_function(const StatusPair& pair, Side side)
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

    /// Statuses that cannot be brought to `side`.
    void check_coverage(const StatusPair& pair, Side side)
    {
        const auto from = model::other(side);
        const ValueTable table{pair.table};
        // Without any line in this direction the statuses are one-way on purpose.
        if (pair.infos.source == nullptr || pair.infos.target == nullptr || !table.leads_to(side) ||
            !pair_writes(m_lint, side)) {
            return;
        }
        std::vector<std::string> missing;
        for (const auto& status : pair.infos[from]->statuses) {
            if (table.towards(side, status.name) == nullptr) {
                missing.push_back(status.name);
            }
        }
        if (missing.empty()) {
            return;
        }
        m_lint.findings.warning(
            pair.elsewhere,
            fmt::format("no line brings {} of {} type '{}' to '{}'",
                        enumerated(missing),
                        model::to_string(from),
                        pair.infos[from]->name,
                        pair.infos[side]->name),
            m_rows.unlisted_statuses_by_category
                ? "nothing there is of a category that fits; add a line, or one for '_'"
                : "an item in such a status becomes an error; add a line, one for '_', or "
                  "`unlisted_statuses: category`");
    }

    /// Where a status lands after there, back and there again must be where it landed first, or
    /// both sides would push each other on and on.
    void check_settles(const StatusPair& pair)
    {
        const ValueTable table{pair.table};
        for (std::size_t i = 0; i < pair.table.size(); ++i) {
            for (const auto side : model::k_sides) {
                if (model::points_to(pair.table[i].arrow, side)) {
                    check_settles(table, pair, i, side);
                }
            }
        }
    }

    void check_settles(const ValueTable& table, const StatusPair& pair, std::size_t line, Side side)
    {
        const auto& row = pair.table[line];
        const auto& here = side == Side::target ? row.source : row.target;
        const auto& there = side == Side::target ? row.target : row.source;
        const auto* back = table.towards(model::other(side), there);
        const auto* again = back == nullptr ? nullptr : table.towards(side, *back);
        if (again == nullptr || *again == there || !m_unsettled.emplace(here, there, side).second) {
            return;
        }
        m_lint.findings.error(
            pair.place_of(line),
            fmt::format(
                "these statuses never settle: '{}' becomes '{}', which comes back as '{}', which "
                "becomes '{}'",
                here,
                there,
                *back,
                *again),
            fmt::format("let '{}' come back as a status that becomes '{}'", there, there));
    }

    Lint& m_lint;
    model::MappingRows m_rows;
    std::set<std::pair<const LineDraft*, Side>> m_reported;
    std::set<std::tuple<std::string, std::string, Side>> m_unsettled;
};

} // namespace

Place StatusPair::place_of(Side from, const std::string& status) const
{
    for (const auto* line : lines) {
        if (line->ends[from].text == status && model::points_to(line->arrow, model::other(from))) {
            return line->at;
        }
    }
    return elsewhere;
}

void lint_statuses(Lint& lint)
{
    StatusLint{lint}.run();
}

} // namespace syncctl::mapping
