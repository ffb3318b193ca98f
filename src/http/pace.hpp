#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/http/message.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace syncctl::http {

/// The longest that a tracker may keep us away by one answer, across all runs. Quotas renew within
/// a day and maintenance is over within days; a wish without end would be a way to end a sync.
inline constexpr std::chrono::seconds k_longest_quiet{std::chrono::hours{24 * 7}};

/// Seconds or an HTTP date, at most k_longest_quiet. nullopt for what is negative, past or
/// unreadable: then the usual back-off has to do.
/// \param now the tracker's time where it is known
[[nodiscard]] std::optional<std::chrono::seconds> read_retry_after(std::string_view value,
                                                                   base::Timestamp now);

/// The tracker's time by its `Date`, ours without a readable one.
[[nodiscard]] base::Timestamp time_of(const Response& response, base::Timestamp own_now);

/// How long the tracker wants no request after this answer, whatever its status: `Retry-After`; or
/// until `X-RateLimit-Reset` when `X-RateLimit-Remaining` is 0; or as long as `X-RateLimit-Delay`
/// says it had to slow us down. Zero when it does not mind.
[[nodiscard]] std::chrono::milliseconds asked_pause(const Response& response,
                                                    base::Timestamp own_now);

} // namespace syncctl::http
