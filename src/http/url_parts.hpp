#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace syncctl::http {

/// An absolute URL as libcurl understands it, taken apart.
struct UrlParts {
    std::string scheme; ///< `http` or `https`
    std::string host;   ///< lower case ASCII, IPv4 in its usual form, IPv6 in brackets
    int port = 0;
    std::string path;  ///< begins with `/`
    std::string query; ///< without `?`; empty when there is none

    [[nodiscard]] std::string origin() const;
    /// Put together again, without user info and fragment: what is requested.
    [[nodiscard]] std::string text() const;
};

struct ReadUrl {
    std::optional<UrlParts> parts;
    std::string problem; ///< when there are no parts; never holds the text itself
};

/// Longest URL that is ever requested; servers take less.
inline constexpr std::size_t k_longest_url = std::size_t{16} * 1024;

/// Reads a URL from outside: http or https, a host, no user info, no control characters, blanks or
/// backslashes.
[[nodiscard]] ReadUrl read_url(std::string_view text);

/// Where a `Location` leads, seen from the URL that was requested.
[[nodiscard]] ReadUrl read_url(std::string_view text, const UrlParts& seen_from);

/// Everything but unreserved characters (RFC 3986, 2.3) and those in `kept` as %XX.
[[nodiscard]] std::string percent_encoded(std::string_view text, std::string_view kept = {});

} // namespace syncctl::http
