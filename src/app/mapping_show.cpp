#include "names.hpp"

#include "syncctl/app/mappings.hpp"
#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <utility>

namespace syncctl::app {

namespace {

std::string step_text(const model::TransformStep& step)
{
    if (step.arguments.empty()) {
        return step.name;
    }
    return fmt::format("{}({})", step.name, fmt::join(step.arguments, ", "));
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
    if (row.strategy) {
        parts.push_back(fmt::format("conflict {}", to_string(*row.strategy)));
    }
    return fmt::format("{}", fmt::join(parts, " "));
}

void add_names(const model::MappingRows& rows, std::vector<MappingLine>& lines)
{
    for (const auto& row : rows.types) {
        lines.push_back(
            {"type", row.source_type, std::string{to_string(row.arrow)}, row.target_type, {}});
    }
    for (const auto& row : rows.statuses) {
        lines.push_back({"status",
                         row.source_status,
                         std::string{to_string(row.arrow)},
                         row.target_status,
                         {}});
    }
    for (const auto& row : rows.fields) {
        lines.push_back({"field",
                         row.source_field,
                         std::string{to_string(row.arrow)},
                         row.target_field,
                         field_detail(row)});
    }
}

void add_rest(const model::MappingRows& rows, std::vector<MappingLine>& lines)
{
    for (const auto& rule : rows.match) {
        lines.push_back({"match", rule.source_field, "<->", rule.target_field, {}});
    }
    for (const auto& [field, value] : rows.defaults.source) {
        lines.push_back({"default", field, {}, {}, "= " + value});
    }
    for (const auto& [field, value] : rows.defaults.target) {
        lines.push_back({"default", {}, {}, field, "= " + value});
    }
    lines.push_back({"conflicts", {}, {}, {}, std::string{to_string(rows.default_strategy)}});
    lines.push_back({"deletes", {}, {}, {}, std::string{to_string(rows.deletes)}});
}

} // namespace

std::vector<MappingLine> show_mapping(Workspace& workspace, std::string_view name)
{
    auto& store = workspace.reading();
    const auto pair = require_pair(store, name);
    const auto rows = store.pairs.mapping(pair.id);
    if (!rows) {
        throw Error{ErrorCode::not_found,
                    fmt::format("pair {} has no mapping yet", shown(name)),
                    fmt::format("syncctl mapping edit {}", pair.name)};
    }
    std::vector<MappingLine> lines;
    add_names(*rows, lines);
    add_rest(*rows, lines);
    return lines;
}

} // namespace syncctl::app
