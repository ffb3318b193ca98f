#include "fakes/azure_devops/call.hpp"

#include "fakes/http/target.hpp"

#include <fmt/format.h>

#include <charconv>

namespace syncctl::fakes {

namespace {

/// False when the path is none of a call.
bool read_path(Call& call, const std::vector<std::string>& segments, std::string_view base_path)
{
    std::size_t next = 0;
    for (const std::string& piece : pieces(base_path, '/')) {
        if (next >= segments.size() || !same_text(segments[next], piece)) {
            return false;
        }
        call.base.push_back(segments[next++]);
    }
    std::vector<std::string> scope;
    while (next < segments.size() && !same_text(segments[next], "_apis")) {
        scope.push_back(segments[next++]);
    }
    if (next + 1 >= segments.size() || scope.size() > 2) {
        return false;
    }
    call.project = scope.empty() ? "" : scope[0];
    call.team = scope.size() < 2 ? "" : scope[1];
    call.area = lower(segments[next + 1]);
    call.path.assign(segments.begin() + static_cast<std::ptrdiff_t>(next) + 2, segments.end());
    return true;
}

std::string type_name(std::string_view key)
{
    const std::string_view space = key.starts_with("Vss") || key.starts_with("TestPatch")
                                       ? "Microsoft.VisualStudio.Services.WebApi"
                                       : "Microsoft.TeamFoundation.WorkItemTracking.Server";
    return fmt::format("{}.{}, {}", space, key, space);
}

} // namespace

std::string Call::parameter(const std::string& name) const
{
    const auto found = query.find(name);
    return found == query.end() ? "" : found->second;
}

bool Call::flag(const std::string& name) const
{
    return same_text(parameter(name), "true");
}

std::vector<std::string> Call::list(const std::string& name) const
{
    return pieces(parameter(name), ',');
}

std::string Call::resource() const
{
    return path.empty() ? "" : lower(path.front());
}

std::optional<Call> read_call(const HttpRequest& request, std::string_view base_path)
{
    Call call{.method = request.method,
              .base = {},
              .project = {},
              .team = {},
              .area = {},
              .path = {},
              .query = {},
              .headers = request.headers,
              .body = request.body};
    const auto target = read_target(request.target);
    if (!target || !read_path(call, target->segments, base_path)) {
        return std::nullopt;
    }
    for (const auto& [name, value] : target->query) {
        call.query[lower(name)] = value;
    }
    return call;
}

Refusal::Refusal(int status, std::string_view type_key, std::string message, Json custom)
    : m_message{std::move(message)}
{
    m_answer.status = status;
    m_answer.body = {{"$id", "1"},
                     {"innerException", nullptr},
                     {"message", m_message},
                     {"typeName", type_name(type_key)},
                     {"typeKey", type_key},
                     {"errorCode", 0},
                     {"eventId", type_key.starts_with("Vss") ? 3000 : 3200}};
    if (!custom.is_null()) {
        m_answer.body["customProperties"] = std::move(custom);
    }
}

Json json_body(const Call& call)
{
    Json body = Json::parse(call.body, nullptr, false);
    if (body.is_discarded()) {
        throw Refusal{400, "VssPropertyValidationException", "The body of the request is no JSON."};
    }
    return body;
}

Answer list_answer(Json values)
{
    const auto count = values.size();
    return {.status = 200,
            .body = {{"count", count}, {"value", std::move(values)}},
            .headers = {},
            .text = {}};
}

int integer(std::string_view text, std::string_view what)
{
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) {
        throw Refusal{400,
                      "VssPropertyValidationException",
                      fmt::format("The value '{}' is not valid for {}.", text, what)};
    }
    return value;
}

const Project& project_of(const World& world, const Call& call)
{
    if (call.project.empty()) {
        throw Refusal{400, "ArgumentException", "The project is missing in the address."};
    }
    if (const Project* project = world.project(call.project)) {
        return *project;
    }
    throw Refusal{404,
                  "ProjectDoesNotExistWithNameException",
                  fmt::format("TF200016: The following project does not exist: {}. Verify that the "
                              "name of the project is correct and that the project exists on the "
                              "specified Azure DevOps Server.",
                              call.project)};
}

} // namespace syncctl::fakes
