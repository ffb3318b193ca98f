#include "document.hpp"

#include <algorithm>

namespace syncctl::markup {

namespace {

class Comparison {
public:
    Comparison(const Document& one, const Document& other) : m_one{one}, m_other{other} {}

    [[nodiscard]] bool same(const Block& one, const Block& other) const
    {
        return one.kind == other.kind && one.is_ordered == other.is_ordered &&
               one.is_header == other.is_header && one.align == other.align &&
               one.task == other.task && one.number == other.number &&
               one.columns == other.columns && one.rows == other.rows && one.text == other.text &&
               one.language == other.language &&
               std::equal(
                   one.inlines.begin(),
                   one.inlines.end(),
                   other.inlines.begin(),
                   other.inlines.end(),
                   [this](const auto& left, const auto& right) { return same(left, right); }) &&
               std::equal(
                   one.children.begin(),
                   one.children.end(),
                   other.children.begin(),
                   other.children.end(),
                   [this](const auto& left, const auto& right) { return same(left, right); });
    }

private:
    [[nodiscard]] bool same(const Inline& one, const Inline& other) const
    {
        return one.kind == other.kind && one.styles == other.styles && one.width == other.width &&
               one.height == other.height && one.text == other.text &&
               m_one.urls[one.link] == m_other.urls[other.link] &&
               m_one.urls[one.source] == m_other.urls[other.source];
    }

    const Document& m_one;
    const Document& m_other;
};

} // namespace

bool same(const Document& one, const Document& other)
{
    return Comparison{one, other}.same(one.root, other.root);
}

} // namespace syncctl::markup
