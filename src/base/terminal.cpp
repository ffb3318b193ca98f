#include "utf8.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <array>

namespace syncctl::base {
namespace {

struct Range {
    char32_t first;
    char32_t last;
};

template <std::size_t N>
bool is_in(const std::array<Range, N>& ranges, char32_t value)
{
    for (const auto& range : ranges) {
        if (value >= range.first && value <= range.last) {
            return true;
        }
    }
    return false;
}

/// Invisible or direction-changing: they could make a line read as something that it is not.
constexpr std::array<Range, 10> k_hidden{{{0x00, 0x1F},
                                          {0x7F, 0x9F},
                                          {0xAD, 0xAD},
                                          {0x61C, 0x61C},
                                          {0x200B, 0x200F},
                                          {0x2028, 0x202E},
                                          {0x2060, 0x2069},
                                          {0xFEFF, 0xFEFF},
                                          {0xFFF9, 0xFFFB},
                                          {0xE0000, 0xE007F}}};

/// East Asian wide and emoji blocks, coarsely (Unicode 15, EastAsianWidth.txt).
constexpr std::array<Range, 14> k_wide{{{0x1100, 0x115F},
                                        {0x2E80, 0x303E},
                                        {0x3041, 0xA4CF},
                                        {0xA960, 0xA97F},
                                        {0xAC00, 0xD7A3},
                                        {0xF900, 0xFAFF},
                                        {0xFE30, 0xFE6F},
                                        {0xFF00, 0xFF60},
                                        {0xFFE0, 0xFFE6},
                                        {0x1F300, 0x1F64F},
                                        {0x1F680, 0x1F6FF},
                                        {0x1F900, 0x1F9FF},
                                        {0x1FA70, 0x1FAFF},
                                        {0x20000, 0x3FFFD}}};

constexpr std::array<Range, 7> k_combining{{{0x300, 0x36F},
                                            {0x1AB0, 0x1AFF},
                                            {0x1DC0, 0x1DFF},
                                            {0x20D0, 0x20FF},
                                            {0xFE00, 0xFE0F},
                                            {0xFE20, 0xFE2F},
                                            {0xE0100, 0xE01EF}}};

/// No script needs more marks on one letter; a tower of them covers the lines above and below.
constexpr std::size_t k_max_marks = 4;

std::size_t width_of(char32_t value)
{
    if (is_in(k_combining, value)) {
        return 0;
    }
    return is_in(k_wide, value) ? 2 : 1;
}

std::string escape(char32_t value)
{
    if (value < 0x100) {
        return fmt::format("\\x{:02x}", static_cast<unsigned>(value));
    }
    return value < 0x10000 ? fmt::format("\\u{:04x}", static_cast<unsigned>(value))
                           : fmt::format("\\U{:08x}", static_cast<unsigned>(value));
}

} // namespace

std::string term_safe(std::string_view text)
{
    std::string safe;
    safe.reserve(text.size());
    std::size_t marks = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto point = read_code_point(text, at);
        marks = point.is_valid && is_in(k_combining, point.value) ? marks + 1 : 0;
        if (!point.is_valid) {
            safe += escape(static_cast<unsigned char>(text[at]));
        } else if (is_in(k_hidden, point.value) || marks > k_max_marks) {
            safe += escape(point.value);
        } else {
            safe += text.substr(at, point.length);
        }
        at += point.length;
    }
    return safe;
}

std::size_t display_width(std::string_view text)
{
    std::size_t width = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto point = read_code_point(text, at);
        width += point.is_valid ? width_of(point.value) : 1;
        at += point.length;
    }
    return width;
}

std::string cut_to_width(std::string_view text, std::size_t columns)
{
    if (display_width(text) <= columns) {
        return std::string{text};
    }
    if (columns == 0) {
        return {};
    }
    std::size_t width = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto point = read_code_point(text, at);
        const auto next = width + (point.is_valid ? width_of(point.value) : 1);
        if (next > columns - 1) {
            break;
        }
        width = next;
        at += point.length;
    }
    return std::string{text.substr(0, at)} + "…";
}

std::string counted(std::size_t count, std::string_view singular, std::string_view plural)
{
    if (count == 1) {
        return fmt::format("1 {}", singular);
    }
    return plural.empty() ? fmt::format("{} {}s", count, singular)
                          : fmt::format("{} {}", count, plural);
}

} // namespace syncctl::base
