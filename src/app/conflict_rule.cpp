#include "conflict_values.hpp"
#include "mapping_check.hpp"
#include "names.hpp"
#include "strategy_line.hpp"

#include "syncctl/app/conflict_items.hpp"
#include "syncctl/mapping/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace syncctl::app {

namespace {

/// The word under `conflicts` for the rule between the two status fields.
constexpr std::string_view k_status = "status";

/// One pair's mapping, and what another document would do to it.
class Remembering {
public:
    Remembering(store::Store& store, model::Pair pair, const RuleToRemember& rule)
        : m_store{store},
          m_pair{std::move(pair)},
          m_rule{rule},
          m_source{store.connectors.metadata(m_pair.source)},
          m_target{store.connectors.metadata(m_pair.target)},
          m_rows{store.pairs.mapping(m_pair.id).value_or(model::MappingRows{})},
          m_references{references_of(rule.field)}
    {
    }

    [[nodiscard]] bool says_so_already() const { return has_strategy(m_rows); }

    /// The edit after which the field has the strategy, and nothing else is different.
    [[nodiscard]] std::optional<LineEdit> find_edit(std::string_view document) const
    {
        const auto word = model::to_string(m_rule.strategy);
        for (auto& edit : strategy_edits(document, keys(), rule_line(), word)) {
            const auto checked = check_for_pair(m_store, m_pair, m_pair.name, edit.text);
            if (!checked.check.has_errors && has_strategy(checked.compiled.rows) &&
                without_strategy(checked.compiled.rows) == without_strategy(m_rows)) {
                return std::move(edit);
            }
        }
        return std::nullopt;
    }

private:
    [[nodiscard]] bool is_rule(const model::FieldMappingRow& row) const
    {
        return row.source_field == m_references.source && row.target_field == m_references.target;
    }

    [[nodiscard]] int rule_line() const
    {
        const auto found = std::find_if(m_rows.fields.begin(),
                                        m_rows.fields.end(),
                                        [this](const auto& row) { return is_rule(row); });
        return found == m_rows.fields.end() ? 0 : found->line;
    }

    /// What `conflicts` may call the field: its reference, its name, `status` for a status.
    [[nodiscard]] std::vector<std::string> keys() const
    {
        std::vector<std::string> keys;
        for (const auto& type : m_source.types) {
            const auto* field = type.find_field(m_references.source);
            if (field != nullptr && field->type == model::FieldType::status && rule_line() == 0) {
                add(keys, std::string{k_status});
            }
            add(keys, m_references.source);
            if (field != nullptr) {
                add(keys, field->name);
            }
        }
        add(keys, m_references.source);
        return keys;
    }

    static void add(std::vector<std::string>& keys, const std::string& key)
    {
        if (!key.empty() && std::find(keys.begin(), keys.end(), key) == keys.end()) {
            keys.push_back(key);
        }
    }

    /// Does every rule of that name go by the strategy, whatever the types?
    [[nodiscard]] bool has_strategy(const model::MappingRows& rows) const
    {
        const mapping::Rules rules{rows, m_source, m_target};
        bool is_there = false;
        for (const auto& types : rows.types) {
            const auto* of_types = rules.for_types(types.source_type, types.target_type);
            const auto* rule = of_types == nullptr ? nullptr : of_types->find(m_rule.field);
            if (rule != nullptr && rule->strategy() != m_rule.strategy) {
                return false;
            }
            is_there = is_there || rule != nullptr;
        }
        return is_there;
    }

    /// What must stay the same. Lines may move.
    [[nodiscard]] model::MappingRows without_strategy(model::MappingRows rows) const
    {
        rows.revision = 0;
        const auto is_of_field = [this](const model::FieldMappingRow& row) {
            return row.source_field == m_references.source || row.source_field == k_status;
        };
        // A strategy for statuses is a row without a transform of its own.
        std::erase_if(rows.fields, [&](const model::FieldMappingRow& row) {
            return is_of_field(row) && row.source_field == row.target_field && !is_rule(row) &&
                   row.strategy.has_value();
        });
        for (auto& row : rows.fields) {
            row.line = 0;
            if (is_of_field(row)) {
                row.strategy.reset();
            }
        }
        for (auto& row : rows.types) {
            row.line = 0;
        }
        for (auto& row : rows.statuses) {
            row.line = 0;
        }
        return rows;
    }

    store::Store& m_store;
    model::Pair m_pair;
    const RuleToRemember& m_rule;
    model::Metadata m_source;
    model::Metadata m_target;
    model::MappingRows m_rows;
    model::BothSides<std::string> m_references;
};

std::size_t undecided(store::Store& store, const RuleToRemember& rule)
{
    const auto open = store.conflicts.list(rule.pair, store::ConflictFilter::open);
    return static_cast<std::size_t>(std::count_if(open.begin(), open.end(), [&](const auto& each) {
        return each.conflict.field == rule.field && !each.conflict.decision;
    }));
}

} // namespace

RememberedRule remember_rule(Workspace& workspace,
                             const RuleToRemember& rule,
                             const std::string& by,
                             bool is_dry_run)
{
    const auto document = export_mapping(workspace, rule.pair);
    auto& store = workspace.reading();
    const auto pair = require_pair(store, rule.pair);
    const auto newest = store.pairs.newest_revision(pair.id);
    const Remembering remembering{store, pair, rule};
    RememberedRule remembered;
    remembered.other_conflicts = undecided(store, rule);
    if (remembering.says_so_already()) {
        return remembered;
    }
    const auto edit = remembering.find_edit(document);
    if (!edit) {
        remembered.problem =
            "the mapping is written in a way that one line cannot change; syncctl mapping edit " +
            rule.pair;
        return remembered;
    }
    remembered.line = edit->line;
    remembered.before = edit->before;
    remembered.after = edit->after;
    if (is_dry_run) {
        return remembered;
    }
    const auto imported = import_mapping(workspace,
                                         {.pair = rule.pair,
                                          .file_name = rule.pair,
                                          .document = edit->text,
                                          .is_dry_run = false,
                                          .by = by,
                                          .edit_of = newest});
    remembered.revision = imported.revision;
    if (imported.is_overtaken) {
        remembered.problem = "somebody stored another mapping at the same moment";
    } else if (imported.check.has_errors) {
        remembered.problem =
            "the trackers changed: the mapping has errors; syncctl mapping validate " + rule.pair;
    }
    return remembered;
}

} // namespace syncctl::app
