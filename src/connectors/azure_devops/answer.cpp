#include "answer.hpp"

#include "words.hpp"

#include "syncctl/base/json.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace syncctl::connectors::azure_devops {

namespace {

using nlohmann::json;

constexpr base::JsonLimits k_limits{
    .max_bytes = std::size_t{16} << 20U, .max_depth = 64, .max_nodes = 1'000'000};
constexpr base::JsonLimits k_error_limits{
    .max_bytes = std::size_t{64} << 10U, .max_depth = 32, .max_nodes = 10'000};
constexpr std::size_t k_most_problems = 50;
constexpr std::string_view k_too_many_rows_key =
    "WorkItemTrackingQueryResultSizeLimitExceededException";
constexpr std::string_view k_too_many_rows_number = "VS402337";

/// TF26071 and its relatives: somebody saved between our read and our write.
constexpr std::array<std::string_view, 2> k_stale_keys{"TestPatchOperationFailedException",
                                                       "WorkItemRevisionMismatchException"};
constexpr std::array<std::string_view, 2> k_stale_numbers{"TF26071", "VS403351"};
/// The query ran too long, or the service was too busy to start it.
constexpr std::array<std::string_view, 3> k_busy_numbers{"VS402335", "VS402490", "VS402491"};

template <class List>
bool has(const List& list, std::string_view text)
{
    return std::find(list.begin(), list.end(), text) != list.end();
}

constexpr std::size_t k_longest_number = 12;

/// `TF401320` of `TF401320: Rule Error ...`.
std::string_view number_of(std::string_view message)
{
    const auto end = message.find(':');
    if (end > k_longest_number || !(message.starts_with("TF") || message.starts_with("VS"))) {
        return {};
    }
    return message.substr(0, end);
}

/// The error object itself, or the `value` that some answers wrap it in.
const json& error_object(const json& body)
{
    const auto& wrapped = member(body, "value");
    return wrapped.is_object() ? wrapped : body;
}

std::string message_of(const json& error)
{
    auto message = text_member(error, "message");
    return one_line(message.empty() ? text_member(error, "Message") : message);
}

std::vector<FieldProblem> field_problems(const json& error)
{
    std::vector<FieldProblem> problems;
    const auto& properties = member(error, "customProperties");
    for (const auto& rule : array_or_nothing(member(properties, "RuleValidationErrors"))) {
        FieldProblem problem{.field = text_member(rule, "fieldReferenceName", 256),
                             .message = one_line(text_member(rule, "errorMessage")),
                             .flags = text_member(rule, "fieldStatusFlags", 256)};
        if (!problem.field.empty() && problems.size() < k_most_problems) {
            problems.push_back(std::move(problem));
        }
    }
    if (problems.empty()) {
        auto field = text_member(properties, "FieldReferenceName", 256);
        if (!field.empty()) {
            problems.push_back({.field = std::move(field),
                                .message = one_line(text_member(properties, "ErrorMessage")),
                                .flags = text_member(properties, "FieldStatusFlags", 256)});
        }
    }
    return problems;
}

/// For an answer that does not explain itself, or explains itself in a web page only.
std::string_view words_for(int status)
{
    if (status == 203) {
        return "a page to sign in instead of data: the token was not accepted";
    }
    if (status == 401) {
        return "the token was not accepted";
    }
    if (status == 403) {
        return "not allowed";
    }
    if (status == 404) {
        return "there is nothing at this address";
    }
    if (status == 407) {
        return "the proxy wants somebody to sign in";
    }
    if (status >= 300 && status < 400) {
        return "sent to another address: to sign in, or because the tracker has moved";
    }
    return status >= 500 ? "the tracker, or a proxy in front of it, is not available"
                         : "refused without a reason that could be read";
}

/// Every field that is wrong, not only the one that the message starts with.
std::string reason_of(int status, const std::string& message, const std::vector<FieldProblem>& all)
{
    std::string text = message;
    if (all.size() > 1) {
        text.clear();
        for (const auto& problem : all) {
            text += text.empty() ? "" : "; ";
            text += fmt::format("{}: {}", problem.field, problem.message);
        }
    }
    return fmt::format("{} (HTTP {})", text.empty() ? words_for(status) : text, status);
}

/// What plain text says, in one line; a page for browsers says nothing.
std::string plain_text(const http::Response& response)
{
    constexpr std::string_view k_plain = "text/plain";
    constexpr std::size_t k_longest = 300;
    if (!same_name(response.header("Content-Type").substr(0, k_plain.size()), k_plain)) {
        return {};
    }
    const auto text = base::repair_utf8(response.body).text;
    return one_line(base::first_code_points(text, k_longest));
}

Meaning meaning_of_failure(int status, std::string_view key, std::string_view number)
{
    if (status == 401 || status == 203 || (status >= 300 && status < 400) || number == "TF400813") {
        return Meaning::signed_out;
    }
    if (status == 429 || number == "TF400733") {
        return Meaning::throttled;
    }
    if (status == 409 || status == 412 || has(k_stale_keys, key) || has(k_stale_numbers, number)) {
        return Meaning::stale;
    }
    if (has(k_busy_numbers, number)) {
        return Meaning::busy;
    }
    if (status == 403) {
        return Meaning::forbidden;
    }
    if (status == 404) {
        return Meaning::not_found;
    }
    if (key == "VssVersionOutOfRangeException") {
        return Meaning::old_server;
    }
    return status >= 400 && status < 500 && status != 408 ? Meaning::rejected : Meaning::failed;
}

/// Reads what an error says about itself, as far as it can be read.
/// \param otherwise its message when `text` has none
void read_error(Answer& answer, std::string_view text, std::string otherwise = {})
{
    std::string message;
    try {
        const auto body = base::parse_json(text, k_error_limits);
        const auto& error = error_object(body);
        message = message_of(error);
        answer.type_key = text_member(error, "typeKey", 128);
        answer.problems = field_problems(error);
    } catch (const Error&) {
        message = std::move(otherwise); // a page for people, or nothing: the status has to do
    }
    const auto number = number_of(message);
    answer.meaning = meaning_of_failure(answer.status, answer.type_key, number);
    answer.has_too_many_rows =
        answer.meaning == Meaning::rejected &&
        (answer.type_key == k_too_many_rows_key || number == k_too_many_rows_number);
    answer.reason = reason_of(answer.status, message, answer.problems);
}

void read_success(Answer& answer, std::string_view text)
{
    try {
        answer.body = base::parse_json(text, k_limits);
        answer.meaning = Meaning::good;
    } catch (const Error& error) {
        answer.meaning = Meaning::unreadable;
        answer.reason =
            fmt::format("unreadable answer (HTTP {}): {}", answer.status, error.message());
    }
}

std::string words_of(const http::Response& response)
{
    return response.redirect_origin.empty()
               ? plain_text(response)
               : fmt::format("sent to {}: to sign in, or because the tracker has moved",
                             response.redirect_origin);
}

Answer judge_response(const http::Response& response, Body body)
{
    Answer answer;
    answer.status = response.status;
    answer.retry_after = response.retry_after;
    const bool is_success = response.status >= 200 && response.status < 300;
    if (!is_success || response.status == 203) {
        read_error(
            answer, response.is_json() ? std::string_view{response.body} : "", words_of(response));
        return answer;
    }
    if (response.body.empty() && body == Body::may_be_empty) {
        answer.meaning = Meaning::good;
    } else if (!response.body.empty() && !response.is_json()) {
        answer.meaning = Meaning::signed_out;
        answer.reason = fmt::format("a web page instead of data (HTTP {}): signed out, or a proxy "
                                    "answered in its place",
                                    response.status);
    } else {
        read_success(answer, response.body);
    }
    return answer;
}

std::string hint_when_throttled(const Answer& answer, const std::string& test)
{
    if (answer.status == 0) {
        return "run it again then; " + test + " asks before that time";
    }
    if (answer.retry_after) {
        return fmt::format("run it again in {} s, or lower --set concurrency",
                           answer.retry_after->count());
    }
    return "run it again later, or lower --set concurrency";
}

} // namespace

Answer judge(const http::Outcome& outcome, Body body)
{
    if (const auto* response = std::get_if<http::Response>(&outcome)) {
        return judge_response(*response, body);
    }
    Answer answer;
    if (const auto* not_sent = std::get_if<http::NotSent>(&outcome)) {
        answer.meaning = not_sent->retry_after ? Meaning::throttled : Meaning::not_sent;
        answer.reason = not_sent->reason;
        answer.is_connection = not_sent->is_connection;
        answer.is_tls = not_sent->is_tls;
        answer.retry_after = not_sent->retry_after;
    } else {
        const auto& lost = std::get<http::NoAnswer>(outcome);
        answer.meaning = Meaning::no_answer;
        answer.reason = lost.evidence;
        answer.is_too_large = lost.is_too_large;
    }
    return answer;
}

Answer judge_entry(int status, std::string_view body_text)
{
    Answer answer;
    answer.status = status;
    if (status >= 200 && status < 300) {
        read_success(answer, body_text);
    } else {
        read_error(answer, body_text);
    }
    return answer;
}

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
                     fmt::format("connector '{}': the {} seems to be wrong, expired or revoked: {}",
                                 caller.connector,
                                 caller.secret == "token" ? "token" : "bearer token",
                                 answer.reason),
                     fmt::format("syncctl connector edit {} --secret {}=prompt",
                                 caller.connector,
                                 caller.secret)};
    case Meaning::forbidden:
        return with(ErrorCode::forbidden, "the token lacks a right or a scope; " + test);
    case Meaning::throttled:
        return with(ErrorCode::rate_limited, hint_when_throttled(answer, test));
    case Meaning::not_sent:
    case Meaning::no_answer:
        return with(ErrorCode::network, test);
    case Meaning::busy:
    case Meaning::failed:
    case Meaning::unreadable:
    case Meaning::stale:
        return with(ErrorCode::unavailable, "run it again later");
    case Meaning::not_found:
        return with(ErrorCode::not_found, test);
    case Meaning::good:
    case Meaning::rejected:
    case Meaning::old_server:
        break;
    }
    return with(ErrorCode::failed, test);
}

} // namespace syncctl::connectors::azure_devops
