#include "strategy_line.hpp"

#include "syncctl/base/line_diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <optional>

namespace syncctl::app {

namespace {

constexpr std::string_view k_section = "conflicts:";
constexpr std::string_view k_blanks = " \t\r";
constexpr std::string_view k_word_letters = "abcdefghijklmnopqrstuvwxyz-";

bool is_blank_or_comment(std::string_view line)
{
    const auto first = line.find_first_not_of(k_blanks);
    return first == std::string_view::npos || line[first] == '#';
}

bool is_quote(char c)
{
    return c == '"' || c == '\'';
}

/// Nothing in it that means something in YAML.
bool is_plain(std::string_view key)
{
    return std::all_of(key.begin(), key.end(), [](char c) {
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return is_letter || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '/';
    });
}

std::string written(std::string_view key)
{
    if (is_plain(key)) {
        return std::string{key};
    }
    std::string quoted{"\""};
    for (const char c : key) {
        if (c == '"' || c == '\\') {
            quoted += '\\';
        }
        quoted += c;
    }
    return quoted + '"';
}

/// Looks for places to change in the lines of one document.
class Edits {
public:
    Edits(std::string_view document, std::string_view strategy)
        : m_lines{base::lines_of(document)}, m_strategy{strategy}
    {
        find_section();
    }

    void replace_entry(std::string_view key)
    {
        for (auto at = m_section; at < m_section_end; ++at) {
            replace_value_of(key, at);
        }
    }

    /// `conflict: WORD` in a rule, on its own line or on the next ones.
    void replace_option(int rule_line)
    {
        const auto first = static_cast<std::size_t>(rule_line - 1);
        for (auto at = first; at < m_lines.size() && (at == first || !begins_item(at)); ++at) {
            replace_value_of("conflict", at);
        }
    }

    void put_in(std::string_view key)
    {
        if (m_section == m_lines.size()) {
            append_section(key);
        } else if (m_lines[m_section].find('{') != std::string_view::npos) {
            put_into_braces(key);
        } else {
            put_below(key);
        }
    }

    [[nodiscard]] std::vector<LineEdit> take() { return std::move(m_edits); }

private:
    void find_section()
    {
        m_section = m_section_end = m_lines.size();
        for (std::size_t at = 0; at < m_lines.size(); ++at) {
            if (m_lines[at].substr(0, k_section.size()) == k_section) {
                m_section = at;
                m_section_end = at + 1;
                break;
            }
        }
        while (m_section_end < m_lines.size() &&
               (is_blank_or_comment(m_lines[m_section_end]) ||
                k_blanks.find(m_lines[m_section_end].front()) != std::string_view::npos ||
                m_lines[m_section_end].front() == '}')) {
            ++m_section_end;
        }
    }

    [[nodiscard]] bool begins_item(std::size_t at) const
    {
        const auto line = m_lines[at];
        const auto first = line.find_first_not_of(k_blanks);
        return first == 0 || (first != std::string_view::npos && line[first] == '-');
    }

    /// Is the text at this place a key: nothing but the start of an entry before it?
    static bool begins_entry(std::string_view line, std::size_t at)
    {
        if (at > 0 && is_quote(line[at - 1])) {
            --at;
        }
        const auto before = line.find_last_not_of(k_blanks, at - 1);
        return at == 0 || before == std::string_view::npos || line[before] == '{' ||
               line[before] == ',';
    }

    void replace_value_of(std::string_view key, std::size_t number)
    {
        const auto line = m_lines[number];
        for (auto at = line.find(key); at != std::string_view::npos; at = line.find(key, at + 1)) {
            auto colon = at + key.size();
            if (colon < line.size() && is_quote(line[colon])) {
                ++colon;
            }
            colon = line.find_first_not_of(k_blanks, colon);
            if (!begins_entry(line, at) || colon == std::string_view::npos || line[colon] != ':') {
                continue;
            }
            auto start = line.find_first_not_of(k_blanks, colon + 1);
            if (start != std::string_view::npos && is_quote(line[start])) {
                ++start;
            }
            if (start == std::string_view::npos) {
                continue;
            }
            const auto end = std::min(line.find_first_not_of(k_word_letters, start), line.size());
            change(number,
                   fmt::format("{}{}{}", line.substr(0, start), m_strategy, line.substr(end)));
        }
    }

    void append_section(std::string_view key)
    {
        auto text = joined();
        if (!text.empty() && text.back() != '\n') {
            text += '\n';
        }
        const auto lines = static_cast<int>(base::lines_of(text).size());
        const auto entry = fmt::format("{} {{ {}: {} }}", k_section, written(key), m_strategy);
        m_edits.push_back(
            {.line = lines, .before = {}, .after = entry, .text = text + entry + '\n'});
    }

    void put_into_braces(std::string_view key)
    {
        for (auto at = m_section; at < m_section_end; ++at) {
            const auto line = m_lines[at];
            const auto brace = line.find('}');
            if (brace == std::string_view::npos) {
                continue;
            }
            const auto last = line.find_last_not_of(k_blanks, brace - 1);
            const bool is_first = last == std::string_view::npos || line[last] == '{';
            const auto kept = last == std::string_view::npos ? 0 : last + 1;
            change(at,
                   fmt::format("{}{} {}: {} {}",
                               line.substr(0, kept),
                               is_first ? "" : ",",
                               written(key),
                               m_strategy,
                               line.substr(brace)));
            return;
        }
    }

    /// After the last entry, indented as the first one.
    void put_below(std::string_view key)
    {
        std::optional<std::size_t> first;
        auto last = m_section;
        for (auto at = m_section + 1; at < m_section_end; ++at) {
            if (!is_blank_or_comment(m_lines[at])) {
                first = first.value_or(at);
                last = at;
            }
        }
        const auto indent = first ? m_lines[*first].find_first_not_of(k_blanks) : std::size_t{2};
        const auto entry =
            fmt::format("{}{}: {}", std::string(indent, ' '), written(key), m_strategy);
        auto lines = m_lines;
        lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(last + 1), entry);
        m_edits.push_back({.line = static_cast<int>(last + 2),
                           .before = {},
                           .after = entry,
                           .text = base::joined_lines(lines)});
    }

    void change(std::size_t number, std::string after)
    {
        auto lines = m_lines;
        lines[number] = after;
        auto text = base::joined_lines(lines);
        m_edits.push_back({.line = static_cast<int>(number + 1),
                           .before = std::string{m_lines[number]},
                           .after = std::move(after),
                           .text = std::move(text)});
    }

    [[nodiscard]] std::string joined() const { return base::joined_lines(m_lines); }

    std::vector<std::string_view> m_lines;
    std::string_view m_strategy;
    std::size_t m_section = 0; ///< its first line; the number of lines: there is none
    std::size_t m_section_end = 0;
    std::vector<LineEdit> m_edits;
};

} // namespace

std::vector<LineEdit> strategy_edits(std::string_view document,
                                     const std::vector<std::string>& keys,
                                     int rule_line,
                                     std::string_view strategy)
{
    Edits edits{document, strategy};
    for (const auto& key : keys) {
        edits.replace_entry(key);
    }
    if (rule_line > 0) {
        edits.replace_option(rule_line);
    }
    for (const auto& key : keys) {
        edits.put_in(key);
    }
    return edits.take();
}

} // namespace syncctl::app
