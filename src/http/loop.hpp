#pragma once

#include "call_rate.hpp"
#include "clock_estimate.hpp"
#include "curl_handles.hpp"
#include "redaction.hpp"
#include "retry_delay.hpp"
#include "transfer.hpp"
#include "url_parts.hpp"

#include "syncctl/http/client.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace syncctl::http {

/// One client at work. Requests are first to come, then in the air, perhaps waiting for another
/// try, and in the end settled.
class Client::Loop {
public:
    explicit Loop(ClientSetup setup);

    [[nodiscard]] std::vector<Outcome> run(std::span<const Request> requests);

    void authorize(Authorization authorization);

    [[nodiscard]] const Traffic& traffic() const { return m_traffic; }

    [[nodiscard]] std::optional<base::ClockOffset> clock_offset() const
    {
        return m_estimate.value();
    }

    [[nodiscard]] std::optional<base::Timestamp> quiet_until() const;

private:
    using Ms = std::chrono::milliseconds;

    /// A request on its way to an outcome.
    struct Job {
        const Request* request = nullptr;
        std::size_t index = 0;
        UrlParts target;
        int repeats = 0;         ///< made, and the one to come when is_repeat
        bool is_repeat = false;  ///< the next try is one
        int redirects = 0;       ///< followed
        bool is_unclear = false; ///< an earlier try may have been processed
        int answers_before = 0;  ///< of all jobs, when this one last failed to connect
        Ms due{0};
        Outcome last; ///< of the last try, while it waits for another
    };

    struct Flight {
        Job job;
        int number = 0; ///< of all that this client started
        Ms started{0};
        std::unique_ptr<Transfer> transfer;
    };

    // What to do next (loop.cpp).
    void step();
    void prepare_next();
    void launch();
    void fly(Job job);
    [[nodiscard]] bool collect();
    void pause();
    [[nodiscard]] Ms next_due() const;
    void abandon();
    [[nodiscard]] bool is_stopped() const;
    void recall_quiet();
    void keep_quiet(Ms pause, base::Timestamp own_now);
    [[nodiscard]] Ms now();
    [[nodiscard]] std::size_t room() const;

    // What became of it (loop_outcomes.cpp).
    void land(Flight flight, CURLcode code);
    void note_answer(Response& response, const Flight& flight);
    void note_lock(Response& response) const;
    void adapt_room(const Response& response, bool is_asked_to_pause, int flight);
    [[nodiscard]] bool follows_redirect(Job& job, Response& response) const;
    [[nodiscard]] bool repeats(Job& job, Outcome& outcome, Trouble trouble);
    void settle(const Job& job, Outcome outcome);
    void end_for_stop();
    void end_for_budget(Ms longest);
    void trace(const Flight& flight, const Outcome& outcome);
    [[nodiscard]] double jitter();

    base::SystemClock m_system_clock;
    base::SystemRandom m_system_random;
    ClientSetup m_setup;
    TransferSetup m_transfer_setup;
    Redactor m_redactor;
    ClockEstimate m_estimate;
    CallRate m_rate;
    Traffic m_traffic;
    Ms m_now{0};   ///< never behind what was waited, even when the clock is
    Ms m_quiet{0}; ///< no request starts before
    base::Timestamp
        m_quiet_until; ///< the same moment by the clock on the wall, for other processes
    int m_answers = 0;
    int m_room = 1;    ///< requests at a time: halved when the tracker is busy, grows again
    int m_started = 0; ///< flights
    int m_halved = 0;  ///< m_started when m_room was; what started before says nothing new

    std::span<const Request> m_requests;
    std::vector<Outcome> m_outcomes;
    std::size_t m_next = 0; ///< of m_requests, to come
    std::size_t m_settled = 0;
    std::vector<Job> m_waiting;
    std::optional<NotSent> m_out_of_reach;
    CurlMulti m_multi;
    std::vector<Flight> m_flights; ///< after m_multi, so that they go first
};

/// The credential's place and what frames a message are not for a caller to set.
[[nodiscard]] bool may_send(const Header& header, const Authorization& authorization);

} // namespace syncctl::http
