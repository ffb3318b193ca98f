#include "text_writer.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace syncctl::markup {

namespace {

using Kind = Block::Kind;

/// Does an empty line stand between these two?
bool is_set_apart(const Block& block)
{
    return block.kind != Kind::lines && block.kind != Kind::item && block.kind != Kind::row;
}

class Writer {
public:
    explicit Writer(const Document& document) : m_document{document} {}

    Result write()
    {
        write_children(m_document.root);
        if (is_too_long()) {
            return Failure{"the text would be longer than 4 MiB"};
        }
        return std::move(m_text);
    }

private:
    [[nodiscard]] bool is_too_long() const { return m_text.size() > k_max_octets; }

    void write_children(const Block& block);
    void write_block(const Block& block);
    void write_list(const Block& list);
    void write_row(const Block& row);
    void write_inlines(const std::vector<Inline>& inlines);
    void write_code(std::string_view code);
    void end_link(std::uint32_t link, std::size_t begin);
    void new_line();
    void empty_line();
    [[nodiscard]] bool is_tight(const Block& block, const Block& next) const;

    const Document& m_document;
    std::string m_text;
    std::string m_indent; ///< of every further line: spaces of lists, `> ` of quotes
    int m_lists = 0;
    int m_cells = 0;
};

/// Lines of a table cell stand in one line of text.
void Writer::new_line()
{
    if (m_cells > 0) {
        m_text += ' ';
        return;
    }
    m_text += '\n';
    m_text += m_indent;
}

void Writer::empty_line()
{
    m_text += '\n';
    m_text += std::string_view{m_indent}.substr(0, m_indent.find_last_not_of(' ') + 1);
}

bool Writer::is_tight(const Block& block, const Block& next) const
{
    return m_cells > 0 || (m_lists > 0 && (next.kind == Kind::list || block.kind == Kind::list)) ||
           !(is_set_apart(block) || is_set_apart(next));
}

void Writer::write_children(const Block& block)
{
    const Block* last = nullptr;
    for (const auto& child : block.children) {
        if (is_too_long()) {
            return;
        }
        if (last != nullptr) {
            if (!is_tight(*last, child)) {
                empty_line();
            }
            new_line();
        }
        write_block(child);
        last = &child;
    }
}

void Writer::write_block(const Block& block)
{
    switch (block.kind) {
    case Kind::lines:
    case Kind::paragraph:
    case Kind::heading:
        write_inlines(block.inlines);
        break;
    case Kind::code:
        write_code(block.text);
        break;
    case Kind::rule:
        m_text += "---";
        break;
    case Kind::quote:
        m_text += "> ";
        m_indent += "> ";
        write_children(block);
        m_indent.resize(m_indent.size() - 2);
        break;
    case Kind::list:
        write_list(block);
        break;
    case Kind::row:
        write_row(block);
        break;
    default:
        write_children(block);
    }
}

void Writer::write_list(const Block& list)
{
    ++m_lists;
    std::size_t number = list.number;
    bool is_first = true;
    for (const auto& item : list.children) {
        if (is_too_long()) {
            break;
        }
        if (!is_first) {
            new_line();
        }
        is_first = false;
        const auto mark = list.is_ordered ? std::to_string(number++) + ". " : std::string{"- "};
        m_text += mark;
        if (item.task != Task::none) {
            m_text += item.task == Task::done ? "[x] " : "[ ] ";
        }
        m_indent.append(mark.size(), ' ');
        write_children(item);
        m_indent.resize(m_indent.size() - mark.size());
    }
    --m_lists;
}

void Writer::write_row(const Block& row)
{
    ++m_cells;
    bool is_first = true;
    for (const auto& cell : row.children) {
        if (!is_first) {
            m_text += " | ";
        }
        is_first = false;
        write_children(cell);
    }
    --m_cells;
}

void Writer::write_code(std::string_view code)
{
    while (!is_too_long()) {
        const auto end = code.find('\n');
        m_text += code.substr(0, end);
        if (end == std::string_view::npos) {
            return;
        }
        code.remove_prefix(end + 1);
        new_line();
    }
}

/// `text (url)`, but an address that is its own text only once.
void Writer::end_link(std::uint32_t link, std::size_t begin)
{
    const std::string_view url{m_document.urls[link]};
    const auto text = std::string_view{m_text}.substr(begin);
    if (text.empty() || text == url) {
        m_text.resize(begin);
        m_text += url;
        return;
    }
    if (url.starts_with("mailto:") && text == url.substr(7)) {
        return;
    }
    m_text += " (";
    m_text += url;
    m_text += ')';
}

void Writer::write_inlines(const std::vector<Inline>& inlines)
{
    std::uint32_t link = 0;
    std::size_t link_begin = 0;
    for (const auto& piece : inlines) {
        if (is_too_long()) {
            return;
        }
        if (link != 0 && piece.link != link) {
            end_link(link, link_begin);
        }
        if (piece.link != link) {
            link = piece.link;
            link_begin = m_text.size();
        }
        switch (piece.kind) {
        case Inline::Kind::text:
            m_text += piece.text;
            break;
        case Inline::Kind::line_break:
            new_line();
            break;
        case Inline::Kind::image: {
            const auto begin = m_text.size();
            m_text += piece.text;
            end_link(piece.source, begin);
            break;
        }
        }
    }
    if (link != 0) {
        end_link(link, link_begin);
    }
}

} // namespace

Result write_text(const Document& document)
{
    return Writer{document}.write();
}

} // namespace syncctl::markup
