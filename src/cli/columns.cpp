#include "columns.hpp"

#include "syncctl/base/line_diff.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace syncctl::cli {

namespace {

using Style = ScreenLine::Style;

constexpr std::string_view k_gap = " | ";
constexpr std::size_t k_least_column = 18;
constexpr std::size_t k_most_rows = 12; ///< of a value beside others; more is a difference
constexpr std::size_t k_most_difference_rows = 60;
constexpr std::size_t k_most_full_rows = 2000;
constexpr std::size_t k_indent = 2;
constexpr std::size_t k_context = 2;

/// A value that is not there, and one that is empty, both have to be seen.
std::string_view shown_text(const std::string& text)
{
    return text.empty() ? std::string_view{"(none)"} : std::string_view{text};
}

std::string padded(const std::string& text, std::size_t columns)
{
    const auto width = base::display_width(text);
    return text + std::string(columns > width ? columns - width : 0, ' ');
}

void add_indented(Screen& screen, std::string_view text, std::size_t columns, std::size_t most)
{
    const auto width = columns > k_indent ? columns - k_indent : 1;
    const auto rows = wrapped(text, width);
    for (std::size_t i = 0; i < std::min(rows.size(), most); ++i) {
        screen.push_back({.style = Style::plain, .text = std::string(k_indent, ' ') + rows[i]});
    }
    if (rows.size() > most) {
        add_text(
            screen, fmt::format("... {} more lines", rows.size() - most), columns, Style::faint);
    }
}

void add_heading(Screen& screen, std::string_view heading, std::size_t columns)
{
    add_text(screen, heading, columns, Style::heading);
}

Screen below_each_other(const ThreeVersions& headings,
                        const ThreeVersions& texts,
                        std::size_t columns,
                        std::size_t most)
{
    Screen screen;
    for (const auto version :
         {&ThreeVersions::base, &ThreeVersions::source, &ThreeVersions::target}) {
        add_heading(screen, headings.*version, columns);
        add_indented(screen, shown_text(texts.*version), columns, most);
    }
    return screen;
}

/// Three cells of one row of the table.
std::string row_of(const std::array<std::string, 3>& cells, std::size_t width)
{
    auto row = padded(cells[0], width) + std::string{k_gap} + padded(cells[1], width) +
               std::string{k_gap} + cells[2];
    row.erase(row.find_last_not_of(' ') + 1);
    return row;
}

void add_rows(Screen& screen,
              const ThreeVersions& texts,
              std::size_t width,
              Style style,
              std::string_view (*text_of)(const std::string&))
{
    const std::array<std::vector<std::string>, 3> cells{wrapped(text_of(texts.base), width),
                                                        wrapped(text_of(texts.source), width),
                                                        wrapped(text_of(texts.target), width)};
    const auto rows = std::max({cells[0].size(), cells[1].size(), cells[2].size()});
    for (std::size_t row = 0; row < rows; ++row) {
        std::array<std::string, 3> line;
        for (std::size_t column = 0; column < cells.size(); ++column) {
            if (row < cells[column].size()) {
                line[column] = cells[column][row];
            }
        }
        screen.push_back({.style = style, .text = row_of(line, width)});
    }
}

Screen in_columns(const ThreeVersions& headings, const ThreeVersions& texts, std::size_t width)
{
    Screen screen;
    add_rows(screen, headings, width, Style::heading, [](const std::string& text) {
        return std::string_view{text};
    });
    const std::string rule(width, '-');
    screen.push_back({.style = Style::faint, .text = fmt::format("{0}-+-{0}-+-{0}", rule)});
    add_rows(screen, texts, width, Style::plain, &shown_text);
    return screen;
}

Style style_of(char sign)
{
    switch (sign) {
    case '+':
        return Style::added;
    case '-':
        return Style::removed;
    default:
        return Style::plain;
    }
}

/// Each line with its sign; what does not fit goes on below, indented.
void add_difference(Screen& screen,
                    const std::string& before,
                    const std::string& after,
                    std::size_t columns)
{
    if (before == after) {
        add_text(screen, "  no difference", columns, Style::faint);
        return;
    }
    const auto width = columns > k_indent ? columns - k_indent : 1;
    std::size_t shown = 0;
    for (const auto& line : base::diff_lines(before, after, k_context)) {
        if (line.sign == '@') {
            screen.push_back({.style = Style::faint, .text = "  ..."});
            continue;
        }
        const auto rows = wrapped(line.text, width);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (++shown > k_most_difference_rows) {
                add_text(screen, "... more; [a] shows all", columns, Style::faint);
                return;
            }
            screen.push_back({.style = style_of(line.sign),
                              .text = fmt::format("{} {}", i == 0 ? line.sign : ' ', rows[i])});
        }
    }
}

Screen
as_differences(const ThreeVersions& headings, const ThreeVersions& texts, std::size_t columns)
{
    Screen screen;
    if (texts.base.empty()) {
        add_heading(screen, headings.source + " -> " + headings.target, columns);
        add_difference(screen, texts.source, texts.target, columns);
        return screen;
    }
    for (const auto version : {&ThreeVersions::source, &ThreeVersions::target}) {
        add_heading(screen, headings.base + " -> " + headings.*version, columns);
        add_difference(screen, texts.base, texts.*version, columns);
    }
    return screen;
}

bool is_long(const ThreeVersions& texts, std::size_t width)
{
    return std::max({wrapped(texts.base, width).size(),
                     wrapped(texts.source, width).size(),
                     wrapped(texts.target, width).size()}) > k_most_rows;
}

} // namespace

Screen side_by_side(const ThreeVersions& headings, const ThreeVersions& texts, std::size_t columns)
{
    const auto gaps = 2 * k_gap.size();
    const auto width = columns > gaps ? (columns - gaps) / 3 : 0;
    const bool has_columns = width >= k_least_column;
    if (is_long(texts, has_columns ? width : columns)) {
        return as_differences(headings, texts, columns);
    }
    return has_columns ? in_columns(headings, texts, width)
                       : below_each_other(headings, texts, columns, k_most_full_rows);
}

Screen in_full(const ThreeVersions& headings, const ThreeVersions& texts, std::size_t columns)
{
    return below_each_other(headings, texts, columns, k_most_full_rows);
}

} // namespace syncctl::cli
