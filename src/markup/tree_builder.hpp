#pragma once

#include "document.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace syncctl::markup {

/// How the text that comes next looks.
struct Format {
    std::uint8_t styles = 0;
    std::uint32_t link = 0;
};

/// Collects the text of one block: runs of white space become one space, as browsers show them.
class InlineBuilder {
public:
    void add_text(std::string_view text, Format format);
    /// Spaces, tabs and LF (a line break) count.
    void add_preserved(std::string_view text, Format format);
    void add_line_break();
    void add_image(Inline image);

    /// Nothing to be seen so far, not even an empty line.
    [[nodiscard]] bool is_empty() const { return m_inlines.empty(); }

    /// A line break at the end ends the last line; it does not begin another one.
    [[nodiscard]] std::vector<Inline> take();
    /// A line break at the end counts as well.
    [[nodiscard]] std::vector<Inline> take_all();

private:
    void append(std::string_view text, Format format);
    void append_pending_space();

    std::vector<Inline> m_inlines;
    bool m_has_pending_space = false;
    Format m_pending_format;
    bool m_is_line_begin = true;
};

/// Builds a document from what a parser reports, whatever order it comes in: items stand in lists,
/// rows in tables and cells in rows afterwards.
class TreeBuilder {
public:
    TreeBuilder();

    /// The kind that bare text of now belongs to: lines, paragraph or heading.
    Block::Kind text_kind = Block::Kind::lines;
    std::uint32_t heading_level = 1;

    InlineBuilder& inlines() { return m_inlines; }

    /// Index of the address among those of the document; 0 when it is empty.
    [[nodiscard]] std::uint32_t url(std::string url);

    /// Ends the text of now, if there is any.
    void flush();
    /// Adds a block that has no blocks inside.
    void add(Block block);
    /// Opens a list, an item, a table, a row, a cell or a quote, and what has to be around it.
    /// \returns how many blocks were opened: 0 when it would be too deep or out of place
    [[nodiscard]] std::size_t open(Block block);
    void close(std::size_t count);

    /// To be asked now and then, so that memory is bounded.
    [[nodiscard]] bool has_too_many_blocks() const { return m_count > k_most_blocks; }

    [[nodiscard]] bool is_in_item() const { return m_open.back().kind == Block::Kind::item; }

    void mark_task(Task task) { m_open.back().task = task; }

    [[nodiscard]] Document take();

private:
    void push(Block block);
    void append(std::size_t parent, Block block);

    std::vector<Block> m_open;
    std::size_t m_depth = 0;
    std::size_t m_count = 0;
    InlineBuilder m_inlines;
    std::vector<std::string> m_urls{std::string{}};
    std::unordered_map<std::string, std::uint32_t> m_known_urls;
};

} // namespace syncctl::markup
