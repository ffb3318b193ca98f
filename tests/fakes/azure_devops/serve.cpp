#include "fakes/azure_devops/fake_impl.hpp"

#include <chrono>
#include <thread>

namespace syncctl::fakes {

namespace {

HttpAnswer to_http(const Answer& answer)
{
    HttpAnswer http{.status = answer.status, .headers = answer.headers, .body = answer.text};
    if (answer.text.empty() && answer.status != 204) {
        http.headers.emplace_back("Content-Type", "application/json; charset=utf-8");
        http.body = answer.body.dump();
    }
    http.headers.emplace_back("Cache-Control", "no-cache");
    return http;
}

} // namespace

Answer FakeAzureDevOps::Impl::answer_to(const HttpRequest& request)
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

FakeAzureDevOps::Manners FakeAzureDevOps::Impl::manners() const
{
    const std::lock_guard lock{mutex};
    return {.latency_ms = world.switches.latency_ms,
            .is_gzipped = world.switches.is_gzipped,
            .date = world.switches.has_date ? std::optional{world.now()} : std::nullopt};
}

FakeAzureDevOps::Served FakeAzureDevOps::Impl::carry_out(const HttpRequest& request)
{
    const std::lock_guard lock{mutex};
    world.before_requests.push_back(world.sequence);
    if (world.before_requests.size() > 1024) {
        world.before_requests.pop_front();
    }
    return {.answer = to_http(answer_to(request))};
}

void FakeAzureDevOps::Impl::hide_secrets(HttpRequest& request, HttpAnswer& /*answer*/) const
{
    const std::string header = header_of(request.headers, "Authorization");
    replace_header(request.headers, "Authorization", header.substr(0, header.find(' ')) + " ***");
}

void FakeAzureDevOps::Impl::wait_for_connection()
{
    std::unique_lock lock{mutex};
    const std::chrono::milliseconds time{world.switches.connect_ms};
    lock.unlock();
    if (time.count() > 0) {
        std::this_thread::sleep_for(time);
    }
}

} // namespace syncctl::fakes
