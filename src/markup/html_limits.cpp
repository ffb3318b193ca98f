#include "html_limits.hpp"

#include "characters.hpp"

#include <algorithm>
#include <cstddef>

namespace syncctl::markup {

namespace {

constexpr std::size_t k_most_attributes = 256;

/// Goes through one start tag in the way libxml2 does.
class TagReader {
public:
    /// \param at behind the `<`
    TagReader(std::string_view html, std::size_t at) : m_html{html}, m_at{at} {}

    [[nodiscard]] std::size_t count_attributes()
    {
        std::size_t count = 0;
        skip_name();
        while (skip_separators(),
               m_at < m_html.size() && m_html[m_at] != '>' && count <= k_most_attributes) {
            ++count;
            skip_name();
            skip_blanks();
            if (m_at < m_html.size() && m_html[m_at] == '=') {
                ++m_at;
                skip_blanks();
                skip_value();
            }
        }
        return count;
    }

    [[nodiscard]] std::size_t at() const { return m_at; }

private:
    void skip_name()
    {
        const auto begin = m_at;
        while (m_at < m_html.size() && !is_blank(m_html[m_at]) && m_html[m_at] != '>' &&
               m_html[m_at] != '=' && m_html[m_at] != '/') {
            ++m_at;
        }
        m_at += m_at == begin && m_at < m_html.size() && m_html[m_at] != '>' ? 1 : 0;
    }

    void skip_blanks()
    {
        while (m_at < m_html.size() && is_blank(m_html[m_at])) {
            ++m_at;
        }
    }

    void skip_separators()
    {
        while (m_at < m_html.size() && (is_blank(m_html[m_at]) || m_html[m_at] == '/')) {
            ++m_at;
        }
    }

    void skip_value()
    {
        const char quote = m_at < m_html.size() ? m_html[m_at] : '\0';
        if (quote == '"' || quote == '\'') {
            m_at = std::min(m_html.find(quote, m_at + 1), m_html.size() - 1) + 1;
            return;
        }
        while (m_at < m_html.size() && !is_blank(m_html[m_at]) && m_html[m_at] != '>') {
            ++m_at;
        }
    }

    std::string_view m_html;
    std::size_t m_at;
};

} // namespace

bool has_too_many_attributes(std::string_view html)
{
    for (auto at = html.find('<'); at != std::string_view::npos;) {
        auto next = at + 1;
        if (next < html.size() && is_letter_or_digit(html[next])) {
            TagReader tag{html, next};
            if (tag.count_attributes() > k_most_attributes) {
                return true;
            }
            next = tag.at();
        }
        at = html.find('<', next);
    }
    return false;
}

} // namespace syncctl::markup
