#include "utf8.hpp"

#include <algorithm>
#include <array>

namespace syncctl::mapping {
namespace {

unsigned octet(std::string_view text, std::size_t offset)
{
    return static_cast<unsigned char>(text[offset]);
}

struct Lead {
    std::size_t size = 0; ///< 0: not a lead octet
    char32_t bits = 0;
    char32_t least = 0; ///< smaller values are overlong
};

Lead lead_of(unsigned first)
{
    if (first < 0x80U) {
        return {1, first, 0};
    }
    if (first >= 0xC2U && first < 0xE0U) {
        return {2, first & 0x1FU, 0x80};
    }
    if (first >= 0xE0U && first < 0xF0U) {
        return {3, first & 0x0FU, 0x800};
    }
    if (first >= 0xF0U && first < 0xF5U) {
        return {4, first & 0x07U, 0x10000};
    }
    return {};
}

} // namespace

CodePoint code_point_at(std::string_view text, std::size_t offset)
{
    const auto lead = lead_of(octet(text, offset));
    if (lead.size == 0 || lead.size > text.size() - offset) {
        return {};
    }
    char32_t value = lead.bits;
    for (std::size_t i = 1; i < lead.size; ++i) {
        const auto next = octet(text, offset + i);
        if ((next & 0xC0U) != 0x80U) {
            return {};
        }
        value = (value << 6U) | (next & 0x3FU);
    }
    const bool is_surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < lead.least || is_surrogate || value > 0x10FFFF) {
        return {};
    }
    return {value, lead.size, true};
}

std::size_t previous_code_point(std::string_view text, std::size_t offset)
{
    --offset;
    while (offset > 0 && (octet(text, offset) & 0xC0U) == 0x80U) {
        --offset;
    }
    return offset;
}

void append_code_point(std::string& text, char32_t code_point)
{
    const auto put = [&text](char32_t value) { text.push_back(static_cast<char>(value)); };
    if (code_point < 0x80) {
        put(code_point);
    } else if (code_point < 0x800) {
        put(0xC0U | (code_point >> 6U));
        put(0x80U | (code_point & 0x3FU));
    } else if (code_point < 0x10000) {
        put(0xE0U | (code_point >> 12U));
        put(0x80U | ((code_point >> 6U) & 0x3FU));
        put(0x80U | (code_point & 0x3FU));
    } else {
        put(0xF0U | (code_point >> 18U));
        put(0x80U | ((code_point >> 12U) & 0x3FU));
        put(0x80U | ((code_point >> 6U) & 0x3FU));
        put(0x80U | (code_point & 0x3FU));
    }
}

std::size_t lead_octets(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char character) {
        return (static_cast<unsigned char>(character) & 0xC0U) != 0x80U;
    }));
}

bool is_space(char32_t code_point)
{
    constexpr std::array<char32_t, 10> k_single{
        0x20, 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF};
    return (code_point >= 0x09 && code_point <= 0x0D) ||
           (code_point >= 0x2000 && code_point <= 0x200A) ||
           std::find(k_single.begin(), k_single.end(), code_point) != k_single.end();
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty()) {
        const auto first = code_point_at(text, 0);
        if (!first.is_valid || !is_space(first.value)) {
            break;
        }
        text.remove_prefix(first.size);
    }
    while (!text.empty()) {
        const auto start = previous_code_point(text, text.size());
        const auto last = code_point_at(text, start);
        if (!last.is_valid || !is_space(last.value)) {
            break;
        }
        text = text.substr(0, start);
    }
    return text;
}

} // namespace syncctl::mapping
