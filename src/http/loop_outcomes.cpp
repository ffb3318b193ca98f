#include "ascii.hpp"
#include "http_date.hpp"
#include "loop.hpp"
#include "pace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <utility>

namespace syncctl::http {
namespace {

constexpr int k_redirects = 3;
constexpr std::string_view k_stopped = "the program was asked to stop";

bool is_redirect(const Response& response)
{
    constexpr std::array<int, 5> k_statuses{301, 302, 303, 307, 308};
    return std::find(k_statuses.begin(), k_statuses.end(), response.status) != k_statuses.end() &&
           !response.header("Location").empty();
}

/// Leaving it off at any moment changes nothing over there.
bool only_reads(const Request& request)
{
    return request.method == Method::get || request.method == Method::options;
}

bool has_retry_after(const Outcome& outcome)
{
    const auto* response = std::get_if<Response>(&outcome);
    return response != nullptr && response->retry_after.has_value();
}

} // namespace

void Client::Loop::land(Flight flight, CURLcode code)
{
    auto& job = flight.job;
    auto& transfer = *flight.transfer;
    m_traffic.calls += transfer.is_sent() ? 1 : 0;
    m_traffic.bytes_sent += transfer.bytes_sent();
    m_traffic.bytes_received += transfer.bytes_received();

    auto outcome = transfer.outcome(code);
    if (auto* not_sent = std::get_if<NotSent>(&outcome)) {
        not_sent->reason = m_redactor.redacted(std::move(not_sent->reason));
    } else if (auto* no_answer = std::get_if<NoAnswer>(&outcome)) {
        no_answer->evidence = m_redactor.redacted(std::move(no_answer->evidence));
    }
    trace(flight, outcome);
    if (auto* response = std::get_if<Response>(&outcome)) {
        note_answer(*response, flight);
        if (follows_redirect(job, *response)) {
            job.due = m_now;
            job.last = std::move(outcome);
            m_waiting.push_back(std::move(job));
            return;
        }
    }
    const auto trouble = trouble_of(outcome);
    if (repeats(job, outcome, trouble)) {
        job.last = std::move(outcome);
        m_waiting.push_back(std::move(job));
        return;
    }
    if (trouble == Trouble::connection && job.answers_before == m_answers) {
        m_out_of_reach = std::get<NotSent>(outcome);
    }
    settle(job, std::move(outcome));
}

void Client::Loop::note_answer(Response& response, const Flight& flight)
{
    const auto own_now = m_setup.clock->now();
    response.retry_after =
        read_retry_after(response.header("Retry-After"), time_of(response, own_now));
    if (const auto date = parse_http_date(response.header("Date"))) {
        m_estimate.note(flight.transfer->sent_at(), flight.transfer->answered_at(), *date);
    }
    note_lock(response);
    const auto pause = std::max<Ms>(asked_pause(response, own_now),
                                    response.retry_after.value_or(std::chrono::seconds{0}));
    keep_quiet(pause, own_now);
    ++m_answers;
    adapt_room(response, pause.count() > 0, flight.number);
}

void Client::Loop::note_lock(Response& response) const
{
    const auto lock = m_setup.lock_time ? m_setup.lock_time(response) : std::nullopt;
    if (lock && lock->count() > 0) {
        response.is_throttled = true;
        response.retry_after = std::max(std::min(*lock, k_longest_quiet),
                                        response.retry_after.value_or(std::chrono::seconds{0}));
    }
}

/// A busy tracker gets half as many requests at a time, and one more after each good round.
void Client::Loop::adapt_room(const Response& response, bool is_asked_to_pause, int flight)
{
    if (response.is_throttled || response.status == 429 || response.status == 503) {
        if (flight >= m_halved) {
            m_room = std::max(1, m_room / 2);
            m_halved = m_started;
        }
    } else if (!is_asked_to_pause && m_answers % m_room == 0) {
        m_room = std::min(std::max(1, m_setup.limits.concurrency), m_room + 1);
    }
}

bool Client::Loop::follows_redirect(Job& job, Response& response) const
{
    if (!is_redirect(response)) {
        return false;
    }
    auto target = read_url(response.header("Location"), job.target);
    response.redirect_origin = target.parts ? target.parts->origin() : "an unusable URL";
    if (!target.parts || target.parts->origin() != job.target.origin() ||
        job.request->method != Method::get || job.redirects == k_redirects) {
        return false;
    }
    ++job.redirects;
    job.target = std::move(*target.parts);
    return true;
}

bool Client::Loop::repeats(Job& job, Outcome& outcome, Trouble trouble)
{
    const bool is_asked_to_wait = has_retry_after(outcome);
    if (job.repeats >=
        repeats_worth(
            trouble, job.request->is_repeatable, is_asked_to_wait, m_setup.limits.repeats)) {
        return false;
    }
    if (trouble == Trouble::connection && job.repeats == 0) {
        job.answers_before = m_answers;
    }
    job.is_unclear = job.is_unclear || may_have_been_processed(trouble, is_asked_to_wait);
    ++job.repeats;
    job.is_repeat = true;
    const auto* response = std::get_if<Response>(&outcome);
    job.due = now() + retry_delay(job.repeats,
                                  response != nullptr ? response->retry_after : std::nullopt,
                                  jitter());
    return true;
}

/// The last word on a request. After a try of a write that may have been processed, "turned away"
/// and "not sent" are about the last try only.
void Client::Loop::settle(const Job& job, Outcome outcome)
{
    ++m_settled;
    const auto trouble = trouble_of(outcome);
    const bool is_about_last_try = std::holds_alternative<NotSent>(outcome) ||
                                   trouble == Trouble::throttled || trouble == Trouble::unavailable;
    if (job.is_unclear && is_about_last_try && !only_reads(*job.request)) {
        outcome = NoAnswer{"an earlier try got no clear answer, the later ones were turned away"};
    }
    m_outcomes[job.index] = std::move(outcome);
}

void Client::Loop::end_for_stop()
{
    for (auto& job : std::exchange(m_waiting, {})) {
        settle(job, std::move(job.last));
    }
    for (; m_next < m_requests.size(); ++m_next) {
        settle({.request = &m_requests[m_next], .index = m_next, .target = {}, .last = {}},
               NotSent{.reason = std::string{k_stopped}});
    }
    for (auto at = m_flights.begin(); at != m_flights.end();) {
        if (only_reads(*at->job.request)) {
            curl().multi_remove_handle(m_multi.get(), at->transfer->handle());
            settle(at->job, NoAnswer{std::string{k_stopped}});
            at = m_flights.erase(at);
        } else {
            ++at; // A write is worth its answer.
        }
    }
}

void Client::Loop::end_for_budget(Ms longest)
{
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(longest);
    for (auto& job : std::exchange(m_waiting, {})) {
        settle(job, std::move(job.last));
    }
    for (; m_next < m_requests.size(); ++m_next) {
        settle({.request = &m_requests[m_next], .index = m_next, .target = {}, .last = {}},
               NotSent{.reason = fmt::format("the tracker asked for no request before {}",
                                             base::format_utc(m_quiet_until)),
                       .retry_after = seconds});
    }
}

void Client::Loop::trace(const Flight& flight, const Outcome& outcome)
{
    const auto& request = *flight.job.request;
    auto text = fmt::format("{} {}", name_of(request.method), redacted_url(flight.job.target));
    if (flight.job.repeats > 0) {
        text += fmt::format(" (repeat {})", flight.job.repeats);
    }
    const auto took = now() - flight.started;
    if (const auto* response = std::get_if<Response>(&outcome)) {
        text += fmt::format(" -> {} {} in {} ms, {} octets",
                            flight.transfer->version(),
                            response->status,
                            took.count(),
                            response->body.size());
        for (const auto& header : response->headers) {
            text += fmt::format("; {}", redacted_header(header));
        }
    } else if (const auto* not_sent = std::get_if<NotSent>(&outcome)) {
        text += fmt::format(" -> not sent: {}", not_sent->reason);
    } else if (const auto* no_answer = std::get_if<NoAnswer>(&outcome)) {
        text += fmt::format(" -> no answer in {} ms: {}", took.count(), no_answer->evidence);
    }
    m_setup.log->detail(m_redactor.redacted(std::move(text)));
}

double Client::Loop::jitter()
{
    std::array<std::byte, sizeof(std::uint32_t)> octets{};
    m_setup.random->fill(octets);
    std::uint32_t number = 0;
    std::memcpy(&number, octets.data(), sizeof number);
    constexpr double k_range = 4294967296.0;
    return number / k_range;
}

} // namespace syncctl::http
