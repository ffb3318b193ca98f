#include "fakes/servicedesk_plus/fault.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace syncctl::fakes::faults {

namespace {

std::string failure(int code, const std::string& message, const std::string& field)
{
    nlohmann::json one{{"status_code", code}, {"type", "failed"}};
    if (!message.empty()) {
        one["message"] = message;
    }
    if (!field.empty()) {
        one["field"] = field;
    }
    const nlohmann::json body{{"response_status",
                               {{"status_code", 4000},
                                {"messages", nlohmann::json::array({one})},
                                {"status", "failed"}}}};
    return body.dump();
}

} // namespace

Fault failed(int status, int code, const std::string& message, const std::string& field)
{
    return answered(
        fmt::format("{} with {}", code, status), false, status, failure(code, message, field));
}

Fault internal_error_after()
{
    return answered("4004 after applying", true, 500, failure(4004, "Internal Error", ""));
}

Fault access_limit(int status, const std::string& retry_after)
{
    HttpHeaders headers;
    if (!retry_after.empty()) {
        headers.emplace_back("Retry-After", retry_after);
    }
    return answered("4015",
                    false,
                    status,
                    failure(4015, "Maximum access limit exceeded", ""),
                    std::move(headers));
}

Fault url_blocked()
{
    return failed(400,
                  4000,
                  "URL blocked as maximum access limit for the page is exceeded. Please try after "
                  "sometime.");
}

Fault maintenance_page()
{
    Fault fault = html_200();
    fault.name = "maintenance page";
    fault.is_applied = false;
    return fault;
}

} // namespace syncctl::fakes::faults
