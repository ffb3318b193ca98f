#include "normalise.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

namespace syncctl::markup {

namespace {

using Kind = Block::Kind;

constexpr std::string_view k_open_box = "\xe2\x98\x90 "; // U+2610
constexpr std::string_view k_done_box = "\xe2\x98\x91 "; // U+2611

bool is_space(char c)
{
    return c == ' ' || c == '\t';
}

void join_lines(std::vector<Block>& blocks)
{
    std::size_t kept = 0;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        if (kept > 0 && blocks[i].kind == Kind::lines && blocks[kept - 1].kind == Kind::lines) {
            auto& into = blocks[kept - 1].inlines;
            into.emplace_back().kind = Inline::Kind::line_break;
            std::move(blocks[i].inlines.begin(), blocks[i].inlines.end(), std::back_inserter(into));
            continue;
        }
        if (kept != i) {
            blocks[kept] = std::move(blocks[i]);
        }
        ++kept;
    }
    blocks.resize(kept);
}

bool is_visible(const Inline& piece)
{
    return piece.kind != Inline::Kind::line_break &&
           (piece.kind == Inline::Kind::image ||
            !std::all_of(piece.text.begin(), piece.text.end(), is_space));
}

/// Spaces at the ends of a stretch become stretches of their own.
std::vector<Inline> split_at_spaces(std::vector<Inline>&& inlines)
{
    std::vector<Inline> pieces;
    pieces.reserve(inlines.size() + 2);
    for (auto& each : inlines) {
        if (each.kind != Inline::Kind::text || (each.styles == 0 && each.link == 0) ||
            !is_visible(each)) {
            if (each.kind != Inline::Kind::text || !each.text.empty()) {
                pieces.push_back(std::move(each));
            }
            continue;
        }
        const auto first = each.text.find_first_not_of(" \t");
        const auto last = each.text.find_last_not_of(" \t") + 1;
        const auto part = [&](std::size_t begin, std::size_t end) {
            auto& piece = pieces.emplace_back();
            piece.styles = each.styles;
            piece.link = each.link;
            piece.text = each.text.substr(begin, end - begin);
        };
        if (first > 0) {
            part(0, first);
        }
        if (first > 0 || last < each.text.size()) {
            part(first, last);
            if (last < each.text.size()) {
                part(last, each.text.size());
            }
        } else {
            pieces.push_back(std::move(each));
        }
    }
    return pieces;
}

/// Formats of what is not visible reach from one visible neighbour to the other, or are none.
void reformat_gaps(std::vector<Inline>& pieces)
{
    for (auto& piece : pieces) {
        if (piece.kind == Inline::Kind::image) {
            piece.styles = 0;
        }
    }
    for (std::size_t at = 0; at < pieces.size();) {
        if (is_visible(pieces[at])) {
            ++at;
            continue;
        }
        auto end = at;
        while (end < pieces.size() && !is_visible(pieces[end])) {
            ++end;
        }
        const bool is_between = at > 0 && end < pieces.size();
        const auto styles = is_between ? pieces[at - 1].styles & pieces[end].styles : 0;
        const auto link =
            is_between && pieces[at - 1].link == pieces[end].link ? pieces[end].link : 0;
        for (; at < end; ++at) {
            const bool is_break = pieces[at].kind == Inline::Kind::line_break;
            const auto own =
                is_break ? static_cast<std::uint8_t>(~style::k_code) : pieces[at].styles;
            pieces[at].styles = static_cast<std::uint8_t>(styles & own);
            pieces[at].link = is_break || pieces[at].link == link ? link : 0;
        }
    }
}

/// Without spaces at the end of lines, and without empty lines around.
void trim(std::vector<Inline>& pieces)
{
    std::vector<Inline> kept;
    kept.reserve(pieces.size());
    const auto drop_spaces = [&] {
        while (!kept.empty() && kept.back().kind == Inline::Kind::text &&
               !is_visible(kept.back())) {
            kept.pop_back();
        }
        if (!kept.empty() && kept.back().kind == Inline::Kind::text) {
            auto& text = kept.back().text;
            text.erase(text.find_last_not_of(" \t") + 1);
        }
    };
    for (auto& piece : pieces) {
        if (piece.kind == Inline::Kind::line_break) {
            drop_spaces();
            if (kept.empty()) {
                continue;
            }
        }
        kept.push_back(std::move(piece));
    }
    drop_spaces();
    while (!kept.empty() && kept.back().kind == Inline::Kind::line_break) {
        kept.pop_back();
    }
    pieces = std::move(kept);
}

void merge(std::vector<Inline>& pieces)
{
    std::size_t kept = 0;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (kept > 0 && pieces[kept - 1].looks_like(pieces[i])) {
            pieces[kept - 1].text += pieces[i].text;
            continue;
        }
        if (kept != i) {
            pieces[kept] = std::move(pieces[i]);
        }
        ++kept;
    }
    pieces.resize(kept);
}

bool ends_with_space(const Inline& piece)
{
    return piece.kind == Inline::Kind::text && (piece.text.empty() || is_space(piece.text.back()));
}

/// Most lines are; to see it costs less than to write them anew.
bool is_normal(const std::vector<Inline>& inlines)
{
    for (std::size_t i = 0; i < inlines.size(); ++i) {
        const auto& piece = inlines[i];
        const bool is_last = i + 1 == inlines.size();
        switch (piece.kind) {
        case Inline::Kind::text: {
            const bool is_formatted = piece.styles != 0 || piece.link != 0;
            if (piece.text.empty() || (is_formatted && is_space(piece.text.front())) ||
                ((is_formatted || is_last) && is_space(piece.text.back())) ||
                (!is_last && piece.looks_like(inlines[i + 1]))) {
                return false;
            }
            break;
        }
        case Inline::Kind::line_break:
            if (i == 0 || is_last || piece.styles != 0 || piece.link != 0 ||
                ends_with_space(inlines[i - 1]) || inlines[i - 1].kind == piece.kind ||
                (inlines[i - 1].styles & inlines[i + 1].styles) != 0 ||
                (inlines[i - 1].link != 0 && inlines[i - 1].link == inlines[i + 1].link)) {
                return false;
            }
            break;
        case Inline::Kind::image:
            if (piece.styles != 0) {
                return false;
            }
            break;
        }
    }
    return true;
}

void normalise_inlines(std::vector<Inline>& inlines)
{
    if (is_normal(inlines)) {
        return;
    }
    inlines = split_at_spaces(std::move(inlines));
    trim(inlines);
    reformat_gaps(inlines);
    merge(inlines);
}

std::string with_plain_spaces(std::string_view code)
{
    constexpr std::string_view k_nbsp = "\xc2\xa0";
    std::string text;
    text.reserve(code.size());
    std::size_t begin = 0;
    for (auto at = code.find(k_nbsp); at != std::string_view::npos; at = code.find(k_nbsp, begin)) {
        text += code.substr(begin, at - begin);
        text += ' ';
        begin = at + k_nbsp.size();
    }
    text += code.substr(begin);
    return text;
}

void normalise_code(Block& block)
{
    auto text = with_plain_spaces(block.text);
    const auto last = text.find_last_not_of(" \t\n");
    text.erase(last == std::string::npos ? 0 : last + 1);
    const auto first = text.find_first_not_of(" \t\n");
    if (first != std::string::npos && first > 0) {
        const auto line = text.rfind('\n', first);
        text.erase(0, line == std::string::npos ? 0 : line + 1);
    }
    block.text = std::move(text);
    const auto is_part_of_name = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '+' || c == '-' || c == '_' || c == '.' || c == '#';
    };
    auto& language = block.language;
    language.erase(std::find_if_not(language.begin(), language.end(), is_part_of_name),
                   language.end());
    language.resize(std::min<std::size_t>(language.size(), 40));
}

bool is_shown(const Block& block)
{
    switch (block.kind) {
    case Kind::lines:
    case Kind::paragraph:
    case Kind::heading:
        return !block.inlines.empty();
    case Kind::code:
        return !block.text.empty();
    case Kind::rule:
    case Kind::root:
    case Kind::cell:
        return true;
    default:
        return !block.children.empty();
    }
}

/// A box in front of an item's text is what a task looks like in HTML, which has no safe element
/// for it.
void read_task(Block& item)
{
    auto* first = item.children.empty() ? nullptr : &item.children.front();
    if (first == nullptr || (first->kind != Kind::lines && first->kind != Kind::paragraph)) {
        item.task = Task::none;
        return;
    }
    if (first->inlines.empty()) {
        return;
    }
    auto& piece = first->inlines.front();
    if (item.task != Task::none || piece.kind != Inline::Kind::text || piece.styles != 0 ||
        piece.link != 0) {
        return;
    }
    const bool is_open = piece.text.starts_with(k_open_box);
    if (!is_open && !piece.text.starts_with(k_done_box)) {
        return;
    }
    item.task = is_open ? Task::open : Task::done;
    piece.text.erase(0, k_open_box.size());
    if (piece.text.empty()) {
        first->inlines.erase(first->inlines.begin());
    }
}

void drop_what_is_not_shown(std::vector<Block>& blocks, bool lines_too)
{
    blocks.erase(std::remove_if(blocks.begin(),
                                blocks.end(),
                                [&](const Block& block) {
                                    return (lines_too || block.kind != Kind::lines) &&
                                           !is_shown(block);
                                }),
                 blocks.end());
}

void normalise_block(Block& block)
{
    if (block.has_inlines()) {
        normalise_inlines(block.inlines);
        return;
    }
    if (block.kind == Kind::code) {
        normalise_code(block);
        return;
    }
    auto& children = block.children;
    for (auto& child : children) {
        if (child.kind != Kind::lines) {
            normalise_block(child);
        }
    }
    // An empty line between two others is one of them, not a block of its own.
    drop_what_is_not_shown(children, false);
    join_lines(children);
    for (auto& child : children) {
        if (child.kind == Kind::lines) {
            normalise_block(child);
        }
    }
    drop_what_is_not_shown(children, true);
    if (block.kind == Kind::item) {
        read_task(block);
    }
}

void normalise_block_for_text(Block& block)
{
    if (block.kind == Kind::code) {
        normalise_code(block);
    }
    for (auto& child : block.children) {
        normalise_block_for_text(child);
    }
    join_lines(block.children);
    if (block.kind == Kind::item && !block.children.empty()) {
        read_task(block);
    }
}

} // namespace

void normalise(Document& document)
{
    normalise_block(document.root);
}

void normalise_for_text(Document& document)
{
    normalise_block_for_text(document.root);
}

} // namespace syncctl::markup
