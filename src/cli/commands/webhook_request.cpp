#include "webhook_request.hpp"

#include "session.hpp"

#include "syncctl/base/error.hpp"

#include <unistd.h>

#include <algorithm>
#include <set>
#include <utility>

namespace syncctl::cli {

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

char upper(char c)
{
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

/// `HTTP_WEBHOOK_ID` of `webhook-id`
std::string cgi_variable(std::string_view header)
{
    std::string name{"HTTP_"};
    for (const char c : header) {
        name += c == '-' ? '_' : upper(c);
    }
    return name;
}

/// Every value that the environment has for a name: a parent can pass one twice, and getenv would
/// show the first alone.
void add_header(std::string_view header,
                std::string_view variable,
                std::vector<app::WebhookHeader>& headers)
{
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text{*entry};
        if (text.size() > variable.size() + 1 && text[variable.size()] == '=' &&
            text.substr(0, variable.size()) == variable) {
            headers.push_back({.name = std::string{header},
                               .value = base::Secret{text.substr(variable.size() + 1)}});
        }
    }
}

} // namespace

OptionSpec webhook_header_option()
{
    return {.flags = "--header",
            .value = "NAME=VARIABLE",
            .help = "A header of the delivery, in an environment variable; without this option "
                    "they are taken from HTTP_NAME, as CGI has them",
            .is_repeatable = true};
}

OptionSpec webhook_proof_option()
{
    return {.flags = "--proof",
            .value = "WHICH",
            .help = "Take only this proof that the sender knows the secret",
            .choices = {"signature", "timed-signature", "secret", "password"}};
}

std::vector<app::WebhookHeader> cgi_headers()
{
    std::vector<app::WebhookHeader> headers;
    for (const auto name : app::k_webhook_headers) {
        add_header(name, cgi_variable(name), headers);
    }
    return headers;
}

std::vector<app::WebhookHeader> headers_given(const Arguments& arguments)
{
    std::vector<app::WebhookHeader> headers;
    std::set<std::string> seen;
    for (const auto& text : arguments.all("header")) {
        const auto equals = text.find('=');
        auto name = text.substr(0, equals);
        std::transform(name.begin(), name.end(), name.begin(), lower);
        if (equals == std::string::npos || equals + 1 == text.size() ||
            std::find(app::k_webhook_headers.begin(), app::k_webhook_headers.end(), name) ==
                app::k_webhook_headers.end()) {
            throw Error{ErrorCode::usage,
                        "--header takes NAME=VARIABLE; NAME is X-Hub-Signature-256, webhook-id, "
                        "webhook-timestamp, webhook-signature, X-Syncctl-Secret or Authorization",
                        "syncctl webhook verify --help"};
        }
        if (!seen.insert(name).second) {
            throw Error{ErrorCode::usage, "--header: the same header was given twice"};
        }
        add_header(name, std::string_view{text}.substr(equals + 1), headers);
    }
    return headers;
}

std::optional<model::Side> side_given(const Arguments& arguments)
{
    const auto side = arguments.find("side");
    if (!side) {
        return std::nullopt;
    }
    return *side == to_string(model::Side::source) ? model::Side::source : model::Side::target;
}

app::WebhookDelivery delivery_from(Session& session, const Arguments& arguments)
{
    app::WebhookDelivery delivery;
    delivery.headers = arguments.has("header") ? headers_given(arguments) : cgi_headers();
    delivery.proof = app::webhook_proof_from(arguments.text("proof"));
    delivery.body = session.read_input_up_to(app::k_max_webhook_body + 1);
    return delivery;
}

Data::Object verdict_members(const app::WebhookVerdict& verdict)
{
    return {{"connector", verdict.connector},
            {"proof", to_string(verdict.proof)},
            {"previous_secret", verdict.is_previous_secret}};
}

} // namespace syncctl::cli
