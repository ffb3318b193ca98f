#include "html_entities.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>

namespace syncctl::connectors::servicedesk_plus {

namespace {

constexpr std::size_t k_longest_name = 10;
constexpr std::uint32_t k_last_code_point = 0x10FFFF;

/// Latin-1 from U+00A0 on, in order.
constexpr std::array<std::string_view, 96> k_latin{
    "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar", "sect",   "uml",
    "copy",   "ordf",   "laquo",  "not",    "shy",    "reg",    "macr",   "deg",    "plusmn",
    "sup2",   "sup3",   "acute",  "micro",  "para",   "middot", "cedil",  "sup1",   "ordm",
    "raquo",  "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc",  "Atilde",
    "Auml",   "Aring",  "AElig",  "Ccedil", "Egrave", "Eacute", "Ecirc",  "Euml",   "Igrave",
    "Iacute", "Icirc",  "Iuml",   "ETH",    "Ntilde", "Ograve", "Oacute", "Ocirc",  "Otilde",
    "Ouml",   "times",  "Oslash", "Ugrave", "Uacute", "Ucirc",  "Uuml",   "Yacute", "THORN",
    "szlig",  "agrave", "aacute", "acirc",  "atilde", "auml",   "aring",  "aelig",  "ccedil",
    "egrave", "eacute", "ecirc",  "euml",   "igrave", "iacute", "icirc",  "iuml",   "eth",
    "ntilde", "ograve", "oacute", "ocirc",  "otilde", "ouml",   "divide", "oslash", "ugrave",
    "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml"};

constexpr std::array<std::pair<std::string_view, std::uint32_t>, 22> k_others{
    {{"amp", 0x26},     {"lt", 0x3C},      {"gt", 0x3E},      {"quot", 0x22},    {"apos", 0x27},
     {"ndash", 0x2013}, {"mdash", 0x2014}, {"lsquo", 0x2018}, {"rsquo", 0x2019}, {"sbquo", 0x201A},
     {"ldquo", 0x201C}, {"rdquo", 0x201D}, {"bdquo", 0x201E}, {"bull", 0x2022},  {"hellip", 0x2026},
     {"euro", 0x20AC},  {"trade", 0x2122}, {"larr", 0x2190},  {"rarr", 0x2192},  {"ensp", 0x2002},
     {"emsp", 0x2003},  {"thinsp", 0x2009}}};

void add_octet(std::string& text, std::uint32_t octet)
{
    text.push_back(static_cast<char>(static_cast<unsigned char>(octet)));
}

std::string utf8_of(std::uint32_t code_point)
{
    std::string text;
    if (code_point < 0x80) {
        add_octet(text, code_point);
    } else if (code_point < 0x800) {
        add_octet(text, 0xC0U | (code_point >> 6U));
        add_octet(text, 0x80U | (code_point & 0x3FU));
    } else if (code_point < 0x10000) {
        add_octet(text, 0xE0U | (code_point >> 12U));
        add_octet(text, 0x80U | ((code_point >> 6U) & 0x3FU));
        add_octet(text, 0x80U | (code_point & 0x3FU));
    } else {
        add_octet(text, 0xF0U | (code_point >> 18U));
        add_octet(text, 0x80U | ((code_point >> 12U) & 0x3FU));
        add_octet(text, 0x80U | ((code_point >> 6U) & 0x3FU));
        add_octet(text, 0x80U | (code_point & 0x3FU));
    }
    return text;
}

/// `#160` or `#xa0`.
std::optional<std::uint32_t> numbered(std::string_view name)
{
    name.remove_prefix(1);
    const bool is_hex = !name.empty() && (name.front() == 'x' || name.front() == 'X');
    name.remove_prefix(is_hex ? 1 : 0);
    std::uint32_t number = 0;
    const auto* const end = name.data() + name.size();
    const auto result = std::from_chars(name.data(), end, number, is_hex ? 16 : 10);
    const bool is_character =
        number > 0 && number <= k_last_code_point && (number < 0xD800 || number > 0xDFFF);
    return result.ec == std::errc{} && result.ptr == end && is_character ? std::optional{number}
                                                                         : std::nullopt;
}

std::optional<std::uint32_t> named(std::string_view name)
{
    const auto* const latin = std::find(k_latin.begin(), k_latin.end(), name);
    if (latin != k_latin.end()) {
        return 0xA0U + static_cast<std::uint32_t>(latin - k_latin.begin());
    }
    const auto* const other = std::find_if(
        k_others.begin(), k_others.end(), [&](const auto& each) { return each.first == name; });
    return other == k_others.end() ? std::nullopt : std::optional{other->second};
}

} // namespace

HtmlEntity entity_at(std::string_view html, std::size_t at)
{
    const auto rest = html.substr(at + 1, k_longest_name);
    const auto length = rest.find(';');
    if (length == std::string_view::npos || length == 0) {
        return {};
    }
    const auto name = rest.substr(0, length);
    const auto code_point = name.front() == '#' ? numbered(name) : named(name);
    return code_point ? HtmlEntity{.text = utf8_of(*code_point), .length = length + 2}
                      : HtmlEntity{};
}

} // namespace syncctl::connectors::servicedesk_plus
