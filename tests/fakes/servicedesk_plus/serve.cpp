#include "fakes/http/target.hpp"
#include "fakes/servicedesk_plus/fake_impl.hpp"
#include "fakes/text.hpp"

#include <chrono>
#include <thread>

namespace syncctl::fakes {

namespace sdp {

namespace {

HttpAnswer with_status(const World& world, int http_status, Json body, Json status, bool is_list)
{
    const bool is_array = world.switches.status_form == StatusForm::always_array ||
                          (is_list && world.switches.status_form == StatusForm::by_call);
    body["response_status"] = is_array ? Json::array({std::move(status)}) : std::move(status);
    return {
        .status = http_status,
        .headers = {{"Content-Type",
                     world.is_cloud() ? "application/json;charset=UTF-8"
                                      : "application/vnd.manageengine.sdp.v3+json;charset=UTF-8"},
                    {"Cache-Control", "no-store"}},
        .body = body.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

} // namespace

HttpAnswer to_http(const World& world, Answer answer)
{
    Json status{{"status_code", answer.code}, {"status", "success"}};
    if (!answer.messages.is_null()) {
        status["messages"] = std::move(answer.messages);
    }
    return with_status(
        world, answer.status, std::move(answer.body), std::move(status), answer.is_list);
}

HttpAnswer to_http(const World& world, const Refusal& refusal)
{
    Json messages = refusal.messages();
    for (Json& message : messages) {
        if (!world.switches.is_message_text && message.contains("message")) {
            message["message"] = {{"display_message", message["message"]}};
        }
    }
    Json status{{"messages", std::move(messages)}, {"status", "failed"}};
    if (world.switches.has_outer_code) {
        status["status_code"] = 4000;
    }
    return with_status(world, refusal.status(), Json::object(), std::move(status), false);
}

} // namespace sdp

FakeServiceDeskPlus::Manners FakeServiceDeskPlus::Impl::Api::manners() const
{
    const std::lock_guard lock{m_impl.mutex};
    const Switches& switches = m_impl.world.switches;
    return {.latency_ms = switches.latency_ms,
            .is_gzipped = switches.is_gzipped,
            .date = switches.has_date ? std::optional{base::Timestamp{m_impl.world.now_ms()}}
                                      : std::nullopt};
}

FakeServiceDeskPlus::Served FakeServiceDeskPlus::Impl::Api::carry_out(const HttpRequest& request)
{
    const std::lock_guard lock{m_impl.mutex};
    sdp::World& world = m_impl.world;
    if (auto many = sdp::too_many_calls(world, request)) {
        return {.answer = std::move(many->answer), .is_too_early = many->is_locked};
    }
    try {
        const auto call = sdp::read_call(world, request);
        if (!call) {
            throw sdp::no_such_url();
        }
        if (auto refused = sdp::refused_credential(world, request, *call)) {
            return {.answer = std::move(*refused)};
        }
        return {.answer = sdp::to_http(world, sdp::route(world, *call))};
    } catch (const sdp::Refusal& refusal) {
        return {.answer = sdp::to_http(world, refusal)};
    } catch (const sdp::Json::exception&) {
        // A member of another type than the call needs.
        return {.answer = sdp::to_http(world, sdp::Refusal{4021})};
    }
}

std::vector<std::string> FakeServiceDeskPlus::Impl::Api::problems(const HttpRequest& request,
                                                                  const HttpAnswer& /*answer*/,
                                                                  bool /*is_fault*/) const
{
    if (!m_impl.is_checking) {
        return {};
    }
    const std::lock_guard lock{m_impl.mutex};
    return sdp::api_problems(m_impl.world, request);
}

void FakeServiceDeskPlus::Impl::Api::hide_secrets(HttpRequest& request,
                                                  HttpAnswer& /*answer*/) const
{
    replace_header(request.headers, "authtoken", "***");
    const std::string header = header_of(request.headers, "Authorization");
    replace_header(request.headers, "Authorization", header.substr(0, header.find(' ')) + " ***");
}

FakeServiceDeskPlus::Manners FakeServiceDeskPlus::Impl::Accounts::manners() const
{
    return m_impl.api.manners();
}

FakeServiceDeskPlus::Served
FakeServiceDeskPlus::Impl::Accounts::carry_out(const HttpRequest& request)
{
    const std::lock_guard lock{m_impl.mutex};
    return {.answer = sdp::grant(m_impl.world, request)};
}

std::vector<std::string> FakeServiceDeskPlus::Impl::Accounts::problems(const HttpRequest& request,
                                                                       const HttpAnswer& /*answer*/,
                                                                       bool /*is_fault*/) const
{
    return m_impl.is_checking ? sdp::accounts_problems(request) : std::vector<std::string>{};
}

void FakeServiceDeskPlus::Impl::Accounts::hide_secrets(HttpRequest& request,
                                                       HttpAnswer& answer) const
{
    std::string shown;
    for (const auto& [name, value] :
         sdp::read_form(request.body)
             .value_or(std::vector<std::pair<std::string, std::string>>{})) {
        const bool is_secret = name == "client_secret" || name == "refresh_token";
        shown += (shown.empty() ? "" : "&") + name + "=" + (is_secret ? "***" : value);
    }
    request.body = shown;
    sdp::Json body = sdp::Json::parse(answer.body, nullptr, false);
    if (body.is_object() && body.contains("access_token")) {
        body["access_token"] = "***";
        answer.body = body.dump();
    }
}

void FakeServiceDeskPlus::Impl::wait_for_connection()
{
    std::unique_lock lock{mutex};
    const std::chrono::milliseconds time{world.switches.connect_ms};
    lock.unlock();
    if (time.count() > 0) {
        std::this_thread::sleep_for(time);
    }
}

} // namespace syncctl::fakes
