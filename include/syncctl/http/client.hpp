#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/base/log.hpp"
#include "syncctl/base/random.hpp"
#include "syncctl/base/secret.hpp"
#include "syncctl/base/stop.hpp"
#include "syncctl/http/message.hpp"
#include "syncctl/http/url.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace syncctl::http {

struct Limits {
    int concurrency = 8; ///< requests at the same time
    std::chrono::milliseconds connect_timeout{10'000};
    /// Under 100 octets per second for so long. Some trackers hold an answer back for half a minute
    /// when they are busy, and that is no stall.
    std::chrono::seconds stall_timeout{60};
    std::chrono::seconds total_timeout{120};
    std::size_t body_bytes = std::size_t{16} * 1024 * 1024; ///< after decompression
    std::size_t header_bytes = std::size_t{64} * 1024;
    int repeats = 5; ///< of one request, at most; fewer where they seldom help
    /// All waiting of this client together; what would take longer ends with the last answer.
    std::chrono::seconds wait_budget{900};
    /// At most so many start in any 60 seconds, repeats and redirects as well; 0: no limit. Waiting
    /// for that is no part of the budget: many requests may take their time.
    int calls_per_minute = 0;
};

/// The header that carries the credential, whole: `Authorization` and `Basic ...`.
struct Authorization {
    std::string header{};
    base::Secret value{};
};

struct ClientSetup {
    Url base;                      ///< every request goes to its origin, or is NotSent
    Authorization authorization{}; ///< empty header: none is sent
    Limits limits{};
    std::string ca_file{};    ///< empty: the system's
    bool allow_http = false;  ///< plain http to a host that is not loopback; warned about
    base::Log* log = nullptr; ///< never null; detail() gets the redacted trace
    const base::StopFlag* stop = nullptr; ///< may be null; ends waiting and starts nothing new
    /// For how long a tracker that says so in its own words, not by 429, wants no request; nullopt
    /// for any other answer. Taken for a Retry-After of an answer that was not processed.
    std::function<std::optional<std::chrono::seconds>(const Response&)> lock_time{};
    /// What quiet_until() of an earlier client gave: held to as a Retry-After of its own, and for
    /// no longer than the longest of those, as the clock may have been set back since.
    std::optional<base::Timestamp> not_before{};
    /// Injected by tests; the system's by default.
    const base::Clock* clock = nullptr;
    base::Random* random = nullptr;
    std::function<void(std::chrono::milliseconds)> sleep{};
};

/// One tracker over HTTP: one event loop, kept-alive connections, bounded concurrency (halved while
/// the tracker is busy), repeats with full jitter. Retry-After and rate-limit headers hold back the
/// *next* request of this client, on a success as well. Certificates are always verified; no
/// credential leaves the base's origin. Not thread-safe.
class Client {
public:
    /// \throws Error{setting} for plain http without allow_http, an unreadable CA file
    explicit Client(ClientSetup setup);
    ~Client();
    Client(Client&&) noexcept;
    Client& operator=(Client&&) noexcept;

    [[nodiscard]] Outcome send(const Request& request);
    /// At most `limits.concurrency` at a time; one outcome per request, same order.
    [[nodiscard]] std::vector<Outcome> send_all(std::span<const Request> requests);

    /// Replaces the credential, for a token that was refreshed.
    void authorize(Authorization authorization);

    [[nodiscard]] const Traffic& traffic() const;
    /// nullopt until an answer had a readable `Date`.
    [[nodiscard]] std::optional<base::ClockOffset> clock_offset() const;
    /// Until when the tracker wants no request, by our clock; nullopt when it does not mind any.
    [[nodiscard]] std::optional<base::Timestamp> quiet_until() const;

private:
    class Loop;
    std::unique_ptr<Loop> m_loop;
};

} // namespace syncctl::http
