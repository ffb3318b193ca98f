#include "mapping_lines.hpp"

#include "syncctl/mapping/document.hpp"

#include <fmt/format.h>

namespace syncctl::app {

namespace {

std::string step_text(const model::TransformStep& step)
{
    if (step.arguments.empty()) {
        return step.name;
    }
    return fmt::format("{}({})", step.name, fmt::join(step.arguments, ", "));
}

std::string when_text(const std::vector<model::Condition>& conditions)
{
    std::vector<std::string> parts;
    parts.reserve(conditions.size());
    for (const auto& condition : conditions) {
        parts.push_back(mapping::written_condition(condition));
    }
    return parts.empty() ? std::string{} : fmt::format("when {}", fmt::join(parts, " and "));
}

std::string field_detail(const model::FieldMappingRow& row)
{
    std::vector<std::string> parts;
    if (row.constant) {
        parts.push_back("= " + *row.constant);
    }
    for (const auto& step : row.chain) {
        parts.push_back("| " + step_text(step));
    }
    if (!row.only_types.empty()) {
        parts.push_back(fmt::format("only {}", fmt::join(row.only_types, ", ")));
    }
    if (!row.when.empty()) {
        parts.push_back(when_text(row.when));
    }
    if (row.strategy) {
        parts.push_back(fmt::format("conflict {}", to_string(*row.strategy)));
    }
    if (row.merges_lines) {
        parts.emplace_back("merge lines");
    }
    return fmt::format("{}", fmt::join(parts, " "));
}

} // namespace

MappingLine line_of(const model::TypeMappingRow& row)
{
    return {"type",
            row.source_type,
            std::string{to_string(row.arrow)},
            row.target_type,
            when_text(row.when)};
}

MappingLine line_of(const model::StatusMappingRow& row)
{
    return {"status", row.source_status, std::string{to_string(row.arrow)}, row.target_status, {}};
}

MappingLine line_of(const model::FieldMappingRow& row)
{
    return {"field",
            row.source_field,
            std::string{to_string(row.arrow)},
            row.target_field,
            field_detail(row)};
}

MappingLine line_of(const model::MappingRows::MatchRule& rule)
{
    return {"match", rule.source_field, "<->", rule.target_field, {}};
}

std::vector<MappingLine> lines_of(const model::MappingRows& rows)
{
    std::vector<MappingLine> lines;
    for (const auto& row : rows.types) {
        lines.push_back(line_of(row));
    }
    for (const auto& row : rows.statuses) {
        lines.push_back(line_of(row));
    }
    if (rows.unlisted_statuses_by_category) {
        lines.push_back({"status", {}, {}, {}, "unlisted ones by category"});
    }
    for (const auto& row : rows.fields) {
        lines.push_back(line_of(row));
    }
    for (const auto& rule : rows.match) {
        lines.push_back(line_of(rule));
    }
    for (const auto& [field, value] : rows.defaults.source) {
        lines.push_back({"default", field, {}, {}, "= " + value});
    }
    for (const auto& [field, value] : rows.defaults.target) {
        lines.push_back({"default", {}, {}, field, "= " + value});
    }
    lines.push_back({"conflicts", {}, {}, {}, std::string{to_string(rows.default_strategy)}});
    lines.push_back({"deletes", {}, {}, {}, std::string{to_string(rows.deletes)}});
    return lines;
}

std::string text_of(const MappingLine& line)
{
    std::string text;
    for (const auto* part : {&line.source, &line.arrow, &line.target, &line.detail}) {
        if (!part->empty()) {
            text += (text.empty() ? "" : " ") + *part;
        }
    }
    return text;
}

} // namespace syncctl::app
