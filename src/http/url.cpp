#include "syncctl/http/url.hpp"

#include "url_parts.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <arpa/inet.h>

namespace syncctl::http {
namespace {

constexpr std::size_t k_longest_base = 2048;
/// Allowed as they are in a segment and in a query (RFC 3986, 3.3 and 3.4), and trackers spell
/// names such as `$top` with them.
constexpr std::string_view k_kept = "$,";
/// In a value some trackers want a comma encoded.
constexpr std::string_view k_kept_in_value = "$";

ReadUrl read_base(std::string_view text)
{
    if (text.size() > k_longest_base) {
        return {.parts = std::nullopt,
                .problem = fmt::format("it is longer than {} octets", k_longest_base)};
    }
    auto read = read_url(text);
    if (read.parts && text.find('?') != std::string_view::npos) {
        return {.parts = std::nullopt, .problem = "it has a query (?...)"};
    }
    if (read.parts && text.find('#') != std::string_view::npos) {
        return {.parts = std::nullopt, .problem = "it has a fragment (#...)"};
    }
    return read;
}

bool is_loopback_host(const std::string& host)
{
    in_addr four{};
    if (::inet_pton(AF_INET, host.c_str(), &four) == 1) {
        return (ntohl(four.s_addr) >> 24U) == 127U;
    }
    return host == "localhost" || host == "[::1]";
}

} // namespace

std::optional<std::string> Url::problem(std::string_view text)
{
    auto read = read_base(text);
    if (read.parts) {
        return std::nullopt;
    }
    return std::move(read.problem);
}

Url Url::parse(std::string_view text)
{
    auto read = read_base(text);
    if (!read.parts) {
        throw Error{ErrorCode::setting,
                    fmt::format("not a usable URL: {}", read.problem),
                    "give it as https://HOST/PATH"};
    }
    auto& parts = *read.parts;
    while (!parts.path.empty() && parts.path.back() == '/') {
        parts.path.pop_back();
    }
    Url url;
    url.m_text = parts.text();
    url.m_origin = parts.origin();
    url.m_host = parts.host;
    url.m_is_https = parts.scheme == "https";
    url.m_is_loopback = is_loopback_host(parts.host);
    return url;
}

std::string Url::with(const std::vector<std::string>& segments,
                      const std::vector<std::pair<std::string, std::string>>& query) const
{
    auto text = m_text;
    for (const auto& segment : segments) {
        if (segment.empty() || segment == "." || segment == "..") {
            throw Error{ErrorCode::setting,
                        fmt::format("'{}' cannot be part of a URL", base::term_safe(segment))};
        }
        text += '/';
        text += percent_encoded(segment, k_kept);
    }
    char separator = '?';
    for (const auto& [name, value] : query) {
        text += separator;
        text += percent_encoded(name, k_kept);
        text += '=';
        text += percent_encoded(value, k_kept_in_value);
        separator = '&';
    }
    return text;
}

} // namespace syncctl::http
