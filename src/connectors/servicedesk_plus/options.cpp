#include "options.hpp"

#include "request_fields.hpp"
#include "web/given_settings.hpp"
#include "words.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"
#include "syncctl/http/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace syncctl::connectors::servicedesk_plus {

namespace {

constexpr int k_most_concurrency = 16;
constexpr int k_most_calls_per_minute = 10'000;
/// The cloud does not say how many calls it takes; others advise to stay below this (contract,
/// section 5).
constexpr int k_cloud_calls_per_minute = 30;
constexpr int k_longest_overlap = 86'400;
constexpr int k_coarsest_stamp = 60'000;    ///< milliseconds
constexpr std::size_t k_longest_name = 250; ///< code points
constexpr std::size_t k_most_listed = 500;

std::vector<std::string> list_of(const std::string& text, char separator)
{
    std::vector<std::string> parts;
    std::size_t start = 0;
    while (start <= text.size() && parts.size() <= k_most_listed) {
        const auto end = std::min(text.find(separator, start), text.size());
        const auto part = trimmed(std::string_view{text}.substr(start, end - start));
        if (!part.empty()) {
            parts.emplace_back(part);
        }
        start = end + 1;
    }
    return parts;
}

void require_name(std::string_view setting, const std::string& value)
{
    if (base::code_points(value) > k_longest_name || base::term_safe(value) != value) {
        refuse_setting(setting, "it is a name of at most 250 characters");
    }
}

bool is_key(std::string_view key)
{
    return !key.empty() && key.size() <= 100 && std::all_of(key.begin(), key.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_';
    });
}

/// `udf_sline_302` of `udf_fields.udf_sline_302`, which is what a mapping names.
std::string without_prefix(const std::string& key)
{
    return key.starts_with(k_udf_prefix) ? key.substr(k_udf_prefix.size()) : key;
}

Edition edition_setting(const std::string& value, const Address& address)
{
    if (value.empty() || value == "auto") {
        return address.looks_like_cloud ? Edition::cloud : Edition::on_premises;
    }
    if (value != "on-premises" && value != "cloud") {
        refuse_setting("edition", "it is auto, on-premises or cloud");
    }
    return value == "cloud" ? Edition::cloud : Edition::on_premises;
}

std::vector<std::string> api_root_setting(const std::string& value)
{
    auto segments = list_of(value.empty() ? "api/v3" : value, '/');
    const bool is_good =
        !segments.empty() && std::all_of(segments.begin(), segments.end(), [](const auto& segment) {
            return segment != "." && segment != ".." &&
                   segment.find_first_of("?#%\\") == std::string::npos &&
                   base::term_safe(segment) == segment;
        });
    if (!is_good) {
        refuse_setting("api_root", "it is a path such as api/v3");
    }
    return segments;
}

std::string portal_id_setting(const std::string& value)
{
    if (!value.empty() && !base::is_decimal(value)) {
        refuse_setting("portal_id", "it is the number of a portal");
    }
    return value;
}

/// The URL of the accounts server: `accounts_url`, else by `data_centre`, else by the host.
std::string accounts_setting(const GivenSettings& given, const Address& address)
{
    const auto url = given.text("accounts_url");
    if (!url.empty()) {
        if (const auto problem = http::Url::problem(url)) {
            refuse_setting("accounts_url", *problem);
        }
        return http::Url::parse(url).text();
    }
    const auto name = given.text("data_centre");
    const auto* centre = data_centre_of_host(http::Url::parse(address.base).host());
    if (!name.empty()) {
        centre = data_centre_named(name);
        if (centre == nullptr) {
            refuse_setting("data_centre", "it is one of " + data_centre_names());
        }
    }
    if (centre == nullptr) {
        refuse_setting("data_centre",
                       fmt::format("this address does not tell where its tokens come from: one of "
                                   "{}, or the setting accounts_url",
                                   data_centre_names()));
    }
    return fmt::format("https://{}", centre->accounts_host);
}

void marker_setting(const std::string& value, Options& options)
{
    if (value.empty() || value == "description") {
        options.marker_place = MarkerPlace::description;
    } else if (value == "subject") {
        options.marker_place = MarkerPlace::subject;
    } else {
        options.marker_place = MarkerPlace::field;
        options.marker_field = without_prefix(value);
        const bool is_text = form_of_key(options.marker_field) == WireForm::text;
        if (!is_key(options.marker_field) || !is_text) {
            refuse_setting("marker",
                           "it is description, subject, or the key of a custom text field "
                           "(udf_sline_302, udf_char1, txt_marker)");
        }
    }
}

TypesBy types_setting(const std::string& value)
{
    if (value.empty() || value == "request_type") {
        return TypesBy::request_type;
    }
    if (value != "template") {
        refuse_setting("types", "it is request_type or template");
    }
    return TypesBy::request_template;
}

ProofOfDeletion deletion_setting(const std::string& value)
{
    if (value.empty() || value == "trash") {
        return ProofOfDeletion::trash;
    }
    if (value != "missing") {
        refuse_setting("deleted", "it is trash or missing");
    }
    return ProofOfDeletion::missing;
}

/// `udf_sline_302, udf_pick_7=choice`
std::vector<NamedField> fields_setting(const std::string& value)
{
    std::vector<NamedField> fields;
    for (const auto& part : list_of(value, ',')) {
        const auto equals = part.find('=');
        NamedField field;
        field.key = without_prefix(std::string{trimmed(part.substr(0, equals))});
        field.type = field_type_of(form_of_key(field.key));
        if (equals != std::string::npos) {
            const auto type = model::field_type_from(trimmed(part.substr(equals + 1)));
            if (!type || *type == model::FieldType::status) {
                refuse_setting("fields",
                               fmt::format("'{}': the type is text, html, number, boolean, date, "
                                           "choice, user or list",
                                           base::term_safe(part)));
            }
            field.type = *type;
        }
        if (!is_key(field.key)) {
            refuse_setting("fields",
                           "it is a list of keys of custom fields, each perhaps with its type: "
                           "udf_sline_302, udf_pick_7=choice");
        }
        fields.push_back(std::move(field));
    }
    return fields;
}

} // namespace

std::vector<std::string> origins(const std::string& url,
                                 const std::map<std::string, std::string>& settings)
{
    const GivenSettings given{settings};
    const auto address = address_of(url);
    std::vector<std::string> origins{http::Url::parse(address.base).origin()};
    try {
        if (edition_setting(given.text("edition"), address) == Edition::cloud) {
            origins.push_back(http::Url::parse(accounts_setting(given, address)).origin());
        }
    } catch (const Error&) {
        // A setting that is missing or wrong leads nowhere; options_of() refuses it.
    }
    return origins;
}

std::vector<SettingSpec> setting_specs()
{
    return {
        {.name = "edition", .description = "auto (default: by the URL), on-premises or cloud"},
        {.name = "client_id", .description = "cloud: the client ID of the self client"},
        {.name = "data_centre",
         .description = "cloud: " + data_centre_names() + "; needed when the URL does not tell"},
        {.name = "accounts_url",
         .description = "cloud: the accounts server, when it is none of a data centre's"},
        {.name = "portal_id",
         .description = "on-premises with several portals: the number of the portal"},
        {.name = "api_root", .description = "path of the interface (default api/v3)"},
        {.name = "marker",
         .description = "key of a custom text field that holds the marker (udf_sline_302); "
                        "without one: description (default) or subject"},
        {.name = "types",
         .description = "what counts as the type: request_type (default) or template"},
        {.name = "default_type",
         .description = "type of a request that has none (default Incident)"},
        {.name = "fields",
         .description = "custom fields that the tracker does not list: udf_sline_302, "
                        "udf_pick_7=choice"},
        {.name = "completed_statuses",
         .description = "statuses that count as closed, where the tracker does not tell: Closed, "
                        "Cancelled"},
        {.name = "closure_code", .description = "closure code of requests that a run closes"},
        {.name = "closure_comments",
         .description = "closure comments of requests that a run closes"},
        {.name = "deleted",
         .description = "what proves a deletion: trash (default), or missing: not found twice"},
        {.name = "overlap",
         .description = "seconds of two listings that overlap, 0 to 86400 (default 60)"},
        {.name = "time_resolution",
         .description =
             "milliseconds between two time stamps of the tracker, 1 to 60000 (default 1)"},
        {.name = "calls_per_minute",
         .description = "at most so many calls; 0: no limit (default: cloud 30, on-premises 0)"},
        {.name = "concurrency", .description = "requests at the same time, 1 to 16 (default 4)"},
        {.name = "ca_file", .description = "certificates to trust instead of the system's"},
        {.name = "allow_http", .description = "true: plain http to another machine; unsafe"},
        {.name = "technician_key",
         .description = "on-premises: the key of a technician (authtoken)",
         .is_secret = true},
        {.name = "refresh_token",
         .description = "cloud: the refresh token of the self client",
         .is_secret = true},
        {.name = "client_secret",
         .description = "cloud: the client secret of the self client",
         .is_secret = true},
    };
}

Options options_of(const ConnectorSetup& setup)
{
    const GivenSettings given{setup.settings};
    Options options;
    options.connector = setup.name;
    options.address = address_of(setup.url);
    options.edition = edition_setting(given.text("edition"), options.address);
    options.api_root = api_root_setting(given.text("api_root"));
    options.portal_id = portal_id_setting(given.text("portal_id"));
    if (options.is_cloud()) {
        options.accounts = accounts_setting(given, options.address);
        options.client_id = given.text("client_id");
    }
    marker_setting(given.text("marker"), options);
    options.types_by = types_setting(given.text("types"));
    const auto default_type = given.text("default_type");
    options.default_type = default_type.empty() ? options.default_type : default_type;
    options.proof_of_deletion = deletion_setting(given.text("deleted"));
    options.fields = fields_setting(given.text("fields"));
    options.completed_statuses = list_of(given.text("completed_statuses"), ',');
    options.closure_code = given.text("closure_code");
    options.closure_comments = given.text("closure_comments");
    require_name("default_type", options.default_type);
    require_name("closure_code", options.closure_code);
    require_name("closure_comments", options.closure_comments);
    options.overlap = std::chrono::seconds{given.number("overlap", 60, k_longest_overlap, 0)};
    options.time_resolution =
        std::chrono::milliseconds{given.number("time_resolution", 1, k_coarsest_stamp)};
    options.calls_per_minute = given.number("calls_per_minute",
                                            options.is_cloud() ? k_cloud_calls_per_minute : 0,
                                            k_most_calls_per_minute,
                                            0);
    options.concurrency = given.number("concurrency", options.concurrency, k_most_concurrency);
    options.allow_http = given.flag("allow_http");
    options.ca_file = given.text("ca_file");
    return options;
}

} // namespace syncctl::connectors::servicedesk_plus
