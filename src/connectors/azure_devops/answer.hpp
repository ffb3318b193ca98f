#pragma once

#include "syncctl/base/error.hpp"
#include "syncctl/http/message.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::connectors::azure_devops {

/// What an answer means for the request; what to do about it is decided elsewhere.
enum class Meaning {
    good,
    signed_out, ///< the credential was refused, or something else than the service answered
    forbidden,  ///< known, but not allowed to
    not_found,  ///< not there, or not to be seen: the service does not tell the two apart
    stale,      ///< the item has another revision
    old_server, ///< does not know this api-version
    rejected,   ///< the request itself is wrong: asking again will not help
    throttled,  ///< too many requests: not processed
    busy,       ///< given up by the tracker before anything was stored
    failed,     ///< a failure on the other side: may have been processed
    unreadable, ///< "success", and nothing that can be read: may have been processed
    not_sent,
    no_answer, ///< sent: may have been processed
};

/// One field that the tracker blames.
struct FieldProblem {
    std::string field; ///< its reference name
    std::string message;
    std::string flags{}; ///< what the tracker calls the rule that is broken: `required`
    bool operator==(const FieldProblem&) const = default;
};

struct Answer {
    Meaning meaning = Meaning::unreadable;
    int status = 0;
    nlohmann::json body; ///< good only
    std::string reason;  ///< for people; made of one line
    std::string type_key;
    std::vector<FieldProblem> problems;
    std::optional<std::chrono::seconds> retry_after;
    bool is_connection = false; ///< not_sent: no request of any kind gets through
    bool is_tls = false;
    bool is_too_large = false;      ///< no_answer: the answer was cut off at the limit
    bool has_too_many_rows = false; ///< rejected: more than the tracker gives in one answer

    [[nodiscard]] bool is_good() const { return meaning == Meaning::good; }
};

/// Whether a success has to carry JSON.
enum class Body { json, may_be_empty };

/// Judges one outcome: the status first, then `typeKey`, then the number at the start of the
/// message, because messages are translated.
[[nodiscard]] Answer judge(const http::Outcome& outcome, Body body = Body::json);
/// The same for one entry of a `$batch` answer, whose body is JSON inside JSON.
[[nodiscard]] Answer judge_entry(int status, std::string_view body_text);

/// Who asked.
struct Caller {
    std::string connector; ///< its name
    std::string secret;    ///< name of the one that it signs in with
};

/// What a read that failed means for the whole step.
[[nodiscard]] Error error_of(const Answer& answer, const Caller& caller);

} // namespace syncctl::connectors::azure_devops
