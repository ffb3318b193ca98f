#include "write_result.hpp"

#include "words.hpp"

#include <algorithm>
#include <utility>

namespace syncctl::connectors::azure_devops {

namespace {

/// The field that a message names, among those that were sent; the longest, because one reference
/// name may begin another.
std::string field_named_in(const std::string& message, const model::Fields& fields)
{
    std::string found;
    for (const auto& [field, value] : fields) {
        if (field.size() > found.size() && message.find(field) != std::string::npos) {
            found = field;
        }
    }
    return found;
}

std::string blamed_field(const Answer& answer, const model::Fields& fields)
{
    for (const auto& problem : answer.problems) {
        const bool was_sent = std::any_of(fields.begin(), fields.end(), [&](const auto& each) {
            return same_name(each.first, problem.field);
        });
        if (was_sent) {
            return problem.field;
        }
    }
    return answer.problems.empty() ? field_named_in(answer.reason, fields)
                                   : answer.problems.front().field;
}

} // namespace

bool blames_state(const Answer& answer)
{
    return answer.meaning == Meaning::rejected &&
           std::any_of(answer.problems.begin(), answer.problems.end(), [](const auto& problem) {
               return same_name(problem.field, k_state) || same_name(problem.field, k_reason);
           });
}

WriteResult failure_of(const Answer& answer, const model::Fields& fields, const Caller& caller)
{
    switch (answer.meaning) {
    case Meaning::stale:
        return Stale{};
    case Meaning::rejected:
    case Meaning::old_server:
    case Meaning::forbidden:
    case Meaning::not_found:
        return Refused{.reason = answer.reason, .field = blamed_field(answer, fields)};
    case Meaning::throttled:
    case Meaning::busy:
    case Meaning::not_sent:
        return Transient{.reason = answer.reason, .retry_after = answer.retry_after};
    case Meaning::signed_out:
        // A page in place of a success may have come after the program behind it was done.
        if (answer.status >= 200 && answer.status < 300 && answer.status != 203) {
            return Unknown{answer.reason};
        }
        return SignedOut{error_of(answer, caller)};
    case Meaning::failed:
    case Meaning::unreadable:
    case Meaning::no_answer:
    case Meaning::good:
        break;
    }
    return Unknown{answer.reason};
}

} // namespace syncctl::connectors::azure_devops
