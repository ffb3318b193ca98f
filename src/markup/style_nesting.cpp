#include "style_nesting.hpp"

#include <algorithm>
#include <array>

namespace syncctl::markup {

namespace {

/// In the order of their nesting where they reach equally far.
constexpr std::array<std::uint8_t, 8> k_marks{k_link_mark,
                                              style::k_strong,
                                              style::k_emphasis,
                                              style::k_underline,
                                              style::k_strike,
                                              style::k_subscript,
                                              style::k_superscript,
                                              style::k_code};
/// How far ahead is looked, so that long lines take linear time.
constexpr std::size_t k_look_ahead = 16;

bool carries(const Inline& piece, std::uint8_t mark, std::uint32_t link)
{
    return mark == k_link_mark ? piece.link == link && link != 0 : (piece.styles & mark) != 0;
}

} // namespace

std::size_t StyleNesting::reach(std::uint8_t mark, std::size_t at) const
{
    if (mark == style::k_code) {
        return at; // always innermost, as Markdown wants it
    }
    const auto most = std::min(m_inlines.size(), at + k_look_ahead);
    auto end = at;
    while (end < most && carries(m_inlines[end], mark, m_inlines[at].link)) {
        ++end;
    }
    return end;
}

const MarkChanges& StyleNesting::go_to(std::size_t at)
{
    m_changes.closed.clear();
    m_changes.opened.clear();
    const bool is_end = at >= m_inlines.size();
    std::size_t kept = 0;
    while (kept < m_open.size() && !is_end && carries(m_inlines[at], m_open[kept], m_link)) {
        ++kept;
    }
    while (m_open.size() > kept) {
        m_changes.closed.push_back(m_open.back());
        m_open.pop_back();
    }
    if (is_end) {
        return m_changes;
    }
    for (const auto mark : k_marks) {
        if ((mark & m_ignored) == 0 && carries(m_inlines[at], mark, m_inlines[at].link) &&
            std::find(m_open.begin(), m_open.end(), mark) == m_open.end()) {
            m_changes.opened.push_back(mark);
        }
    }
    if (m_changes.opened.size() > 1) {
        std::stable_sort(m_changes.opened.begin(),
                         m_changes.opened.end(),
                         [&](auto one, auto other) { return reach(one, at) > reach(other, at); });
    }
    m_open.insert(m_open.end(), m_changes.opened.begin(), m_changes.opened.end());
    m_link = m_inlines[at].link;
    return m_changes;
}

} // namespace syncctl::markup
