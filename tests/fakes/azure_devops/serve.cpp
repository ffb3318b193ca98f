#include "fakes/azure_devops/fake_impl.hpp"
#include "fakes/http/gzip.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <ctime>
#include <thread>

namespace syncctl::fakes {

namespace {

/// RFC 9110, 5.6.7.
std::string http_date(base::Timestamp time)
{
    const std::time_t seconds = time.ms / 1000;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 64> text{};
    const std::size_t length =
        std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return {text.data(), length};
}

HttpRequest without_credential(HttpRequest request)
{
    for (auto& [name, value] : request.headers) {
        if (same_text(name, "Authorization")) {
            value = value.substr(0, value.find(' ')) + " ***";
        }
    }
    return request;
}

/// How long a Retry-After asks to wait: seconds, or until a date.
std::optional<std::int64_t> milliseconds_of(const std::string& text, base::Timestamp now)
{
    if (const auto date = read_date(text)) {
        return date->time.ms - now.ms;
    }
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{seconds * 1000}
                                                                    : std::nullopt;
}

} // namespace

std::optional<Fault> FakeAzureDevOps::Impl::next_fault(const HttpRequest& request)
{
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

std::function<void()> FakeAzureDevOps::Impl::next_action(const HttpRequest& request)
{
    for (auto action = actions.begin(); action != actions.end(); ++action) {
        if (action->first.covers(request)) {
            auto run = std::move(action->second);
            actions.erase(action);
            return run;
        }
    }
    return {};
}

Answer FakeAzureDevOps::Impl::carry_out(const HttpRequest& request)
{
    if (auto refused = refused_credential(world, request)) {
        return std::move(*refused);
    }
    try {
        const auto call = read_call(request, "/" + collection);
        if (!call) {
            throw Refusal{404, "VssResourceNotFoundException", "There is nothing at this address."};
        }
        check_right(world, *call);
        return route(world, *call);
    } catch (const Refusal& refusal) {
        return refusal.answer();
    } catch (const Json::exception& error) {
        // A member of another type than the call needs.
        return Refusal{400, "VssPropertyValidationException", error.what()}.answer();
    }
}

HttpAnswer FakeAzureDevOps::Impl::to_http(const Answer& answer) const
{
    HttpAnswer http{.status = answer.status, .headers = answer.headers, .body = answer.text};
    if (answer.text.empty() && answer.status != 204) {
        http.headers.emplace_back("Content-Type", "application/json; charset=utf-8");
        http.body = answer.body.dump();
    }
    http.headers.emplace_back("Cache-Control", "no-cache");
    return http;
}

void FakeAzureDevOps::Impl::remember(const HttpRequest& request,
                                     const HttpAnswer& answer,
                                     const std::optional<Fault>& fault,
                                     base::Timestamp at)
{
    const bool is_early = at.ms < not_before_ms;
    if (const auto wait_ms = milliseconds_of(header_of(answer.headers, "Retry-After"), at)) {
        not_before_ms = std::max(not_before_ms, at.ms + *wait_ms);
    }
    if (!is_logging && !is_early) {
        return;
    }
    Exchange exchange{.at = at,
                      .request = without_credential(request),
                      .answer = answer,
                      .fault = fault ? fault->name : ""};
    if (is_early) {
        too_early.push_back(exchange);
    }
    if (is_logging) {
        log.push_back(std::move(exchange));
    }
}

HttpAnswer FakeAzureDevOps::Impl::serve(const HttpRequest& request)
{
    std::unique_lock lock{mutex};
    const base::Timestamp at = world.clock->now();
    const auto fault = next_fault(request);
    const int latency_ms = world.switches.latency_ms + (fault ? fault->latency_ms : 0);
    const auto action = next_action(request);
    if (latency_ms > 0 || action) {
        lock.unlock();
        std::this_thread::sleep_for(std::chrono::milliseconds{latency_ms});
        if (action) {
            action();
        }
        lock.lock();
    }
    world.before_requests.push_back(world.sequence);
    if (world.before_requests.size() > 1024) {
        world.before_requests.pop_front();
    }
    const bool is_applied = !fault || fault->is_applied;
    const Answer right = is_applied ? carry_out(request) : Answer{};
    // A null in the place of an item is what the document does not know.
    const bool is_answer_checked = !fault && !world.switches.is_omitted_null;
    const bool is_gzipped =
        !fault && world.switches.is_gzipped &&
        header_of(request.headers, "Accept-Encoding").find("gzip") != std::string::npos;
    const std::string date = world.switches.has_date ? http_date(world.now()) : "";
    lock.unlock();

    HttpAnswer answer = to_http(right);
    if (fault) {
        answer = fault->distort(std::move(answer), request);
    }
    if (!date.empty()) {
        answer.headers.emplace_back("Date", date);
    }
    if (is_checking) {
        check(request, answer, is_answer_checked);
    }
    lock.lock();
    remember(request, answer, fault, at);
    lock.unlock();
    if (is_gzipped && !answer.body.empty()) {
        answer.body = gzipped(answer.body);
        answer.headers.emplace_back("Content-Encoding", "gzip");
    }
    return answer;
}

} // namespace syncctl::fakes
