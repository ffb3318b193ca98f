#include "tree_builder.hpp"

#include "characters.hpp"

#include <array>
#include <utility>

namespace syncctl::markup {

namespace {

using Kind = Block::Kind;

constexpr char k_first_of_nbsp = '\xc2';
constexpr std::string_view k_nbsp = "\xc2\xa0";
constexpr std::size_t k_usual_stretches = 4;

/// Octets at which add_text has to look twice.
constexpr std::array<bool, 256> k_special = [] {
    std::array<bool, 256> table{};
    for (const char c : {' ', '\t', '\n', '\r', '\f', k_first_of_nbsp}) {
        table[static_cast<unsigned char>(c)] = true;
    }
    return table;
}();

bool is_framed(Kind kind)
{
    return kind == Kind::list || kind == Kind::quote || kind == Kind::table;
}

} // namespace

void InlineBuilder::append(std::string_view text, Format format)
{
    if (!m_inlines.empty()) {
        auto& last = m_inlines.back();
        if (last.kind == Inline::Kind::text && last.styles == format.styles &&
            last.link == format.link) {
            last.text += text;
            m_is_line_begin = false;
            return;
        }
    }
    if (m_inlines.empty()) {
        m_inlines.reserve(k_usual_stretches);
    }
    auto& added = m_inlines.emplace_back();
    added.styles = format.styles;
    added.link = format.link;
    added.text = text;
    m_is_line_begin = false;
}

void InlineBuilder::append_pending_space()
{
    if (m_has_pending_space) {
        m_has_pending_space = false;
        append(" ", m_pending_format);
    }
}

void InlineBuilder::add_text(std::string_view text, Format format)
{
    for (std::size_t at = 0; at < text.size();) {
        auto end = at;
        while (end < text.size() && !k_special[static_cast<unsigned char>(text[end])]) {
            ++end;
        }
        if (end > at) {
            append_pending_space();
            append(text.substr(at, end - at), format);
            at = end;
        } else if (text[at] == k_first_of_nbsp) {
            const auto character = text.substr(at, 2);
            append_pending_space();
            append(character == k_nbsp ? std::string_view{" "} : character, format);
            at += character.size();
        } else {
            if (!m_is_line_begin && !m_has_pending_space) {
                m_has_pending_space = true;
                m_pending_format = format;
            }
            ++at;
        }
    }
}

void InlineBuilder::add_preserved(std::string_view text, Format format)
{
    std::string line;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\n') {
            if (!line.empty()) {
                append_pending_space();
                append(line, format);
                line.clear();
            }
            add_line_break();
        } else if (text.substr(at, 2) == k_nbsp) {
            line += ' ';
            ++at;
        } else {
            line += text[at];
        }
    }
    if (!line.empty()) {
        append_pending_space();
        append(line, format);
    }
}

void InlineBuilder::add_line_break()
{
    m_has_pending_space = false;
    m_inlines.emplace_back().kind = Inline::Kind::line_break;
    m_is_line_begin = true;
}

void InlineBuilder::add_image(Inline image)
{
    append_pending_space();
    m_inlines.push_back(std::move(image));
    m_is_line_begin = false;
}

std::vector<Inline> InlineBuilder::take()
{
    if (!m_inlines.empty() && m_inlines.back().kind == Inline::Kind::line_break) {
        m_inlines.pop_back();
    }
    return take_all();
}

std::vector<Inline> InlineBuilder::take_all()
{
    m_has_pending_space = false;
    m_is_line_begin = true;
    return std::exchange(m_inlines, {});
}

TreeBuilder::TreeBuilder()
{
    m_open.emplace_back();
}

std::uint32_t TreeBuilder::url(std::string url)
{
    if (url.empty()) {
        return 0;
    }
    const auto [known, is_new] =
        m_known_urls.try_emplace(url, static_cast<std::uint32_t>(m_urls.size()));
    if (is_new) {
        m_urls.push_back(std::move(url));
    }
    return known->second;
}

void TreeBuilder::flush()
{
    if (m_inlines.is_empty()) {
        static_cast<void>(m_inlines.take()); // and the white space that waits
        return;
    }
    Block block;
    block.kind = text_kind;
    block.number = text_kind == Kind::heading ? heading_level : 0;
    block.inlines = m_inlines.take();
    append(m_open.size() - 1, std::move(block));
}

void TreeBuilder::add(Block block)
{
    flush();
    append(m_open.size() - 1, std::move(block));
}

void TreeBuilder::append(std::size_t parent, Block block)
{
    const auto kind = m_open[parent].kind;
    if ((kind == Kind::table && block.kind != Kind::row) ||
        (kind == Kind::row && block.kind != Kind::cell)) {
        append(parent - 1, std::move(block)); // before the table, as browsers do
        return;
    }
    ++m_count;
    auto& siblings = m_open[parent].children;
    if (kind == Kind::list && block.kind != Kind::item) {
        if (siblings.empty()) {
            siblings.emplace_back().kind = Kind::item;
        }
        siblings.back().children.push_back(std::move(block));
        return;
    }
    siblings.push_back(std::move(block));
}

void TreeBuilder::push(Block block)
{
    m_depth += is_framed(block.kind) ? 1 : 0;
    m_open.push_back(std::move(block));
}

std::size_t TreeBuilder::open(Block block)
{
    flush();
    const auto around = m_open.back().kind;
    if ((is_framed(block.kind) || (block.kind == Kind::item && around != Kind::list)) &&
        m_depth >= k_max_depth) {
        return 0;
    }
    std::size_t count = 1;
    if (block.kind == Kind::item && around != Kind::list) {
        Block list;
        list.kind = Kind::list;
        push(std::move(list));
        ++count;
    } else if (block.kind == Kind::row && around != Kind::table) {
        return 0;
    } else if (block.kind == Kind::cell && around != Kind::row) {
        if (around != Kind::table) {
            return 0;
        }
        Block row;
        row.kind = Kind::row;
        push(std::move(row));
        ++count;
    }
    push(std::move(block));
    return count;
}

void TreeBuilder::close(std::size_t count)
{
    flush();
    for (; count > 0 && m_open.size() > 1; --count) {
        auto block = std::move(m_open.back());
        m_open.pop_back();
        m_depth -= is_framed(block.kind) ? 1 : 0;
        append(m_open.size() - 1, std::move(block));
    }
}

Document TreeBuilder::take()
{
    close(m_open.size() - 1);
    Document document;
    document.root = std::move(m_open.front());
    document.urls = std::move(m_urls);
    return document;
}

} // namespace syncctl::markup
