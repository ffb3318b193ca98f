#include "output.hpp"

#include "talk.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace syncctl::cli {

namespace {

std::string schema_name(std::string_view command_path)
{
    std::string name{command_path.empty() ? std::string_view{"error"} : command_path};
    std::replace(name.begin(), name.end(), ' ', '-');
    return fmt::format("syncctl/{}@1", name);
}

Data problem_data(const std::optional<Problem>& problem)
{
    if (!problem) {
        return {};
    }
    return Data::Object{{"code", problem->code},
                        {"message", problem->message},
                        {"hint", text_or_null(problem->hint)},
                        {"retryable", problem->is_retryable}};
}

std::string envelope(std::string_view command_path,
                     int exit,
                     Data::Array data,
                     const std::vector<std::string>& warnings,
                     const std::optional<Problem>& error,
                     const Data::Object& members = {})
{
    Data::Object all{{"schema", schema_name(command_path)},
                     {"ok", !error.has_value()},
                     {"exit", exit},
                     {"data", std::move(data)},
                     {"warnings", data_of(warnings)},
                     {"error", problem_data(error)}};
    all.insert(all.end(), members.begin(), members.end());
    return Data{std::move(all)}.json() + "\n";
}

/// Columns as declared, or one for every key of the first row.
std::vector<Column> columns_of(const std::vector<Column>& declared, const std::vector<Data>& rows)
{
    if (!declared.empty() || rows.empty() || rows.front().object() == nullptr) {
        return declared;
    }
    std::vector<Column> columns;
    for (const auto& [key, value] : *rows.front().object()) {
        columns.push_back({.key = key, .title = key});
    }
    return columns;
}

std::string csv_quoted(const std::string& value)
{
    std::string quoted = "\"";
    for (const char c : value) {
        quoted += c;
        if (c == '"') {
            quoted += '"';
        }
    }
    return quoted + "\"";
}

std::string csv_field(const std::string& value)
{
    return value.find_first_of(",\"\r\n") == std::string::npos ? value : csv_quoted(value);
}

/// Spreadsheet programs take a text that starts so for a formula (OWASP ASVS 1.2.10), the
/// full-width forms included.
bool starts_a_formula(std::string_view text)
{
    using namespace std::string_view_literals;
    constexpr std::array k_starts{"="sv,
                                  "+"sv,
                                  "-"sv,
                                  "@"sv,
                                  "\t"sv,
                                  "\r"sv,
                                  "\n"sv,
                                  "\0"sv,
                                  "\xef\xbc\x9d"sv,
                                  "\xef\xbc\x8b"sv,
                                  "\xef\xbc\x8d"sv,
                                  "\xef\xbc\xa0"sv};
    return std::any_of(k_starts.begin(), k_starts.end(), [&](std::string_view start) {
        return text.starts_with(start);
    });
}

std::string spreadsheet_field(const Data& value)
{
    auto text = value.field();
    if (value.is_number()) {
        return text;
    }
    return csv_quoted(starts_a_formula(text) ? "'" + text : text);
}

std::string cell_text(const Data& row, const std::string& key)
{
    const auto* value = row.find(key);
    return value == nullptr ? std::string{} : base::term_safe(value->text());
}

/// Takes columns from the widest until the line fits; no column gets narrower than its least.
void fit(std::vector<std::size_t>& widths, std::size_t available)
{
    constexpr std::size_t k_gap = 2;
    constexpr std::size_t k_least = 6;
    std::size_t total = k_gap * (widths.empty() ? 0 : widths.size() - 1);
    for (const auto width : widths) {
        total += width;
    }
    while (total > available) {
        const auto widest = std::max_element(widths.begin(), widths.end());
        if (widest == widths.end() || *widest <= k_least) {
            return;
        }
        --*widest;
        --total;
    }
}

std::string render_details(const std::vector<Column>& columns, const std::vector<Data>& rows)
{
    std::size_t width = 0;
    for (const auto& column : columns) {
        width = std::max(width, base::display_width(column.title));
    }
    std::string out;
    for (const auto& row : rows) {
        for (const auto& column : columns) {
            const auto text = cell_text(row, column.key);
            out += fmt::format("{}:{}{}\n",
                               column.title,
                               std::string(width - base::display_width(column.title) + 1, ' '),
                               text.empty() ? "-" : text);
        }
    }
    return out;
}

std::string render_part(Layout layout,
                        const std::vector<Column>& declared,
                        const std::vector<Data>& rows,
                        const OutputOptions& options)
{
    if (layout == Layout::none || rows.empty()) {
        return {};
    }
    const auto columns = columns_of(declared, rows);
    return layout == Layout::details ? render_details(columns, rows)
                                     : render_table(columns, rows, options);
}

std::string render_for_people(const Result& result, const OutputOptions& options)
{
    if (result.is_report && options.is_quiet) {
        return {};
    }
    if (result.verbatim) {
        return options.width == 0 ? *result.verbatim : safe_lines(*result.verbatim);
    }
    auto out = render_part(result.layout, result.columns, result.rows, options);
    for (const auto& section : result.sections) {
        const auto part = render_part(section.layout, section.columns, section.rows, options);
        if (part.empty()) {
            continue;
        }
        out += out.empty() ? "" : "\n";
        if (!section.title.empty()) {
            out += base::term_safe(section.title) + "\n";
        }
        out += part;
    }
    return out;
}

} // namespace

std::string render_table(const std::vector<Column>& columns,
                         const std::vector<Data>& rows,
                         const OutputOptions& options)
{
    std::vector<std::vector<std::string>> cells;
    std::vector<std::size_t> widths;
    auto& header = cells.emplace_back();
    for (const auto& column : columns) {
        header.push_back(column.title);
        widths.push_back(base::display_width(column.title));
    }
    for (const auto& row : rows) {
        auto& line = cells.emplace_back();
        for (std::size_t i = 0; i < columns.size(); ++i) {
            auto text = cell_text(row, columns[i].key);
            if (text.empty()) {
                text = "-";
            }
            line.push_back(std::move(text));
            widths[i] = std::max(widths[i], base::display_width(line.back()));
        }
    }
    if (options.width != 0) {
        fit(widths, options.width);
    }
    std::string out;
    bool is_header = true;
    for (const auto& line : cells) {
        std::string text;
        for (std::size_t i = 0; i < line.size(); ++i) {
            const auto cell = base::cut_to_width(line[i], widths[i]);
            text += cell;
            if (i + 1 < line.size()) {
                text += std::string(widths[i] - std::min(widths[i], base::display_width(cell)) + 2,
                                    ' ');
            }
        }
        out +=
            is_header && options.has_color ? fmt::format("\x1b[1m{}\x1b[0m\n", text) : text + "\n";
        is_header = false;
    }
    return out;
}

std::string render_csv(const std::vector<Column>& declared,
                       const std::vector<Data>& rows,
                       bool is_spreadsheet_safe)
{
    const auto field = [is_spreadsheet_safe](const Data& value) {
        return is_spreadsheet_safe ? spreadsheet_field(value) : csv_field(value.field());
    };
    const auto columns = columns_of(declared, rows);
    std::string out;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        out += (i == 0 ? "" : ",") + csv_field(columns[i].key);
    }
    out += "\r\n";
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const auto* value = row.find(columns[i].key);
            out += (i == 0 ? "" : ",") + (value == nullptr ? std::string{} : field(*value));
        }
        out += "\r\n";
    }
    return out;
}

std::string render(const Result& result,
                   const std::vector<std::string>& warnings,
                   std::string_view command_path,
                   const OutputOptions& options)
{
    switch (options.format) {
    case Format::json:
        return envelope(
            command_path, result.exit, result.rows, warnings, result.error, result.members);
    case Format::jsonl: {
        std::string out;
        for (const auto& row : result.rows) {
            row.append_json(out);
            out += '\n';
        }
        return out;
    }
    case Format::csv:
        return render_csv(result.columns, result.rows, options.is_spreadsheet_safe);
    case Format::table:
        break;
    }
    return render_for_people(result, options);
}

std::string error_envelope(const Problem& problem,
                           int exit,
                           std::string_view command_path,
                           const std::vector<std::string>& warnings)
{
    return envelope(command_path, exit, {}, warnings, problem);
}

} // namespace syncctl::cli
