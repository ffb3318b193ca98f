#pragma once

#include "syncctl/http/message.hpp"

#include <chrono>
#include <optional>

namespace syncctl::http {

/// What kind of failure one try was.
enum class Trouble {
    none,        ///< an answer to hand on
    hopeless,    ///< the same would happen again: TLS refused, a limit of ours broken
    connection,  ///< not sent: no address, no connection
    no_answer,   ///< sent; reset, timed out, cut off
    throttled,   ///< 429, or 403 that states when to come again: surely not processed
    unavailable, ///< 503
    failed,      ///< 500, 502, 504, 408: processed or not, nobody knows
};

[[nodiscard]] Trouble trouble_of(const Outcome& outcome);

/// The tracker's program may have done what was asked although this came back.
[[nodiscard]] bool may_have_been_processed(Trouble trouble, bool has_retry_after);

/// Whether and how often to ask again.
/// \param is_repeatable Request::is_repeatable; if not, only what surely was not processed
/// \param limit         Limits::repeats
/// \returns how many repeats this kind of trouble is worth, 0 when it must not be repeated
[[nodiscard]] int
repeats_worth(Trouble trouble, bool is_repeatable, bool has_retry_after, int limit);

/// How long to wait before asking a tracker again. Pure: the caller sleeps. Doubles per attempt up
/// to a minute, spread over the whole range; a server's Retry-After (RFC 9110, 10.2.3) is the
/// least. \param attempt 1 for the first repeat \param jitter  in [0, 1), from base::Random, so
/// that a test can fix it
[[nodiscard]] std::chrono::milliseconds
retry_delay(int attempt, std::optional<std::chrono::seconds> retry_after, double jitter);

} // namespace syncctl::http
