#include "document_lines.hpp"

#include "utf8.hpp"

#include <algorithm>

namespace syncctl::mapping {
namespace {

/// Octets of the line break at `offset`, 0 when there is none.
std::size_t break_size(std::string_view document, std::size_t offset)
{
    const auto rest = document.substr(offset);
    if (rest.starts_with("\r\n") || rest.starts_with("\u0085")) {
        return 2;
    }
    if (rest.starts_with('\n') || rest.starts_with('\r')) {
        return 1;
    }
    return rest.starts_with("\u2028") || rest.starts_with("\u2029") ? 3 : 0;
}

} // namespace

DocumentLines::DocumentLines(std::string_view document) : m_document{document}
{
    std::size_t start = 0;
    for (std::size_t offset = 0; offset < document.size();) {
        const auto size = break_size(document, offset);
        if (size > 0) {
            m_lines.push_back(document.substr(start, offset - start));
            start = offset + size;
        }
        offset += std::max<std::size_t>(size, 1);
    }
    m_lines.push_back(document.substr(start));
}

std::string_view DocumentLines::line(int number) const
{
    const auto index = static_cast<std::size_t>(number) - 1;
    return number >= 1 && index < m_lines.size() ? m_lines[index] : std::string_view{};
}

Place DocumentLines::place_of(std::size_t offset) const
{
    const auto* position = m_document.data() + std::min(offset, m_document.size());
    const auto after = std::upper_bound(
        m_lines.begin(), m_lines.end(), position, [](const char* value, std::string_view line) {
            return value < line.data();
        });
    const auto line = after == m_lines.begin() ? after : std::prev(after);
    const auto before = std::min(static_cast<std::size_t>(position - line->data()), line->size());
    return {static_cast<int>(line - m_lines.begin()) + 1,
            static_cast<int>(lead_octets(line->substr(0, before))) + 1};
}

Place DocumentLines::inside(Place place) const
{
    const auto last = static_cast<int>(m_lines.size());
    return place.line <= last ? place
                              : Place{last, static_cast<int>(lead_octets(m_lines.back())) + 1};
}

std::string_view without_byte_order_mark(std::string_view document)
{
    constexpr std::string_view k_mark = "\uFEFF";
    return document.starts_with(k_mark) ? document.substr(k_mark.size()) : document;
}

std::string_view from_column(std::string_view line, int column)
{
    for (int skipped = 1; skipped < column && !line.empty(); ++skipped) {
        line.remove_prefix(code_point_at(line, 0).size);
    }
    return line;
}

} // namespace syncctl::mapping
