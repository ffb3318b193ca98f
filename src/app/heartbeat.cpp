#include "heartbeat.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <chrono>
#include <utility>
#include <variant>

namespace syncctl::app {

namespace {

http::Url parse(const base::Secret& text)
{
    // Nothing of the URL may be in a message, not even of one that cannot be used.
    if (const auto problem = http::Url::problem(text.reveal())) {
        throw Error{ErrorCode::setting,
                    fmt::format("the heartbeat URL cannot be used: {}", *problem),
                    "give it as https://HOST/PATH"};
    }
    auto url = http::Url::parse(text.reveal());
    if (!url.is_https() && !url.is_loopback()) {
        throw Error{
            ErrorCode::setting,
            "the heartbeat URL would be sent in clear: http goes to loopback addresses only",
            "use https"};
    }
    return url;
}

http::ClientSetup
client_setup(const http::Url& url, std::chrono::seconds patience, base::Log& silence)
{
    http::ClientSetup setup{.base = url};
    constexpr std::size_t k_answer = std::size_t{64} * 1024;
    setup.limits.concurrency = 1;
    setup.limits.connect_timeout = patience;
    setup.limits.stall_timeout = patience;
    setup.limits.total_timeout = patience;
    setup.limits.body_bytes = k_answer;
    setup.limits.repeats = 0;
    setup.limits.wait_budget = std::chrono::seconds{0};
    setup.log = &silence;
    // No stop flag: a run that was told to stop still says so.
    return setup;
}

/// Empty when all is well.
std::string problem_of(const http::Outcome& outcome)
{
    if (const auto* refused = std::get_if<http::NotSent>(&outcome)) {
        return refused->reason;
    }
    if (const auto* lost = std::get_if<http::NoAnswer>(&outcome)) {
        return lost->evidence;
    }
    const auto& response = std::get<http::Response>(outcome);
    constexpr int k_first_good = 200;
    constexpr int k_first_other = 300;
    if (response.status >= k_first_good && response.status < k_first_other) {
        return {};
    }
    if (!response.redirect_origin.empty()) {
        return fmt::format("it points to {} (HTTP {}), which is not followed",
                           response.redirect_origin,
                           response.status);
    }
    return fmt::format("the service answered HTTP {}", response.status);
}

} // namespace

Heartbeat::Heartbeat(const base::Secret& url, base::Log& log, std::chrono::seconds patience)
    : m_log{log}, m_url{parse(url)}, m_client{client_setup(m_url, patience, m_silence)}
{
}

void Heartbeat::started()
{
    send({"start"}, {});
}

void Heartbeat::succeeded()
{
    send({}, {});
}

void Heartbeat::failed(int exit, std::string_view code)
{
    send({"fail"},
         code.empty() ? fmt::format("exit {}\n", exit) : fmt::format("exit {}: {}\n", exit, code));
}

void Heartbeat::send(const std::vector<std::string>& segments, std::string body)
{
    std::string problem;
    try {
        // A POST, and once: it is not sent again and no redirect is followed.
        problem = problem_of(m_client.send({.method = http::Method::post,
                                            .url = m_url.with(segments),
                                            .headers = {{"Content-Type", "text/plain"}},
                                            .body = std::move(body),
                                            .is_repeatable = false}));
    } catch (const Error& error) {
        problem = error.message();
    }
    if (!problem.empty()) {
        m_log.warning(fmt::format("heartbeat: {}", problem));
    }
}

} // namespace syncctl::app
