#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>

namespace syncctl::base {
namespace {

constexpr int k_max_exponent = 400;
constexpr std::size_t k_max_plain_digits = 21;
constexpr std::size_t k_max_text = 1024;

/// A number taken apart: 0.DIGITS times ten to the power of `point`.
struct Parts {
    bool is_negative = false;
    std::string digits; ///< without leading or trailing zeros; empty for zero
    int point = 0;
};

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

std::string_view take_digits(std::string_view& text)
{
    std::size_t count = 0;
    while (count < text.size() && is_digit(text[count])) {
        ++count;
    }
    const auto digits = text.substr(0, count);
    text.remove_prefix(count);
    return digits;
}

bool take_exponent(std::string_view& text, int& exponent)
{
    if (text.empty() || (text.front() != 'e' && text.front() != 'E')) {
        return true;
    }
    text.remove_prefix(1);
    if (!text.empty() && text.front() == '+') {
        text.remove_prefix(1);
        if (text.empty() || !is_digit(text.front())) {
            return false;
        }
    }
    const auto result = std::from_chars(text.data(), text.data() + text.size(), exponent);
    const bool is_read = result.ec == std::errc{};
    text.remove_prefix(static_cast<std::size_t>(result.ptr - text.data()));
    return is_read && exponent >= -k_max_exponent && exponent <= k_max_exponent;
}

std::optional<Parts> take_apart(std::string_view text)
{
    Parts parts;
    if (text.size() > k_max_text) {
        return std::nullopt;
    }
    if (!text.empty() && text.front() == '-') {
        parts.is_negative = true;
        text.remove_prefix(1);
    }
    const auto whole = take_digits(text);
    std::string_view fraction;
    if (!text.empty() && text.front() == '.') {
        text.remove_prefix(1);
        fraction = take_digits(text);
        if (fraction.empty()) {
            return std::nullopt;
        }
    }
    int exponent = 0;
    if (whole.empty() || !take_exponent(text, exponent) || !text.empty()) {
        return std::nullopt;
    }
    parts.digits = std::string{whole} + std::string{fraction};
    parts.point = static_cast<int>(whole.size()) + exponent;
    const auto first = parts.digits.find_first_not_of('0');
    if (first == std::string::npos) {
        return Parts{};
    }
    parts.digits.erase(0, first);
    parts.point -= static_cast<int>(first);
    parts.digits.erase(parts.digits.find_last_not_of('0') + 1);
    return parts;
}

} // namespace

std::optional<std::string> canonical_number(std::string_view text)
{
    const auto parts = take_apart(text);
    if (!parts) {
        return std::nullopt;
    }
    if (parts->digits.empty()) {
        return "0";
    }
    const std::string sign = parts->is_negative ? "-" : "";
    const auto count = static_cast<int>(parts->digits.size());
    constexpr int k_small = -6;
    if (parts->point > static_cast<int>(k_max_plain_digits) || parts->point < k_small) {
        auto mantissa = parts->digits.substr(0, 1);
        if (count > 1) {
            mantissa += "." + parts->digits.substr(1);
        }
        return fmt::format("{}{}e{}", sign, mantissa, parts->point - 1);
    }
    if (parts->point <= 0) {
        return sign + "0." + std::string(static_cast<std::size_t>(-parts->point), '0') +
               parts->digits;
    }
    if (parts->point >= count) {
        return sign + parts->digits +
               std::string(static_cast<std::size_t>(parts->point - count), '0');
    }
    const auto point = static_cast<std::size_t>(parts->point);
    return sign + parts->digits.substr(0, point) + "." + parts->digits.substr(point);
}

} // namespace syncctl::base
