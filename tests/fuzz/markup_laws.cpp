#include "laws.hpp"

#include "syncctl/base/text.hpp"
#include "syncctl/markup/convert.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <variant>

namespace syncctl::test {

namespace {

using markup::Failure;
using markup::Result;
using Broken = std::optional<std::string>;
using Function = Result (*)(std::string_view);

constexpr std::array<std::string_view, 29> k_elements{
    "a",      "blockquote", "br",  "code",  "div", "em", "h1", "h2",  "h3", "h4",
    "h5",     "h6",         "hr",  "img",   "li",  "ol", "p",  "pre", "s",  "span",
    "strong", "sub",        "sup", "table", "td",  "th", "tr", "u",   "ul"};
constexpr std::array<std::string_view, 10> k_attributes{
    "align", "alt", "class", "colspan", "height", "href", "rowspan", "src", "start", "width"};
constexpr std::array<std::string_view, 5> k_schemes{"http", "https", "mailto", "ftp", "tel"};

template <class List>
bool has(const List& list, std::string_view text)
{
    return std::find(list.begin(), list.end(), text) != list.end();
}

bool is_safe_address(std::string_view address)
{
    const auto colon = address.find_first_of(":/?#&");
    return colon == std::string_view::npos || address[colon] != ':' || [&] {
        std::string scheme{address.substr(0, colon)};
        std::transform(scheme.begin(), scheme.end(), scheme.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
        });
        return has(k_schemes, scheme);
    }();
}

/// The attributes of a tag, as our writer spells them: ` name="value"`.
Broken unsafe_attributes(std::string_view attributes)
{
    while (!attributes.empty()) {
        const auto equals = attributes.find("=\"");
        const auto end =
            equals == std::string_view::npos ? equals : attributes.find('"', equals + 2);
        if (attributes.front() != ' ' || end == std::string_view::npos) {
            return fmt::format("no attribute: {}", attributes);
        }
        const auto name = attributes.substr(1, equals - 1);
        const auto value = attributes.substr(equals + 2, end - equals - 2);
        const bool is_tab = name == "style" && value == "white-space:pre";
        if (!is_tab && !has(k_attributes, name)) {
            return fmt::format("attribute {}", name);
        }
        if ((name == "href" || name == "src") && !is_safe_address(value)) {
            return fmt::format("address {}", value);
        }
        attributes.remove_prefix(end + 1);
    }
    return std::nullopt;
}

Broken unsafe_html(std::string_view html)
{
    for (auto at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
        const auto end = html.find('>', at);
        if (end == std::string_view::npos) {
            return "a tag without end";
        }
        auto tag = html.substr(at + 1, end - at - 1);
        tag.remove_prefix(tag.starts_with('/') ? 1 : 0);
        const auto name = tag.substr(0, tag.find(' '));
        if (!has(k_elements, name)) {
            return fmt::format("element {}", name);
        }
        if (auto broken = unsafe_attributes(tag.substr(name.size()))) {
            return broken;
        }
    }
    return std::nullopt;
}

Broken unsafe_text(std::string_view text)
{
    const bool has_control = std::any_of(text.begin(), text.end(), [](char c) {
        const auto octet = static_cast<unsigned char>(c);
        return (octet < 0x20 && c != '\n' && c != '\t') || octet == 0x7f;
    });
    return has_control                 ? Broken{"a control character"}
           : base::is_valid_utf8(text) ? std::nullopt
                                       : Broken{"not UTF-8"};
}

/// The result, or nothing when the input was refused.
std::optional<std::string> value_of(Function function, std::string_view input)
{
    auto result = function(input);
    auto* value = std::get_if<std::string>(&result);
    return value == nullptr ? std::nullopt : std::optional{std::move(*value)};
}

std::optional<std::string> value_of(Function first, Function second, std::string_view input)
{
    const auto between = value_of(first, input);
    return between ? value_of(second, *between) : std::nullopt;
}

Broken differing(std::string_view law,
                 const std::optional<std::string>& once,
                 const std::optional<std::string>& twice)
{
    if (!once || once == twice) {
        return std::nullopt;
    }
    return fmt::format("{}: {:?}\n  then {:?}", law, *once, twice.value_or("(refused)"));
}

/// There and back changes nothing when it is done again.
Broken unstable(std::string_view law, Function there, Function back, std::string_view input)
{
    const auto once = value_of(there, back, input);
    return differing(law, once, once ? value_of(there, back, *once) : std::nullopt);
}

Broken unsafe(std::string_view function, const std::optional<std::string>& output, bool is_html)
{
    if (!output) {
        return std::nullopt;
    }
    auto broken = unsafe_text(*output);
    broken = broken || !is_html ? broken : unsafe_html(*output);
    return broken ? Broken{fmt::format("{}: {} in {:?}", function, *broken, *output)}
                  : std::nullopt;
}

} // namespace

std::optional<std::string> broken_html_law(std::string_view input)
{
    const auto cleaned = value_of(markup::clean_html, input);
    const auto markdown = value_of(markup::html_to_markdown, input);
    for (const auto& broken :
         {differing("clean_html",
                    cleaned,
                    cleaned ? value_of(markup::clean_html, *cleaned) : std::nullopt),
          unstable("markdown_to_html after html_to_markdown",
                   markup::html_to_markdown,
                   markup::markdown_to_html,
                   input),
          unstable(
              "text_to_html after html_to_text", markup::html_to_text, markup::text_to_html, input),
          unsafe("clean_html", cleaned, true),
          unsafe("html_to_markdown", markdown, false),
          unsafe("html_to_text", value_of(markup::html_to_text, input), false)}) {
        if (broken) {
            return broken;
        }
    }
    return std::nullopt;
}

std::optional<std::string> broken_markdown_law(std::string_view input)
{
    for (const auto& broken :
         {unstable("html_to_markdown after markdown_to_html",
                   markup::markdown_to_html,
                   markup::html_to_markdown,
                   input),
          unsafe("markdown_to_html", value_of(markup::markdown_to_html, input), true),
          unsafe("markdown_to_text", value_of(markup::markdown_to_text, input), false)}) {
        if (broken) {
            return broken;
        }
    }
    const auto html = value_of(markup::markdown_to_html, input);
    return html ? differing(
                      "clean_html of markdown_to_html", html, value_of(markup::clean_html, *html))
                : std::nullopt;
}

std::optional<std::string> broken_text_law(std::string_view input)
{
    const auto html = value_of(markup::text_to_html, input);
    if (auto broken = unsafe("text_to_html", html, true)) {
        return broken;
    }
    return unstable(
        "html_to_text after text_to_html", markup::text_to_html, markup::html_to_text, input);
}

} // namespace syncctl::test
