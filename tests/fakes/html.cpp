#include "fakes/html.hpp"

#include "fakes/text.hpp"

#include <fmt/format.h>

#include <regex>
#include <set>

namespace syncctl::fakes {

namespace {

const std::set<std::string> k_known_tags{
    "a",      "b",   "blockquote", "br",    "code",  "div", "em", "h1",    "h2",  "h3", "h4",
    "h5",     "h6",  "hr",         "i",     "img",   "li",  "ol", "p",     "pre", "s",  "span",
    "strong", "sub", "sup",        "table", "tbody", "td",  "th", "thead", "tr",  "u",  "ul"};

std::string without_active_content(std::string tag)
{
    static const std::regex k_handler{R"(\s+on\w+\s*=\s*("[^"]*"|'[^']*'|[^\s>]+))",
                                      std::regex::icase};
    static const std::regex k_script_url{R"(\s+(href|src)\s*=\s*["']?\s*javascript:[^\s>"']*["']?)",
                                         std::regex::icase};
    tag = std::regex_replace(tag, k_handler, "");
    return std::regex_replace(tag, k_script_url, "");
}

/// The name of `<name ...>` or `</name>`; empty for what is no tag.
std::string tag_name(std::string_view tag)
{
    std::size_t begin = tag.starts_with("</") ? 2 : 1;
    std::size_t end = begin;
    while (end < tag.size() && std::isalnum(static_cast<unsigned char>(tag[end])) != 0) {
        ++end;
    }
    return lower(tag.substr(begin, end - begin));
}

/// Where `</name>` ends, or the end of the text.
std::size_t end_of_element(const std::string& lowered, std::size_t from, const std::string& name)
{
    const auto close = lowered.find("</" + name, from);
    const auto end = close == std::string::npos ? close : lowered.find('>', close);
    return end == std::string::npos ? lowered.size() : end + 1;
}

} // namespace

std::string with_entities(std::string_view text)
{
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto lead = static_cast<unsigned char>(text[i]);
        if (lead >= 0xF0 && i + 3 < text.size()) {
            const auto part = [&](std::size_t at) {
                return static_cast<unsigned>(static_cast<unsigned char>(text[i + at]) & 0x3FU);
            };
            const unsigned code =
                ((lead & 7U) << 18U) | (part(1) << 12U) | (part(2) << 6U) | part(3);
            result += fmt::format("&#{};", code);
            i += 3;
        } else {
            result += text[i];
        }
    }
    return result;
}

std::string without_active_html(std::string_view html)
{
    const std::string text{html};
    const std::string lowered = lower(html);
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] != '<') {
            result += text[at++];
            continue;
        }
        const auto end = text.find('>', at);
        const std::string tag = text.substr(at, end == std::string::npos ? end : end - at + 1);
        const std::string name = tag_name(tag);
        if (end == std::string::npos || (name.empty() && !tag.starts_with("<!--"))) {
            result += "&lt;";
            ++at;
        } else if (name == "script" || name == "style") {
            at = tag.starts_with("</") ? end + 1 : end_of_element(lowered, end, name);
        } else if (tag.starts_with("<!--")) {
            const auto close = text.find("-->", at);
            at = close == std::string::npos ? text.size() : close + 3;
        } else if (k_known_tags.contains(name)) {
            result += without_active_content(tag);
            at = end + 1;
        } else {
            result += "&lt;" + tag.substr(1, tag.size() - 2) + "&gt;";
            at = end + 1;
        }
    }
    return result;
}

} // namespace syncctl::fakes
