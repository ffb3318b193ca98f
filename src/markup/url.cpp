#include "url.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace syncctl::markup {

namespace {

constexpr std::size_t k_longest_url = 8192;
constexpr std::array<std::string_view, 5> k_schemes{"http", "https", "mailto", "ftp", "tel"};
constexpr std::string_view k_no_part_of_urls = " \"<>\\^`{|}[]*";
constexpr std::string_view k_digits = "0123456789ABCDEF";

char small_letter(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// What stands before the first colon, unless that colon belongs to a path, a query or a fragment.
/// Anything there that is no allowed scheme is refused, so that no disguise needs to be known.
bool has_safe_scheme(std::string_view url)
{
    const auto colon = url.find_first_of(":/?#");
    if (colon == std::string_view::npos || url[colon] != ':') {
        // Browsers take a backslash for a slash, and `//host` is http or https.
        return true;
    }
    std::string scheme{url.substr(0, colon)};
    std::transform(scheme.begin(), scheme.end(), scheme.begin(), small_letter);
    return std::find(k_schemes.begin(), k_schemes.end(), scheme) != k_schemes.end();
}

bool is_control(char c)
{
    const auto octet = static_cast<unsigned char>(c);
    return octet < 0x20 || octet == 0x7f;
}

} // namespace

std::string safe_url(std::string_view url)
{
    const auto begin = url.find_first_not_of(" \t\r\n\f");
    if (begin == std::string_view::npos || url.size() > k_longest_url) {
        return {};
    }
    url = url.substr(begin, url.find_last_not_of(" \t\r\n\f") - begin + 1);
    std::string safe;
    safe.reserve(url.size());
    for (const char c : url) {
        if (is_control(c)) {
            continue; // browsers leave them out before they look at the scheme
        }
        if (k_no_part_of_urls.find(c) != std::string_view::npos) {
            const auto octet = static_cast<unsigned char>(c);
            safe += {'%', k_digits[octet >> 4U], k_digits[octet & 15U]};
        } else {
            safe += c;
        }
    }
    return has_safe_scheme(safe) && safe.size() <= k_longest_url ? safe : std::string{};
}

} // namespace syncctl::markup
