#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace syncctl::http {

/// An absolute http or https URL, judged after parsing and never by its text: `http://127.1` is
/// 127.0.0.1, and `https://h\@evil/` is refused.
class Url {
public:
    /// \returns what is wrong with the text, nullopt when it is a usable base URL: http or https, a
    /// host, no user info, no query, no fragment, no control characters, at most 2,048 octets
    [[nodiscard]] static std::optional<std::string> problem(std::string_view text);
    /// \throws Error{setting} where problem() would have something to say
    [[nodiscard]] static Url parse(std::string_view text);

    /// Lower-case scheme and host, no default port, no trailing slash. A host outside ASCII has to
    /// be given in punycode, so that nobody mistakes one for another.
    [[nodiscard]] const std::string& text() const noexcept { return m_text; }

    /// `scheme://host:port`, always with the port: what a credential is bound to.
    [[nodiscard]] const std::string& origin() const noexcept { return m_origin; }

    [[nodiscard]] const std::string& host() const noexcept { return m_host; }

    [[nodiscard]] bool is_https() const noexcept { return m_is_https; }

    /// The host is 127.0.0.0/8, ::1 or localhost.
    [[nodiscard]] bool is_loopback() const noexcept { return m_is_loopback; }

    /// This URL with path segments and a query behind it, each part percent-encoded by itself.
    /// \throws Error{setting} for a segment that is empty, `.` or `..`
    [[nodiscard]] std::string
    with(const std::vector<std::string>& segments,
         const std::vector<std::pair<std::string, std::string>>& query = {}) const;

private:
    Url() = default;
    std::string m_text;
    std::string m_origin;
    std::string m_host;
    bool m_is_https = false;
    bool m_is_loopback = false;
};

} // namespace syncctl::http
