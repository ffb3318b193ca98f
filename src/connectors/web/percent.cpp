#include "percent.hpp"

#include "syncctl/base/text.hpp"

#include <charconv>

namespace syncctl::connectors {

namespace {

constexpr std::string_view k_hex = "0123456789ABCDEF";

bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

} // namespace

std::string percent_encoded(std::string_view text)
{
    std::string encoded;
    for (const char c : text) {
        if (is_unreserved(c)) {
            encoded.push_back(c);
            continue;
        }
        const auto octet = static_cast<unsigned char>(c);
        encoded.push_back('%');
        encoded.push_back(k_hex[octet / 16U]);
        encoded.push_back(k_hex[octet % 16U]);
    }
    return encoded;
}

std::optional<std::string> percent_decoded(std::string_view text)
{
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded.push_back(text[i]);
            continue;
        }
        const auto digits = text.substr(i + 1, 2);
        unsigned octet = 0;
        const auto* end = digits.data() + digits.size();
        const auto result = std::from_chars(digits.data(), end, octet, 16);
        if (digits.size() != 2 || result.ec != std::errc{} || result.ptr != end || octet == 0) {
            return std::nullopt;
        }
        decoded.push_back(static_cast<char>(octet));
        i += 2;
    }
    if (!base::is_valid_utf8(decoded)) {
        return std::nullopt;
    }
    return decoded;
}

} // namespace syncctl::connectors
