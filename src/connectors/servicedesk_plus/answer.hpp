#pragma once

#include "address.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/http/message.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::connectors::servicedesk_plus {

/// What an answer means for the request; what to do about it is decided elsewhere. Its own status
/// codes decide (contract, section 4): the HTTP status differs between editions and builds.
enum class Meaning {
    good,       ///< 2000, and 3000: stored, though perhaps not all of it (see `problems`)
    signed_out, ///< 401 or 4022: the key or the token was refused
    forbidden,  ///< 4002: not allowed to this user; also an edit of a closed request
    not_found,  ///< 4007: no such record, route or portal: the tracker does not tell them apart
    rejected,   ///< 4001, 4003, 4005, 4008, 4009, 4012, 4014, 4016, 4021, 7001: asking again does
                ///< not help
    throttled,  ///< 4015, 429, "URL blocked": not processed, and locked for a while
    failed,     ///< 4004, 5xx: may have been processed
    unreadable, ///< a success that is no JSON of ours (a maintenance page): may have been processed
    not_sent,
    no_answer, ///< sent: may have been processed
};

/// One message of an answer.
struct Problem {
    int code = 0;
    std::string field; ///< that it blames, as the tracker names it; empty: none
    std::string text;  ///< of one line; may be empty
};

struct Answer {
    Meaning meaning = Meaning::unreadable;
    int status = 0;                ///< HTTP
    nlohmann::json body;           ///< good only
    std::string reason;            ///< for people; of one line
    std::vector<Problem> problems; ///< of a failure; of a good answer: what was not stored
    std::optional<std::chrono::seconds> retry_after;
    bool is_partial = false;    ///< good: 3000, not all of it was stored
    bool is_connection = false; ///< not_sent: no request of any kind gets through
    bool is_tls = false;
    bool is_page = false; ///< something else than the tracker's program answered: a page for people
    bool is_expired = false; ///< signed_out by a token that may only be too old

    [[nodiscard]] bool is_good() const { return meaning == Meaning::good; }

    [[nodiscard]] bool has_code(int code) const;
};

[[nodiscard]] Answer judge(const http::Outcome& outcome);

/// For http::ClientSetup::lock_time: what a throttled caller has to wait for, by the answer's
/// Retry-After, else as long as the edition is known to keep its lock (contract, section 5).
[[nodiscard]] std::optional<std::chrono::seconds> lock_time_of(const http::Response& response,
                                                               Edition edition);

/// Who asked.
struct Caller {
    std::string connector; ///< its name
    std::string
        secret; ///< name of the one that it signs in with: `technician_key` or `refresh_token`
};

/// What a read that failed means for the whole step.
[[nodiscard]] Error error_of(const Answer& answer, const Caller& caller);

} // namespace syncctl::connectors::servicedesk_plus
