#include "markdown_inline.hpp"

#include "characters.hpp"
#include "markdown_escape.hpp"
#include "style_nesting.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

namespace syncctl::markup {

namespace {

constexpr char k_anything = 'x';

/// A mark in front of a stretch, or behind it.
struct Mark {
    std::uint8_t kind = 0;
    bool is_opening = false;
    bool is_tag = false;
    std::size_t partner = 0; ///< index of the mark at the other end
};

/// What the rules of emphasis know of a character.
enum class Class : std::uint8_t { space, punctuation, letter, unknown };

Class class_of(std::string_view octets, bool is_first)
{
    if (octets.empty()) {
        return Class::space;
    }
    const char c = is_first ? octets.front() : octets.back();
    if (static_cast<unsigned char>(c) >= 0x80) {
        // Latin, Greek and Cyrillic letters begin with these; others may be signs or spaces.
        const auto lead = octets.size() > 1 && !is_first
                              ? static_cast<unsigned char>(octets[octets.size() - 2])
                              : static_cast<unsigned char>(c);
        return lead >= 0xc3 && lead <= 0xd4 ? Class::letter : Class::unknown;
    }
    return is_blank(c) ? Class::space : is_letter_or_digit(c) ? Class::letter : Class::punctuation;
}

std::string_view delimiter_of(std::uint8_t kind)
{
    switch (kind) {
    case style::k_strong:
        return "**";
    case style::k_emphasis:
        return "*";
    case style::k_strike:
        return "~~";
    default:
        return {};
    }
}

std::string_view tag_of(std::uint8_t kind)
{
    switch (kind) {
    case style::k_strong:
        return "b";
    case style::k_emphasis:
        return "i";
    case style::k_underline:
        return "u";
    case style::k_strike:
        return "s";
    case style::k_subscript:
        return "sub";
    default:
        return "sup";
    }
}

class LineWriter {
public:
    LineWriter(const Document& document,
               const std::vector<Inline>& inlines,
               Marks marks,
               Place place)
        : m_document{document}, m_inlines{inlines}, m_marks_style{marks}, m_place{place}
    {
    }

    std::vector<std::string> run()
    {
        place_marks();
        choose_marks();
        for (std::size_t at = 0; at <= m_inlines.size(); ++at) {
            write_marks(at);
            if (at < m_inlines.size()) {
                write(at);
            }
        }
        end_line();
        return std::move(m_lines);
    }

private:
    void place_marks();
    void choose_marks();
    void write_marks(std::size_t at);
    void write(std::size_t at);
    void write_code(std::string_view text);
    void end_line();
    [[nodiscard]] bool is_autolink(std::size_t at) const;
    [[nodiscard]] bool is_understood(std::size_t mark, std::size_t gap) const;
    [[nodiscard]] Class class_before(std::size_t mark, std::size_t gap) const;
    [[nodiscard]] Class class_behind(std::size_t mark, std::size_t gap) const;
    [[nodiscard]] Class class_at(std::size_t at, bool is_first) const;
    [[nodiscard]] char char_behind(std::size_t at) const;

    const Document& m_document;
    const std::vector<Inline>& m_inlines;
    Marks m_marks_style;
    Place m_place;
    std::vector<Mark> m_marks;
    std::vector<std::size_t> m_begins; ///< of the marks in front of each stretch, and of the last
    std::vector<std::string> m_lines;
    std::string m_line;
};

void LineWriter::place_marks()
{
    StyleNesting nesting{m_inlines, style::k_code};
    std::vector<std::size_t> open;
    for (std::size_t at = 0; at <= m_inlines.size(); ++at) {
        m_begins.push_back(m_marks.size());
        const auto& changes = nesting.go_to(at);
        for (const auto kind : changes.closed) {
            m_marks[open.back()].partner = m_marks.size();
            m_marks.push_back({.kind = kind, .partner = open.back()});
            open.pop_back();
        }
        for (const auto kind : changes.opened) {
            open.push_back(m_marks.size());
            m_marks.push_back({.kind = kind, .is_opening = true});
        }
    }
    m_begins.push_back(m_marks.size());
}

/// First all that have a delimiter are taken to be written so; those that would not be understood
/// become tags.
void LineWriter::choose_marks()
{
    for (auto& mark : m_marks) {
        mark.is_tag = mark.kind != k_link_mark &&
                      (m_marks_style == Marks::tags || delimiter_of(mark.kind).empty());
    }
    for (std::size_t gap = 0; gap + 1 < m_begins.size(); ++gap) {
        for (auto i = m_begins[gap]; i < m_begins[gap + 1]; ++i) {
            if (m_marks[i].kind != k_link_mark && !m_marks[i].is_tag && !is_understood(i, gap)) {
                m_marks[i].is_tag = true;
                m_marks[m_marks[i].partner].is_tag = true;
            }
        }
    }
}

Class LineWriter::class_at(std::size_t at, bool is_first) const
{
    if (at >= m_inlines.size() || m_inlines[at].kind == Inline::Kind::line_break) {
        return m_place == Place::cell && at < m_inlines.size() ? Class::punctuation : Class::space;
    }
    const auto& piece = m_inlines[at];
    if (piece.kind == Inline::Kind::image || (piece.styles & style::k_code) != 0) {
        return Class::punctuation;
    }
    return class_of(piece.text, is_first);
}

Class LineWriter::class_before(std::size_t mark, std::size_t gap) const
{
    for (auto i = mark; i > m_begins[gap]; --i) {
        if (m_marks[i - 1].is_tag || m_marks[i - 1].kind == k_link_mark ||
            m_marks[i - 1].kind == style::k_strike || m_marks[mark].kind == style::k_strike) {
            return Class::punctuation;
        }
    }
    return gap == 0 ? Class::space : class_at(gap - 1, false);
}

Class LineWriter::class_behind(std::size_t mark, std::size_t gap) const
{
    for (auto i = mark + 1; i < m_begins[gap + 1]; ++i) {
        if (m_marks[i].is_tag || m_marks[i].kind == k_link_mark ||
            m_marks[i].kind == style::k_strike || m_marks[mark].kind == style::k_strike) {
            return Class::punctuation;
        }
    }
    return class_at(gap, true);
}

/// CommonMark 6.2: may this delimiter open (or close) emphasis where it stands?
bool LineWriter::is_understood(std::size_t mark, std::size_t gap) const
{
    const auto before = class_before(mark, gap);
    const auto behind = class_behind(mark, gap);
    const bool is_opening = m_marks[mark].is_opening;
    const auto inside = is_opening ? behind : before;
    const auto outside = is_opening ? before : behind;
    if (inside == Class::unknown || outside == Class::unknown) {
        return inside == Class::unknown ? outside == Class::space : inside == Class::letter;
    }
    if (inside == Class::space) {
        return false;
    }
    if (m_marks[mark].kind == style::k_strike && outside == Class::letter) {
        return false;
    }
    // Directly behind another one that closed here it would be taken for a part of that.
    if (is_opening && mark > m_begins[gap] && !m_marks[mark - 1].is_opening &&
        !m_marks[mark - 1].is_tag && m_marks[mark - 1].kind != k_link_mark) {
        return false;
    }
    return inside == Class::letter || outside != Class::letter;
}

bool LineWriter::is_autolink(std::size_t at) const
{
    const auto& piece = m_inlines[at];
    const std::string_view url{m_document.urls[piece.link]};
    return piece.link != 0 && piece.kind == Inline::Kind::text && piece.styles == 0 &&
           piece.text == url && (url.starts_with("http://") || url.starts_with("https://")) &&
           url.find('&') == std::string_view::npos &&
           (at == 0 || m_inlines[at - 1].link != piece.link) &&
           (at + 1 == m_inlines.size() || m_inlines[at + 1].link != piece.link);
}

void LineWriter::write_marks(std::size_t at)
{
    for (auto i = m_begins[at]; i < m_begins[at + 1]; ++i) {
        const auto& mark = m_marks[i];
        if (mark.kind == k_link_mark) {
            if (mark.is_opening) {
                m_line += is_autolink(at) ? "" : "[";
            } else if (!is_autolink(at - 1)) {
                m_line += "](" + escaped_url(m_document.urls[m_inlines[at - 1].link]) + ")";
            }
        } else if (mark.is_tag) {
            m_line += mark.is_opening ? "<" : "</";
            m_line += tag_of(mark.kind);
            m_line += '>';
        } else {
            m_line += delimiter_of(mark.kind);
        }
    }
}

/// What comes behind the stretch: ' ' for a space, NUL at the end of the line.
char LineWriter::char_behind(std::size_t at) const
{
    if (at + 1 == m_inlines.size() || m_inlines[at + 1].kind == Inline::Kind::line_break) {
        return '\0';
    }
    return m_inlines[at + 1].kind == Inline::Kind::text && m_inlines[at + 1].text.starts_with(' ')
               ? ' '
               : k_anything;
}

void LineWriter::write(std::size_t at)
{
    const auto& piece = m_inlines[at];
    switch (piece.kind) {
    case Inline::Kind::line_break:
        if (m_place == Place::cell) {
            m_line += "<br>";
        } else {
            m_line += '\\';
            end_line();
        }
        break;
    case Inline::Kind::image:
        m_line += "![";
        m_line += escaped_markdown(
            piece.text,
            {.before = k_anything, .after = k_anything, .is_in_table = m_place == Place::cell});
        m_line += "](" + escaped_url(m_document.urls[piece.source]) + ")";
        break;
    case Inline::Kind::text:
        if (is_autolink(at)) {
            m_line += '<' + piece.text + '>';
        } else if ((piece.styles & style::k_code) != 0) {
            write_code(piece.text);
        } else {
            const bool is_begin =
                m_line.empty() || (at > 0 && m_inlines[at - 1].kind == Inline::Kind::line_break);
            m_line += escaped_markdown(piece.text,
                                       {.before = is_begin ? '\0' : m_line.back(),
                                        .after = char_behind(at),
                                        .is_in_table = m_place == Place::cell});
        }
        break;
    }
}

void LineWriter::write_code(std::string_view text)
{
    std::size_t longest = 0;
    std::size_t run = 0;
    for (const char c : text) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    const std::string fence(longest + 1, '`');
    const bool is_padded = text.starts_with('`') || text.ends_with('`');
    m_line += fence;
    m_line += is_padded ? " " : "";
    m_line += text;
    m_line += is_padded ? " " : "";
    m_line += fence;
}

void LineWriter::end_line()
{
    if (m_place == Place::paragraph) {
        escape_line_begin(m_line);
    } else if (m_place == Place::heading) {
        escape_heading_end(m_line);
    }
    m_lines.push_back(std::exchange(m_line, {}));
}

} // namespace

std::vector<std::string> markdown_lines(const Document& document,
                                        const std::vector<Inline>& inlines,
                                        Marks marks,
                                        Place place)
{
    return LineWriter{document, inlines, marks, place}.run();
}

} // namespace syncctl::markup
