#include "fit.hpp"
#include "lint.hpp"
#include "status_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace syncctl::mapping {
namespace {

using model::Side;
using model::TypeInfo;
using Types = std::vector<const TypeInfo*>;

class NameLint {
public:
    explicit NameLint(Lint& lint) : m_lint{lint}, m_draft{lint.draft}, m_findings{lint.findings} {}

    void run()
    {
        connectors();
        types();
        statuses();
        for (auto& field : m_draft.fields) {
            only(field);
            for (const auto side : k_sides) {
                if (!field.fields[side].text.empty()) {
                    field.infos[side] = everywhere(side, field.fields[side], types_of(field, side));
                }
            }
        }
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
        for (const auto side : k_sides) {
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

    std::string
    suggestion(std::string_view typed, const std::vector<std::string>& known, std::string_view what)
    {
        auto hint = m_findings.did_you_mean(typed, known);
        return hint.empty() && !known.empty() && known.size() <= 12
                   ? fmt::format("{} are: {}", what, fmt::join(known, ", "))
                   : hint;
    }

    void types()
    {
        std::map<std::pair<std::string, std::string>, int> seen;
        for (std::size_t i = 0; i < m_draft.types.size(); ++i) {
            const auto& line = m_draft.types[i];
            for (const auto side : k_sides) {
                m_rows_of_type[line.ends[side].text].push_back(i);
                known_type(side, line.ends[side]);
            }
            const auto [entry, is_new] =
                seen.emplace(std::pair{line.ends.source.text, line.ends.target.text}, line.at.line);
            if (!is_new) {
                m_findings.error(
                    line.at,
                    fmt::format("'{}' and '{}' are mapped to each other on line {} already",
                                line.ends.source.text,
                                line.ends.target.text,
                                entry->second));
            }
        }
    }

    void known_type(Side side, const Name& name)
    {
        auto& catalogue = m_lint.catalogues[side];
        if (!catalogue.is_known()) {
            return;
        }
        const auto* type = catalogue.type(name.text);
        if (type != nullptr) {
            if (std::find(m_types[side].begin(), m_types[side].end(), type) ==
                m_types[side].end()) {
                m_types[side].push_back(type);
            }
            return;
        }
        m_has_unknown_types[side] = true;
        m_findings.error(name.at,
                         fmt::format("the {} has no type '{}'", model::to_string(side), name.text),
                         suggestion(name.text, catalogue.type_names(), "its types"));
    }

    void statuses()
    {
        for (const auto& line : m_draft.statuses) {
            for (const auto side : k_sides) {
                if (m_lint.catalogues[side].is_known() && !m_has_unknown_types[side]) {
                    known_status(side, line.ends[side]);
                }
            }
        }
    }

    void known_status(Side side, const Name& name)
    {
        std::set<std::string> known;
        for (const auto* type : m_types[side]) {
            for (const auto& status : type->statuses) {
                known.insert(status.name);
            }
        }
        if (name.text == k_any_value || name.text.empty() || known.empty() ||
            known.count(name.text) > 0) {
            return;
        }
        m_findings.error(name.at,
                         fmt::format("no mapped type of the {} has a status '{}'",
                                     model::to_string(side),
                                     name.text),
                         suggestion(name.text, {known.begin(), known.end()}, "its statuses"));
    }

    void only(const FieldDraft& field)
    {
        for (const auto& name : field.only) {
            if (m_rows_of_type.count(name.text) > 0) {
                continue;
            }
            std::vector<std::string> mapped;
            for (const auto& entry : m_rows_of_type) {
                mapped.push_back(entry.first);
            }
            m_findings.error(name.at,
                             fmt::format("type '{}' is not mapped under 'types'", name.text),
                             suggestion(name.text, mapped, "mapped types"));
        }
    }

    /// The types of that side between which the rule runs.
    Types types_of(const FieldDraft& field, Side side)
    {
        if (field.only.empty()) {
            return m_types[side];
        }
        Types types;
        for (const auto& name : field.only) {
            const auto rows = m_rows_of_type.find(name.text);
            if (rows == m_rows_of_type.end()) {
                continue;
            }
            for (const auto row : rows->second) {
                const auto* type = m_lint.catalogues[side].type(m_draft.types[row].ends[side].text);
                if (type != nullptr && std::find(types.begin(), types.end(), type) == types.end()) {
                    types.push_back(type);
                }
            }
        }
        return types;
    }

    /// The field on those of the types that have it; the name becomes the reference.
    std::vector<FieldOnType> somewhere(Side side, Name& name, const Types& types)
    {
        std::vector<FieldOnType> found;
        for (const auto* type : types) {
            const auto field = m_lint.catalogues[side].field(*type, name.text);
            if (field.is_ambiguous) {
                m_findings.error(
                    name.at,
                    fmt::format("type '{}' has several fields called '{}'", type->name, name.text),
                    "write the reference in place of the name");
                return {};
            }
            if (field.field != nullptr) {
                found.push_back({type, field.field});
            }
        }
        if (found.empty()) {
            unknown_field(side, name, types);
            return {};
        }
        const auto& first = found.front();
        for (const auto& each : found) {
            if (each.field->reference != first.field->reference) {
                m_findings.error(
                    name.at,
                    fmt::format("'{}' is field '{}' of type '{}', but '{}' of type '{}'",
                                name.text,
                                first.field->reference,
                                first.type->name,
                                each.field->reference,
                                each.type->name),
                    "write the reference, one rule per type with `only`");
                return {};
            }
        }
        name.text = first.field->reference;
        return found;
    }

    void unknown_field(Side side, const Name& name, const Types& types)
    {
        auto& catalogue = m_lint.catalogues[side];
        if (types.empty() || name.text.empty() ||
            (m_has_unknown_types[side] && catalogue.has_field_anywhere(name.text))) {
            return;
        }
        std::vector<std::string> names;
        for (const auto* type : types) {
            names.push_back(type->name);
        }
        m_findings.error(name.at,
                         fmt::format("the {} has no field '{}' on type {}",
                                     model::to_string(side),
                                     name.text,
                                     enumerated(names)),
                         suggestion(name.text, catalogue.field_names(), "its fields"));
    }

    /// Like somewhere, but every type must have the field.
    std::vector<FieldOnType> everywhere(Side side, Name& name, const Types& types)
    {
        const auto typed = name.text;
        auto found = somewhere(side, name, types);
        if (found.empty() || found.size() == types.size()) {
            return found;
        }
        std::vector<std::string> with;
        std::vector<std::string> without;
        for (const auto* type : types) {
            const bool has =
                std::any_of(found.begin(), found.end(), [type](const FieldOnType& each) {
                    return each.type == type;
                });
            (has ? with : without).push_back(type->name);
        }
        m_findings.error(name.at,
                         fmt::format("'{}' is not a field of type {}", typed, enumerated(without)),
                         fmt::format("add `only: [{}]` to the rule", fmt::join(with, ", ")));
        return found;
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
            for (const auto side : k_sides) {
                static_cast<void>(somewhere(side, line.ends[side], m_types[side]));
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
        for (const auto side : k_sides) {
            std::set<std::string> seen;
            for (auto& each : m_draft.defaults[side]) {
                const auto typed = each.field.text;
                check_default(each, somewhere(side, each.field, m_types[side]));
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
                                 suggestion(each.field.text, known, "it may be"));
            }
        }
    }

    std::string reference_of(const std::string& name)
    {
        for (const auto* type : m_types.source) {
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
        if (m_draft.statuses.empty()) {
            return false;
        }
        model::FieldMappingRow row;
        row.source_field = chosen.field.text == "status" ? chosen.field.text : reference;
        row.target_field = row.source_field;
        row.chain = {{std::string{k_statuses_step}, {}, {}}};
        row.strategy = chosen.strategy;
        row.line = chosen.field.at.line;
        for (const auto* type : m_types.source) {
            const auto* field = type->status_field();
            if (field != nullptr && field->reference == reference) {
                row.only_types.push_back(type->name);
            }
        }
        const bool is_for_all =
            chosen.field.text == "status" || row.only_types.size() == m_types.source.size();
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
    model::BothSides<Types> m_types;
    model::BothSides<bool> m_has_unknown_types;
    std::map<std::string, std::vector<std::size_t>> m_rows_of_type;
};

} // namespace

std::string enumerated(const std::vector<std::string>& names)
{
    constexpr std::size_t k_shown = 5;
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), k_shown); ++i) {
        text += fmt::format("{}'{}'", i == 0 ? "" : ", ", names[i]);
    }
    return names.size() > k_shown ? fmt::format("{} and {} more", text, names.size() - k_shown)
                                  : text;
}

void lint_names(Lint& lint)
{
    NameLint{lint}.run();
}

} // namespace syncctl::mapping
