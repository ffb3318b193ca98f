#include "base64.hpp"

#include <algorithm>
#include <cstdint>

namespace syncctl::http {
namespace {

constexpr std::string_view k_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t k_group = 4; ///< digits for three octets

} // namespace

std::string base64_encoded(std::string_view octets)
{
    std::string text;
    text.reserve((octets.size() + 2) / 3 * k_group);
    for (std::size_t at = 0; at < octets.size(); at += 3) {
        const auto count = std::min<std::size_t>(3, octets.size() - at);
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            bits = bits << 8U | (i < count ? static_cast<unsigned char>(octets[at + i]) : 0U);
        }
        for (std::size_t i = 0; i < k_group; ++i) {
            text += i <= count ? k_digits[bits >> (18U - 6U * i) & 0x3FU] : '=';
        }
    }
    return text;
}

std::optional<std::string> base64_decoded(std::string_view text)
{
    if (text.size() % k_group != 0) {
        return std::nullopt;
    }
    const auto padding = text.size() - std::min(text.size(), text.find_last_not_of('=') + 1);
    if (padding > 2) {
        return std::nullopt;
    }
    std::string octets;
    octets.reserve(text.size() / k_group * 3);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto digit = i + padding < text.size() ? k_digits.find(text[i]) : 0;
        if (digit == std::string_view::npos) {
            return std::nullopt;
        }
        bits = bits << 6U | static_cast<std::uint32_t>(digit);
        if (i % k_group == k_group - 1) {
            octets += static_cast<char>(bits >> 16U & 0xFFU);
            octets += static_cast<char>(bits >> 8U & 0xFFU);
            octets += static_cast<char>(bits & 0xFFU);
            bits = 0;
        }
    }
    octets.resize(octets.size() - padding);
    return octets;
}

} // namespace syncctl::http
