#include "answer.hpp"

#include "envelope.hpp"
#include "words.hpp"

#include "syncctl/base/json.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace syncctl::connectors::servicedesk_plus {

namespace {

using nlohmann::json;

constexpr base::JsonLimits k_limits{
    .max_bytes = std::size_t{16} << 20U, .max_depth = 64, .max_nodes = 1'000'000};
constexpr base::JsonLimits k_error_limits{
    .max_bytes = std::size_t{64} << 10U, .max_depth = 32, .max_nodes = 10'000};
constexpr std::size_t k_longest_name = 256;

// Of the tracker's own status codes (contract, section 4).
constexpr int k_failure = 4000;
constexpr int k_not_permitted = 4002;
constexpr int k_internal_error = 4004;
constexpr int k_no_such_resource = 4007;
constexpr int k_access_limit = 4015;
constexpr int k_invalid_key = 4022;
constexpr std::array<int, 10> k_rejections{
    4001, 4003, 4005, 4008, 4009, 4012, 4014, 4016, 4021, 7001};

constexpr std::chrono::seconds k_cloud_lock{300};
constexpr std::chrono::seconds k_on_premises_lock{60};

bool is_blocked(std::string_view text)
{
    return contains_name(text, "maximum access limit");
}

bool has(const std::vector<Problem>& problems, int code)
{
    return std::any_of(problems.begin(), problems.end(), [&](const auto& problem) {
        return problem.code == code;
    });
}

bool is_throttled(const std::vector<Problem>& problems)
{
    return has(problems, k_access_limit) ||
           std::any_of(problems.begin(), problems.end(), [](const auto& problem) {
               return is_blocked(problem.text);
           });
}

/// The right is missing, and no other token of the same user would have it.
bool is_missing_scope(std::string_view word)
{
    return contains_name(word, "SCOPE_MISMATCH") || contains_name(word, "invalid oauth scope");
}

bool says_scope(const std::vector<Problem>& problems)
{
    return std::any_of(problems.begin(), problems.end(), [](const auto& problem) {
        return is_missing_scope(problem.text);
    });
}

Meaning meaning_of_status(int status)
{
    if (status == 401) {
        return Meaning::signed_out;
    }
    if (status == 403) {
        return Meaning::forbidden;
    }
    if (status == 404) {
        return Meaning::not_found;
    }
    if (status == 429) {
        return Meaning::throttled;
    }
    if (status >= 300 && status < 400) {
        return Meaning::unreadable;
    }
    return status >= 400 && status < 500 && status != 408 ? Meaning::rejected : Meaning::failed;
}

/// The inner codes decide, all of them: an HTTP status of 400 may stand for a refused key.
Meaning meaning_of(const std::vector<Problem>& problems, int status)
{
    if (is_throttled(problems)) {
        return Meaning::throttled;
    }
    if (says_scope(problems)) {
        return Meaning::forbidden;
    }
    if (has(problems, 401) || has(problems, k_invalid_key)) {
        return Meaning::signed_out;
    }
    if (has(problems, k_internal_error)) {
        return Meaning::failed;
    }
    if (has(problems, k_not_permitted)) {
        return Meaning::forbidden;
    }
    if (has(problems, k_no_such_resource)) {
        return Meaning::not_found;
    }
    const bool is_rejected = std::any_of(problems.begin(), problems.end(), [](const auto& problem) {
        return std::find(k_rejections.begin(), k_rejections.end(), problem.code) !=
               k_rejections.end();
    });
    // A failure that was answered with 200 and a code that nobody knows is a failure.
    return is_rejected || status < 300 ? Meaning::rejected : meaning_of_status(status);
}

std::string_view words_for(int code)
{
    switch (code) {
    case 401:
    case k_invalid_key:
        return "the key or token was not accepted";
    case 4001:
        return "not a value, or not a field, that the tracker takes";
    case k_not_permitted:
        return "not permitted to this user";
    case 4003:
        return "a closure rule is not met";
    case k_internal_error:
        return "internal error of the tracker";
    case 4005:
        return "referenced elsewhere";
    case k_no_such_resource:
        return "no such address or record";
    case 4008:
        return "has to be unique";
    case 4009:
    case 4014:
        return "cannot be written";
    case 4012:
        return "needs a value";
    case k_access_limit:
        return "too many calls";
    case 4016:
        return "times that contradict each other";
    case 4021:
        return "not of the field's type";
    case 7001:
        return "not in the licence";
    default:
        return "refused";
    }
}

/// `priority: not a value that ... (4001); ...`
std::string reason_of(const std::vector<Problem>& problems, int status)
{
    constexpr std::size_t k_most_shown = 5;
    std::vector<std::string> parts;
    for (const auto& problem : problems) {
        if (parts.size() == k_most_shown) {
            parts.emplace_back("...");
            break;
        }
        const auto code = problem.code == 0 || problem.code == k_failure
                              ? fmt::format("HTTP {}", status)
                              : std::to_string(problem.code);
        parts.push_back(fmt::format("{}{}{} ({})",
                                    problem.field,
                                    problem.field.empty() ? "" : ": ",
                                    problem.text.empty() ? words_for(problem.code) : problem.text,
                                    code));
    }
    return parts.empty() ? fmt::format("refused without a reason (HTTP {})", status)
                         : fmt::format("{}", fmt::join(parts, "; "));
}

std::string words_of_page(const http::Response& response)
{
    if (!response.redirect_origin.empty()) {
        return fmt::format("sent to {}: a page to sign in, or another address (HTTP {})",
                           response.redirect_origin,
                           response.status);
    }
    if (response.status == 413) {
        return "what was sent is too large for the tracker, or a proxy in front of it (HTTP 413)";
    }
    return fmt::format("a page for people instead of data (HTTP {}): maintenance, a page to sign "
                       "in, a proxy, or not the address of the interface",
                       response.status);
}

/// The gateway in front of the cloud words its refusals in another way: `{"code":"INVALID_TOKEN",
/// "message":...}`.
void read_gateway(Answer& answer, const json& body)
{
    const auto code = text_member(body, "code", k_longest_name);
    const auto message = one_line(text_member(body, "message"));
    if (is_missing_scope(code) || is_missing_scope(message)) {
        answer.meaning = Meaning::forbidden;
    } else if (contains_name(code, "INVALID_TOKEN") || contains_name(code, "INVALID_OAUTHTOKEN") ||
               contains_name(code, "UNAUTHORI") || answer.status == 401) {
        answer.meaning = Meaning::signed_out;
    } else if (answer.status >= 300) {
        answer.meaning = meaning_of_status(answer.status);
    } else {
        answer.meaning = Meaning::unreadable;
    }
    answer.reason = code.empty() && message.empty()
                        ? fmt::format("an answer that says nothing of success or failure (HTTP {})",
                                      answer.status)
                        : fmt::format("{}{}{} (HTTP {})",
                                      message,
                                      message.empty() || code.empty() ? "" : ": ",
                                      code,
                                      answer.status);
}

void read_body(Answer& answer, const http::Response& response)
{
    json body;
    try {
        body = base::parse_json(response.body, response.status < 400 ? k_limits : k_error_limits);
    } catch (const Error& error) {
        // A tracker that writes JSON of its own making says so in its type.
        answer.is_page = !response.is_json();
        answer.meaning =
            response.status < 300 ? Meaning::unreadable : meaning_of_status(response.status);
        answer.reason =
            answer.is_page
                ? words_of_page(response)
                : fmt::format("unreadable answer (HTTP {}): {}", response.status, error.message());
        if (response.status >= 400 && is_blocked(response.body)) {
            answer.meaning = Meaning::throttled;
            answer.reason = fmt::format("too many calls (HTTP {})", response.status);
        }
        return;
    }
    auto envelope = envelope_of(body);
    if (!envelope.is_there) {
        read_gateway(answer, body);
        return;
    }
    const bool is_success = envelope.is_good && response.status < 300;
    answer.problems = std::move(envelope.problems);
    if (is_success) {
        answer.meaning = Meaning::good;
        answer.is_partial = envelope.is_partial;
        answer.body = std::move(body);
        return;
    }
    answer.meaning = meaning_of(answer.problems, response.status);
    answer.reason = reason_of(answer.problems, response.status);
}

Answer judge_response(const http::Response& response)
{
    Answer answer;
    answer.status = response.status;
    answer.retry_after = response.retry_after;
    read_body(answer, response);
    answer.is_expired = answer.meaning == Meaning::signed_out;
    return answer;
}

} // namespace

bool Answer::has_code(int code) const
{
    return has(problems, code);
}

Answer judge(const http::Outcome& outcome)
{
    if (const auto* response = std::get_if<http::Response>(&outcome)) {
        return judge_response(*response);
    }
    Answer answer;
    if (const auto* not_sent = std::get_if<http::NotSent>(&outcome)) {
        answer.meaning = not_sent->retry_after ? Meaning::throttled : Meaning::not_sent;
        answer.reason = not_sent->reason;
        answer.is_connection = not_sent->is_connection;
        answer.is_tls = not_sent->is_tls;
        answer.retry_after = not_sent->retry_after;
    } else {
        answer.meaning = Meaning::no_answer;
        answer.reason = std::get<http::NoAnswer>(outcome).evidence;
    }
    return answer;
}

std::optional<std::chrono::seconds> lock_time_of(const http::Response& response, Edition edition)
{
    // What people wrote into a request may hold the same words: an answer that tells of success is
    // data, and need not be read twice.
    const bool may_be_locked = response.status >= 400 || contains_name(response.body, "\"failed\"");
    if (!may_be_locked || judge_response(response).meaning != Meaning::throttled) {
        return std::nullopt;
    }
    return response.retry_after.value_or(edition == Edition::cloud ? k_cloud_lock
                                                                   : k_on_premises_lock);
}

} // namespace syncctl::connectors::servicedesk_plus
