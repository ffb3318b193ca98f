#include "utf8.hpp"

#include "syncctl/base/text.hpp"

namespace syncctl::base {
namespace {

constexpr std::string_view k_replacement = "\xEF\xBF\xBD";

struct LeadOctet {
    std::size_t length;
    char32_t bits;
    char32_t least; ///< smaller values would be overlong
};

LeadOctet lead(unsigned char octet)
{
    if (octet < 0x80) {
        return {1, octet, 0};
    }
    if (octet >= 0xC2 && octet <= 0xDF) {
        return {2, octet & 0x1FU, 0x80};
    }
    if (octet >= 0xE0 && octet <= 0xEF) {
        return {3, octet & 0x0FU, 0x800};
    }
    if (octet >= 0xF0 && octet <= 0xF4) {
        return {4, octet & 0x07U, 0x10000};
    }
    return {0, 0, 0};
}

} // namespace

CodePoint read_code_point(std::string_view text, std::size_t at)
{
    const auto first = lead(static_cast<unsigned char>(text[at]));
    if (first.length == 0 || at + first.length > text.size()) {
        return {};
    }
    char32_t value = first.bits;
    for (std::size_t i = 1; i < first.length; ++i) {
        const auto octet = static_cast<unsigned char>(text[at + i]);
        if ((octet & 0xC0U) != 0x80U) {
            return {};
        }
        value = (value << 6U) | (octet & 0x3FU);
    }
    const bool is_surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < first.least || is_surrogate || value > 0x10FFFF) {
        return {};
    }
    return {.value = value, .length = first.length, .is_valid = true};
}

bool is_valid_utf8(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            ++at;
            continue;
        }
        const auto point = read_code_point(text, at);
        if (!point.is_valid) {
            return false;
        }
        at += point.length;
    }
    return true;
}

RepairedText repair_utf8(std::string_view text)
{
    RepairedText repaired;
    repaired.text.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto point = read_code_point(text, at);
        if (!point.is_valid) {
            repaired.text += k_replacement;
            ++repaired.repairs;
        } else if (point.value == 0) {
            ++repaired.repairs;
        } else {
            repaired.text += text.substr(at, point.length);
        }
        at += point.length;
    }
    return repaired;
}

std::size_t code_points(std::string_view text)
{
    std::size_t count = 0;
    for (const char c : text) {
        count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
    }
    return count;
}

std::string_view first_code_points(std::string_view text, std::size_t count)
{
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        if ((static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U && count-- == 0) {
            break;
        }
    }
    return text.substr(0, at);
}

bool is_decimal(std::string_view text, std::size_t max_digits)
{
    if (text.empty() || text.size() > max_digits) {
        return false;
    }
    for (const char c : text) {
        if (c < '0' || c > '9') {
            return false;
        }
    }
    return true;
}

} // namespace syncctl::base
