#include "url_parts.hpp"

#include "ascii.hpp"
#include "curl_handles.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>

namespace syncctl::http {
namespace {

constexpr std::string_view k_no_scheme = "it does not begin with https://";

bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

bool is_blank_or_control(char c)
{
    const auto octet = static_cast<unsigned char>(c);
    return octet <= 0x20U || octet == 0x7FU;
}

/// What no URL may hold, whoever wrote it. libcurl would take `evil` for the host of
/// `https://h\@evil/`, others would take `h`.
std::string text_problem(std::string_view text)
{
    if (text.empty()) {
        return "it is empty";
    }
    if (text.size() > k_longest_url) {
        return "it is too long";
    }
    if (std::any_of(text.begin(), text.end(), is_blank_or_control)) {
        return "it holds a blank or a control character";
    }
    if (text.find('\\') != std::string_view::npos) {
        return "it holds a backslash";
    }
    if (!base::is_valid_utf8(text)) {
        return "it is not UTF-8";
    }
    return {};
}

/// What an absolute URL may not hold before its path.
std::string authority_problem(std::string_view text)
{
    const auto slashes = text.find("://");
    const auto scheme = text.substr(0, slashes);
    if (slashes == std::string_view::npos ||
        (!equals_ignoring_case(scheme, "https") && !equals_ignoring_case(scheme, "http"))) {
        return std::string{k_no_scheme};
    }
    auto authority = text.substr(slashes + 3);
    authority = authority.substr(0, authority.find_first_of("/?#"));
    if (authority.empty()) {
        return "it names no host";
    }
    if (authority.find('@') != std::string_view::npos) {
        return "it holds a user name or a password";
    }
    // libcurl decodes `exa%6dple.com`; nobody who means well writes a host that way.
    if (authority.find('%') != std::string_view::npos) {
        return "its host is percent-encoded";
    }
    // libcurl would convert it, but only in a UTF-8 locale, and people would not see a homograph.
    if (std::any_of(authority.begin(), authority.end(), [](char c) {
            return static_cast<unsigned char>(c) > 0x7FU;
        })) {
        return "its host is not ASCII; give it in punycode (xn--...)";
    }
    return {};
}

std::string explained(CURLUcode code)
{
    switch (code) {
    case CURLUE_UNSUPPORTED_SCHEME:
    case CURLUE_BAD_SCHEME:
        return std::string{k_no_scheme};
    case CURLUE_BAD_PORT_NUMBER:
        return "its port is not a number from 1 to 65535";
    case CURLUE_USER_NOT_ALLOWED:
        return "it holds a user name or a password";
    case CURLUE_BAD_HOSTNAME:
    case CURLUE_BAD_IPV6:
    case CURLUE_NO_HOST:
        return "its host is not valid";
    default:
        return "it is not a valid URL";
    }
}

std::optional<std::string> part(CURLU* url, CURLUPart which, unsigned flags = 0)
{
    char* text = nullptr;
    if (curl().url_get(url, which, &text, flags) != CURLUE_OK) {
        return std::nullopt;
    }
    std::string copy{text};
    curl().free(text);
    return copy;
}

bool is_host(const std::string& host)
{
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
        in6_addr address{};
        return ::inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), &address) == 1;
    }
    return !host.empty() && host.size() <= 253 && host.front() != '.' &&
           std::all_of(host.begin(), host.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
                      c == '_';
           });
}

ReadUrl take_apart(CURLU* url)
{
    UrlParts parts;
    parts.scheme = part(url, CURLUPART_SCHEME).value_or("");
    if (parts.scheme != "http" && parts.scheme != "https") {
        return {.parts = std::nullopt, .problem = std::string{k_no_scheme}};
    }
    if (part(url, CURLUPART_USER) || part(url, CURLUPART_PASSWORD) ||
        part(url, CURLUPART_OPTIONS)) {
        return {.parts = std::nullopt, .problem = "it holds a user name or a password"};
    }
    parts.host = part(url, CURLUPART_HOST).value_or("");
    std::transform(parts.host.begin(), parts.host.end(), parts.host.begin(), ascii_lower);
    if (!is_host(parts.host) || part(url, CURLUPART_ZONEID)) {
        return {.parts = std::nullopt, .problem = "its host is not valid"};
    }
    const auto port = part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT).value_or("");
    const auto read = std::from_chars(port.data(), port.data() + port.size(), parts.port);
    if (read.ec != std::errc{} || parts.port < 1 || parts.port > 65'535) {
        return {.parts = std::nullopt, .problem = explained(CURLUE_BAD_PORT_NUMBER)};
    }
    parts.path = part(url, CURLUPART_PATH).value_or("/");
    parts.query = part(url, CURLUPART_QUERY).value_or("");
    return {.parts = std::move(parts), .problem = {}};
}

} // namespace

std::string UrlParts::origin() const
{
    return fmt::format("{}://{}:{}", scheme, host, port);
}

std::string UrlParts::text() const
{
    const bool is_default = port == (scheme == "https" ? 443 : 80);
    return fmt::format("{}://{}{}{}{}{}",
                       scheme,
                       host,
                       is_default ? std::string{} : fmt::format(":{}", port),
                       path,
                       query.empty() ? "" : "?",
                       query);
}

ReadUrl read_url(std::string_view text)
{
    auto problem = text_problem(text);
    if (problem.empty()) {
        problem = authority_problem(text);
    }
    if (!problem.empty()) {
        return {.parts = std::nullopt, .problem = std::move(problem)};
    }
    const CurlUrl url{curl().url()};
    const auto code = curl().url_set(
        url.get(), CURLUPART_URL, std::string{text}.c_str(), CURLU_DISALLOW_USER | CURLU_URLENCODE);
    if (code != CURLUE_OK) {
        return {.parts = std::nullopt, .problem = explained(code)};
    }
    return take_apart(url.get());
}

ReadUrl read_url(std::string_view text, const UrlParts& seen_from)
{
    auto problem = text_problem(text);
    if (!problem.empty()) {
        return {.parts = std::nullopt, .problem = std::move(problem)};
    }
    const CurlUrl url{curl().url()};
    auto code = curl().url_set(url.get(), CURLUPART_URL, seen_from.text().c_str(), 0);
    if (code == CURLUE_OK) {
        code = curl().url_set(url.get(),
                              CURLUPART_URL,
                              std::string{text}.c_str(),
                              CURLU_DISALLOW_USER | CURLU_URLENCODE);
    }
    const auto whole = code == CURLUE_OK ? part(url.get(), CURLUPART_URL) : std::nullopt;
    if (!whole) {
        return {.parts = std::nullopt, .problem = explained(code)};
    }
    return read_url(*whole);
}

std::string percent_encoded(std::string_view text, std::string_view kept)
{
    std::string encoded;
    encoded.reserve(text.size() * 3);
    for (const char c : text) {
        if (is_unreserved(c) || kept.find(c) != std::string_view::npos) {
            encoded += c;
        } else {
            encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return encoded;
}

} // namespace syncctl::http
