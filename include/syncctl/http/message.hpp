#pragma once

#include "syncctl/base/clock.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace syncctl::http {

enum class Method { get, post, put, patch, del, options };

struct Header {
    std::string name;
    std::string value;
};

struct Request {
    Method method = Method::get;
    /// Absolute, from Url::with(), or a link from the server; only ever requested when its origin
    /// is the client's.
    std::string url{};
    std::vector<Header> headers{}; ///< without the credential, which the client adds
    std::string body{};
    /// Sent twice, it does no more than sent once: a read, or a write that the tracker checks
    /// against a revision. Anything else is stopped before libcurl can send it a second time
    /// on another connection, is never followed through a redirect, and is repeated only when it
    /// surely was not processed (refused connection, 429, 503 with Retry-After).
    bool is_repeatable = true;
};

/// A complete answer, whatever its status: what a status means is the connector's business.
struct Response {
    int status = 0;
    std::vector<Header> headers{};
    /// Decompressed; of an error (400 and above) the first 64 KiB.
    std::string body{};
    /// At most seven days; still given after the last repeat.
    std::optional<std::chrono::seconds> retry_after{};
    /// Surely not processed, by the tracker's own words (ClientSetup::lock_time), like a 429.
    bool is_throttled = false;
    /// Of a redirect, which is here because it was not followed: the origin that it points to, or
    /// `an unusable URL`. Name this to people, not `Location`, which may hold a token.
    std::string redirect_origin{};

    /// The first header of this name, any case; empty when there is none.
    [[nodiscard]] std::string_view header(std::string_view name) const;
    /// `application/json` or `application/...+json`.
    [[nodiscard]] bool is_json() const;
};

/// Surely never reached the tracker's program: no address, no connection, TLS refused, own limit.
struct NotSent {
    std::string reason{};
    /// The whole tracker is out of reach, not this request: DNS, connect, TLS.
    bool is_connection = false;
    bool is_tls = false;
    /// Held back because the tracker asked for it, and for longer than the wait budget allows.
    std::optional<std::chrono::seconds> retry_after{};
};

/// Sent, and no complete, well-formed answer: reset, time-out, cut off, too large, broken coding.
/// Also a write of which an earlier try may have been processed while the later ones were turned
/// away or not sent.
struct NoAnswer {
    std::string evidence{};
    bool is_too_large = false; ///< above a limit of ours: a smaller question may be answered
};

using Outcome = std::variant<Response, NotSent, NoAnswer>;

/// What the requests so far cost.
struct Traffic {
    int calls = 0; ///< requests on the wire, repeats included
    int repeats = 0;
    long long bytes_sent = 0;
    long long bytes_received = 0;        ///< on the wire, before decompression
    std::chrono::milliseconds waited{0}; ///< for Retry-After, rate limits and back-off
    std::chrono::milliseconds paced{0};  ///< for Limits::calls_per_minute
};

} // namespace syncctl::http
