#pragma once

#include "fakes/fault.hpp"
#include "support/fixed_clock.hpp"

#include <memory>

namespace syncctl::fakes {

/// What goes to a fake tracker and comes from it: faults that a test orders, and a log. Base of
/// the fakes, which answer through a Service. May be used at any time by any thread.
class Traffic {
public:
    Traffic(const Traffic&) = delete;
    Traffic& operator=(const Traffic&) = delete;

    /// Stands still; what a fake goes by unless it was given another one.
    [[nodiscard]] test::FixedClock& clock();

    // Faults.
    /// The next `times` requests that match, after `skipped` ones that go well.
    void next_requests(Matching matching, Fault fault, int times = 1, int skipped = 0);
    /// Each matching request meets one of the faults with this probability.
    void random_faults(std::uint64_t seed,
                       double probability,
                       std::vector<Fault> faults,
                       Matching matching = {});
    void no_more_faults();
    /// Runs `action` when the next request that matches has arrived and is not yet carried out:
    /// what people do between two requests of a run. It may call this object.
    void before_next(Matching matching, std::function<void()> action);

    // What was asked.
    struct Exchange {
        base::Timestamp at;  ///< by the injected clock
        HttpRequest request; ///< without the credential
        HttpAnswer answer;
        std::string fault; ///< empty: none
    };

    [[nodiscard]] std::vector<Exchange> log() const;
    [[nodiscard]] int requests(const Matching& matching) const;
    void clear_log();
    /// Requests that came before the time that the tracker allowed, by a Retry-After or else.
    [[nodiscard]] std::vector<Exchange> too_early() const;
    /// What was wrong with requests and answers by the tracker's contract; empty is good.
    [[nodiscard]] std::vector<std::string> violations() const;

protected:
    /// How a server behaves while it answers one request.
    struct Manners {
        int latency_ms = 0;
        bool is_gzipped = false;             ///< for clients that accept it
        std::optional<base::Timestamp> date; ///< of the header; none: without the header
    };

    struct Served {
        HttpAnswer answer;
        bool is_too_early = false; ///< while the server had locked the caller out
    };

    /// One server of a tracker. Called by many threads at the same time.
    class Service {
    public:
        virtual ~Service() = default;
        [[nodiscard]] virtual Manners manners() const = 0;
        virtual Served carry_out(const HttpRequest& request) = 0;
        /// What is wrong with the request, and with the answer unless that comes from a fault.
        [[nodiscard]] virtual std::vector<std::string>
        problems(const HttpRequest& request, const HttpAnswer& answer, bool is_fault) const = 0;
        /// Takes what is secret out of an exchange, for the log.
        virtual void hide_secrets(HttpRequest& request, HttpAnswer& answer) const = 0;
    };

    /// \param clock     null: clock()
    /// \param is_logging keep all requests and answers
    Traffic(const base::Clock* clock, bool is_logging);
    ~Traffic();

    [[nodiscard]] const base::Clock& used_clock() const;
    HttpAnswer serve(Service& service, const HttpRequest& request);
    /// Forgets faults, actions that did not come about and the log, not the violations.
    void forget();

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

/// Replaces the value of a header, any case of its name.
void replace_header(HttpHeaders& headers, std::string_view name, const std::string& value);

} // namespace syncctl::fakes
