#include "html_tag.hpp"

#include "web/words.hpp"

#include <algorithm>
#include <array>

namespace syncctl::connectors::servicedesk_plus {

namespace {

constexpr std::array<std::string_view, 26> k_inline{
    "a",    "abbr",   "b",      "big", "cite", "code", "del", "em",   "font",
    "i",    "img",    "ins",    "kbd", "mark", "q",    "s",   "samp", "small",
    "span", "strike", "strong", "sub", "sup",  "tt",   "u",   "var"};
constexpr std::array<std::string_view, 4> k_blanks{"&nbsp;", "&#160;", "&#xa0;", "\xC2\xA0"};

bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_name_char(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == ':';
}

/// Behind the `>` that ends a tag; a `>` in quotes does not.
std::optional<std::size_t> end_of_tag(std::string_view html, std::size_t at, std::size_t longest)
{
    char quote = 0;
    const auto end = longest < html.size() - at ? at + longest : html.size();
    for (; at < end; ++at) {
        const char c = html[at];
        if (quote != 0) {
            quote = c == quote ? '\0' : quote;
        } else if (c == '>') {
            return at + 1;
        } else if (c == '"' || c == '\'') {
            quote = c;
        }
    }
    return std::nullopt;
}

/// Octets of the blank that begins at `at`; 0 when none does.
std::size_t blank_at(std::string_view html, std::size_t at)
{
    if (is_html_space(html[at])) {
        return 1;
    }
    for (const auto blank : k_blanks) {
        if (starts_with_name(html.substr(at), blank)) {
            return blank.size();
        }
    }
    return 0;
}

} // namespace

bool HtmlTag::is_inline() const
{
    return std::find(k_inline.begin(), k_inline.end(), name) != k_inline.end();
}

bool begins_tag(std::string_view html, std::size_t at)
{
    const auto rest = html.substr(std::min(at, html.size()));
    const std::size_t letter = rest.starts_with("</") ? 2 : 1;
    return rest.starts_with('<') && letter < rest.size() && is_letter(rest[letter]);
}

std::optional<HtmlTag> tag_at(std::string_view html, std::size_t at, std::size_t longest)
{
    if (!begins_tag(html, at)) {
        return std::nullopt;
    }
    HtmlTag tag;
    tag.begin = at++;
    tag.is_closing = html[at] == '/';
    at += tag.is_closing ? 1 : 0;
    while (at < html.size() && is_name_char(html[at]) && tag.name.size() < longest) {
        tag.name.push_back(small_letter(html[at++]));
    }
    const auto end = end_of_tag(html, at, longest);
    tag.end = end.value_or(0);
    return end ? std::optional{std::move(tag)} : std::nullopt;
}

std::optional<HtmlTag> tag_before(std::string_view html, std::size_t at)
{
    if (at == 0 || html[at - 1] != '>') {
        return std::nullopt;
    }
    const auto window = html.substr(0, at);
    const auto least = at > k_longest_tag ? at - k_longest_tag : 0;
    const auto begin = window.substr(least).rfind('<');
    if (begin == std::string_view::npos) {
        return std::nullopt;
    }
    auto tag = tag_at(window, least + begin);
    return tag && tag->end == at ? tag : std::nullopt;
}

std::size_t after_blanks(std::string_view html, std::size_t at)
{
    while (at < html.size()) {
        const auto length = blank_at(html, at);
        if (length == 0) {
            break;
        }
        at += length;
    }
    return at;
}

std::size_t before_blanks(std::string_view html, std::size_t at)
{
    bool is_blank = true;
    while (at > 0 && is_blank) {
        is_blank = is_html_space(html[at - 1]);
        std::size_t length = is_blank ? 1 : 0;
        for (const auto blank : k_blanks) {
            if (!is_blank && at >= blank.size() &&
                same_name(html.substr(at - blank.size(), blank.size()), blank)) {
                is_blank = true;
                length = blank.size();
            }
        }
        at -= length;
    }
    return at;
}

bool is_html_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}

char small_letter(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace syncctl::connectors::servicedesk_plus
