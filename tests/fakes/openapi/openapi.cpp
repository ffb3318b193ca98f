#include "fakes/openapi/openapi.hpp"

#include "fakes/http/target.hpp"
#include "fakes/openapi/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <regex>
#include <set>
#include <stdexcept>

namespace syncctl::fakes {

namespace {

using Json = nlohmann::json;

/// Calls that are used and that the document, a subset of the work item tracking one, lacks. All
/// below `_apis` of the organization.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> k_other_calls{{
    {"GET", "connectiondata"}, // documented nowhere, used by Microsoft's client
    {"GET", "projects"},       // in the core document
    {"GET", "resourceareas"},  // used by Microsoft's client
    {"OPTIONS", "wit"},        // how Microsoft's client finds addresses and versions
    {"OPTIONS", "core"},
    {"OPTIONS", "location"},
}};

std::string lowered(std::string text)
{
    std::transform(
        text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

/// The path with the organization as one segment; nullopt when it does not begin with `base`.
std::optional<std::vector<std::string>> path_of(const Target& target, const std::string& base)
{
    const auto parts = pieces(base, '/');
    if (target.segments.size() < parts.size()) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (lowered(target.segments[i]) != lowered(parts[i])) {
            return std::nullopt;
        }
    }
    std::vector<std::string> path{"organization"};
    path.insert(path.end(),
                target.segments.begin() + static_cast<std::ptrdiff_t>(parts.size()),
                target.segments.end());
    return path;
}

bool is_other_call(const HttpRequest& request, const std::string& base)
{
    const auto target = read_target(request.target);
    const auto path = target ? path_of(*target, base) : std::nullopt;
    return path && path->size() > 2 && lowered((*path)[1]) == "_apis" &&
           std::any_of(k_other_calls.begin(), k_other_calls.end(), [&](const auto& call) {
               return call.first == request.method && call.second == lowered((*path)[2]);
           });
}

struct Match {
    int literals = -1; ///< how exact it is; -1: none
    std::vector<std::pair<std::string, std::string>> values;
};

Match match(const std::string& pattern, const std::vector<std::string>& path)
{
    const auto parts = pieces(pattern, '/');
    Match result;
    // A path of a tree may have several segments.
    const bool is_tree = parts.back() == "{path}";
    if (is_tree ? path.size() < parts.size() : path.size() != parts.size()) {
        return result;
    }
    int literals = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto open = parts[i].find('{');
        const std::string prefix = lowered(parts[i].substr(0, open));
        literals += static_cast<int>(prefix.size());
        if (open == std::string::npos
                ? lowered(path[i]) != prefix
                : !lowered(path[i]).starts_with(prefix) || path[i].size() == prefix.size()) {
            return result;
        }
        if (open != std::string::npos) {
            result.values.emplace_back(parts[i].substr(open + 1, parts[i].size() - open - 2),
                                       path[i].substr(open));
        }
    }
    result.literals = literals;
    return result;
}

bool is_integer(const std::string& text)
{
    static const std::regex k_form{"-?[0-9]{1,10}"};
    return std::regex_match(text, k_form);
}

/// Of a value in the path or the query.
std::string value_problem(const Json& parameter, const std::string& value)
{
    const std::string name = parameter["name"];
    const std::string type = parameter.value("type", "string");
    const std::string format = parameter.value("format", "");
    const Json allowed = parameter.value("enum", Json::array());
    if (!allowed.empty() && std::find(allowed.begin(), allowed.end(), value) == allowed.end()) {
        return fmt::format("{}: '{}' is none of {}", name, value, allowed.dump());
    }
    if (type == "integer" && !is_integer(value)) {
        return fmt::format("{}: '{}' is no integer", name, value);
    }
    if (type == "boolean" && value != "true" && value != "false") {
        return fmt::format("{}: '{}' is neither true nor false", name, value);
    }
    if (format == "array (int32)") {
        const auto values = pieces(value, ',');
        if (values.empty() || !std::all_of(values.begin(), values.end(), is_integer)) {
            return fmt::format("{}: '{}' is no list of integers", name, value);
        }
    }
    return {};
}

bool has_version_in_accept(const HttpRequest& request)
{
    return header_of(request.headers, "Accept").find("api-version=") != std::string::npos;
}

std::string media_type(const HttpHeaders& headers)
{
    const std::string type = header_of(headers, "Content-Type");
    return lowered(type.substr(0, type.find(';')));
}

} // namespace

OpenApi::OpenApi(const std::string& file)
{
    std::ifstream stream{file};
    m_document = Json::parse(stream, nullptr, false);
    if (!m_document.is_object() || m_document.value("swagger", "") != "2.0") {
        throw std::runtime_error(file + " is no OpenAPI 2 document");
    }
}

std::optional<OpenApi::Operation> OpenApi::find(const HttpRequest& request,
                                                const std::string& base) const
{
    const auto target = read_target(request.target);
    const auto path = target ? path_of(*target, base) : std::nullopt;
    if (!path) {
        return std::nullopt;
    }
    Match best;
    const Json* methods = nullptr;
    for (const auto& [pattern, described] : m_document["paths"].items()) {
        Match candidate = match(pattern, *path);
        if (candidate.literals > best.literals) {
            best = std::move(candidate);
            methods = &described;
        }
    }
    if (methods == nullptr) {
        return std::nullopt;
    }
    const std::string method = lowered(request.method);
    return Operation{.description = methods->contains(method) ? &methods->at(method) : nullptr,
                     .path_values = std::move(best.values)};
}

std::vector<std::string> OpenApi::query_problems(const HttpRequest& request,
                                                 const Operation& operation) const
{
    std::vector<std::string> problems;
    const auto add = [&](const std::string& problem) {
        if (!problem.empty()) {
            problems.push_back(problem);
        }
    };
    const auto target = read_target(request.target);
    std::set<std::string> seen;
    for (const auto& [name, value] : target->query) {
        const Json* known = nullptr;
        for (const Json& parameter : (*operation.description)["parameters"]) {
            if (parameter["in"] == "query" && parameter["name"] == name) {
                known = &parameter;
            }
        }
        if (!seen.insert(name).second) {
            add(fmt::format("{} is given twice", name));
        }
        add(known == nullptr ? fmt::format("there is no parameter {}", name)
                             : value_problem(*known, value));
    }
    for (const Json& parameter : (*operation.description)["parameters"]) {
        const std::string name = parameter["name"];
        if (parameter["in"] == "query" && parameter.value("required", false) &&
            !seen.contains(name)) {
            add(fmt::format("the parameter {} is missing", name));
        }
        for (const auto& [given, value] : operation.path_values) {
            if (parameter["in"] == "path" && name == given) {
                // Addresses are read without their case.
                add(value_problem(parameter, parameter.contains("enum") ? lowered(value) : value));
            }
        }
    }
    if (!seen.contains("api-version") && !has_version_in_accept(request)) {
        add("the api-version is missing");
    }
    return problems;
}

std::vector<std::string> OpenApi::body_problems(const HttpRequest& request,
                                                const Operation& operation) const
{
    const Json& description = *operation.description;
    const Json* body = nullptr;
    for (const Json& parameter : description["parameters"]) {
        if (parameter["in"] == "body") {
            body = &parameter;
        }
    }
    if (body == nullptr) {
        return request.body.empty() ? std::vector<std::string>{}
                                    : std::vector<std::string>{"the call takes no body"};
    }
    const Json consumes = description.value("consumes", Json::array());
    const std::string type = media_type(request.headers);
    if (request.body.empty()) {
        // An upload may be empty.
        return consumes == Json{"application/octet-stream"}
                   ? std::vector<std::string>{}
                   : std::vector<std::string>{"the body is missing"};
    }
    if (std::find(consumes.begin(), consumes.end(), type) == consumes.end()) {
        return {fmt::format("the content type '{}' is none of {}", type, consumes.dump())};
    }
    if (type.find("json") == std::string::npos) {
        return {};
    }
    const Json value = Json::parse(request.body, nullptr, false);
    if (value.is_discarded()) {
        return {"the body is no JSON"};
    }
    return SchemaCheck{m_document["definitions"], true}.problems((*body)["schema"], value, "body");
}

std::vector<std::string> OpenApi::request_problems(const HttpRequest& request,
                                                   const std::string& base) const
{
    const auto operation = find(request, base);
    if (!operation) {
        return is_other_call(request, base) ? std::vector<std::string>{}
                                            : std::vector<std::string>{"there is no such call"};
    }
    if (operation->description == nullptr) {
        return is_other_call(request, base)
                   ? std::vector<std::string>{}
                   : std::vector<std::string>{"the call has no method " + request.method};
    }
    auto problems = query_problems(request, *operation);
    for (std::string& problem : body_problems(request, *operation)) {
        problems.push_back(std::move(problem));
    }
    return problems;
}

std::vector<std::string> OpenApi::answer_problems(const HttpRequest& request,
                                                  const HttpAnswer& answer,
                                                  const std::string& base) const
{
    const auto operation = find(request, base);
    const bool is_sign_in = answer.status == 203 || (answer.status >= 300 && answer.status < 400) ||
                            (answer.status == 401 && media_type(answer.headers) == "text/plain");
    if (!operation || operation->description == nullptr || is_sign_in) {
        return {};
    }
    const Json& responses = (*operation->description)["responses"];
    const std::string status = std::to_string(answer.status);
    if (!responses.contains(status) && answer.status < 400) {
        return {fmt::format("the call has no status {}", status)};
    }
    const Json& response = responses.contains(status) ? responses[status] : responses["default"];
    if (!response.contains("schema")) {
        return answer.body.empty()
                   ? std::vector<std::string>{}
                   : std::vector<std::string>{
                         "the answer has a body, which the document does not describe"};
    }
    const Json value = Json::parse(answer.body, nullptr, false);
    if (value.is_discarded() || media_type(answer.headers) != "application/json") {
        return {"the answer is no JSON"};
    }
    return SchemaCheck{m_document["definitions"], false}.problems(
        response["schema"], value, "answer");
}

} // namespace syncctl::fakes
