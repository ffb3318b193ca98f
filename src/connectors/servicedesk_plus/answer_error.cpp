#include "answer.hpp"

#include <fmt/format.h>

#include <chrono>
#include <utility>

namespace syncctl::connectors::servicedesk_plus {

namespace {

/// Of those that are known; in the cloud.
constexpr std::chrono::seconds k_longest_lock{300};

std::string hint_when_throttled(const Answer& answer, const std::string& test)
{
    if (answer.status == 0) {
        return "run it again then; " + test + " asks before that time";
    }
    return fmt::format("run it again in {} s, or lower --set calls_per_minute",
                       answer.retry_after.value_or(k_longest_lock).count());
}

} // namespace

Error error_of(const Answer& answer, const Caller& caller)
{
    const auto with = [&](ErrorCode code, std::string hint) {
        return Error{code,
                     fmt::format("connector '{}': {}", caller.connector, answer.reason),
                     std::move(hint)};
    };
    const auto test = fmt::format("syncctl connector test {}", caller.connector);
    switch (answer.meaning) {
    case Meaning::signed_out:
        return Error{ErrorCode::authentication,
                     fmt::format("connector '{}': the tracker does not accept the {}: {}",
                                 caller.connector,
                                 caller.secret == "technician_key"
                                     ? "technician key (wrong, expired, or its technician is "
                                       "disabled)"
                                     : "access token, though it is new (a scope or the user's "
                                       "access is missing)",
                                 answer.reason),
                     fmt::format("syncctl connector edit {} --secret {}=prompt",
                                 caller.connector,
                                 caller.secret)};
    case Meaning::forbidden:
        return with(ErrorCode::forbidden, "a scope or a role is missing; " + test);
    case Meaning::throttled:
        return with(ErrorCode::rate_limited, hint_when_throttled(answer, test));
    case Meaning::not_sent:
    case Meaning::no_answer:
        return with(ErrorCode::network, test);
    case Meaning::failed:
        return with(ErrorCode::unavailable, "run it again later");
    case Meaning::unreadable:
        return with(ErrorCode::unavailable,
                    "run it again later; is the URL that of the tracker? " + test);
    case Meaning::not_found:
        return with(ErrorCode::not_found, "are the URL and the portal right? " + test);
    case Meaning::good:
    case Meaning::rejected:
        break;
    }
    return with(ErrorCode::failed, test);
}

} // namespace syncctl::connectors::servicedesk_plus
