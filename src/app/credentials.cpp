#include "credentials.hpp"

#include "names.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace syncctl::app {

namespace {

constexpr int k_version = 1;

vault::Place place_of(const std::string& connector_uuid)
{
    return {.table = "connectors", .column = "encrypted_credentials", .row_uuid = connector_uuid};
}

[[noreturn]] void throw_bad_content(const model::ConnectorConfig& connector)
{
    throw Error{
        ErrorCode::sealed_format,
        fmt::format(
            "connector {}: the sealed credentials have another form than this version writes",
            shown(connector.name)),
        fmt::format("syncctl connector edit {} --url URL --secret NAME=prompt", connector.name)};
}

/// JSON keeps its own copies of the secrets; they are overwritten before it goes.
class WipedJson {
public:
    // Parentheses: braces would make an array of one element.
    explicit WipedJson(nlohmann::json value) : m_value(std::move(value)) {}

    WipedJson(const WipedJson&) = delete;
    WipedJson& operator=(const WipedJson&) = delete;

    ~WipedJson() { wipe_strings(m_value); }

    [[nodiscard]] const nlohmann::json& get() const { return m_value; }

private:
    static void wipe_strings(nlohmann::json& value)
    {
        if (value.is_string()) {
            base::wipe(value.get_ref<std::string&>());
            return;
        }
        if (value.is_structured()) {
            for (auto& child : value) {
                wipe_strings(child);
            }
        }
    }

    nlohmann::json m_value;
};

nlohmann::json parse_content(const base::Secret& plain, const model::ConnectorConfig& connector)
{
    try {
        return base::parse_json(plain.reveal(),
                                {.max_bytes = 1U << 20U, .max_depth = 4, .max_nodes = 10'000});
    } catch (const Error&) {
        throw_bad_content(connector);
    }
}

void require_form(const nlohmann::json& content, const model::ConnectorConfig& connector)
{
    const bool has_members = content.is_object() && content.size() == 3 && content.contains("v") &&
                             content.contains("origins") && content.contains("fields");
    if (!has_members || content["v"] != k_version || !content["origins"].is_array() ||
        !content["fields"].is_object()) {
        throw_bad_content(connector);
    }
    for (const auto& origin : content["origins"]) {
        if (!origin.is_string()) {
            throw_bad_content(connector);
        }
    }
    for (const auto& field : content["fields"]) {
        if (!field.is_string()) {
            throw_bad_content(connector);
        }
    }
}

} // namespace

std::string seal_credentials(const vault::Vault& vault,
                             const std::string& connector_uuid,
                             const Credentials& credentials,
                             base::Random& random)
{
    nlohmann::json fields = nlohmann::json::object();
    for (const auto& [name, secret] : credentials.fields) {
        fields[name] = std::string{secret.reveal()};
    }
    nlohmann::json whole = nlohmann::json::object();
    whole["v"] = k_version;
    whole["origins"] = credentials.origins;
    whole["fields"] = std::move(fields);
    const WipedJson content{std::move(whole)};
    std::string plain = base::dump_json(content.get());
    std::string envelope = vault.seal(plain, place_of(connector_uuid), random);
    base::wipe(plain);
    return envelope;
}

Credentials open_credentials(const vault::Vault& vault, const model::ConnectorConfig& connector)
{
    base::Secret plain;
    try {
        plain = vault.open(connector.sealed_credentials, place_of(connector.uuid));
    } catch (Error& error) {
        error.while_doing(
            fmt::format("opening the credentials of connector {}", shown(connector.name)));
        throw;
    }
    const WipedJson content{parse_content(plain, connector)};
    require_form(content.get(), connector);
    Credentials credentials;
    for (const auto& origin : content.get()["origins"]) {
        credentials.origins.push_back(origin.get<std::string>());
    }
    for (const auto& [name, field] : content.get()["fields"].items()) {
        credentials.fields.emplace(name, base::Secret{field.get_ref<const std::string&>()});
    }
    return credentials;
}

std::optional<std::string> foreign_origin(const Credentials& credentials,
                                          const std::vector<std::string>& origins)
{
    const auto& allowed = credentials.origins;
    const auto found = std::find_if(origins.begin(), origins.end(), [&](const auto& origin) {
        return std::find(allowed.begin(), allowed.end(), origin) == allowed.end();
    });
    return found == origins.end() ? std::nullopt : std::optional{*found};
}

std::optional<std::string> setting_behind(const connectors::ConnectorType& type,
                                          const std::string& url,
                                          const std::map<std::string, std::string>& settings,
                                          const std::string& origin)
{
    const auto leads_there = [&](const std::map<std::string, std::string>& some) {
        const auto origins = type.origins(url, some);
        return std::find(origins.begin(), origins.end(), origin) != origins.end();
    };
    if (leads_there({})) {
        return std::nullopt;
    }
    for (const auto& setting : settings) {
        if (leads_there({setting})) {
            return setting.first;
        }
    }
    return std::nullopt;
}

std::string reentry_command(std::string_view connector,
                            std::string_view url,
                            std::string_view setting,
                            const Credentials& credentials)
{
    auto command = fmt::format("syncctl connector edit {} --url {}", connector, url);
    if (!setting.empty()) {
        command += fmt::format(" --set {}", setting);
    }
    for (const auto& [name, secret] : credentials.fields) {
        command += fmt::format(" --secret {}=prompt", name);
    }
    return command;
}

} // namespace syncctl::app
