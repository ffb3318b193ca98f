#include "html.hpp"

#include "html_entities.hpp"
#include "html_tag.hpp"
#include "web/words.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace syncctl::connectors::servicedesk_plus {

namespace {

constexpr std::string_view k_wrapper_class = "sdp-ze-default-wrapper";
/// The tracker was seen to put one around another.
constexpr int k_most_wrappers = 8;
/// Longer ones are compared octet by octet.
constexpr std::size_t k_longest_html = std::size_t{8} << 20U;
constexpr std::size_t k_most_attributes = 64;
constexpr std::string_view k_comment = "<!--";
constexpr std::string_view k_comment_end = "-->";

constexpr std::array<std::string_view, 5> k_silent_attributes{
    "style", "class", "id", "target", "rel"};
/// Names that editors use for the same thing.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> k_same_tags{
    {{"strong", "b"}, {"em", "i"}, {"strike", "s"}, {"del", "s"}}};
/// They show nothing themselves, or stand where they could be left out.
constexpr std::array<std::string_view, 5> k_silent_tags{"span", "tbody", "html", "body", "head"};

template <class List>
bool has(const List& list, std::string_view text)
{
    return std::find(list.begin(), list.end(), text) != list.end();
}

using Attribute = std::pair<std::string, std::string>;

bool is_silent(std::string_view attribute)
{
    return has(k_silent_attributes, attribute) || attribute.starts_with("data-");
}

/// They show nothing, and the plain form has a use of its own for some.
bool is_control(char c)
{
    return static_cast<unsigned char>(c) < ' ';
}

std::string decoded(std::string_view text)
{
    std::string plain;
    for (std::size_t at = 0; at < text.size();) {
        const auto entity = text[at] == '&' ? entity_at(text, at) : HtmlEntity{};
        plain += entity.length > 0 ? std::string_view{entity.text} : text.substr(at, 1);
        at += std::max<std::size_t>(entity.length, 1);
    }
    plain.erase(std::remove_if(plain.begin(), plain.end(), is_control), plain.end());
    return plain;
}

bool is_blank(std::string_view character)
{
    return character == "\xC2\xA0" || (character.size() == 1 && is_html_space(character.front()));
}

/// Reads the attributes of a tag one by one.
class AttributeReader {
public:
    explicit AttributeReader(std::string_view text) : m_text{trimmed(text)} {}

    std::optional<Attribute> next()
    {
        while (!m_text.empty() && (is_html_space(m_text.front()) || m_text.front() == '/')) {
            m_text.remove_prefix(1);
        }
        if (m_text.empty()) {
            return std::nullopt;
        }
        Attribute attribute;
        // An `=` in front is part of a name, so that every round takes something.
        do {
            attribute.first.push_back(is_control(m_text.front()) ? ' '
                                                                 : small_letter(m_text.front()));
            m_text.remove_prefix(1);
        } while (!m_text.empty() && !is_html_space(m_text.front()) && m_text.front() != '=' &&
                 m_text.front() != '/');
        const auto rest = trimmed(m_text);
        if (!rest.empty() && rest.front() == '=') {
            m_text = trimmed(rest.substr(1));
            attribute.second = decoded(value());
        }
        return attribute;
    }

private:
    std::string_view value()
    {
        const char first = m_text.empty() ? '\0' : m_text.front();
        const bool is_quoted = first == '"' || first == '\'';
        const auto begin = is_quoted ? 1U : 0U;
        const auto end = std::min(
            is_quoted ? m_text.find(first, 1) : m_text.find_first_of(" \t\r\n\f"), m_text.size());
        const auto text = m_text.substr(begin, end - begin);
        m_text.remove_prefix(std::min(end + begin, m_text.size()));
        return text;
    }

    std::string_view m_text;
};

/// Those that count, in alphabetical order.
std::vector<Attribute> attributes_of(std::string_view html, const HtmlTag& tag)
{
    const auto begin = tag.begin + 1 + tag.name.size();
    AttributeReader reader{html.substr(begin, tag.end - 1 - begin)};
    std::vector<Attribute> attributes;
    while (auto attribute = reader.next()) {
        if (!is_silent(attribute->first) && attributes.size() < k_most_attributes) {
            attributes.push_back(std::move(*attribute));
        }
    }
    std::sort(attributes.begin(), attributes.end());
    return attributes;
}

/// A description in one spelling.
class PlainForm {
public:
    explicit PlainForm(std::string_view html) : m_html{html} {}

    std::string take()
    {
        while (m_at < m_html.size()) {
            const char c = m_html[m_at];
            if (c == '<' && take_markup()) {
                continue;
            }
            const auto entity = c == '&' ? entity_at(m_html, m_at) : HtmlEntity{};
            if (entity.length > 0) {
                is_blank(entity.text) ? add_blank() : add_text(entity.text);
                m_at += entity.length;
            } else {
                take_text();
            }
        }
        return std::move(m_form);
    }

private:
    void take_text()
    {
        const auto end = after_blanks(m_html, m_at);
        if (end == m_at) {
            add_text(m_html.substr(m_at++, 1));
            return;
        }
        const auto blanks = m_html.substr(m_at, end - m_at);
        const auto lines = std::count(blanks.begin(), blanks.end(), '\n');
        if (m_pre_depth > 0 && lines > 0) {
            m_form.append(static_cast<std::size_t>(lines), '\n');
        } else {
            add_blank();
        }
        m_at = end;
    }

    void add_blank() { m_has_blank = true; }

    void add_text(std::string_view text)
    {
        if (is_control(text.front())) {
            return;
        }
        flush_blank();
        m_form += text;
        m_is_line_begin = false;
    }

    void flush_blank()
    {
        if (m_has_blank && !m_is_line_begin) {
            m_form.push_back(' ');
        }
        m_has_blank = false;
    }

    /// \returns false when the `<` is a letter like any other
    bool take_markup()
    {
        const auto rest = m_html.substr(m_at);
        if (rest.starts_with(k_comment)) {
            const auto end = rest.find(k_comment_end, k_comment.size());
            m_at =
                end == std::string_view::npos ? m_html.size() : m_at + end + k_comment_end.size();
            return true;
        }
        const auto tag = m_has_tags ? tag_at(m_html, m_at, k_no_limit) : std::nullopt;
        if (!tag) {
            // One without an end takes all that follows: none of it is looked at a second time.
            m_has_tags = m_has_tags && !begins_tag(m_html, m_at);
            return false;
        }
        m_at = tag->end;
        if (!tag->is_closing && (tag->name == "style" || tag->name == "script")) {
            skip_content(tag->name);
        } else if (!has(k_silent_tags, tag->name)) {
            add_tag(*tag);
        }
        return true;
    }

    void skip_content(const std::string& name)
    {
        while (m_at < m_html.size()) {
            const auto next = m_html.find("</", m_at);
            if (next == std::string_view::npos) {
                m_at = m_html.size();
                return;
            }
            m_at = next + 2;
            if (starts_with_name(m_html.substr(m_at), name)) {
                const auto end = m_html.find('>', m_at);
                m_at = end == std::string_view::npos ? m_html.size() : end + 1;
                return;
            }
        }
    }

    void add_tag(const HtmlTag& tag)
    {
        const bool is_inline = tag.is_inline();
        if (is_inline) {
            flush_blank();
        }
        const auto* const same =
            std::find_if(k_same_tags.begin(), k_same_tags.end(), [&](const auto& each) {
                return each.first == tag.name;
            });
        m_form += tag.is_closing ? "\x01/" : "\x01";
        m_form += same == k_same_tags.end() ? std::string_view{tag.name} : same->second;
        if (!tag.is_closing) {
            for (const auto& [name, value] : attributes_of(m_html, tag)) {
                m_form += '\x02';
                m_form += name;
                m_form += '\x03';
                m_form += value;
            }
        }
        m_form += '\x04';
        if (!is_inline) {
            m_has_blank = false;
            m_is_line_begin = true;
        }
        if (tag.name == "pre") {
            m_pre_depth = tag.is_closing ? std::max(m_pre_depth - 1, 0) : m_pre_depth + 1;
        }
    }

    std::string_view m_html;
    std::size_t m_at = 0;
    std::string m_form;
    bool m_has_blank = false;    ///< before whatever comes next
    bool m_is_line_begin = true; ///< where blanks show nothing
    bool m_has_tags = true;
    int m_pre_depth = 0;
};

enum class Wrapper {
    trackers, ///< has the tracker's class
    bare,     ///< has no attributes that count
};

bool is_wrapper(std::string_view html, const HtmlTag& tag, Wrapper kind)
{
    if (tag.name != "div" || tag.is_closing) {
        return false;
    }
    if (kind == Wrapper::bare) {
        return attributes_of(html, tag).empty();
    }
    AttributeReader reader{html.substr(tag.begin + 4, tag.end - tag.begin - 5)};
    while (const auto attribute = reader.next()) {
        if (attribute->first == "class") {
            return attribute->second.find(k_wrapper_class) != std::string::npos;
        }
    }
    return false;
}

/// What stands in a wrapper around the whole text; nullopt when there is none.
std::optional<std::string_view> inside(std::string_view html, Wrapper kind)
{
    const auto first = tag_at(html, after_blanks(html, 0));
    if (!first || !is_wrapper(html, *first, kind)) {
        return std::nullopt;
    }
    const auto& wrapper = *first;
    int depth = 1;
    for (auto at = html.find('<', wrapper.end); at != std::string_view::npos;) {
        const auto tag = tag_at(html, at, k_no_limit);
        if (!tag && begins_tag(html, at)) {
            break; // and has no end
        }
        if (tag && tag->name == "div") {
            depth += tag->is_closing ? -1 : 1;
            if (depth == 0) {
                return after_blanks(html, tag->end) == html.size()
                           ? std::optional{html.substr(wrapper.end, tag->begin - wrapper.end)}
                           : std::nullopt;
            }
        }
        at = html.find('<', tag ? tag->end : at + 1);
    }
    return std::nullopt;
}

} // namespace

std::string_view without_wrapper(std::string_view html)
{
    for (int i = 0; i < k_most_wrappers; ++i) {
        const auto text = inside(html, Wrapper::trackers);
        if (!text) {
            break;
        }
        html = inside(*text, Wrapper::bare).value_or(*text);
    }
    return html;
}

bool same_html(std::string_view one, std::string_view other)
{
    if (one == other) {
        return true;
    }
    const auto form_of = [](std::string_view html) {
        return PlainForm{inside(html, Wrapper::bare).value_or(html)}.take();
    };
    return one.size() <= k_longest_html && other.size() <= k_longest_html &&
           form_of(one) == form_of(other);
}

} // namespace syncctl::connectors::servicedesk_plus
