#include "markdown_tags.hpp"

#include "characters.hpp"
#include "html_elements.hpp"

#include <algorithm>

namespace syncctl::markup {

namespace {

constexpr std::size_t k_longest_name = 12;

std::string name_of(std::string_view tag)
{
    std::string name;
    for (const char c : tag) {
        if (!is_letter_or_digit(c) || name.size() > k_longest_name) {
            break;
        }
        name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return name;
}

} // namespace

bool InlineTags::read(std::string_view tag)
{
    const bool is_closing = tag.starts_with("</");
    const auto name = name_of(tag.substr(std::min<std::size_t>(is_closing ? 2 : 1, tag.size())));
    if (is_dropping()) {
        if (is_closing && name == m_dropped) {
            m_dropped.clear();
        }
        return false;
    }
    const auto element = html_element(name);
    const bool is_style =
        element.role == HtmlElement::Role::styled || element.role == HtmlElement::Role::code;
    if (element.role == HtmlElement::Role::line_break) {
        return true;
    }
    if (element.role == HtmlElement::Role::dropped && !is_closing && !tag.ends_with("/>")) {
        m_dropped = name;
    }
    for (std::size_t bit = 0; is_style && bit < m_open.size(); ++bit) {
        if ((element.detail >> bit) % 2 == 1) {
            m_open[bit] = is_closing ? std::max<std::size_t>(m_open[bit], 1) - 1 : m_open[bit] + 1;
        }
    }
    return false;
}

std::uint8_t InlineTags::styles() const
{
    unsigned styles = 0;
    for (std::size_t bit = 0; bit < m_open.size(); ++bit) {
        styles |= m_open[bit] > 0 ? 1U << bit : 0U;
    }
    return static_cast<std::uint8_t>(styles);
}

} // namespace syncctl::markup
