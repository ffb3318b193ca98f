#include "api.hpp"

#include "web/percent.hpp"
#include "web/secret_text.hpp"

#include "syncctl/base/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace syncctl::connectors::servicedesk_plus {

namespace {

constexpr std::string_view k_key_secret = "technician_key";
constexpr std::string_view k_refresh_secret = "refresh_token";
constexpr std::string_view k_client_secret = "client_secret";

const base::Secret& secret_of(const ConnectorSetup& setup, std::string_view name)
{
    const auto found = setup.credentials.find(std::string{name});
    if (found == setup.credentials.end()) {
        throw Error{ErrorCode::setting,
                    fmt::format("connector '{}' needs the secret '{}'", setup.name, name),
                    fmt::format("--secret {}=prompt", name)};
    }
    require_good_token(found->first, found->second);
    return found->second;
}

http::Authorization key_of(const ConnectorSetup& setup)
{
    return {.header = "authtoken", .value = secret_of(setup, k_key_secret).clone()};
}

http::Authorization token_authorization(const base::Secret& token)
{
    return {.header = "Authorization", .value = with_prefix("Zoho-oauthtoken ", token)};
}

http::ClientSetup tracker_setup(const Options& options,
                                const ConnectorSetup& setup,
                                const Surroundings& surroundings,
                                base::Log& log)
{
    auto client = client_setup(setup,
                               {.base = options.address.base,
                                .ca_file = options.ca_file,
                                .allow_http = options.allow_http,
                                .concurrency = options.concurrency},
                               surroundings,
                               log);
    client.limits.calls_per_minute = options.calls_per_minute;
    client.lock_time = [edition = options.edition](const http::Response& response) {
        return lock_time_of(response, edition);
    };
    if (!options.is_cloud()) {
        client.authorization = key_of(setup);
    }
    return client;
}

/// Its lock is no reason to keep a run waiting: it is told, and the next run asks again.
http::ClientSetup accounts_setup(const Options& options,
                                 const ConnectorSetup& setup,
                                 const Surroundings& surroundings,
                                 base::Log& log)
{
    auto client = client_setup(setup,
                               {.base = options.accounts,
                                .ca_file = options.ca_file,
                                .allow_http = options.allow_http,
                                .concurrency = 1},
                               surroundings,
                               log);
    client.limits.wait_budget = std::chrono::seconds{30};
    client.not_before.reset();
    return client;
}

std::unique_ptr<AccessToken> token_of(const Options& options,
                                      const Caller& caller,
                                      const ConnectorSetup& setup,
                                      const Surroundings& surroundings,
                                      base::Log& log)
{
    static const base::SystemClock system_clock;
    if (!options.is_cloud()) {
        return nullptr;
    }
    if (options.client_id.empty()) {
        throw Error{ErrorCode::setting,
                    fmt::format("connector '{}' needs the setting 'client_id'", setup.name),
                    "--set client_id=ID"};
    }
    Grant grant{.client_id = options.client_id,
                .client_secret = secret_of(setup, k_client_secret).clone(),
                .refresh_token = secret_of(setup, k_refresh_secret).clone()};
    return std::make_unique<AccessToken>(caller,
                                         std::move(grant),
                                         accounts_setup(options, setup, surroundings, log),
                                         surroundings.clock == nullptr ? system_clock
                                                                       : *surroundings.clock,
                                         setup.tokens,
                                         log);
}

/// Nothing went out: each of `count` calls ends in the same way.
std::vector<Answer> unsent(std::size_t count, const Error& error, const std::string& connector)
{
    Answer answer;
    const auto name = fmt::format("connector '{}': ", connector);
    answer.reason = error.message().substr(error.message().starts_with(name) ? name.size() : 0);
    switch (error.code()) {
    case ErrorCode::authentication:
        answer.meaning = Meaning::signed_out;
        break;
    case ErrorCode::rate_limited:
        answer.meaning = Meaning::throttled;
        break;
    default:
        answer.meaning = Meaning::not_sent;
        answer.is_connection = true;
    }
    std::vector<Answer> answers(count, answer);
    return answers;
}

} // namespace

Call list_call(std::vector<std::string> path, nlohmann::json list_info)
{
    Call call;
    call.path = std::move(path);
    call.input = {{"list_info", std::move(list_info)}};
    return call;
}

Api::Api(const Options& options,
         const ConnectorSetup& setup,
         const Surroundings& surroundings,
         base::Log& log)
    : m_options{options},
      m_caller{.connector = options.connector,
               .secret = std::string{options.is_cloud() ? k_refresh_secret : k_key_secret}},
      m_base{http::Url::parse(options.address.base)},
      m_client{tracker_setup(options, setup, surroundings, log)},
      m_token{token_of(options, m_caller, setup, surroundings, log)}
{
}

http::Request Api::request_of(const Call& call) const
{
    auto path = m_options.api_root;
    path.insert(path.end(), call.path.begin(), call.path.end());
    http::Request request;
    request.method = call.method;
    request.is_repeatable = call.is_repeatable;
    request.headers.push_back({"Accept", "application/vnd.manageengine.sdp.v3+json"});
    if (!m_options.portal_id.empty() && !m_options.is_cloud()) {
        request.headers.push_back({"PORTALID", m_options.portal_id});
    }
    request.url = m_base.with(path, {});
    if (!call.input.is_null()) {
        const auto input = base::dump_json(call.input);
        if (call.method == http::Method::get) {
            // Not as a query of the URL's own, which would keep commas (contract, section 1).
            request.url += "?input_data=" + percent_encoded(input);
        } else {
            request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
            request.body = "input_data=" + percent_encoded(input);
        }
    }
    return request;
}

/// \returns why nothing can be sent
std::optional<Error> Api::sign_in()
{
    if (m_signed_out || !m_token) {
        return m_signed_out;
    }
    try {
        m_client.authorize(token_authorization(m_token->get()));
    } catch (const Error& error) {
        if (error.code() == ErrorCode::authentication) {
            m_signed_out = error;
        }
        return error;
    }
    return std::nullopt;
}

std::vector<Answer> Api::answers_to(std::span<const Call> calls)
{
    if (const auto error = sign_in()) {
        return unsent(calls.size(), *error, m_caller.connector);
    }
    std::vector<http::Request> requests;
    requests.reserve(calls.size());
    for (const auto& call : calls) {
        requests.push_back(request_of(call));
    }
    std::vector<Answer> answers;
    answers.reserve(calls.size());
    for (const auto& outcome : m_client.send_all(requests)) {
        answers.push_back(judge(outcome));
    }
    return answers;
}

std::vector<Answer> Api::send_all(std::span<const Call> calls)
{
    auto answers = answers_to(calls);
    std::vector<std::size_t> refused;
    std::vector<Call> again;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        m_is_token_proven = m_is_token_proven || answers[i].is_good();
        // A token that was good for others lacks the right for this one.
        const bool is_old = !calls[i].is_optional || !m_is_token_proven;
        if (answers[i].is_expired && m_token && is_old) {
            refused.push_back(i);
            again.push_back(calls[i]);
        }
    }
    // A call that was refused for its token was not processed.
    if (!refused.empty() && !m_signed_out) {
        auto others = answers_with_new_token(again);
        for (std::size_t i = 0; i < others.size(); ++i) {
            answers[refused[i]] = std::move(others[i]);
        }
    }
    for (std::size_t i = 0; i < answers.size(); ++i) {
        if (!calls[i].is_optional) {
            note(answers[i]);
        }
    }
    return answers;
}

/// \returns none when there was a new token already: the last answers stand
std::vector<Answer> Api::answers_with_new_token(std::span<const Call> calls)
{
    try {
        return m_token->renew_refused() ? answers_to(calls) : std::vector<Answer>{};
    } catch (const Error& error) {
        if (error.code() == ErrorCode::authentication) {
            m_signed_out = error;
        }
        // Why there is no new one tells more than that the old one was refused.
        return unsent(calls.size(), error, m_caller.connector);
    }
}

void Api::note(const Answer& answer)
{
    if (answer.meaning == Meaning::signed_out && !m_signed_out) {
        m_signed_out = error_of(answer, m_caller);
    }
}

Answer Api::send(const Call& call)
{
    return std::move(send_all(std::span{&call, 1}).front());
}

nlohmann::json Api::read(const Call& call)
{
    require_signed_in();
    auto answer = send(call);
    if (!answer.is_good()) {
        require_signed_in(); // it may have been the accounts server that refused
        throw error_of(answer, m_caller);
    }
    return std::move(answer.body);
}

Error Api::unusable(std::string_view problem) const
{
    return Error{ErrorCode::unavailable,
                 fmt::format("connector '{}': the tracker's {}", m_caller.connector, problem),
                 fmt::format("run it again later; syncctl connector test {}", m_caller.connector)};
}

void Api::require_signed_in() const
{
    if (m_signed_out) {
        throw Error{*m_signed_out};
    }
}

int Api::calls_sent() const
{
    return m_client.traffic().calls + (m_token ? m_token->client().traffic().calls : 0);
}

} // namespace syncctl::connectors::servicedesk_plus
