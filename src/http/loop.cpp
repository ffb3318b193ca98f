#include "loop.hpp"

#include "ascii.hpp"
#include "url_parts.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <new>

namespace syncctl::http {
namespace {

constexpr int k_poll_ms = 100;

/// Headers that frame the message or belong to the client.
bool is_reserved(std::string_view name)
{
    constexpr std::array<std::string_view, 8> k_reserved{"Host",
                                                         "Content-Length",
                                                         "Transfer-Encoding",
                                                         "Connection",
                                                         "Accept-Encoding",
                                                         "Cookie",
                                                         "Expect",
                                                         "Upgrade"};
    return std::any_of(k_reserved.begin(), k_reserved.end(), [&](std::string_view reserved) {
        return equals_ignoring_case(name, reserved);
    });
}

void check(CURLMcode code)
{
    if (code != CURLM_OK) {
        throw Error{ErrorCode::failed, fmt::format("libcurl: {}", curl_multi_strerror(code))};
    }
}

} // namespace

Client::Loop::Loop(ClientSetup setup) : m_setup{std::move(setup)}, m_multi{curl_multi_init()}
{
    if (!m_multi) {
        throw std::bad_alloc{};
    }
    if (m_setup.clock == nullptr) {
        m_setup.clock = &m_system_clock;
    }
    m_transfer_setup = {.limits = m_setup.limits,
                        .ca_file = m_setup.ca_file,
                        .is_https = m_setup.base.is_https(),
                        .is_loopback = m_setup.base.is_loopback(),
                        .clock = m_setup.clock};
    check(curl_multi_setopt(
        m_multi.get(), CURLMOPT_MAXCONNECTS, static_cast<long>(m_setup.limits.concurrency)));
}

void Client::Loop::authorize(Authorization authorization)
{
    m_setup.authorization = std::move(authorization);
}

std::optional<std::string> Client::Loop::refusal(const Request& request) const
{
    const auto url = read_url(request.url);
    if (!url.parts) {
        return fmt::format("not a usable URL: {}", url.problem);
    }
    if (url.parts->origin() != m_setup.base.origin()) {
        return fmt::format("{} is not {}, and no request goes anywhere else",
                           url.parts->origin(),
                           m_setup.base.origin());
    }
    for (const auto& header : request.headers) {
        if (!is_token(header.name) || !is_header_value(header.value) || is_reserved(header.name) ||
            equals_ignoring_case(header.name, m_setup.authorization.header)) {
            return "a header that must not be sent like this";
        }
    }
    return std::nullopt;
}

void Client::Loop::start(const Request& request, std::size_t index)
{
    const auto url = read_url(request.url);
    m_flights.push_back({.index = index,
                         .transfer = std::make_unique<Transfer>(
                             m_transfer_setup, m_setup.authorization, request, url.parts->text())});
    check(curl_multi_add_handle(m_multi.get(), m_flights.back().transfer->handle()));
}

void Client::Loop::land(Flight flight, CURLcode code, std::vector<Outcome>& outcomes)
{
    curl_multi_remove_handle(m_multi.get(), flight.transfer->handle());
    if (flight.transfer->is_sent()) {
        ++m_traffic.calls;
    }
    m_traffic.bytes_sent += flight.transfer->bytes_sent();
    m_traffic.bytes_received += flight.transfer->bytes_received();
    outcomes[flight.index] = flight.transfer->outcome(code);
}

void Client::Loop::collect(std::vector<Outcome>& outcomes)
{
    int left = 0;
    while (const auto* message = curl_multi_info_read(m_multi.get(), &left)) {
        if (message->msg != CURLMSG_DONE) {
            continue;
        }
        const auto code = message->data.result;
        const auto at = std::find_if(m_flights.begin(), m_flights.end(), [&](const Flight& flight) {
            return flight.transfer->handle() == message->easy_handle;
        });
        auto flight = std::move(*at);
        m_flights.erase(at);
        land(std::move(flight), code, outcomes);
    }
}

std::vector<Outcome> Client::Loop::run(std::span<const Request> requests)
{
    std::vector<Outcome> outcomes(requests.size(), NotSent{});
    std::size_t next = 0;
    while (next < requests.size() || !m_flights.empty()) {
        while (next < requests.size() &&
               m_flights.size() < static_cast<std::size_t>(m_setup.limits.concurrency)) {
            if (auto reason = refusal(requests[next])) {
                outcomes[next] = NotSent{.reason = std::move(*reason)};
            } else {
                start(requests[next], next);
            }
            ++next;
        }
        int running = 0;
        check(curl_multi_perform(m_multi.get(), &running));
        collect(outcomes);
        if (running > 0) {
            check(curl_multi_poll(m_multi.get(), nullptr, 0, k_poll_ms, nullptr));
        }
    }
    return outcomes;
}

} // namespace syncctl::http
