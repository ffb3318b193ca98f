#include "fakes/azure_devops/fake_impl.hpp"

#include <fmt/format.h>

namespace syncctl::fakes {

namespace {

std::string decoded_base64(std::string_view text)
{
    static constexpr std::string_view k_alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string result;
    unsigned bits = 0;
    int count = 0;
    for (const char c : text) {
        const auto value = k_alphabet.find(c);
        if (value == std::string_view::npos) {
            break;
        }
        bits = (bits << 6U) | static_cast<unsigned>(value);
        count += 6;
        if (count >= 8) {
            count -= 8;
            result += static_cast<char>((bits >> static_cast<unsigned>(count)) & 0xFFU);
        }
    }
    return result;
}

bool is_known(const std::string& header, const std::string& token)
{
    if (same_text(header.substr(0, 7), "Bearer ")) {
        return header.substr(7) == token;
    }
    if (!same_text(header.substr(0, 6), "Basic ")) {
        return false;
    }
    // Whatever stands in front of the colon is ignored.
    const std::string pair = decoded_base64(header.substr(6));
    const auto colon = pair.find(':');
    return colon != std::string::npos && pair.substr(colon + 1) == token;
}

Answer page(int status)
{
    return {.status = status,
            .body = nullptr,
            .headers = {{"Content-Type", "text/html; charset=utf-8"}},
            .text =
                "<!DOCTYPE html><html><head><title>Azure DevOps Services | Sign In</title></head>"
                "<body></body></html>"};
}

Answer json_401()
{
    return Refusal{401,
                   "UnauthorizedRequestException",
                   "TF400813: The user '' is not authorized to access this resource."}
        .answer();
}

Answer redirect()
{
    Answer answer = page(302);
    answer.headers.emplace_back("Location",
                                "https://spsprodeus1.vssps.example.test/_signin?realm=dev");
    return answer;
}

} // namespace

std::string token_of(const World& world)
{
    return fmt::format("fakeazuredevopstokenforteststhatisnosecretatall{:05}", world.token_number);
}

std::optional<Answer> refused_credential(const World& world, const HttpRequest& request)
{
    const bool is_good = !world.switches.is_token_expired &&
                         is_known(header_of(request.headers, "Authorization"), token_of(world));
    if (is_good) {
        return std::nullopt;
    }
    BadCredential form = world.switches.bad_credential;
    // Without this header a server would rather send people to its sign-in page.
    if (!same_text(header_of(request.headers, "X-TFS-FedAuthRedirect"), "Suppress") &&
        (form == BadCredential::json_401 || form == BadCredential::text_401)) {
        form = BadCredential::redirect_302;
    }
    switch (form) {
    case BadCredential::page_203:
        return page(203);
    case BadCredential::page_200:
        return page(200);
    case BadCredential::redirect_302:
        return redirect();
    case BadCredential::text_401:
        return Answer{
            .status = 401,
            .body = nullptr,
            .headers = {{"Content-Type", "text/plain"},
                        {"WWW-Authenticate", "Basic realm=\"https://tfsprodweu6.example.test/\""}},
            .text = "Access Denied: The Personal Access Token used has expired."};
    case BadCredential::mixed:
        return request.method == "GET" || request.method == "POST" ? page(203) : json_401();
    case BadCredential::json_401:
        break;
    }
    return json_401();
}

void check_right(const World& world, const Call& call)
{
    const std::string resource = call.resource();
    const bool is_read = call.method == "GET" || call.method == "OPTIONS" || resource == "wiql" ||
                         resource == "workitemsbatch" || resource == "reporting";
    if (world.switches.is_token_read_only && !is_read) {
        throw Refusal{
            403,
            "AccessDeniedException",
            fmt::format("TF50309: The following account does not have sufficient permissions "
                        "to complete the operation: {}.",
                        world.people.front().display_name)};
    }
}

} // namespace syncctl::fakes
