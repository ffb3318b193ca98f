#include "write_result.hpp"

#include "words.hpp"

#include "syncctl/base/text.hpp"
#include "syncctl/model/value_json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

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

const model::Value* sent_value(const model::Fields& fields, std::string_view field)
{
    const auto sent = std::find_if(fields.begin(), fields.end(), [&](const auto& each) {
        return same_name(each.first, field);
    });
    return sent == fields.end() ? nullptr : &sent->second;
}

/// One of a field that was sent, if there is one.
const FieldProblem* foremost_problem(const Answer& answer, const model::Fields& fields)
{
    const auto of_ours =
        std::find_if(answer.problems.begin(), answer.problems.end(), [&](const auto& problem) {
            return sent_value(fields, problem.field) != nullptr;
        });
    if (of_ours != answer.problems.end()) {
        return &*of_ours;
    }
    return answer.problems.empty() ? nullptr : &answer.problems.front();
}

/// The tracker names rules (`InvalidListValue`); this says what is wrong.
std::string_view meaning_of(const FieldProblem& problem)
{
    const auto has = [&](std::string_view word) {
        return contains_name(problem.flags, word) || contains_name(problem.message, word);
    };
    if (has("UnknownIdentity")) {
        return "no such person in this organization";
    }
    if (has("invalidTooLong")) {
        return "too long for the field";
    }
    if (has("invalidEmpty")) {
        return "the field needs a value";
    }
    if (has("invalidListValue")) {
        return "not one of the values that the field takes now";
    }
    if (has("invalidType")) {
        return "not of the field's type";
    }
    return has("readOnly") ? "the field cannot be written" : "";
}

std::string reason_of(const Answer& answer, const model::Fields& fields)
{
    constexpr std::size_t k_most_shown = 60;
    const auto* problem = foremost_problem(answer, fields);
    const auto meaning = problem == nullptr ? std::string_view{} : meaning_of(*problem);
    if (meaning.empty()) {
        return answer.reason;
    }
    const auto* value = sent_value(fields, problem->field);
    if (value == nullptr || model::is_null(*value)) {
        return fmt::format("{}: {}", meaning, answer.reason);
    }
    const auto json = model::to_json(*value);
    const auto text = json.is_string() ? json.get<std::string>() : json.dump();
    const auto shown = base::first_code_points(text, k_most_shown);
    return fmt::format(
        "'{}{}': {}: {}", shown, shown.size() < text.size() ? "..." : "", meaning, answer.reason);
}

std::string blamed_field(const Answer& answer, const model::Fields& fields)
{
    const auto* problem = foremost_problem(answer, fields);
    return problem == nullptr ? field_named_in(answer.reason, fields) : problem->field;
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
        return Refused{.reason = reason_of(answer, fields), .field = blamed_field(answer, fields)};
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
