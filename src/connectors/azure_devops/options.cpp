#include "options.hpp"

#include "patch.hpp"
#include "web/given_settings.hpp"
#include "web/secret_text.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <utility>

namespace syncctl::connectors::azure_devops {

namespace {

constexpr int k_most_concurrency = 16;

std::string version_setting(const std::string& value)
{
    if (value.empty() || value == "auto") {
        return {};
    }
    if (value != "7.1" && value != "7.0" && value != "6.0") {
        refuse_setting("api_version", "it is auto, 7.1, 7.0 or 6.0");
    }
    return value;
}

std::string marker_setting(const std::string& value)
{
    if (value.empty() || value == "hyperlink") {
        return {};
    }
    if (value.find('.') == std::string::npos || base::code_points(value) > 128 ||
        value.find_first_of("[]'\"") != std::string::npos || is_unwritable(value)) {
        refuse_setting("marker",
                       "it is hyperlink, or the reference name of a text field (Custom.Marker)");
    }
    return value;
}

Changes changes_setting(const std::string& value)
{
    const auto changes = changes_named(value.empty() ? "auto" : value);
    if (!changes) {
        refuse_setting("changes", "it is auto, feed or query");
    }
    return *changes;
}

std::string area_setting(std::string value)
{
    while (!value.empty() && value.back() == '\\') {
        value.pop_back();
    }
    if (value.find('\'') != std::string::npos || base::term_safe(value) != value) {
        refuse_setting("area", "it is the path of an area, for instance Project\\Team");
    }
    return value;
}

constexpr std::string_view k_base64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// `Basic ` and the base64 of `:token`, without a copy that is not wiped.
base::Secret basic_authorization(const base::Secret& token)
{
    constexpr std::string_view k_scheme = "Basic ";
    auto plain = base::Secret::of_size(token.size() + 1);
    const auto room = plain.writable();
    room[0] = static_cast<std::byte>(':');
    std::copy(token.bytes().begin(), token.bytes().end(), room.begin() + 1);

    auto encoded = base::Secret::of_size(k_scheme.size() + (plain.size() + 2) / 3 * 4);
    auto out = encoded.writable().begin();
    const auto put = [&out](char c) { *out++ = static_cast<std::byte>(c); };
    for (const char c : k_scheme) {
        put(c);
    }
    const auto bytes = plain.bytes();
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        unsigned group = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            group =
                group << 8U | (i + k < bytes.size() ? std::to_integer<unsigned>(bytes[i + k]) : 0U);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            put(i + k > bytes.size() ? '=' : k_base64[group >> (18U - 6U * k) & 63U]);
        }
    }
    return encoded;
}

} // namespace

std::vector<SettingSpec> setting_specs()
{
    return {
        {.name = "project", .description = "the project, when the URL does not end with it"},
        {.name = "api_version", .description = "auto (default), 7.1, 7.0 or 6.0"},
        {.name = "changes",
         .description = "auto (default): the change feed, or a query where the server has none; "
                        "feed or query: only that"},
        {.name = "area",
         .description = "only items under this area get a partner, and new ones are made there"},
        {.name = "suppress_notifications",
         .description = "true: the tracker sends no mail about our writes"},
        {.name = "batch_writes",
         .description = "true: many updates in one request (not tried on every server)"},
        {.name = "marker",
         .description = "hyperlink (default), or a text field that holds the marker"},
        {.name = "concurrency", .description = "requests at the same time, 1 to 16 (default 4)"},
        {.name = "ca_file", .description = "certificates to trust instead of the system's"},
        {.name = "allow_http", .description = "true: plain http to another machine; unsafe"},
        {.name = "token", .description = "personal access token", .is_secret = true},
        {.name = "bearer",
         .description = "Entra ID access token, instead of `token`",
         .is_secret = true},
    };
}

Options options_of(const ConnectorSetup& setup)
{
    const GivenSettings given{setup.settings};
    Options options;
    options.connector = setup.name;
    options.secret = setup.credentials.count("bearer") != 0 ? "bearer" : "token";
    options.address = address_of(setup.url, given.text("project"));
    options.api_version = version_setting(given.text("api_version"));
    options.changes = changes_setting(given.text("changes"));
    options.area = area_setting(given.text("area"));
    options.marker_field = marker_setting(given.text("marker"));
    options.suppress_notifications = given.flag("suppress_notifications");
    options.batch_writes = given.flag("batch_writes");
    options.allow_http = given.flag("allow_http");
    options.ca_file = given.text("ca_file");
    options.concurrency = given.number("concurrency", options.concurrency, k_most_concurrency);
    return options;
}

http::Authorization authorization_of(const ConnectorSetup& setup)
{
    const auto token = setup.credentials.find("token");
    const auto bearer = setup.credentials.find("bearer");
    const auto end = setup.credentials.end();
    if ((token == end) == (bearer == end)) {
        throw Error{ErrorCode::setting,
                    fmt::format("connector '{}' needs the secret 'token' or 'bearer'{}",
                                setup.name,
                                token == end ? "" : ", not both"),
                    token == end ? "--secret token=prompt"
                                 : "leave one out, or take the stored one away: --unset token"};
    }
    const auto& given = token != end ? *token : *bearer;
    require_good_token(given.first, given.second);
    return {.header = "Authorization",
            .value = token != end ? basic_authorization(given.second)
                                  : with_prefix("Bearer ", given.second)};
}

} // namespace syncctl::connectors::azure_devops
