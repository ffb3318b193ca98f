#include "loop.hpp"

#include "ascii.hpp"
#include "pace.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <new>
#include <thread>
#include <utility>

namespace syncctl::http {
namespace {

/// How soon a request to stop is noticed.
constexpr std::chrono::milliseconds k_glance{100};

void check(CURLMcode code)
{
    if (code != CURLM_OK) {
        throw Error{ErrorCode::failed, fmt::format("libcurl: {}", curl().multi_strerror(code))};
    }
}

/// The real thing; ends early when the program is to stop.
std::function<void(std::chrono::milliseconds)> system_sleep(const base::StopFlag* stop)
{
    return [stop](std::chrono::milliseconds left) {
        while (left.count() > 0 && (stop == nullptr || !stop->is_requested())) {
            const auto slice = std::min(left, k_glance);
            std::this_thread::sleep_for(slice);
            left -= slice;
        }
    };
}

} // namespace

bool may_send(const Header& header, const Authorization& authorization)
{
    constexpr std::array<std::string_view, 8> k_reserved{"Host",
                                                         "Content-Length",
                                                         "Transfer-Encoding",
                                                         "Connection",
                                                         "Accept-Encoding",
                                                         "Cookie",
                                                         "Expect",
                                                         "Upgrade"};
    return is_token(header.name) && is_header_value(header.value) &&
           !equals_ignoring_case(header.name, authorization.header) &&
           std::none_of(k_reserved.begin(), k_reserved.end(), [&](std::string_view reserved) {
               return equals_ignoring_case(header.name, reserved);
           });
}

Client::Loop::Loop(ClientSetup setup)
    : m_setup{std::move(setup)},
      m_rate{m_setup.limits.calls_per_minute},
      m_multi{curl().multi_init()}
{
    if (!m_multi) {
        throw std::bad_alloc{};
    }
    if (m_setup.clock == nullptr) {
        m_setup.clock = &m_system_clock;
    }
    if (m_setup.random == nullptr) {
        m_setup.random = &m_system_random;
    }
    if (!m_setup.sleep) {
        m_setup.sleep = system_sleep(m_setup.stop);
    }
    m_room = std::max(1, m_setup.limits.concurrency);
    m_transfer_setup = {.limits = m_setup.limits,
                        .ca_file = m_setup.ca_file,
                        .is_https = m_setup.base.is_https(),
                        .is_loopback = m_setup.base.is_loopback(),
                        .clock = m_setup.clock};
    m_redactor.learn(m_setup.authorization);
    // One more: reads may share a connection of HTTP/2, on which no create goes.
    check(curl().multi_setopt(m_multi.get(), CURLMOPT_MAXCONNECTS, static_cast<long>(m_room) + 1));
    recall_quiet();
}

/// What an earlier process was told. Bounded again: the clock may have been set back by years.
void Client::Loop::recall_quiet()
{
    if (!m_setup.not_before) {
        return;
    }
    const auto own_now = m_setup.clock->now();
    const Ms left{m_setup.not_before->ms - own_now.ms};
    keep_quiet(std::min<Ms>(left, k_longest_quiet), own_now);
}

void Client::Loop::keep_quiet(Ms pause, base::Timestamp own_now)
{
    if (pause.count() > 0 && now() + pause > m_quiet) {
        m_quiet = m_now + pause;
        m_quiet_until = {own_now.ms + pause.count()};
    }
}

std::optional<base::Timestamp> Client::Loop::quiet_until() const
{
    const auto now = std::max(m_now, m_setup.clock->monotonic());
    return now < m_quiet ? std::optional{m_quiet_until} : std::nullopt;
}

void Client::Loop::authorize(Authorization authorization)
{
    m_redactor.learn(authorization);
    m_setup.authorization = std::move(authorization);
}

std::vector<Outcome> Client::Loop::run(std::span<const Request> requests)
{
    m_requests = requests;
    m_outcomes.assign(requests.size(), NotSent{});
    m_next = 0;
    m_settled = 0;
    m_out_of_reach.reset();
    try {
        while (m_settled < m_requests.size()) {
            step();
        }
    } catch (...) {
        abandon();
        throw;
    }
    return std::move(m_outcomes);
}

void Client::Loop::step()
{
    if (is_stopped()) {
        end_for_stop();
    } else {
        launch();
    }
    if (m_flights.empty()) {
        pause();
        return;
    }
    int running = 0;
    check(curl().multi_perform(m_multi.get(), &running));
    if (!collect() && running > 0) {
        check(curl().multi_poll(
            m_multi.get(), nullptr, 0, static_cast<int>(k_glance.count()), nullptr));
    }
}

/// Starts what is due, repeats first.
void Client::Loop::launch()
{
    while (m_flights.size() < room() && now() >= std::max(m_quiet, m_rate.next_start())) {
        const auto due = std::find_if(m_waiting.begin(), m_waiting.end(), [this](const Job& job) {
            return job.due <= m_now;
        });
        if (due != m_waiting.end()) {
            auto job = std::move(*due);
            m_waiting.erase(due);
            fly(std::move(job));
        } else if (m_next < m_requests.size()) {
            prepare_next();
        } else {
            return;
        }
    }
}

void Client::Loop::prepare_next()
{
    Job job{.request = &m_requests[m_next], .index = m_next, .target = {}, .last = {}};
    ++m_next;
    if (m_out_of_reach) {
        settle(job, *m_out_of_reach);
        return;
    }
    auto url = read_url(job.request->url);
    if (!url.parts) {
        settle(job, NotSent{.reason = fmt::format("not a usable URL: {}", url.problem)});
        return;
    }
    if (url.parts->origin() != m_setup.base.origin()) {
        settle(job,
               NotSent{.reason = fmt::format("{} is not {}, and no request goes anywhere else",
                                             url.parts->origin(),
                                             m_setup.base.origin())});
        return;
    }
    const auto& headers = job.request->headers;
    if (!std::all_of(headers.begin(), headers.end(), [this](const Header& header) {
            return may_send(header, m_setup.authorization);
        })) {
        settle(job, NotSent{.reason = "a header of it must not be sent"});
        return;
    }
    job.target = std::move(*url.parts);
    fly(std::move(job));
}

void Client::Loop::fly(Job job)
{
    m_traffic.repeats += job.is_repeat ? 1 : 0;
    job.is_repeat = false;
    auto transfer = std::make_unique<Transfer>(
        m_transfer_setup, m_setup.authorization, *job.request, job.target.text());
    check(curl().multi_add_handle(m_multi.get(), transfer->handle()));
    m_rate.note_start(m_now);
    m_flights.push_back({.job = std::move(job),
                         .number = m_started++,
                         .started = m_now,
                         .transfer = std::move(transfer)});
}

/// \returns true when a place became free, which the next request should not wait for
bool Client::Loop::collect()
{
    const auto before = m_flights.size();
    int left = 0;
    while (const auto* message = curl().multi_info_read(m_multi.get(), &left)) {
        if (message->msg != CURLMSG_DONE) {
            continue;
        }
        const auto code = message->data.result;
        const auto at = std::find_if(m_flights.begin(), m_flights.end(), [&](const Flight& flight) {
            return flight.transfer->handle() == message->easy_handle;
        });
        auto flight = std::move(*at);
        m_flights.erase(at);
        check(curl().multi_remove_handle(m_multi.get(), flight.transfer->handle()));
        land(std::move(flight), code);
    }
    return m_flights.size() < before;
}

/// Nothing is in the air: waits for what is due next, as far as the budget goes.
void Client::Loop::pause()
{
    if (m_settled == m_requests.size()) {
        return;
    }
    const auto due = std::max(next_due(), now());
    const auto start = std::max(due, m_rate.next_start());
    const auto wait = due - m_now;
    if (m_traffic.waited + wait > m_setup.limits.wait_budget) {
        end_for_budget(wait);
        return;
    }
    if (start > m_now) {
        m_setup.sleep(start - m_now);
    }
    m_traffic.waited += wait;
    m_traffic.paced += start - due;
    // A clock that a test holds still would never let what is due begin.
    m_now = std::max(m_now, start);
}

/// When the tracker and the back-off let the next request start.
Client::Loop::Ms Client::Loop::next_due() const
{
    if (m_next < m_requests.size()) {
        return m_quiet;
    }
    const auto first = std::min_element(m_waiting.begin(),
                                        m_waiting.end(),
                                        [](const Job& a, const Job& b) { return a.due < b.due; });
    return std::max(m_quiet, first->due);
}

void Client::Loop::abandon()
{
    for (const auto& flight : m_flights) {
        curl().multi_remove_handle(m_multi.get(), flight.transfer->handle());
    }
    m_flights.clear();
    m_waiting.clear();
    m_requests = {};
}

bool Client::Loop::is_stopped() const
{
    return m_setup.stop != nullptr && m_setup.stop->is_requested();
}

Client::Loop::Ms Client::Loop::now()
{
    m_now = std::max(m_now, m_setup.clock->monotonic());
    return m_now;
}

std::size_t Client::Loop::room() const
{
    return static_cast<std::size_t>(m_room);
}

} // namespace syncctl::http
