#include "fakes/servicedesk_plus/call.hpp"

#include "fakes/http/target.hpp"
#include "fakes/text.hpp"

namespace syncctl::fakes::sdp {

namespace {

int status_of(int code)
{
    switch (code) {
    case 4002:
        return 403;
    case 4004:
        return 500;
    case 4007:
        return 404;
    case 4015:
        return 429;
    case 401:
    case 4022:
        return 401;
    default:
        return 400;
    }
}

Json message_of(int code)
{
    return {{"status_code", code}, {"type", "failed"}};
}

/// The segments behind the API root; nullopt when it is another server's.
std::optional<std::vector<std::string>> path_of(const World& world,
                                                const std::vector<std::string>& segments)
{
    const std::vector<std::string> plain{"api", "v3"};
    const std::vector<std::string> portal{"app", world.portal, "api", "v3"};
    std::vector<std::vector<std::string>> roots{plain};
    if (world.is_cloud()) {
        roots.push_back(portal);
    }
    for (const auto& root : roots) {
        if (segments.size() > root.size() &&
            std::equal(root.begin(), root.end(), segments.begin())) {
            return std::vector<std::string>{
                segments.begin() + static_cast<std::ptrdiff_t>(root.size()), segments.end()};
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<std::vector<std::pair<std::string, std::string>>> read_form(const std::string& body)
{
    const auto target = read_target("/?" + body);
    return target ? std::optional{target->query} : std::nullopt;
}

std::optional<Call> read_call(const World& world, const HttpRequest& request)
{
    const auto target = read_target(request.target);
    const auto path = target ? path_of(world, target->segments) : std::nullopt;
    const auto& portal_id = world.switches.portal_id;
    if (!path || (portal_id && header_of(request.headers, "PORTALID") != *portal_id)) {
        return std::nullopt;
    }
    Call call{.method = request.method, .path = *path, .input = {}, .headers = request.headers};
    auto parameters = target->query;
    const std::string type = header_of(request.headers, "Content-Type");
    if (same_text(type.substr(0, type.find(';')), "application/x-www-form-urlencoded")) {
        if (const auto form = read_form(request.body)) {
            parameters.insert(parameters.end(), form->begin(), form->end());
        }
    }
    for (const auto& [name, value] : parameters) {
        if (name == "input_data") {
            call.input = value;
        }
    }
    return call;
}

Refusal::Refusal(int code, const std::string& field, const std::string& message)
    : m_status{status_of(code)}
{
    Json one = message_of(code);
    if (!field.empty()) {
        one["field"] = field;
    }
    if (!message.empty()) {
        one["message"] = message;
    }
    m_messages = Json::array({std::move(one)});
}

Refusal::Refusal(int code, const std::vector<std::string>& fields, const std::string& message)
    : Refusal{code, std::string{}, message}
{
    m_messages.front()["fields"] = fields;
}

Refusal extra_key(const World& world, const std::string& key)
{
    return Refusal{
        4001, key, world.is_cloud() ? "EXTRA_KEY_FOUND_IN_JSON" : "Extra key found in JSON"};
}

Refusal no_such_url(const std::string& message)
{
    return Refusal{4007, "", message};
}

Refusal fields_refused(int code, const std::vector<std::string>& fields, const std::string& message)
{
    return {code, fields, message};
}

Json input_of(const World& world, const Call& call, const std::string& root)
{
    const Json input = Json::parse(call.input.value_or(""), nullptr, false);
    if (!input.is_object()) {
        throw Refusal{4001, "", "Unable to parse JSON"};
    }
    for (const auto& [key, value] : input.items()) {
        if (key != root) {
            throw extra_key(world, key);
        }
    }
    if (!input.contains(root)) {
        throw fields_refused(4012, {root});
    }
    return input[root];
}

void expect_no_input(const Call& call)
{
    if (call.input) {
        throw Refusal{4001, "", "Extra parameter(s) not allowed"};
    }
}

} // namespace syncctl::fakes::sdp
