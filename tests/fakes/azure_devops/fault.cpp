#include "fakes/azure_devops/fault.hpp"

#include "fakes/azure_devops/process.hpp"
#include "fakes/http/gzip.hpp"
#include "fakes/http/target.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace syncctl::fakes {

namespace {

constexpr std::string_view k_sign_in =
    "<!DOCTYPE html><html><head><title>Sign In</title></head><body>Sign in</body></html>";

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

HttpAnswer json(int status, std::string body, const std::string& retry_after = "")
{
    HttpAnswer answer{.status = status,
                      .headers = {{"Content-Type", "application/json; charset=utf-8"}},
                      .body = std::move(body)};
    if (!retry_after.empty()) {
        answer.headers.emplace_back("Retry-After", retry_after);
    }
    return answer;
}

HttpAnswer page(int status)
{
    return {.status = status,
            .headers = {{"Content-Type", "text/html; charset=utf-8"}},
            .body = std::string{k_sign_in}};
}

std::string error_body(std::string_view message, std::string_view key)
{
    return fmt::format(R"({{"$id":"1","innerException":null,"message":"{}","typeName":"{}",)"
                       R"("typeKey":"{}","errorCode":0,"eventId":3000}})",
                       message,
                       key,
                       key);
}

/// A page of the feed that does not come from where it was asked to start.
Fault page_without_progress(std::string name, bool is_empty)
{
    return {.name = std::move(name),
            .is_applied = true,
            .distort =
                [is_empty](HttpAnswer answer, const HttpRequest& request) {
                    std::string token = "0;0;0";
                    const auto target = read_target(request.target);
                    for (const auto& [key, value] : target->query) {
                        token = key == "continuationToken" ? value : token;
                    }
                    auto page = nlohmann::json::parse(answer.body, nullptr, false);
                    if (page.is_object()) {
                        page["isLastBatch"] = false;
                        page["continuationToken"] =
                            is_empty ? token.substr(0, token.find(';')) + ";0;0" : token;
                        if (is_empty) {
                            page["values"] = nlohmann::json::array();
                        }
                        answer.body = page.dump();
                    }
                    return answer;
                },
            .latency_ms = 0};
}

} // namespace

bool Matching::covers(const HttpRequest& request) const
{
    return (method.empty() || method == request.method) &&
           lower(request.target).find(lower(path)) != std::string::npos;
}

namespace faults {

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

Fault empty_page()
{
    return page_without_progress("empty page", true);
}

Fault stuck_page()
{
    return page_without_progress("stuck page", false);
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

Fault unauthorized_401()
{
    return fixed("401",
                 false,
                 json(401,
                      error_body("TF400813: The user '' is not authorized to access this resource.",
                                 "UnauthorizedRequestException")));
}

Fault forbidden_403()
{
    return fixed(
        "403",
        false,
        json(403, error_body("The user has no permission for this.", "AccessDeniedException")));
}

Fault throttled_429(std::string retry_after)
{
    HttpAnswer answer =
        json(429,
             error_body("TF400733: The request has been canceled: Request was blocked due "
                        "to exceeding usage of resource.",
                        "RequestBlockedException"),
             retry_after);
    answer.headers.emplace_back("X-RateLimit-Resource", "WorkItemTracking");
    answer.headers.emplace_back("X-RateLimit-Limit", "200");
    answer.headers.emplace_back("X-RateLimit-Remaining", "0");
    return fixed("429", false, std::move(answer));
}

Fault status_before(int status, std::string retry_after)
{
    return fixed(fmt::format("{} before applying", status),
                 false,
                 json(status,
                      error_body("The service is not available.", "ServiceUnavailable"),
                      retry_after));
}

Fault status_after(int status)
{
    return fixed(fmt::format("{} after applying", status),
                 true,
                 json(status, error_body("The service is not available.", "ServiceUnavailable")));
}

Fault refused(int status, const std::string& type_key, const std::string& message)
{
    return fixed(message, false, json(status, error_body(message, type_key)));
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
