#include "fit.hpp"
#include "lint/lint.hpp"

#include "syncctl/mapping/value_table.hpp"

#include <fmt/format.h>

#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace syncctl::mapping {
namespace {

using model::Side;

class ValueLint {
public:
    explicit ValueLint(Lint& lint) : m_lint{lint}, m_findings{lint.findings} {}

    void run()
    {
        for (auto& table : m_lint.draft.tables) {
            m_tables.emplace(table.name.text, &table);
            m_table_names.push_back(table.name.text);
            if (table.lines.empty()) {
                m_findings.warning(table.name.at,
                                   fmt::format("value table '{}' has no lines", table.name.text));
            }
        }
        for (auto& field : m_lint.draft.fields) {
            for (auto& step : field.steps) {
                if (step.step.name == "map") {
                    use(field, step);
                }
            }
            check_results(field);
        }
        for (const auto& table : m_lint.draft.tables) {
            if (!table.is_used) {
                m_findings.warning(
                    table.name.at,
                    fmt::format("value table '{}' is not used", table.name.text),
                    fmt::format("use it with `| map({})` or remove it", table.name.text));
            }
        }
    }

private:
    void use(FieldDraft& field, StepDraft& step)
    {
        const auto& name = step.step.arguments.front();
        const auto found = m_tables.find(name);
        if (found == m_tables.end()) {
            auto hint = m_findings.did_you_mean(name, m_table_names);
            m_findings.error(step.at,
                             fmt::format("there is no value table '{}'", name),
                             hint.empty()
                                 ? fmt::format("add it under `values: {{ {}: [ A <-> B ] }}`", name)
                                 : std::move(hint));
            field.has_bad_steps = true;
            return;
        }
        auto& table = *found->second;
        table.is_used = true;
        for (const auto side : model::k_sides) {
            if (model::points_to(field.arrow, side)) {
                check_direction(table, side, step.at);
            }
        }
        attach(m_lint, step, table.lines);
    }

    void check_direction(const TableDraft& table, Side side, Place used_at)
    {
        if (m_checked.emplace(&table, side).second) {
            check_function(m_lint, table.lines, side);
        }
        if (!leads_to(table.lines, side) && !table.lines.empty()) {
            m_findings.error(
                used_at,
                fmt::format("table '{}' has no line towards the {}, but the rule goes there",
                            table.name.text,
                            model::to_string(side)),
                "change the arrow of the rule or of the lines");
        }
    }

    /// What comes out of a table at the end of a chain must go into the field.
    void check_results(FieldDraft& field)
    {
        for (const auto side : model::k_sides) {
            if (field.steps.empty() || field.has_bad_steps ||
                !model::points_to(field.arrow, side)) {
                continue;
            }
            const auto& last = side == Side::target ? field.steps.back() : field.steps.front();
            const auto table = last.step.name == "map" ? m_tables.find(last.step.arguments.front())
                                                       : m_tables.end();
            if (table != m_tables.end()) {
                check_lines(*table->second, side, field);
            }
        }
    }

    void check_lines(const TableDraft& table, Side side, FieldDraft& field)
    {
        for (const auto& on : field.infos[side]) {
            if (!m_checked_results.emplace(&table, side, on.field).second) {
                continue;
            }
            const auto info = with_statuses(*on.field, *on.type);
            for (const auto& line : table.lines) {
                if (!model::points_to(line.arrow, side)) {
                    continue;
                }
                const auto& value = line.ends[side];
                const auto result = fitted(value.text, info, true);
                if (const auto* problem = std::get_if<TransformProblem>(&result)) {
                    field.has_bad_steps = true;
                    m_findings.error(value.at,
                                     problem->reason,
                                     m_findings.did_you_mean(value.text, info.allowed));
                }
            }
        }
    }

    Lint& m_lint;
    Findings& m_findings;
    std::map<std::string, TableDraft*> m_tables;
    std::vector<std::string> m_table_names;
    std::set<std::pair<const TableDraft*, Side>> m_checked;
    std::set<std::tuple<const TableDraft*, Side, const model::FieldInfo*>> m_checked_results;
};

} // namespace

void lint_values(Lint& lint)
{
    ValueLint{lint}.run();
}

} // namespace syncctl::mapping
