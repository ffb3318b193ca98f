#include "fakes/traffic.hpp"

#include "fakes/http/gzip.hpp"
#include "fakes/http_date.hpp"
#include "fakes/text.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <mutex>
#include <random>
#include <thread>

namespace syncctl::fakes {

namespace {

struct PlannedFault {
    Matching matching;
    Fault fault;
    int times = 1;
    int skipped = 0;
};

struct RandomFaults {
    std::mt19937_64 random;
    double probability = 0;
    std::vector<Fault> faults;
    Matching matching;
};

/// How long a Retry-After asks to wait: seconds, or until a date.
std::optional<std::int64_t> milliseconds_of(const std::string& text, base::Timestamp now)
{
    if (const auto date = read_http_date(text)) {
        return date->ms - now.ms;
    }
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{seconds * 1000}
                                                                    : std::nullopt;
}

} // namespace

class Traffic::Impl {
public:
    Impl(const base::Clock* clock, bool keeps_log)
        : used_clock{clock != nullptr ? clock : &own_clock}, is_logging{keeps_log}
    {
    }

    std::optional<Fault> next_fault(const HttpRequest& request)
    {
        const std::lock_guard lock{mutex};
        for (PlannedFault& plan : planned) {
            if (plan.times <= 0 || !plan.matching.covers(request)) {
                continue;
            }
            if (plan.skipped > 0) {
                --plan.skipped;
                continue;
            }
            --plan.times;
            return plan.fault;
        }
        if (random_faults && random_faults->matching.covers(request) &&
            std::uniform_real_distribution<>{0, 1}(random_faults->random) <
                random_faults->probability) {
            std::uniform_int_distribution<std::size_t> which{0, random_faults->faults.size() - 1};
            return random_faults->faults[which(random_faults->random)];
        }
        return std::nullopt;
    }

    /// Empty: none.
    std::function<void()> next_action(const HttpRequest& request)
    {
        const std::lock_guard lock{mutex};
        for (auto action = actions.begin(); action != actions.end(); ++action) {
            if (action->first.covers(request)) {
                auto run = std::move(action->second);
                actions.erase(action);
                return run;
            }
        }
        return {};
    }

    void remember(const Service& service,
                  base::Timestamp at,
                  const HttpRequest& request,
                  const HttpAnswer& answer,
                  const std::optional<Fault>& fault,
                  bool is_locked_out)
    {
        const std::lock_guard lock{mutex};
        std::int64_t& not_before = not_before_ms[&service];
        const bool is_early = is_locked_out || at.ms < not_before;
        if (const auto wait_ms = milliseconds_of(header_of(answer.headers, "Retry-After"), at)) {
            not_before = std::max(not_before, at.ms + *wait_ms);
        }
        if (!is_logging && !is_early) {
            return;
        }
        Exchange exchange{
            .at = at, .request = request, .answer = answer, .fault = fault ? fault->name : ""};
        service.hide_secrets(exchange.request, exchange.answer);
        if (is_early) {
            too_early.push_back(exchange);
        }
        if (is_logging) {
            log.push_back(std::move(exchange));
        }
    }

    test::FixedClock own_clock;
    const base::Clock* used_clock;
    bool is_logging;

    mutable std::mutex mutex; ///< over all that follows
    std::vector<PlannedFault> planned;
    std::optional<RandomFaults> random_faults;
    std::vector<std::pair<Matching, std::function<void()>>> actions;
    std::vector<Exchange> log;
    std::vector<Exchange> too_early;
    std::vector<std::string> violations;
    std::map<const Service*, std::int64_t> not_before_ms; ///< one server does not speak for others
};

Traffic::Traffic(const base::Clock* clock, bool is_logging)
    : m_impl{std::make_unique<Impl>(clock, is_logging)}
{
}

Traffic::~Traffic() = default;

test::FixedClock& Traffic::clock()
{
    return m_impl->own_clock;
}

const base::Clock& Traffic::used_clock() const
{
    return *m_impl->used_clock;
}

void Traffic::next_requests(Matching matching, Fault fault, int times, int skipped)
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->planned.push_back({.matching = std::move(matching),
                               .fault = std::move(fault),
                               .times = times,
                               .skipped = skipped});
}

void Traffic::random_faults(std::uint64_t seed,
                            double probability,
                            std::vector<Fault> faults,
                            Matching matching)
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->random_faults = RandomFaults{.random = std::mt19937_64{seed},
                                         .probability = probability,
                                         .faults = std::move(faults),
                                         .matching = std::move(matching)};
}

void Traffic::no_more_faults()
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->planned.clear();
    m_impl->random_faults.reset();
}

void Traffic::before_next(Matching matching, std::function<void()> action)
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->actions.emplace_back(std::move(matching), std::move(action));
}

std::vector<Traffic::Exchange> Traffic::log() const
{
    const std::lock_guard lock{m_impl->mutex};
    return m_impl->log;
}

int Traffic::requests(const Matching& matching) const
{
    const std::lock_guard lock{m_impl->mutex};
    return static_cast<int>(
        std::count_if(m_impl->log.begin(), m_impl->log.end(), [&](const Exchange& exchange) {
            return matching.covers(exchange.request);
        }));
}

void Traffic::clear_log()
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->log.clear();
    m_impl->too_early.clear();
}

std::vector<Traffic::Exchange> Traffic::too_early() const
{
    const std::lock_guard lock{m_impl->mutex};
    return m_impl->too_early;
}

std::vector<std::string> Traffic::violations() const
{
    const std::lock_guard lock{m_impl->mutex};
    return m_impl->violations;
}

void Traffic::forget()
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->planned.clear();
    m_impl->random_faults.reset();
    m_impl->actions.clear();
    m_impl->log.clear();
    m_impl->too_early.clear();
    m_impl->not_before_ms.clear();
}

HttpAnswer Traffic::serve(Service& service, const HttpRequest& request)
{
    const base::Timestamp at = m_impl->used_clock->now();
    const auto fault = m_impl->next_fault(request);
    const int latency_ms = service.manners().latency_ms + (fault ? fault->latency_ms : 0);
    if (latency_ms > 0) {
        std::this_thread::sleep_for(std::chrono::milliseconds{latency_ms});
    }
    if (const auto action = m_impl->next_action(request)) {
        action();
    }
    Served served = !fault || fault->is_applied ? service.carry_out(request) : Served{};
    const Manners manners = service.manners();
    HttpAnswer answer = std::move(served.answer);
    if (fault) {
        answer = fault->distort(std::move(answer), request);
    }
    if (manners.date) {
        answer.headers.emplace_back("Date", http_date(*manners.date));
    }
    const auto found = service.problems(request, answer, fault.has_value());
    if (!found.empty()) {
        const std::lock_guard lock{m_impl->mutex};
        m_impl->violations.insert(m_impl->violations.end(), found.begin(), found.end());
    }
    m_impl->remember(service, at, request, answer, fault, served.is_too_early);
    const bool is_gzipped =
        !fault && manners.is_gzipped &&
        header_of(request.headers, "Accept-Encoding").find("gzip") != std::string::npos;
    if (is_gzipped && !answer.body.empty()) {
        answer.body = gzipped(answer.body);
        answer.headers.emplace_back("Content-Encoding", "gzip");
    }
    return answer;
}

void replace_header(HttpHeaders& headers, std::string_view name, const std::string& value)
{
    for (auto& [key, old] : headers) {
        if (same_text(key, name)) {
            old = value;
        }
    }
}

} // namespace syncctl::fakes
