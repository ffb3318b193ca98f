#include "markdown_fit.hpp"

#include "normalise.hpp"
#include "text_writer.hpp"
#include "tree_builder.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace syncctl::markup {

namespace {

using Kind = Block::Kind;
using Inlines = std::vector<Inline>;

/// md4c takes a line with more for a paragraph.
constexpr std::size_t k_most_columns = 128;
/// Columns that code in lists is moved to by a tab.
constexpr std::size_t k_tab_width = 4;

bool is_break(const Inline& piece)
{
    return piece.kind == Inline::Kind::line_break;
}

bool is_text_block(const Block& block)
{
    return block.kind == Kind::lines || block.kind == Kind::paragraph;
}

Inline a_space()
{
    Inline space;
    space.text = " ";
    return space;
}

void spread_tabs(std::string& code)
{
    std::string spread;
    bool is_line_begin = true;
    std::size_t column = 0;
    for (const char c : code) {
        if (is_line_begin && c == '\t') {
            const auto width = k_tab_width - column % k_tab_width;
            spread.append(width, ' ');
            column += width;
            continue;
        }
        is_line_begin = c == '\n' || (is_line_begin && c == ' ');
        column = c == '\n' ? 0 : column + 1;
        spread += c;
    }
    code = std::move(spread);
}

void strip_images(Inlines& inlines)
{
    for (auto& piece : inlines) {
        piece.width = 0;
        piece.height = 0;
    }
}

/// An empty line ends a paragraph.
void add_paragraphs(std::vector<Block>& blocks, Block&& lines)
{
    strip_images(lines.inlines);
    Inlines part;
    const auto end_paragraph = [&] {
        if (!part.empty()) {
            auto& paragraph = blocks.emplace_back();
            paragraph.kind = Kind::paragraph;
            paragraph.inlines = std::exchange(part, {});
        }
    };
    bool was_break = false;
    for (auto& piece : lines.inlines) {
        if (is_break(piece)) {
            if (std::exchange(was_break, true)) {
                end_paragraph();
            }
            continue;
        }
        if (std::exchange(was_break, false) && !part.empty()) {
            part.emplace_back().kind = Inline::Kind::line_break;
        }
        part.push_back(std::move(piece));
    }
    end_paragraph();
}

/// Everything in a cell, one line after the other.
void add_lines(Inlines& lines, Block&& block)
{
    if (!block.inlines.empty() || !block.text.empty()) {
        if (!lines.empty()) {
            lines.emplace_back().kind = Inline::Kind::line_break;
        }
        std::move(block.inlines.begin(), block.inlines.end(), std::back_inserter(lines));
        if (!block.text.empty()) {
            InlineBuilder code;
            code.add_preserved(block.text, {});
            auto text = code.take();
            std::move(text.begin(), text.end(), std::back_inserter(lines));
        }
    }
    for (auto& child : block.children) {
        add_lines(lines, std::move(child));
    }
}

class Fitting {
public:
    std::vector<Block> fitted(std::vector<Block>&& blocks)
    {
        std::vector<Block> result;
        for (auto& block : blocks) {
            add(result, std::move(block));
        }
        return result;
    }

    [[nodiscard]] bool is_too_large() const { return m_cells > k_most_blocks; }

private:
    void add(std::vector<Block>& result, Block&& block)
    {
        switch (block.kind) {
        case Kind::lines:
        case Kind::paragraph:
            add_paragraphs(result, std::move(block));
            return;
        case Kind::heading:
            strip_images(block.inlines);
            std::replace_if(block.inlines.begin(), block.inlines.end(), is_break, a_space());
            break;
        case Kind::code:
            spread_tabs(block.text);
            break;
        case Kind::quote:
            block.children = fitted(std::move(block.children));
            break;
        case Kind::list:
            fit_list(block);
            break;
        case Kind::table:
            add_table(result, std::move(block));
            return;
        default:
            break;
        }
        result.push_back(std::move(block));
    }

    void fit_list(Block& list)
    {
        for (auto& item : list.children) {
            item.children = fitted(std::move(item.children));
        }
        if (std::all_of(list.children.begin(), list.children.end(), can_be_tight)) {
            for (auto& item : list.children) {
                auto& first = item.children.front();
                first.kind = is_text_block(first) ? Kind::lines : first.kind;
            }
        }
    }

    /// Text, and behind it lists that may follow it without an empty line.
    static bool can_be_tight(const Block& item)
    {
        const auto& children = item.children;
        const bool has_text = !children.empty() && is_text_block(children.front());
        for (std::size_t i = has_text ? 1 : 0; i < children.size(); ++i) {
            if (children[i].kind != Kind::list ||
                (has_text && i == 1 && children[i].is_ordered && children[i].number != 1)) {
                return false;
            }
        }
        return !children.empty();
    }

    void add_table(std::vector<Block>& result, Block&& table)
    {
        std::size_t columns = 0;
        for (auto& row : table.children) {
            spread_columns(row);
            columns = std::max(columns, row.children.size());
        }
        m_cells += columns * table.children.size();
        if (columns > k_most_columns || is_too_large()) {
            Block lines;
            lines.kind = Kind::lines;
            add_lines(lines.inlines, std::move(table));
            add_paragraphs(result, std::move(lines));
            return;
        }
        std::vector<Align> aligns(columns, Align::none);
        for (std::size_t i = 0; i < table.children.front().children.size(); ++i) {
            aligns[i] = table.children.front().children[i].align;
        }
        bool is_header = true;
        for (auto& row : table.children) {
            row.children.resize(columns);
            for (std::size_t i = 0; i < columns; ++i) {
                fit_cell(row.children[i]);
                row.children[i].align = aligns[i];
                row.children[i].is_header = is_header;
            }
            is_header = false;
        }
        result.push_back(std::move(table));
    }

    static void spread_columns(Block& row)
    {
        std::vector<Block> cells;
        for (auto& cell : row.children) {
            const auto more = std::min<std::size_t>(cell.columns, k_most_columns) - 1;
            cells.push_back(std::move(cell));
            for (std::size_t i = 0; i < more && cells.size() < k_most_columns; ++i) {
                cells.emplace_back();
            }
        }
        row.children = std::move(cells);
    }

    static void fit_cell(Block& cell)
    {
        Block lines;
        lines.kind = Kind::lines;
        for (auto& child : cell.children) {
            add_lines(lines.inlines, std::move(child));
        }
        strip_images(lines.inlines);
        for (auto& piece : lines.inlines) {
            const bool has_bar = piece.text.find('|') != std::string::npos;
            piece.styles &= has_bar ? static_cast<std::uint8_t>(~style::k_code) : 0xffU;
        }
        cell = {};
        cell.kind = Kind::cell;
        if (!lines.inlines.empty()) {
            cell.children.push_back(std::move(lines));
        }
    }

    std::size_t m_cells = 0;
};

} // namespace

std::variant<Document, Failure> fitted_to_markdown(Document document)
{
    normalise(document);
    Fitting fitting;
    document.root.children = fitting.fitted(std::move(document.root.children));
    if (fitting.is_too_large()) {
        return Failure{"tables of more than 250,000 cells"};
    }
    normalise(document);
    return document;
}

std::variant<Document, Failure> plain_paragraphs(const Document& document)
{
    const auto written = write_text(document);
    if (const auto* failure = std::get_if<Failure>(&written)) {
        return *failure;
    }
    std::string_view text{std::get<std::string>(written)};
    Document plain;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        InlineBuilder line;
        line.add_preserved(text.substr(0, end), {});
        auto& paragraph = plain.root.children.emplace_back();
        paragraph.kind = Kind::paragraph;
        paragraph.inlines = line.take();
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return fitted_to_markdown(std::move(plain));
}

} // namespace syncctl::markup
