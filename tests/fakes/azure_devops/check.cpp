#include "fakes/azure_devops/fake_impl.hpp"
#include "fakes/openapi/openapi.hpp"

#include <fmt/format.h>

namespace syncctl::fakes {

namespace {

const OpenApi& document()
{
    static const OpenApi k_document{SYNCCTL_AZURE_DEVOPS_OPENAPI};
    return k_document;
}

/// The requests inside of a `$batch`, as if they had been sent alone.
std::vector<HttpRequest> inner_requests(const HttpRequest& request, const std::string& base)
{
    std::vector<HttpRequest> inner;
    if (lower(request.target).find("/_apis/wit/$batch") == std::string::npos) {
        return inner;
    }
    const Json entries = Json::parse(request.body, nullptr, false);
    for (const Json& entry : entries.is_array() ? entries : Json::array()) {
        if (!entry.is_object() || !entry.contains("uri") || !entry["uri"].is_string()) {
            continue;
        }
        HttpRequest one{.method = entry.value("method", ""),
                        .target = "/" + base + entry["uri"].get<std::string>(),
                        .headers = {},
                        .body = entry.value("body", Json{}).dump()};
        if (one.target.find("/$") != std::string::npos) {
            one.method = "POST"; // alone, a create is a POST
        }
        const Json headers = entry.value("headers", Json::object());
        for (const auto& [name, value] : headers.items()) {
            one.headers.emplace_back(name, value.is_string() ? value.get<std::string>() : "");
        }
        inner.push_back(std::move(one));
    }
    return inner;
}

} // namespace

std::vector<std::string> FakeAzureDevOps::Impl::problems(const HttpRequest& request,
                                                         const HttpAnswer& answer,
                                                         bool is_fault) const
{
    if (!is_checking) {
        return {};
    }
    std::vector<std::string> found;
    const auto add =
        [&](const HttpRequest& about, const char* what, const std::vector<std::string>& problems) {
            for (const std::string& problem : problems) {
                found.push_back(
                    fmt::format("{} {}: {}: {}", about.method, about.target, what, problem));
            }
        };
    add(request, "request", document().request_problems(request, collection));
    for (const HttpRequest& inner : inner_requests(request, collection)) {
        add(inner, "inside of a batch", document().request_problems(inner, collection));
    }
    std::unique_lock lock{mutex};
    // A null in the place of an item is what the document does not know.
    const bool is_answer_checked = !is_fault && !world.switches.is_omitted_null;
    lock.unlock();
    if (is_answer_checked) {
        add(request, "answer", document().answer_problems(request, answer, collection));
    }
    return found;
}

} // namespace syncctl::fakes
