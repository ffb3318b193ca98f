#include "api.hpp"

#include "syncctl/base/json.hpp"

#include <fmt/format.h>

#include <array>
#include <iterator>
#include <utility>

namespace syncctl::connectors::azure_devops {

namespace {

/// Newest first.
constexpr std::array<std::string_view, 3> k_versions{"7.1", "7.0", "6.0"};

} // namespace

std::vector<std::string> wit(std::vector<std::string> rest)
{
    rest.insert(rest.begin(), {"_apis", "wit"});
    return rest;
}

std::vector<std::string> wit_in(const std::string& project, std::vector<std::string> rest)
{
    rest.insert(rest.begin(), {project, "_apis", "wit"});
    return rest;
}

Call query_call(std::vector<std::string> path, const nlohmann::json& body)
{
    Call call;
    call.method = http::Method::post;
    call.path = std::move(path);
    call.body = base::dump_json(body);
    call.content_type = "application/json";
    return call;
}

Api::Api(const Options& options, http::ClientSetup setup)
    : m_caller{.connector = options.connector, .secret = options.secret},
      m_base{http::Url::parse(options.address.base)},
      m_client{std::move(setup)},
      m_version{options.api_version.empty() ? k_versions.front() : options.api_version},
      m_is_version_fixed{!options.api_version.empty()}
{
}

void Api::prefer_version(std::string_view version)
{
    for (const auto known : k_versions) {
        if (known == version && !m_is_version_fixed) {
            m_version = known;
        }
    }
}

std::string Api::version_for(Area area) const
{
    switch (area) {
    case Area::states:
        return m_version == "6.0" ? "6.0-preview.1" : m_version;
    case Area::connection:
        return m_version + "-preview.1";
    case Area::work_items:
        break;
    }
    return m_version;
}

bool Api::step_down()
{
    for (std::size_t i = 0; i + 1 < k_versions.size(); ++i) {
        if (m_version == k_versions[i] && !m_is_version_fixed) {
            m_version = k_versions[i + 1];
            return true;
        }
    }
    return false;
}

http::Request Api::request_of(const Call& call) const
{
    http::Request request;
    request.method = call.method;
    auto query = call.query;
    query.emplace_back("api-version", version_for(call.area));
    request.url = m_base.with(call.path, query);
    request.headers.push_back({"Accept", "application/json"});
    // Without it a refused credential is answered by a page to sign in.
    request.headers.push_back({"X-TFS-FedAuthRedirect", "Suppress"});
    if (!call.content_type.empty()) {
        request.headers.push_back({"Content-Type", call.content_type});
    }
    request.body = call.body;
    request.is_repeatable = call.is_repeatable;
    return request;
}

void Api::note(const Answer& answer)
{
    if (answer.meaning == Meaning::signed_out && m_signed_out.empty()) {
        m_signed_out = answer.reason;
    }
}

Error Api::unusable(std::string_view problem) const
{
    return Error{ErrorCode::unavailable,
                 fmt::format("connector '{}': the tracker's {}", connector(), problem),
                 fmt::format("run it again later; syncctl connector test {}", connector())};
}

Error Api::signed_out_error() const
{
    Answer answer;
    answer.meaning = Meaning::signed_out;
    answer.reason = m_signed_out;
    return error_of(answer, m_caller);
}

void Api::require_signed_in() const
{
    if (is_signed_out()) {
        throw signed_out_error();
    }
}

Answer Api::send(const Call& call)
{
    return std::move(send_all(std::span{&call, 1}).front());
}

std::vector<Answer> Api::send_all(std::span<const Call> calls)
{
    std::vector<Answer> answers(calls.size());
    std::vector<std::size_t> places(calls.size());
    for (std::size_t i = 0; i < places.size(); ++i) {
        places[i] = i;
    }
    while (!places.empty()) {
        std::vector<http::Request> requests;
        requests.reserve(places.size());
        for (const auto place : places) {
            requests.push_back(request_of(calls[place]));
        }
        const auto outcomes = m_client.send_all(requests);
        std::vector<std::size_t> outdated;
        for (std::size_t i = 0; i < places.size(); ++i) {
            auto& answer = answers[places[i]];
            answer = judge(outcomes.at(i), calls[places[i]].expects);
            note(answer);
            if (answer.meaning == Meaning::old_server) {
                outdated.push_back(places[i]);
            }
        }
        // Refused for its version, a call was not processed: it may go out again.
        places =
            !outdated.empty() && step_down() ? std::move(outdated) : std::vector<std::size_t>{};
    }
    return answers;
}

nlohmann::json Api::read(const Call& call)
{
    require_signed_in();
    auto answer = send(call);
    if (!answer.is_good()) {
        throw error_of(answer, m_caller);
    }
    return std::move(answer.body);
}

} // namespace syncctl::connectors::azure_devops
