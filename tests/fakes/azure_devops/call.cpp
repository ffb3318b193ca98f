#include "fakes/azure_devops/call.hpp"

#include <fmt/format.h>

#include <charconv>

namespace syncctl::fakes {

namespace {

std::optional<std::string> decode(std::string_view text, bool is_query)
{
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            int code = 0;
            if (i + 2 >= text.size() ||
                std::from_chars(text.data() + i + 1, text.data() + i + 3, code, 16).ptr !=
                    text.data() + i + 3) {
                return std::nullopt;
            }
            result += static_cast<char>(code);
            i += 2;
        } else {
            result += is_query && text[i] == '+' ? ' ' : text[i];
        }
    }
    return result;
}

std::vector<std::string_view> pieces(std::string_view text, char separator)
{
    std::vector<std::string_view> found;
    while (!text.empty()) {
        const auto end = std::min(text.find(separator), text.size());
        found.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return found;
}

bool read_path(Call& call, std::string_view path, std::string_view base_path)
{
    std::vector<std::string> segments;
    for (const std::string_view piece : pieces(path.substr(1), '/')) {
        const auto segment = decode(piece, false);
        if (!segment) {
            return false;
        }
        segments.push_back(*segment);
    }
    std::size_t next = 0;
    for (const std::string_view piece : pieces(base_path.substr(1), '/')) {
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

bool read_query(Call& call, std::string_view query)
{
    for (const std::string_view piece : pieces(query, '&')) {
        const auto equals = std::min(piece.find('='), piece.size());
        const auto name = decode(piece.substr(0, equals), true);
        const auto value = decode(piece.substr(std::min(equals + 1, piece.size())), true);
        if (!name || !value) {
            return false;
        }
        call.query[lower(*name)] = *value;
    }
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
    std::vector<std::string> values;
    const std::string text = parameter(name);
    for (const std::string_view piece : pieces(text, ',')) {
        values.emplace_back(piece);
    }
    return values;
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
    const std::string_view target = request.target;
    const auto mark = std::min(target.find('?'), target.size());
    if (!target.starts_with('/') || !read_path(call, target.substr(0, mark), base_path) ||
        !read_query(call, target.substr(std::min(mark + 1, target.size())))) {
        return std::nullopt;
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
