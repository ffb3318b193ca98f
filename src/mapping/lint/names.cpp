#include "fit.hpp"
#include "lint/field_names.hpp"
#include "lint/lint.hpp"
#include "status_rows.hpp"

#include <fmt/format.h>

#include <map>
#include <set>
#include <utility>

namespace syncctl::mapping {
namespace {

using model::Side;

class NameLint {
public:
    explicit NameLint(Lint& lint)
        : m_lint{lint}, m_draft{lint.draft}, m_findings{lint.findings}, m_names{lint}
    {
    }

    void run()
    {
        connectors();
        m_names.read_types();
        statuses();
        for (auto& field : m_draft.fields) {
            only(field);
            for (const auto side : model::k_sides) {
                if (!field.fields[side].text.empty()) {
                    field.infos[side] = m_names.everywhere(
                        side, field.fields[side], m_names.types_of(field.only, side));
                }
            }
        }
        lint_conditions(m_lint, m_names);
        match();
        defaults();
        strategies();
    }

private:
    void connectors()
    {
        const auto& around = m_lint.surroundings;
        const model::BothSides<std::string> expected{around.source_name, around.target_name};
        const model::BothSides<const std::optional<Name>*> written{&m_draft.source,
                                                                   &m_draft.target};
        for (const auto side : model::k_sides) {
            const auto& name = *written[side];
            if (!name || expected[side].empty() || name->text == expected[side]) {
                continue;
            }
            const bool is_swapped = name->text == expected[model::other(side)];
            m_findings.error(
                name->at,
                fmt::format("the {} of this pair is '{}', not '{}'",
                            model::to_string(side),
                            expected[side],
                            name->text),
                is_swapped ? "source and target are swapped"
                           : fmt::format("write `{}: {}`", model::to_string(side), expected[side]));
        }
    }

    void statuses()
    {
        for (const auto& line : m_draft.statuses) {
            for (const auto side : model::k_sides) {
                if (m_lint.catalogues[side].is_known() && !m_names.has_unknown_types(side)) {
                    known_status(side, line.ends[side]);
                }
            }
        }
    }

    void known_status(Side side, const Name& name)
    {
        std::set<std::string> known;
        for (const auto* type : m_names.types(side)) {
            for (const auto& status : type->statuses) {
                known.insert(status.name);
            }
        }
        if (name.text == k_any_value || name.text.empty() || known.empty() ||
            known.count(name.text) > 0) {
            return;
        }
        m_findings.error(
            name.at,
            fmt::format(
                "no mapped type of the {} has a status '{}'", model::to_string(side), name.text),
            m_names.suggestion(name.text, {known.begin(), known.end()}, "its statuses"));
    }

    void only(const FieldDraft& field)
    {
        for (const auto& name : field.only) {
            if (m_names.is_mapped(name.text)) {
                continue;
            }
            m_findings.error(name.at,
                             fmt::format("type '{}' is not mapped under 'types'", name.text),
                             m_names.suggestion(name.text, m_names.mapped_types(), "mapped types"));
        }
    }

    void match()
    {
        std::set<std::pair<std::string, std::string>> seen;
        for (auto& line : m_draft.match) {
            if (line.arrow != model::Arrow::both) {
                m_findings.error(line.arrow_at,
                                 "a match compares both sides and has no direction",
                                 "did you mean '<->'?");
            }
            for (const auto side : model::k_sides) {
                static_cast<void>(m_names.somewhere(side, line.ends[side], m_names.types(side)));
            }
            if (!seen.emplace(line.ends.source.text, line.ends.target.text).second) {
                m_findings.error(line.at,
                                 fmt::format("'{} <-> {}' is a match rule already",
                                             line.ends.source.text,
                                             line.ends.target.text));
            }
        }
    }

    void defaults()
    {
        for (const auto side : model::k_sides) {
            std::set<std::string> seen;
            for (auto& each : m_draft.defaults[side]) {
                const auto typed = each.field.text;
                check_default(each, m_names.somewhere(side, each.field, m_names.types(side)));
                if (!seen.insert(each.field.text).second) {
                    m_findings.error(
                        each.field.at,
                        fmt::format("'{}' has a default already, as '{}'", typed, each.field.text));
                }
            }
        }
    }

    void check_default(const DefaultDraft& each, const std::vector<FieldOnType>& found)
    {
        for (const auto& on : found) {
            if (on.field->is_readonly) {
                m_findings.error(each.field.at,
                                 fmt::format("field '{}' is read-only", on.field->reference));
                return;
            }
            const auto result = fitted(each.value.text, with_statuses(*on.field, *on.type), true);
            if (const auto* problem = std::get_if<TransformProblem>(&result)) {
                m_findings.error(each.value.at, problem->reason);
                return;
            }
        }
    }

    /// `conflicts: { FIELD: STRATEGY }` speaks about the rules of that source field, or the
    /// statuses.
    void strategies()
    {
        std::map<std::string, std::vector<FieldDraft*>> rules;
        for (auto& field : m_draft.fields) {
            if (!field.constant) {
                rules[field.fields.source.text].push_back(&field);
            }
        }
        for (const auto& each : m_draft.strategies) {
            const auto reference = reference_of(each.field.text);
            const auto found = rules.find(reference);
            if (found != rules.end()) {
                set_strategy(each, found->second);
            } else if (!set_status_strategy(each, reference)) {
                std::vector<std::string> known{"default", "status"};
                for (const auto& entry : rules) {
                    known.push_back(entry.first);
                }
                m_findings.error(each.field.at,
                                 fmt::format("no rule has the source field '{}'", each.field.text),
                                 m_names.suggestion(each.field.text, known, "it may be"));
            }
        }
    }

    std::string reference_of(const std::string& name)
    {
        for (const auto* type : m_names.types(Side::source)) {
            const auto found = m_lint.catalogues.source.field(*type, name);
            if (found.field != nullptr && !found.is_ambiguous) {
                return found.field->reference;
            }
        }
        return name;
    }

    void set_strategy(const StrategyDraft& chosen, const std::vector<FieldDraft*>& rules)
    {
        for (auto* rule : rules) {
            if (rule->strategy) {
                m_findings.error(chosen.field.at,
                                 fmt::format("the conflicts of '{}' are decided on line {} already",
                                             chosen.field.text,
                                             rule->strategy_at.line));
                return;
            }
            rule->strategy = chosen.strategy;
            rule->strategy_at = chosen.field.at;
        }
    }

    bool set_status_strategy(const StrategyDraft& chosen, const std::string& reference)
    {
        if (!m_draft.maps_statuses()) {
            return false;
        }
        model::FieldMappingRow row;
        row.source_field = chosen.field.text == "status" ? chosen.field.text : reference;
        row.target_field = row.source_field;
        row.chain = {{std::string{k_statuses_step}, {}, {}}};
        row.strategy = chosen.strategy;
        row.line = chosen.field.at.line;
        for (const auto* type : m_names.types(Side::source)) {
            const auto* field = type->status_field();
            if (field != nullptr && field->reference == reference) {
                row.only_types.push_back(type->name);
            }
        }
        const bool is_for_all = chosen.field.text == "status" ||
                                row.only_types.size() == m_names.types(Side::source).size();
        if (row.only_types.empty() && !is_for_all) {
            return false;
        }
        if (is_for_all) {
            row.only_types.clear();
        }
        m_draft.status_strategies.push_back(std::move(row));
        return m_lint.catalogues.source.is_known() || chosen.field.text == "status";
    }

    Lint& m_lint;
    Draft& m_draft;
    Findings& m_findings;
    FieldNames m_names;
};

} // namespace

void lint_names(Lint& lint)
{
    NameLint{lint}.run();
}

} // namespace syncctl::mapping
