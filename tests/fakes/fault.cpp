#include "fakes/fault.hpp"

#include "fakes/http/gzip.hpp"
#include "fakes/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace syncctl::fakes {

namespace {

constexpr std::string_view k_sign_in =
    "<!DOCTYPE html><html><head><title>Sign In</title></head><body>Sign in</body></html>";

constexpr std::string_view k_unavailable = R"({"message":"The service is not available."})";

Fault wire_fault(std::string name, bool is_applied, Wire wire)
{
    return {.name = std::move(name),
            .is_applied = is_applied,
            .distort =
                [wire](HttpAnswer answer, const HttpRequest& /*request*/) {
                    answer.wire = wire;
                    return answer;
                },
            .latency_ms = 0};
}

Fault fixed(std::string name, bool is_applied, HttpAnswer fixed_answer)
{
    return {.name = std::move(name),
            .is_applied = is_applied,
            .distort = [fixed_answer](const HttpAnswer& /*right*/,
                                      const HttpRequest& /*request*/) { return fixed_answer; },
            .latency_ms = 0};
}

HttpAnswer json(int status, std::string body)
{
    return {.status = status,
            .headers = {{"Content-Type", "application/json; charset=utf-8"}},
            .body = std::move(body)};
}

HttpAnswer page(int status)
{
    return {.status = status,
            .headers = {{"Content-Type", "text/html; charset=utf-8"}},
            .body = std::string{k_sign_in}};
}

} // namespace

bool Matching::covers(const HttpRequest& request) const
{
    return (method.empty() || method == request.method) &&
           lower(request.target).find(lower(path)) != std::string::npos;
}

namespace faults {

Fault answered(std::string name, bool is_applied, int status, std::string text, HttpHeaders headers)
{
    HttpAnswer answer = json(status, std::move(text));
    answer.headers.insert(answer.headers.end(), headers.begin(), headers.end());
    return fixed(std::move(name), is_applied, std::move(answer));
}

Fault reset_before()
{
    return wire_fault("reset before applying", false, Wire::reset);
}

Fault reset_after()
{
    return wire_fault("reset after applying", true, Wire::reset);
}

Fault closed_before()
{
    return wire_fault("closed before applying", false, Wire::closed);
}

Fault lost_response()
{
    return wire_fault("response lost after applying", true, Wire::closed);
}

Fault truncated_body()
{
    return wire_fault("truncated body", true, Wire::truncated);
}

Fault truncated_head()
{
    return wire_fault("truncated head", true, Wire::truncated_head);
}

Fault longer_length()
{
    return wire_fault("Content-Length too large", true, Wire::longer_length);
}

Fault shorter_length()
{
    return wire_fault("Content-Length too small", true, Wire::shorter_length);
}

Fault stall_before()
{
    return wire_fault("stalled before applying", false, Wire::stalled);
}

Fault stall_after()
{
    return wire_fault("stalled after applying", true, Wire::stalled);
}

Fault stall_in_body()
{
    return wire_fault("stalled in the body", true, Wire::stalled_body);
}

Fault garbage_json()
{
    return fixed("garbage", true, json(200, R"({"id": 1, "rev": )"));
}

Fault deep_json(std::size_t depth)
{
    return fixed("deep JSON", true, json(200, std::string(depth, '[') + std::string(depth, ']')));
}

Fault html_200()
{
    return fixed("page with 200", true, page(200));
}

Fault empty_200()
{
    return fixed("empty 200", true, json(200, ""));
}

Fault no_content_204()
{
    return fixed("204", true, {.status = 204, .headers = {}, .body = ""});
}

Fault huge(std::size_t bytes)
{
    HttpAnswer answer =
        json(200, R"({"count":1,"value":[{"id":1,"rev":1,"fields":{"System.Title":")");
    answer.wire = Wire::streamed;
    answer.stream_bytes = bytes;
    return fixed("huge", true, std::move(answer));
}

Fault body(std::string text)
{
    return fixed("another body", true, json(200, std::move(text)));
}

Fault changed_body(std::function<void(nlohmann::json&)> change)
{
    return {.name = "changed body",
            .is_applied = true,
            .distort =
                [change](HttpAnswer answer, const HttpRequest& /*request*/) {
                    auto body = nlohmann::json::parse(answer.body, nullptr, false);
                    change(body);
                    answer.body = body.dump();
                    return answer;
                },
            .latency_ms = 0};
}

Fault broken_gzip()
{
    return {.name = "broken gzip",
            .is_applied = true,
            .distort =
                [](HttpAnswer answer, const HttpRequest& /*request*/) {
                    const std::string whole = gzipped(answer.body);
                    answer.body = whole.substr(0, whole.size() / 2);
                    answer.headers.emplace_back("Content-Encoding", "gzip");
                    return answer;
                },
            .latency_ms = 0};
}

Fault page_203()
{
    return fixed("203", false, page(203));
}

Fault redirect_302(std::string location)
{
    return redirect(302, std::move(location));
}

Fault redirect(int status, std::string location)
{
    HttpAnswer answer = page(status);
    answer.headers.emplace_back("Location", std::move(location));
    return fixed(std::to_string(status), false, std::move(answer));
}

Fault status_before(int status, const std::string& retry_after)
{
    HttpHeaders headers;
    if (!retry_after.empty()) {
        headers.emplace_back("Retry-After", retry_after);
    }
    return answered(fmt::format("{} before applying", status),
                    false,
                    status,
                    std::string{k_unavailable},
                    std::move(headers));
}

Fault status_after(int status)
{
    return answered(
        fmt::format("{} after applying", status), true, status, std::string{k_unavailable});
}

Fault slow_down(std::string retry_after)
{
    return {.name = "slow down",
            .is_applied = true,
            .distort =
                [retry_after](HttpAnswer answer, const HttpRequest& /*request*/) {
                    answer.headers.emplace_back("Retry-After", retry_after);
                    return answer;
                },
            .latency_ms = 0};
}

Fault latency(int ms)
{
    Fault fault = wire_fault("latency", true, Wire::whole);
    fault.latency_ms = ms;
    return fault;
}

} // namespace faults

} // namespace syncctl::fakes
