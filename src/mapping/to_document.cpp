#include "condition_text.hpp"
#include "rule_text.hpp"
#include "status_rows.hpp"
#include "utf8.hpp"

#include "syncctl/mapping/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::mapping {
namespace {

constexpr std::string_view k_plain =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./";

/// Control characters, what YAML takes for the end of a line, and what it does not take at all.
bool is_escaped(char32_t value)
{
    return value < 0x20 || (value >= 0x7F && value < 0xA0) || value == 0x2028 || value == 0x2029 ||
           value == 0xFEFF || value == 0xFFFE || value == 0xFFFF;
}

/// YAML text that is read back as it is: plain where nobody can misread it, else in double quotes.
std::string scalar(std::string_view text)
{
    const auto is_harmless = [](char character) {
        return k_plain.find(character) != std::string_view::npos ||
               std::string_view{" -<>()|="}.find(character) != std::string_view::npos;
    };
    const bool starts_well =
        !text.empty() && (k_plain.find(text.front()) != std::string_view::npos ||
                          text.starts_with("<") || text.starts_with("->"));
    if (starts_well && text.back() != ' ' && std::all_of(text.begin(), text.end(), is_harmless)) {
        return std::string{text};
    }
    std::string quoted = "\"";
    for (std::size_t offset = 0; offset < text.size();) {
        const auto next = code_point_at(text, offset);
        if (next.value == '"' || next.value == '\\') {
            quoted += '\\';
            quoted += static_cast<char>(next.value);
        } else if (is_escaped(next.value)) {
            quoted += fmt::format("\\u{:04x}", static_cast<unsigned>(next.value));
        } else {
            quoted += text.substr(offset, next.size);
        }
        offset += next.size;
    }
    return quoted + "\"";
}

/// A name or argument inside a rule: quoted when the rule's own signs are in it.
std::string part(std::string_view text)
{
    const bool is_plain = !text.empty() && text.front() != ' ' && text.back() != ' ' &&
                          text.find_first_of("<>|=\"'(),\\\t\r\n") == std::string_view::npos;
    return is_plain ? std::string{text} : in_quotes(text);
}

/// A rule with its options. A key that is too long for a line of `KEY: VALUE` is marked as one.
std::string with_options(const std::string& rule, const std::vector<std::string>& options)
{
    constexpr std::size_t k_longest_key = 1000; // libyaml allows 1024 octets
    auto key = scalar(rule);
    if (options.empty()) {
        return key;
    }
    const auto behind = fmt::format(": {{ {} }}", fmt::join(options, ", "));
    return key.size() > k_longest_key ? "? " + key + "\n    " + behind : key + behind;
}

std::string when_option(const std::vector<model::Condition>& conditions)
{
    std::vector<std::string> written;
    for (const auto& condition : conditions) {
        written.push_back(scalar(written_condition(condition)));
    }
    return written.size() == 1 ? "when: " + written.front()
                               : fmt::format("when: [{}]", fmt::join(written, ", "));
}

std::string line(std::string_view source, model::Arrow arrow, std::string_view target)
{
    return fmt::format("{} {} {}", part(source), model::to_string(arrow), part(target));
}

std::string rule(const model::FieldMappingRow& row)
{
    if (row.constant) {
        const auto& field = row.target_field.empty() ? row.source_field : row.target_field;
        return fmt::format(
            "{} {} = {}", model::to_string(row.arrow), part(field), part(*row.constant));
    }
    auto text = line(row.source_field, row.arrow, row.target_field);
    for (const auto& step : row.chain) {
        std::vector<std::string> arguments;
        for (const auto& argument : step.arguments) {
            arguments.push_back(part(argument));
        }
        text += fmt::format(" | {}", step.name);
        if (!arguments.empty()) {
            text += fmt::format("({})", fmt::join(arguments, ", "));
        }
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

bool carries_status_strategy(const model::FieldMappingRow& row)
{
    return row.chain.size() == 1 && row.chain.front().name == k_statuses_step;
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
                text +=
                    fmt::format("    - {}\n", scalar(line(each.source, each.arrow, each.target)));
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
                text +=
                    fmt::format("    - {}\n", scalar(line(each.source, each.arrow, each.target)));
            }
            return text;
        }
    }
    return {};
}

std::string defaults_section(const model::MappingRows& rows)
{
    std::string text;
    for (const auto side : {model::Side::source, model::Side::target}) {
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
        types.push_back(with_options(line(row.source_type, row.arrow, row.target_type), options));
    }
    std::vector<std::string> statuses;
    for (const auto& row : rows.statuses) {
        statuses.push_back(scalar(line(row.source_status, row.arrow, row.target_status)));
    }
    std::vector<std::string> matches;
    for (const auto& row : rows.match) {
        matches.push_back(scalar(line(row.source_field, model::Arrow::both, row.target_field)));
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
