#include "fakes/azure_devops/fault.hpp"

#include "fakes/http/target.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace syncctl::fakes {

namespace {

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

namespace faults {

Fault empty_page()
{
    return page_without_progress("empty page", true);
}

Fault stuck_page()
{
    return page_without_progress("stuck page", false);
}

Fault unauthorized_401()
{
    return answered("401",
                    false,
                    401,
                    error_body("TF400813: The user '' is not authorized to access this resource.",
                               "UnauthorizedRequestException"));
}

Fault forbidden_403()
{
    return answered("403",
                    false,
                    403,
                    error_body("The user has no permission for this.", "AccessDeniedException"));
}

Fault throttled_429(const std::string& retry_after)
{
    HttpHeaders headers{{"X-RateLimit-Resource", "WorkItemTracking"},
                        {"X-RateLimit-Limit", "200"},
                        {"X-RateLimit-Remaining", "0"}};
    if (!retry_after.empty()) {
        headers.emplace_back("Retry-After", retry_after);
    }
    return answered("429",
                    false,
                    429,
                    error_body("TF400733: The request has been canceled: Request was blocked due "
                               "to exceeding usage of resource.",
                               "RequestBlockedException"),
                    std::move(headers));
}

Fault refused(int status, const std::string& type_key, const std::string& message)
{
    return answered(message, false, status, error_body(message, type_key));
}

} // namespace faults

} // namespace syncctl::fakes
