#include "draft.hpp"
#include "findings.hpp"
#include "lint/lint.hpp"
#include "yaml_reader.hpp"

#include "syncctl/mapping/document.hpp"

#include <utility>

namespace syncctl::mapping {
namespace {

model::FieldMappingRow row_of(FieldDraft& field)
{
    model::FieldMappingRow row;
    row.source_field = std::move(field.fields.source.text);
    row.target_field = std::move(field.fields.target.text);
    row.arrow = field.arrow;
    row.strategy = field.strategy;
    row.line = field.at.line;
    row.when = conditions_of(field.when);
    row.merges_lines = field.merges_lines;
    for (auto& step : field.steps) {
        row.chain.push_back(std::move(step.step));
    }
    for (auto& only : field.only) {
        row.only_types.push_back(std::move(only.text));
    }
    if (field.constant) {
        row.constant = std::move(field.constant->text);
    }
    return row;
}

model::MappingRows rows_of(Draft& draft, model::Strategy default_strategy)
{
    model::MappingRows rows;
    rows.default_strategy = draft.default_strategy.value_or(default_strategy);
    rows.deletes = draft.deletes;
    for (auto& line : draft.types) {
        rows.types.push_back({line.ends.source.text,
                              line.ends.target.text,
                              line.arrow,
                              line.at.line,
                              conditions_of(line.when)});
    }
    rows.unlisted_statuses_by_category = draft.unlisted_statuses_by_category;
    for (auto& line : draft.statuses) {
        rows.statuses.push_back(
            {line.ends.source.text, line.ends.target.text, line.arrow, line.at.line});
    }
    for (auto& field : draft.fields) {
        rows.fields.push_back(row_of(field));
    }
    for (auto& row : draft.status_strategies) {
        rows.fields.push_back(std::move(row));
    }
    for (auto& line : draft.match) {
        rows.match.push_back({line.ends.source.text, line.ends.target.text});
    }
    for (const auto side : model::k_sides) {
        for (auto& each : draft.defaults[side]) {
            rows.defaults[side].insert_or_assign(each.field.text, each.value.text);
        }
    }
    return rows;
}

} // namespace

Compiled compile(std::string_view document, const Surroundings& surroundings)
{
    Compiled compiled;
    Findings findings;
    if (const auto root = read_yaml(document, findings)) {
        auto draft = read_draft(*root, findings);
        compiled.source_name = draft.source ? draft.source->text : std::string{};
        compiled.target_name = draft.target ? draft.target->text : std::string{};
        Lint lint{draft, surroundings, findings};
        lint_names(lint);
        lint_types(lint);
        lint_values(lint);
        lint_people(lint);
        lint_fields(lint);
        lint_writers(lint);
        lint_statuses(lint);
        lint_coverage(lint);
        lint_round_trips(lint);
        compiled.rows = rows_of(draft, surroundings.default_strategy);
    }
    compiled.diagnostics = findings.take();
    return compiled;
}

} // namespace syncctl::mapping
