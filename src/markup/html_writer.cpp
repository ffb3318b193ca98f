#include "html_writer.hpp"

#include "style_nesting.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace syncctl::markup {

namespace {

using Kind = Block::Kind;

constexpr std::string_view k_open_box = "\xe2\x98\x90 ";
constexpr std::string_view k_done_box = "\xe2\x98\x91 ";

/// Octets that add_text does not copy as they are.
constexpr std::array<bool, 256> k_special = [] {
    std::array<bool, 256> table{};
    for (const char c : {'&', '<', '>', '"', ' ', '\t'}) {
        table[static_cast<unsigned char>(c)] = true;
    }
    return table;
}();

std::string_view element_of(std::uint8_t mark)
{
    switch (mark) {
    case style::k_strong:
        return "strong";
    case style::k_emphasis:
        return "em";
    case style::k_underline:
        return "u";
    case style::k_strike:
        return "s";
    case style::k_subscript:
        return "sub";
    case style::k_superscript:
        return "sup";
    case style::k_code:
        return "code";
    default:
        return "a";
    }
}

std::string_view align_of(Align align)
{
    switch (align) {
    case Align::left:
        return "left";
    case Align::center:
        return "center";
    case Align::right:
        return "right";
    default:
        return {};
    }
}

class Writer {
public:
    explicit Writer(const Document& document) : m_document{document} {}

    Result write()
    {
        write_children(m_document.root);
        if (is_too_long()) {
            return Failure{"the HTML would be longer than 4 MiB"};
        }
        return std::move(m_html);
    }

private:
    [[nodiscard]] bool is_too_long() const { return m_html.size() > k_max_octets; }

    void write_children(const Block& block);
    void write_block(const Block& block, bool is_first_child);
    void write_list(const Block& list);
    void write_task(const Block& item);
    void write_cell(const Block& cell);
    void write_inlines(const std::vector<Inline>& inlines);
    void write_text(const std::vector<Inline>& inlines, std::size_t at);
    void write_image(const Inline& image);
    void write_code(const Block& code);
    void add_attribute(std::string_view name, std::string_view value);
    void add_number(std::string_view name, std::uint32_t value, std::uint32_t usual);
    void add_escaped(std::string_view text);
    void add_escaped(char c);
    void surround(std::string_view element, const Block& block);

    const Document& m_document;
    std::string m_html;
    bool m_is_line_begin = true;
};

void Writer::add_escaped(char c)
{
    switch (c) {
    case '&':
        m_html += "&amp;";
        break;
    case '<':
        m_html += "&lt;";
        break;
    case '>':
        m_html += "&gt;";
        break;
    default:
        m_html += c;
    }
}

void Writer::add_escaped(std::string_view text)
{
    for (const char c : text) {
        add_escaped(c);
    }
}

void Writer::add_attribute(std::string_view name, std::string_view value)
{
    m_html += ' ';
    m_html += name;
    m_html += "=\"";
    for (const char c : value) {
        if (c == '"') {
            m_html += "&quot;";
        } else {
            add_escaped(c);
        }
    }
    m_html += '"';
}

void Writer::add_number(std::string_view name, std::uint32_t value, std::uint32_t usual)
{
    if (value != usual) {
        add_attribute(name, std::to_string(value));
    }
}

void Writer::write_children(const Block& block)
{
    bool is_first = true;
    for (const auto& child : block.children) {
        if (is_too_long()) {
            return;
        }
        write_block(child, is_first);
        is_first = false;
    }
}

void Writer::surround(std::string_view element, const Block& block)
{
    m_html += '<';
    m_html += element;
    m_html += '>';
    if (block.has_inlines()) {
        write_inlines(block.inlines);
    } else {
        write_children(block);
    }
    m_html += "</";
    m_html += element;
    m_html += '>';
}

void Writer::write_block(const Block& block, bool is_first_child)
{
    switch (block.kind) {
    case Kind::lines:
        if (is_first_child) {
            write_inlines(block.inlines);
        } else {
            surround("div", block);
        }
        break;
    case Kind::paragraph:
        surround("p", block);
        break;
    case Kind::heading: {
        const std::array<char, 2> name{'h', static_cast<char>('0' + block.number)};
        surround({name.data(), name.size()}, block);
        break;
    }
    case Kind::code:
        write_code(block);
        break;
    case Kind::rule:
        m_html += "<hr>";
        break;
    case Kind::quote:
        surround("blockquote", block);
        break;
    case Kind::list:
        write_list(block);
        break;
    case Kind::table:
        surround("table", block);
        break;
    case Kind::row:
        surround("tr", block);
        break;
    case Kind::cell:
        write_cell(block);
        break;
    case Kind::root:
    case Kind::item:
        break; // written where their parent is
    }
}

/// A task begins with text, which has no blocks inside.
void Writer::write_task(const Block& item)
{
    auto first = item.children.front();
    Inline box;
    box.text = item.task == Task::open ? k_open_box : k_done_box;
    first.inlines.insert(first.inlines.begin(), std::move(box));
    write_block(first, true);
    for (std::size_t i = 1; i < item.children.size(); ++i) {
        write_block(item.children[i], false);
    }
}

void Writer::write_list(const Block& list)
{
    m_html += list.is_ordered ? "<ol" : "<ul";
    if (list.is_ordered) {
        add_number("start", list.number, 1);
    }
    m_html += '>';
    for (const auto& item : list.children) {
        if (is_too_long()) {
            return;
        }
        m_html += "<li>";
        if (item.task == Task::none) {
            write_children(item);
        } else {
            write_task(item);
        }
        m_html += "</li>";
    }
    m_html += list.is_ordered ? "</ol>" : "</ul>";
}

void Writer::write_cell(const Block& cell)
{
    m_html += cell.is_header ? "<th" : "<td";
    if (cell.align != Align::none) {
        add_attribute("align", align_of(cell.align));
    }
    add_number("colspan", cell.columns, 1);
    add_number("rowspan", cell.rows, 1);
    m_html += '>';
    write_children(cell);
    m_html += cell.is_header ? "</th>" : "</td>";
}

void Writer::write_code(const Block& code)
{
    m_html += "<pre><code";
    if (!code.language.empty()) {
        add_attribute("class", "language-" + code.language);
    }
    m_html += '>';
    add_escaped(code.text);
    m_html += "</code></pre>";
}

void Writer::write_inlines(const std::vector<Inline>& inlines)
{
    StyleNesting nesting{inlines};
    m_is_line_begin = true;
    for (std::size_t at = 0; at <= inlines.size() && !is_too_long(); ++at) {
        const auto& changes = nesting.go_to(at);
        for (const auto mark : changes.closed) {
            m_html += "</";
            m_html += element_of(mark);
            m_html += '>';
        }
        for (const auto mark : changes.opened) {
            m_html += '<';
            m_html += element_of(mark);
            if (mark == k_link_mark) {
                add_attribute("href", m_document.urls[inlines[at].link]);
            }
            m_html += '>';
        }
        if (at == inlines.size()) {
            break;
        }
        switch (inlines[at].kind) {
        case Inline::Kind::text:
            write_text(inlines, at);
            break;
        case Inline::Kind::line_break:
            m_html += "<br>";
            m_is_line_begin = true;
            break;
        case Inline::Kind::image:
            write_image(inlines[at]);
            break;
        }
    }
    if (inlines.empty() || inlines.back().kind == Inline::Kind::line_break) {
        m_html += "<br>"; // a last line that is empty is there only with a break of its own
    }
}

void Writer::write_text(const std::vector<Inline>& inlines, std::size_t at)
{
    const std::string_view text{inlines[at].text};
    const auto is_space_or_end = [&](std::size_t next) {
        if (next < text.size()) {
            return text[next] == ' ';
        }
        if (at + 1 == inlines.size() || inlines[at + 1].kind == Inline::Kind::line_break) {
            return true;
        }
        return inlines[at + 1].text.starts_with(' ') && inlines[at + 1].kind == Inline::Kind::text;
    };
    for (std::size_t i = 0; i < text.size();) {
        auto end = i;
        while (end < text.size() && !k_special[static_cast<unsigned char>(text[end])]) {
            ++end;
        }
        if (end > i) {
            m_html += text.substr(i, end - i);
            i = end;
        } else if (text[i] == ' ') {
            m_html += m_is_line_begin || is_space_or_end(i + 1) ? "&nbsp;" : " ";
            ++i;
        } else if (text[i] == '\t') {
            end = std::min(text.find_first_not_of('\t', i), text.size());
            // As browsers write tabs that a person typed.
            m_html += "<span style=\"white-space:pre\">";
            m_html += text.substr(i, end - i);
            m_html += "</span>";
            i = end;
        } else {
            add_escaped(text[i++]);
        }
        m_is_line_begin = false;
    }
}

void Writer::write_image(const Inline& image)
{
    m_html += "<img";
    add_attribute("src", m_document.urls[image.source]);
    add_attribute("alt", image.text);
    add_number("width", image.width, 0);
    add_number("height", image.height, 0);
    m_html += '>';
    m_is_line_begin = false;
}

} // namespace

Result write_html(const Document& document)
{
    return Writer{document}.write();
}

} // namespace syncctl::markup
