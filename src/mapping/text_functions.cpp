#include "text_functions.hpp"

#include "case_tables.hpp"
#include "utf8.hpp"

#include "syncctl/base/text.hpp"

#include <algorithm>
#include <span>

namespace syncctl::mapping {
namespace {

constexpr char32_t k_capital_sigma = 0x3A3;
constexpr char32_t k_final_sigma = 0x3C2;

char32_t mapped(std::span<const CaseRange> ranges, char32_t code_point)
{
    const auto after = std::upper_bound(
        ranges.begin(), ranges.end(), code_point, [](char32_t value, const CaseRange& range) {
            return value < range.first;
        });
    if (after == ranges.begin()) {
        return code_point;
    }
    const auto& range = *std::prev(after);
    if (code_point > range.last || (code_point - range.first) % range.stride != 0) {
        return code_point;
    }
    return static_cast<char32_t>(static_cast<std::int32_t>(code_point) + range.delta);
}

const LongUpper* long_upper_of(char32_t code_point)
{
    const auto all = long_upper();
    const auto found = std::lower_bound(
        all.begin(), all.end(), code_point, [](const LongUpper& entry, char32_t value) {
            return entry.lower < value;
        });
    return found != all.end() && found->lower == code_point ? &*found : nullptr;
}

void append_upper(std::string& result, char32_t code_point)
{
    if (code_point < 0x80) {
        const bool is_lower = code_point >= 'a' && code_point <= 'z';
        result.push_back(static_cast<char>(is_lower ? code_point - ('a' - 'A') : code_point));
        return;
    }
    if (const auto* entry = long_upper_of(code_point)) {
        for (const auto upper : entry->upper) {
            if (upper != 0) {
                append_code_point(result, upper);
            }
        }
        return;
    }
    append_code_point(result, mapped(upper_ranges(), code_point));
}

void append_lower(std::string& result, char32_t code_point)
{
    constexpr char32_t k_capital_i_with_dot = 0x130;
    if (code_point < 0x80) {
        const bool is_upper = code_point >= 'A' && code_point <= 'Z';
        result.push_back(static_cast<char>(is_upper ? code_point + ('a' - 'A') : code_point));
    } else if (code_point == k_capital_i_with_dot) {
        result += "i\u0307";
    } else {
        append_code_point(result, mapped(lower_ranges(), code_point));
    }
}

bool is_cased(char32_t code_point)
{
    const bool is_ascii_letter =
        (code_point >= 'a' && code_point <= 'z') || (code_point >= 'A' && code_point <= 'Z');
    return is_ascii_letter || mapped(upper_ranges(), code_point) != code_point ||
           mapped(lower_ranges(), code_point) != code_point || long_upper_of(code_point) != nullptr;
}

bool ends_a_word(std::string_view text, std::size_t offset, std::size_t size)
{
    if (offset == 0) {
        return false;
    }
    const auto before = code_point_at(text, previous_code_point(text, offset));
    if (!before.is_valid || !is_cased(before.value)) {
        return false;
    }
    if (offset + size == text.size()) {
        return true;
    }
    const auto after = code_point_at(text, offset + size);
    return !after.is_valid || !is_cased(after.value);
}

/// Shown together with the character before it.
bool extends_cluster(char32_t code_point)
{
    constexpr char32_t k_joiner = 0x200D;
    const auto within = [code_point](char32_t first, char32_t last) {
        return code_point >= first && code_point <= last;
    };
    return code_point == k_joiner || within(0x300, 0x36F) || within(0x1AB0, 0x1AFF) ||
           within(0x1DC0, 0x1DFF) || within(0x20D0, 0x20FF) || within(0xFE00, 0xFE0F) ||
           within(0xFE20, 0xFE2F) || within(0x1F3FB, 0x1F3FF) || within(0xE0100, 0xE01EF);
}

bool joins_next(std::string_view text, std::size_t end)
{
    return end > 0 && text.substr(0, end).ends_with("\u200D");
}

/// `end` moved to the start of the cluster that it would cut.
std::size_t cluster_start(std::string_view text, std::size_t end)
{
    auto start = end;
    while (start > 0 && start < text.size() &&
           (extends_cluster(code_point_at(text, start).value) || joins_next(text, start))) {
        start = previous_code_point(text, start);
    }
    return start;
}

} // namespace

std::string to_upper(std::string_view text)
{
    std::string result;
    result.reserve(text.size());
    for (std::size_t offset = 0; offset < text.size();) {
        const auto next = code_point_at(text, offset);
        if (next.is_valid) {
            append_upper(result, next.value);
        } else {
            result.push_back(text[offset]);
        }
        offset += next.size;
    }
    return result;
}

std::string to_lower(std::string_view text)
{
    std::string result;
    result.reserve(text.size());
    for (std::size_t offset = 0; offset < text.size();) {
        const auto next = code_point_at(text, offset);
        if (!next.is_valid) {
            result.push_back(text[offset]);
        } else if (next.value == k_capital_sigma && ends_a_word(text, offset, next.size)) {
            append_code_point(result, k_final_sigma);
        } else {
            append_lower(result, next.value);
        }
        offset += next.size;
    }
    return result;
}

std::string truncated(std::string_view text, std::size_t count, std::string_view ellipsis)
{
    const auto fitting = base::first_code_points(text, count);
    if (fitting.size() == text.size()) {
        return std::string{text};
    }
    const auto room = count - std::min(count, base::code_points(ellipsis));
    const auto hard_end = base::first_code_points(text, room).size();
    const auto soft_end = cluster_start(text, hard_end);
    const auto end = soft_end == 0 ? hard_end : soft_end;
    return std::string{text.substr(0, end)} + std::string{ellipsis};
}

} // namespace syncctl::mapping
