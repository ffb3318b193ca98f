#include "literal_stars.hpp"

#include "characters.hpp"
#include "markdown_dialect.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

namespace syncctl::markup {
namespace {

/// Where the text of the document stands in what was written.
using Stretches = std::vector<std::pair<std::size_t, std::size_t>>;

struct Search {
    std::string_view markdown;
    Stretches found;
};

int note_text(MD_TEXTTYPE, const MD_CHAR* text, MD_SIZE size, void* self) noexcept
{
    auto& search = *static_cast<Search*>(self);
    const std::less_equal<> is_before;
    const auto* begin = search.markdown.data();
    if (is_before(begin, text) && is_before(text + size, begin + search.markdown.size())) {
        try {
            const auto at = static_cast<std::size_t>(text - begin);
            search.found.emplace_back(at, at + size);
        } catch (...) {
            return 1; // read_markdown will say that memory is short
        }
    }
    return 0;
}

Stretches find_text(std::string_view markdown)
{
    MD_PARSER parser{};
    parser.flags = k_dialect;
    parser.enter_block = [](MD_BLOCKTYPE, void*, void*) { return 0; };
    parser.leave_block = parser.enter_block;
    parser.enter_span = [](MD_SPANTYPE, void*, void*) { return 0; };
    parser.leave_span = parser.enter_span;
    parser.text = note_text;
    Search search{.markdown = markdown, .found = {}};
    static_cast<void>(
        md_parse(markdown.data(), static_cast<MD_SIZE>(markdown.size()), &parser, &search));
    std::sort(search.found.begin(), search.found.end());
    return std::move(search.found);
}

bool is_part_of_word(char c)
{
    return is_letter_or_digit(c) || static_cast<unsigned char>(c) >= 0x80;
}

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/// Does a run of `*` mean itself, whatever Markdown makes of it? One inside of a word, and any
/// between two digits.
bool is_meant(std::string_view markdown, std::size_t begin, std::size_t end)
{
    if (begin == 0 || end == begin || end == markdown.size()) {
        return false;
    }
    const char before = markdown[begin - 1];
    const char behind = markdown[end];
    return end - begin == 1 ? is_part_of_word(before) && is_part_of_word(behind)
                            : is_digit(before) && is_digit(behind);
}

} // namespace

std::string with_literal_stars(std::string_view markdown)
{
    const auto text = find_text(markdown);
    auto stretch = text.begin();
    std::string escaped;
    for (std::size_t at = 0; at < markdown.size();) {
        auto end = at;
        while (end < markdown.size() && markdown[end] == '*') {
            ++end;
        }
        const bool is_literal = is_meant(markdown, at, end);
        end = std::max(end, at + 1);
        for (; at < end; ++at) {
            while (stretch != text.end() && stretch->second <= at) {
                ++stretch;
            }
            const bool is_text = stretch != text.end() && stretch->first <= at;
            escaped += is_literal && !is_text ? "\\" : "";
            escaped += markdown[at];
        }
    }
    return escaped;
}

} // namespace syncctl::markup
