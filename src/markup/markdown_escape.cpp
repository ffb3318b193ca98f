#include "markdown_escape.hpp"

#include "characters.hpp"

#include <algorithm>
#include <cstddef>

namespace syncctl::markup {

namespace {

class Escaping {
public:
    Escaping(std::string_view text, TextPlace place) : m_text{text}, m_place{place} {}

    std::string run()
    {
        m_result.reserve(m_text.size() + m_text.size() / 16);
        for (m_at = 0; m_at < m_text.size(); ++m_at) {
            const char c = m_text[m_at];
            if (c == ' ') {
                const bool is_raw = before() != '\0' && after() != ' ' && after() != '\0';
                m_result += is_raw ? " " : "&nbsp;";
            } else if (c == '\t') {
                m_result += "&#9;";
            } else {
                m_result += is_special(c) ? "\\" : "";
                m_result += c;
            }
        }
        return std::move(m_result);
    }

private:
    [[nodiscard]] char before() const { return m_at > 0 ? m_text[m_at - 1] : m_place.before; }

    [[nodiscard]] bool is_last() const { return m_at + 1 == m_text.size(); }

    [[nodiscard]] char after() const { return is_last() ? m_place.after : m_text[m_at + 1]; }

    [[nodiscard]] bool is_special(char c) const
    {
        switch (c) {
        case '`':
        case '[':
        case ']':
        case '~':
            return true;
        case '\\':
            return is_last() || is_punctuation(after());
        case '*':
            return is_last() || before() != ' ' || after() != ' ';
        case '_':
            return is_last() || m_at == 0 || !is_letter_or_digit(before()) ||
                   !is_letter_or_digit(after());
        case '<':
            return is_last() || is_letter_or_digit(after()) || after() == '/' || after() == '!' ||
                   after() == '?';
        case '!':
            return is_last() || after() == '[';
        case '&':
            return end_of_entity(m_text, m_at) != m_at;
        case '|':
            return m_place.is_in_table;
        default:
            return false;
        }
    }

    std::string_view m_text;
    TextPlace m_place;
    std::size_t m_at = 0;
    std::string m_result;
};

bool is_end_or_space(std::string_view line, std::size_t at)
{
    return at >= line.size() || line[at] == ' ';
}

} // namespace

std::string escaped_markdown(std::string_view text, TextPlace place)
{
    return Escaping{text, place}.run();
}

void escape_line_begin(std::string& line)
{
    if (line.empty()) {
        return;
    }
    const char first = line.front();
    const auto digits = std::min(line.find_first_not_of("0123456789"), line.size());
    if (digits > 0) {
        if (digits < line.size() && (line[digits] == '.' || line[digits] == ')') &&
            is_end_or_space(line, digits + 1)) {
            line.insert(digits, 1, '\\');
        }
        return;
    }
    const bool is_heading =
        first == '#' && is_end_or_space(line, std::min(line.find_first_not_of('#'), line.size()));
    const bool is_item = (first == '-' || first == '+' || first == '*') && is_end_or_space(line, 1);
    const bool is_rule = line.find_first_not_of("-=:| ") == std::string::npos;
    if (is_heading || is_item || is_rule || first == '>') {
        line.insert(0, 1, '\\');
    }
}

void escape_heading_end(std::string& line)
{
    const auto last = line.find_last_not_of('#');
    const auto begin = last == std::string::npos ? 0 : last + 1;
    if (begin < line.size() && (begin == 0 || line[begin - 1] == ' ')) {
        line.insert(begin, 1, '\\');
    }
}

std::string escaped_url(std::string_view url)
{
    std::string escaped;
    for (std::size_t at = 0; at < url.size(); ++at) {
        const char c = url[at];
        const bool is_entity = c == '&' && end_of_entity(url, at) != at;
        escaped += is_entity || c == '(' || c == ')' ? "\\" : "";
        escaped += c;
    }
    return escaped;
}

} // namespace syncctl::markup
