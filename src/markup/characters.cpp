#include "characters.hpp"

#include "syncctl/base/text.hpp"

#include <algorithm>
#include <array>
#include <libxml/HTMLparser.h>

namespace syncctl::markup {

namespace {

constexpr std::size_t k_longest_entity = 34;

/// Octets that may begin what is not kept, or a line end that is not LF.
constexpr std::array<bool, 256> k_suspicious = [] {
    std::array<bool, 256> table{};
    for (std::size_t octet = 0; octet < 0x20; ++octet) {
        table[octet] = octet != '\t' && octet != '\n';
    }
    table[0x7f] = true;
    table[0xc2] = true; // U+0080 to U+00BF
    table[0xef] = true; // U+F000 to U+FFFF
    return table;
}();

/// How many octets at `at` are left out.
std::size_t left_out(std::string_view text, std::size_t at)
{
    const auto octet = [&](std::size_t offset) {
        return at + offset < text.size() ? static_cast<unsigned char>(text[at + offset]) : 0U;
    };
    switch (octet(0)) {
    case 0xc2:
        return octet(1) < 0xa0 ? 2 : 0;
    case 0xef:
        return octet(1) == 0xbf && octet(2) >= 0xbe ? 3 : 0;
    default:
        return 1;
    }
}

/// What Windows-1252 has in the place of U+0080 to U+009F; 0 where it has nothing.
constexpr std::array<char16_t, 32> k_windows_1252{
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

std::string kept_characters(std::string_view input)
{
    std::string text;
    text.reserve(input.size());
    std::size_t begin = 0;
    for (std::size_t at = 0; at < input.size();) {
        if (!k_suspicious[static_cast<unsigned char>(input[at])]) {
            ++at;
            continue;
        }
        const auto length = left_out(input, at);
        if (length == 0) {
            ++at;
            continue;
        }
        text += input.substr(begin, at - begin);
        if (input[at] == '\r' && (at + 1 == input.size() || input[at + 1] != '\n')) {
            text += '\n';
        }
        at += length;
        begin = at;
    }
    text += input.substr(begin);
    return text;
}

char32_t character_of(std::string_view digits, int base)
{
    char32_t value = 0;
    for (const char c : digits) {
        const auto lower = static_cast<char>(c | 0x20);
        const auto digit = static_cast<char32_t>(c <= '9' ? c - '0' : lower - 'a' + 10);
        value = std::min<char32_t>(value * static_cast<char32_t>(base) + digit, 0x110000);
    }
    return value;
}

} // namespace

std::string collapsed(std::string_view text)
{
    constexpr std::string_view k_nbsp = "\xc2\xa0";
    std::string line;
    bool has_space = false;
    for (std::size_t at = 0; at < text.size();) {
        const bool is_nbsp = text.substr(at, 2) == k_nbsp;
        if (is_nbsp || is_blank(text[at])) {
            has_space = !line.empty();
            at += is_nbsp ? 2 : 1;
            continue;
        }
        if (has_space) {
            line += ' ';
            has_space = false;
        }
        line += text[at++];
    }
    return line;
}

void append_utf8(std::string& text, char32_t character)
{
    const auto tail = [&](unsigned shift) {
        text += static_cast<char>(0x80U | ((character >> shift) & 0x3fU));
    };
    if (character < 0x80) {
        text += static_cast<char>(character);
    } else if (character < 0x800) {
        text += static_cast<char>(0xc0U | (character >> 6U));
        tail(0);
    } else if (character < 0x10000) {
        text += static_cast<char>(0xe0U | (character >> 12U));
        tail(6);
        tail(0);
    } else {
        text += static_cast<char>(0xf0U | (character >> 18U));
        tail(12);
        tail(6);
        tail(0);
    }
}

std::variant<std::string, Failure> prepared(std::string_view input)
{
    if (input.size() > k_max_octets) {
        return Failure{"the text is longer than 4 MiB"};
    }
    if (!base::is_valid_utf8(input)) {
        return Failure{"the text is not UTF-8"};
    }
    return kept_characters(input);
}

bool has_hidden_characters(std::string_view decoded)
{
    return std::any_of(decoded.begin(), decoded.end(), [](char c) {
        return k_suspicious[static_cast<unsigned char>(c)];
    });
}

std::string shown_characters(std::string_view decoded)
{
    if (!has_hidden_characters(decoded)) {
        return std::string{decoded};
    }
    std::string text;
    for (std::size_t at = 0; at < decoded.size();) {
        const auto second =
            at + 1 < decoded.size() ? static_cast<unsigned char>(decoded[at + 1]) : 0U;
        if (decoded[at] == '\xc2' && second >= 0x80 && second < 0xa0) {
            const auto meant = k_windows_1252[second - 0x80U];
            if (meant != 0) {
                append_utf8(text, meant);
            }
            at += 2;
        } else {
            text += decoded[at++];
        }
    }
    return kept_characters(text);
}

std::size_t end_of_entity(std::string_view text, std::size_t at)
{
    std::size_t end = at + 1;
    if (end < text.size() && text[end] == '#') {
        ++end;
    }
    const auto most = std::min(text.size(), at + k_longest_entity);
    const auto begin = end;
    while (end < most && is_letter_or_digit(text[end])) {
        ++end;
    }
    return end > begin && end < text.size() && text[end] == ';' ? end + 1 : at;
}

std::string decoded_entity(std::string_view entity)
{
    std::string text;
    if (entity.size() < 3) {
        return std::string{entity};
    }
    const auto name = entity.substr(1, entity.size() - 2);
    char32_t character = 0;
    if (name[0] == '#') {
        const bool is_hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
        character = character_of(name.substr(is_hex ? 2 : 1), is_hex ? 16 : 10);
    } else {
        const std::string terminated{name};
        const auto* known = htmlEntityLookup(reinterpret_cast<const xmlChar*>(terminated.c_str()));
        if (known == nullptr) {
            return name == "apos" ? "'" : std::string{entity};
        }
        character = known->value;
    }
    const bool is_surrogate = character >= 0xd800 && character <= 0xdfff;
    append_utf8(text, character > 0x10ffff || is_surrogate ? 0 : character);
    return shown_characters(text);
}

} // namespace syncctl::markup
