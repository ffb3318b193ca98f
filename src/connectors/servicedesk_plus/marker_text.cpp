#include "marker_text.hpp"

#include "html_tag.hpp"
#include "web/percent.hpp"
#include "web/words.hpp"

#include "syncctl/model/intent.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace syncctl::connectors::servicedesk_plus {

namespace {

constexpr std::string_view k_prefix = "syncctl:";
constexpr std::size_t k_uuid_length = 36;
constexpr std::size_t k_longest_side = 6;
/// A prefix, two colons, and an id of 256 octets, each as %XX.
constexpr std::size_t k_longest =
    k_prefix.size() + k_uuid_length + k_longest_side + 2 + std::size_t{3} * 256;
/// A description with more than these is nobody's work.
constexpr int k_most_candidates = 1000;
/// One inside the other around a marker.
constexpr std::size_t k_most_tags = 32;

bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_token_char(char c)
{
    return is_letter_or_digit(c) || c == '-' || c == '.' || c == '_' || c == '~' || c == '%' ||
           c == ':';
}

bool is_uuid(std::string_view text)
{
    return text.size() == k_uuid_length && std::all_of(text.begin(), text.end(), [](char c) {
               return is_letter_or_digit(c) || c == '-';
           });
}

/// Octets before the id: `syncctl:UUID:source:`.
std::size_t head_length(std::string_view marker)
{
    return marker.find(':', k_prefix.size() + k_uuid_length + 1) + 1;
}

/// The marker as it stands in a text.
std::string token_of(std::string_view marker)
{
    const auto head = head_length(marker);
    return fmt::format("{}{}", marker.substr(0, head), percent_encoded(marker.substr(head)));
}

/// The marker for which a token stands; empty when it stands for none.
std::string marker_of(std::string_view token)
{
    if (token.size() > k_longest || !is_marker(token)) {
        return {};
    }
    const auto head = head_length(token);
    const auto id = percent_decoded(token.substr(head));
    // Only what token_of() writes.
    return id && percent_encoded(*id) == token.substr(head)
               ? fmt::format("{}{}", token.substr(0, head), *id)
               : std::string{};
}

/// The line of a description before the marker.
struct Before {
    std::size_t begin = 0;       ///< of what goes with the marker beside its tags
    bool is_after_break = false; ///< that is a line break
    bool is_plain = false;       ///< that is one of a text without tags
    std::vector<HtmlTag> opened; ///< right before the marker, the innermost first
};

/// nullopt when there is something else in the line. \param at where the marker begins
std::optional<Before> look_before(std::string_view html, std::size_t at)
{
    Before before{.begin = at, .is_after_break = false, .is_plain = false, .opened = {}};
    while (true) {
        const auto blanks = before_blanks(html, at);
        const auto tag = tag_before(html, blanks);
        if (!tag && blanks == 0) {
            return before;
        }
        if (!tag) {
            const auto newline = html.substr(blanks, at - blanks).find('\n');
            if (newline == std::string_view::npos || !before.opened.empty()) {
                return std::nullopt;
            }
            before.begin = blanks + newline;
            before.is_after_break = true;
            before.is_plain = true;
            return before;
        }
        if (tag->is_break()) {
            before.begin = tag->begin;
            before.is_after_break = true;
            return before;
        }
        if (tag->is_closing) {
            return tag->is_inline() ? std::nullopt : std::optional{std::move(before)};
        }
        before.opened.push_back(*tag);
        if (!tag->is_inline()) {
            return before;
        }
        if (before.opened.size() == k_most_tags) {
            return std::nullopt;
        }
        at = tag->begin;
    }
}

/// The line of a description after the marker.
struct After {
    std::size_t end = 0;       ///< behind the tags of the marker that are closed
    std::size_t closed = 0;    ///< as many of those before it
    std::size_t break_end = 0; ///< behind a line break that follows within the tags; 0: none
};

/// nullopt when there is something else in the line. \param at where the marker ends
std::optional<After> look_after(std::string_view html, std::size_t at, const Before& before)
{
    After after{.end = at, .closed = 0, .break_end = 0};
    while (true) {
        const auto next = after_blanks(html, at);
        const bool has_newline = html.substr(at, next - at).find('\n') != std::string_view::npos;
        if (before.is_plain) {
            const bool is_line = has_newline || next == html.size();
            return is_line ? std::optional{after} : std::nullopt;
        }
        const auto tag = tag_at(html, next);
        const bool is_own = tag && tag->is_closing && after.closed < before.opened.size() &&
                            tag->name == before.opened[after.closed].name;
        if (is_own) {
            after.closed += 1;
            after.end = tag->end;
            if (!tag->is_inline()) {
                return after;
            }
        } else if (after.break_end > 0 || next == html.size() ||
                   (tag && !tag->is_break() && !tag->is_inline())) {
            return after; // the line has ended
        } else if (!tag) {
            const bool is_line = has_newline && before.opened.empty();
            return is_line ? std::optional{after} : std::nullopt;
        } else if (tag->is_break()) {
            after.break_end = tag->end;
        } else if (!tag->is_closing) {
            return std::nullopt;
        }
        at = tag->end;
    }
}

/// What is cut out with a marker.
struct Cut {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// With its tags, and one of the line breaks around it.
std::optional<Cut> line_around(std::string_view html, std::size_t begin, std::size_t end)
{
    const auto before = look_before(html, begin);
    const auto after = before ? look_after(html, end, *before) : std::nullopt;
    if (!after) {
        return std::nullopt;
    }
    const bool is_all_closed = after->closed == before->opened.size();
    Cut cut{.begin = begin, .end = after->end};
    if (after->closed > 0) {
        cut.begin = before->opened[after->closed - 1].begin;
    }
    if (before->is_after_break && is_all_closed) {
        cut.begin = before->begin;
    } else if (after->closed == 0 && after->break_end > 0) {
        cut.end = after->break_end;
    }
    // Editors end what they store with a line break.
    const auto last = tag_at(html, after_blanks(html, cut.end));
    if (last && last->is_break() && after_blanks(html, last->end) == html.size()) {
        cut.end = html.size();
    }
    return cut;
}

} // namespace

bool is_marker(std::string_view text)
{
    return model::parse_marker(text).has_value() &&
           is_uuid(text.substr(k_prefix.size(), k_uuid_length));
}

std::string subject_with_marker(std::string_view subject, std::string_view marker)
{
    return fmt::format("{}{}[{}]", subject, subject.empty() ? "" : " ", token_of(marker));
}

Unmarked subject_without_marker(std::string_view subject)
{
    auto rest = subject;
    while (!rest.empty() && is_html_space(rest.back())) {
        rest.remove_suffix(1);
    }
    const auto open = rest.rfind('[');
    if (open == std::string_view::npos || rest.back() != ']') {
        return {.text = std::string{subject}, .marker = {}};
    }
    auto marker = marker_of(rest.substr(open + 1, rest.size() - open - 2));
    if (marker.empty()) {
        return {.text = std::string{subject}, .marker = {}};
    }
    const bool has_blank = open > 0 && rest[open - 1] == ' ';
    return {.text = std::string{rest.substr(0, has_blank ? open - 1 : open)},
            .marker = std::move(marker)};
}

std::size_t subject_marker_length(std::string_view marker)
{
    return subject_with_marker("-", marker).size() - 1; // nothing but ASCII
}

std::string description_with_marker(std::string_view html, std::string_view marker)
{
    return fmt::format("{}<div>{}</div>", html, token_of(marker));
}

Unmarked description_without_marker(std::string_view html)
{
    auto begin = html.rfind(k_prefix);
    for (int i = 0; i < k_most_candidates && begin != std::string_view::npos; ++i) {
        const auto text = html.substr(begin, k_longest + 1);
        const auto length = static_cast<std::size_t>(
            std::find_if_not(text.begin(), text.end(), is_token_char) - text.begin());
        auto marker = marker_of(text.substr(0, length));
        const auto cut = marker.empty() ? std::nullopt : line_around(html, begin, begin + length);
        if (cut) {
            return {.text = fmt::format("{}{}", html.substr(0, cut->begin), html.substr(cut->end)),
                    .marker = std::move(marker)};
        }
        begin = begin == 0 ? std::string_view::npos : html.rfind(k_prefix, begin - 1);
    }
    return {.text = std::string{html}, .marker = {}};
}

} // namespace syncctl::connectors::servicedesk_plus
