#include "condition_text.hpp"
#include "document_text.hpp"
#include "status_rows.hpp"

#include "syncctl/mapping/document.hpp"

#include <fmt/format.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::mapping {
namespace {

std::string when_option(const std::vector<model::Condition>& conditions)
{
    std::vector<std::string> written;
    written.reserve(conditions.size());
    for (const auto& condition : conditions) {
        written.push_back(scalar(written_condition(condition)));
    }
    return written.size() == 1 ? "when: " + written.front()
                               : fmt::format("when: [{}]", fmt::join(written, ", "));
}

std::string rule(const model::FieldMappingRow& row)
{
    if (row.constant) {
        const auto& field = row.target_field.empty() ? row.source_field : row.target_field;
        return fmt::format(
            "{} {} = {}", model::to_string(row.arrow), part(field), part(*row.constant));
    }
    auto text = rule_line(row.source_field, row.arrow, row.target_field);
    for (const auto& step : row.chain) {
        text += " | " + step_text(step);
    }
    return text;
}

std::vector<std::string> options_of(const model::FieldMappingRow& row)
{
    std::vector<std::string> options;
    if (!row.only_types.empty()) {
        std::vector<std::string> types;
        for (const auto& type : row.only_types) {
            types.push_back(scalar(type));
        }
        options.push_back(fmt::format("only: [{}]", fmt::join(types, ", ")));
    }
    if (!row.when.empty()) {
        options.push_back(when_option(row.when));
    }
    if (row.strategy) {
        options.push_back(fmt::format("conflict: {}", model::to_string(*row.strategy)));
    }
    if (row.merges_lines) {
        options.emplace_back("merge: lines");
    }
    return options;
}

std::string fields_section(const model::MappingRows& rows)
{
    std::string text;
    for (const auto& row : rows.fields) {
        if (!carries_status_strategy(row)) {
            text += fmt::format("  - {}\n", with_options(rule(row), options_of(row)));
        }
    }
    return text.empty() ? text : "fields:\n" + text;
}

std::string values_section(const model::MappingRows& rows)
{
    std::map<std::string, std::string> tables;
    for (const auto& row : rows.fields) {
        for (const auto& step : row.chain) {
            if (step.name != "map" || step.arguments.empty()) {
                continue;
            }
            auto& text = tables[step.arguments.front()];
            if (!text.empty()) {
                continue;
            }
            for (const auto& each : step.table) {
                text += fmt::format("    - {}\n",
                                    scalar(rule_line(each.source, each.arrow, each.target)));
            }
        }
    }
    std::string text;
    for (const auto& [name, lines] : tables) {
        text += fmt::format("  {}:\n{}", scalar(name), lines);
    }
    return text.empty() ? text : "values:\n" + text;
}

std::string written(const model::UnknownPerson& unknown)
{
    switch (unknown.rule) {
    case model::UnknownPerson::Rule::error:
        return "error";
    case model::UnknownPerson::Rule::leave:
        return "leave";
    case model::UnknownPerson::Rule::substitute:
        break;
    }
    return scalar(unknown.substitute);
}

/// All steps `user` of a document carry the same people.
std::string users_section(const model::MappingRows& rows)
{
    for (const auto& row : rows.fields) {
        for (const auto& step : row.chain) {
            if (!step.users) {
                continue;
            }
            auto text =
                fmt::format("users:\n  match: {}\n  unknown: {{ source: {}, target: {} }}\n",
                            step.users->match_address ? "email" : "table",
                            written(step.users->unknown.source),
                            written(step.users->unknown.target));
            text += step.table.empty() ? "" : "  map:\n";
            for (const auto& each : step.table) {
                text += fmt::format("    - {}\n",
                                    scalar(rule_line(each.source, each.arrow, each.target)));
            }
            return text;
        }
    }
    return {};
}

std::string defaults_section(const model::MappingRows& rows)
{
    std::string text;
    for (const auto side : model::k_sides) {
        if (!rows.defaults[side].empty()) {
            text += fmt::format("  {}:\n", model::to_string(side));
        }
        for (const auto& [field, value] : rows.defaults[side]) {
            text += fmt::format("    {}: {}\n", scalar(field), scalar(value));
        }
    }
    return text.empty() ? text : "defaults:\n" + text;
}

std::string conflicts_section(const model::MappingRows& rows)
{
    auto text = fmt::format("conflicts:\n  default: {}\n", model::to_string(rows.default_strategy));
    for (const auto& row : rows.fields) {
        if (carries_status_strategy(row) && row.strategy) {
            text += fmt::format(
                "  {}: {}\n", scalar(row.source_field), model::to_string(*row.strategy));
        }
    }
    return text;
}

} // namespace

std::string to_document(const model::MappingRows& rows,
                        std::string_view source_name,
                        std::string_view target_name)
{
    auto text = fmt::format(
        "version: 1\nsource: {}\ntarget: {}\n", scalar(source_name), scalar(target_name));
    const auto add = [&text](std::string_view section, const std::vector<std::string>& lines) {
        if (!lines.empty()) {
            text += fmt::format("{}:\n", section);
        }
        for (const auto& each : lines) {
            text += fmt::format("  - {}\n", each);
        }
    };
    std::vector<std::string> types;
    for (const auto& row : rows.types) {
        std::vector<std::string> options;
        if (!row.when.empty()) {
            options.push_back(when_option(row.when));
        }
        types.push_back(
            with_options(rule_line(row.source_type, row.arrow, row.target_type), options));
    }
    std::vector<std::string> statuses;
    for (const auto& row : rows.statuses) {
        statuses.push_back(scalar(rule_line(row.source_status, row.arrow, row.target_status)));
    }
    std::vector<std::string> matches;
    for (const auto& row : rows.match) {
        matches.push_back(
            scalar(rule_line(row.source_field, model::Arrow::both, row.target_field)));
    }
    add("types", types);
    add("statuses", statuses);
    if (rows.unlisted_statuses_by_category) {
        text += "unlisted_statuses: category\n";
    }
    text +=
        fields_section(rows) + values_section(rows) + users_section(rows) + defaults_section(rows);
    add("match", matches);
    return text + fmt::format("deletes: {}\n", model::to_string(rows.deletes)) +
           conflicts_section(rows);
}

} // namespace syncctl::mapping
