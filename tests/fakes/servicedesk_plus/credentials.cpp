#include "fakes/http/target.hpp"
#include "fakes/servicedesk_plus/fake_impl.hpp"
#include "fakes/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace syncctl::fakes::sdp {

namespace {

constexpr std::int64_t k_token_life_ms = 3'600'000;
constexpr std::int64_t k_grant_window_ms = 600'000;
constexpr std::size_t k_most_grants = 10;
constexpr std::size_t k_most_live_tokens = 15;

HttpAnswer json(int status, const Json& body)
{
    return {.status = status,
            .headers = {{"Content-Type", "application/json;charset=UTF-8"}},
            .body = body.dump()};
}

Json gateway_error(const char* code, const char* message)
{
    return {{"code", code}, {"details", Json::object()}, {"message", message}, {"status", "error"}};
}

HttpAnswer bad_token(const World& world)
{
    switch (world.switches.bad_token) {
    case BadToken::invalid_oauthtoken:
        return json(401, gateway_error("INVALID_OAUTHTOKEN", "The OAuth token is invalid."));
    case BadToken::envelope_4022:
        return to_http(world, Refusal{4022, "", "Invalid API Key"});
    case BadToken::text:
        return {.status = 401,
                .headers = {{"Content-Type", "text/html;charset=UTF-8"}},
                .body = "<html><body>Unauthorized</body></html>"};
    case BadToken::invalid_token:
        break;
    }
    return json(401, gateway_error("INVALID_TOKEN", "invalid oauth token"));
}

HttpAnswer missing_scope(const World& world)
{
    if (world.switches.missing_scope == MissingScope::unauthorised) {
        return to_http(world, Refusal{401, "", "UNAUTHORISED"});
    }
    return json(401,
                gateway_error("OAUTH_SCOPE_MISMATCH", "invalid oauth scope to access this URL"));
}

std::string scope_of(const Call& call)
{
    const std::string& first = call.path.front();
    if (first == "requests" || first == "archive_requests") {
        return "requests";
    }
    return first == "users" || first == "technicians" ? "users" : "setup";
}

std::optional<HttpAnswer> refused_key(const World& world, const HttpRequest& request)
{
    const bool is_good = header_of(request.headers, "authtoken") == technician_key_of(world) &&
                         world.table("users").front()["_is_disabled"] == false;
    if (is_good) {
        return std::nullopt;
    }
    HttpAnswer answer = to_http(
        world, Refusal{401, "", "AuthToken in the request is invalid. Unable to authenticate."});
    answer.status = world.switches.auth_error_status;
    return answer;
}

std::optional<HttpAnswer>
refused_token(const World& world, const HttpRequest& request, const Call& call)
{
    const std::string header = header_of(request.headers, "Authorization");
    const auto blank = std::min(header.find(' '), header.size());
    const std::string kind = header.substr(0, blank);
    const std::string text = header.substr(std::min(blank + 1, header.size()));
    const bool is_live =
        (kind == "Zoho-oauthtoken" || kind == "Bearer") &&
        std::any_of(
            world.tokens.live.begin(), world.tokens.live.end(), [&](const Tokens::Access& access) {
                return access.text == text && world.clock->now().ms < access.until_ms;
            });
    if (!is_live || world.table("users").front()["_is_disabled"] == true) {
        return bad_token(world);
    }
    return world.switches.revoked_scopes.contains(scope_of(call))
               ? std::optional{missing_scope(world)}
               : std::nullopt;
}

std::string scopes(const World& world)
{
    std::string text;
    for (const auto& [name, scope] : {std::pair{"requests", "SDPOnDemand.requests.ALL"},
                                      {"setup", "SDPOnDemand.setup.READ"},
                                      {"users", "SDPOnDemand.users.READ"}}) {
        if (!world.switches.revoked_scopes.contains(name)) {
            text += (text.empty() ? "" : " ") + std::string{scope};
        }
    }
    return text;
}

} // namespace

std::string technician_key_of(const World& world)
{
    return fmt::format("FA4EFA4E-{}-4000-8000-{:012}", world.secret, world.key_number);
}

std::string client_id_of(const World& world)
{
    return "1000.FAKECLIENTIDTHATISNOSECRET" + world.secret;
}

std::string client_secret_of(const World& world)
{
    return "fakeclientsecretforteststhatisnosecret" + world.secret;
}

std::string refresh_token_of(const World& world)
{
    return fmt::format(
        "1000.fakerefreshtokenthatisnosecret{}.{:032}", world.secret, world.tokens.refresh_number);
}

std::optional<HttpAnswer>
refused_credential(const World& world, const HttpRequest& request, const Call& call)
{
    auto refused =
        world.is_cloud() ? refused_token(world, request, call) : refused_key(world, request);
    if (!refused && world.switches.is_read_only && request.method != "GET") {
        refused = to_http(world, Refusal{4002, "", "User does not have this permission"});
    }
    return refused;
}

HttpAnswer grant(World& world, const HttpRequest& request)
{
    const auto target = read_target(request.target);
    const bool is_token_call =
        target && target->segments == std::vector<std::string>{"oauth", "v2", "token"};
    if (!is_token_call || request.method != "POST") {
        return {.status = 404, .headers = {{"Content-Type", "text/html"}}, .body = "<html></html>"};
    }
    std::map<std::string, std::string> form{target->query.begin(), target->query.end()};
    for (const auto& [name, value] : read_form(request.body).value_or(target->query)) {
        form[name] = value;
    }
    // Failures are answered with 200.
    if (form["grant_type"] != "refresh_token") {
        return json(200, {{"error", "invalid_request"}});
    }
    if (form["client_id"] != client_id_of(world) ||
        form["client_secret"] != client_secret_of(world)) {
        return json(200, {{"error", "invalid_client"}});
    }
    if (world.switches.is_other_data_centre || form["refresh_token"] != refresh_token_of(world)) {
        return json(200, {{"error", "invalid_code"}});
    }
    Tokens& tokens = world.tokens;
    const std::int64_t now = world.clock->now().ms;
    while (!tokens.granted_ms.empty() && tokens.granted_ms.front() + k_grant_window_ms <= now) {
        tokens.granted_ms.pop_front();
    }
    if (tokens.granted_ms.size() >= k_most_grants) {
        return json(world.switches.is_denied_with_200 ? 200 : 400,
                    {{"error", "Access Denied"},
                     {"error_description",
                      "You have made too many requests continuously. Please try again after some "
                      "time."},
                     {"status", "failure"}});
    }
    tokens.granted_ms.push_back(now);
    ++tokens.grants;
    std::string text = fmt::format("1000.fakeaccesstoken{}.{:032}", world.secret, tokens.grants);
    tokens.live.push_back({.text = text, .until_ms = now + k_token_life_ms});
    if (tokens.live.size() > k_most_live_tokens) {
        tokens.live.pop_front();
    }
    return json(200,
                {{"access_token", text},
                 {"scope", scopes(world)},
                 {"api_domain", "https://www.zohoapis.com"},
                 {"token_type", "Bearer"},
                 {"expires_in", k_token_life_ms / 1000}});
}

} // namespace syncctl::fakes::sdp
