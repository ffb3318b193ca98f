#include "connector_request.hpp"

#include "connector_views.hpp"
#include "names.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace syncctl::app {

namespace {

constexpr std::size_t k_longest_value = 4096;

const connectors::SettingSpec* find_setting(const connectors::ConnectorType& type,
                                            const std::string& name)
{
    const auto found = std::find_if(type.settings.begin(),
                                    type.settings.end(),
                                    [&](const auto& setting) { return setting.name == name; });
    return found == type.settings.end() ? nullptr : &*found;
}

/// What may be wrong, and what to do then.
std::string both_hints(const std::string& check, std::string_view hint)
{
    if (check.empty()) {
        return std::string{hint};
    }
    return check.ends_with('?') ? fmt::format("{} ({})", check, hint)
                                : fmt::format("{}; {}", check, hint);
}

void require_passed(const std::string& connector,
                    const std::vector<ConnectorCheck>& checks,
                    std::string_view hint)
{
    for (const auto& check : checks) {
        if (!check.is_ok) {
            throw Error{check.code,
                        fmt::format("connector {}: {}: {} (nothing was stored)",
                                    shown(connector),
                                    check.name,
                                    check.detail),
                        both_hints(check.hint, hint)};
        }
    }
}

/// A password in an address is refused, and is not repeated on the way out.
std::string without_user(const std::string& url)
{
    const auto scheme = url.find("://");
    const auto start = scheme == std::string::npos ? 0 : scheme + 3;
    const auto at = url.substr(0, url.find_first_of("/?#", start)).rfind('@');
    return at == std::string::npos || at < start ? url
                                                 : url.substr(0, start) + "..." + url.substr(at);
}

} // namespace

const connectors::ConnectorType& type_of(const connectors::Registry& registry,
                                         const model::ConnectorConfig& connector)
{
    if (const auto* type = registry.find(connector.type)) {
        return *type;
    }
    throw Error{ErrorCode::setting,
                fmt::format("connector {}: this syncctl has no connector type {}",
                            shown(connector.name),
                            shown(connector.type)),
                "syncctl connector types"};
}

std::vector<std::string> names_taken(const connectors::ConnectorType& type, bool is_secret)
{
    std::vector<std::string> names;
    for (const auto& setting : type.settings) {
        if (setting.is_secret == is_secret) {
            names.push_back(setting.name);
        }
    }
    return names;
}

void require_good_settings(const connectors::ConnectorType& type,
                           const std::map<std::string, std::string>& settings)
{
    for (const auto& [name, value] : settings) {
        const auto* setting = find_setting(type, name);
        if (setting == nullptr) {
            throw Error{
                ErrorCode::usage,
                fmt::format("connector type '{}' has no setting {}", type.name, shown(name)),
                suggestion(name, names_taken(type, false), "syncctl connector types")};
        }
        if (setting->is_secret) {
            throw Error{
                ErrorCode::usage,
                fmt::format("'{}' is a secret; --set would show it to every user of this machine",
                            name),
                fmt::format("--secret {}=prompt", name)};
        }
        if (value.size() > k_longest_value || base::term_safe(value) != value) {
            throw Error{
                ErrorCode::usage,
                fmt::format("setting '{}': the value has control characters or is too long", name)};
        }
    }
}

void require_needed_settings(const connectors::ConnectorType& type,
                             const std::map<std::string, std::string>& settings)
{
    for (const auto& setting : type.settings) {
        if (setting.is_required && !setting.is_secret && settings.count(setting.name) == 0) {
            throw Error{ErrorCode::usage,
                        fmt::format("connector type '{}' needs the setting '{}' ({})",
                                    type.name,
                                    setting.name,
                                    setting.description),
                        fmt::format("--set {}=VALUE", setting.name)};
        }
    }
}

void require_needed_secrets(const connectors::ConnectorType& type,
                            const std::set<std::string>& secrets)
{
    for (const auto& setting : type.settings) {
        if (setting.is_secret && setting.is_required && secrets.count(setting.name) == 0) {
            throw Error{
                ErrorCode::usage,
                fmt::format("connector type '{}' needs the secret '{}'", type.name, setting.name),
                fmt::format("--secret {}=prompt", setting.name)};
        }
    }
}

void require_good_url(const connectors::ConnectorType& type, const std::string& url)
{
    if (const auto problem = type.url_problem(url)) {
        throw Error{ErrorCode::usage,
                    fmt::format("--url {}: {}", shown(without_user(url)), *problem),
                    fmt::format("connector type '{}' takes {}", type.name, type.url_form)};
    }
}

std::map<std::string, const SecretReader*>
named_secrets(const connectors::ConnectorType& type,
              const std::map<std::string, SecretReader>& secrets)
{
    const auto known = names_taken(type, true);
    std::map<std::string, const SecretReader*> named;
    for (const auto& [given, reader] : secrets) {
        if (known.empty()) {
            throw Error{ErrorCode::usage,
                        fmt::format("connector type '{}' takes no secret", type.name)};
        }
        if (given.empty() && known.size() > 1) {
            throw Error{ErrorCode::usage,
                        fmt::format("connector type '{}' takes several secrets ({}); say which one",
                                    type.name,
                                    fmt::join(known, ", ")),
                        fmt::format("--secret {}=prompt", known.front())};
        }
        const auto& name = given.empty() ? known.front() : given;
        const auto* setting = find_setting(type, name);
        if (setting == nullptr || !setting->is_secret) {
            throw Error{ErrorCode::usage,
                        fmt::format("connector type '{}' has no secret {}", type.name, shown(name)),
                        suggestion(name, known, "syncctl connector types")};
        }
        if (!named.emplace(name, &reader).second) {
            throw Error{ErrorCode::usage, fmt::format("the secret '{}' was given twice", name)};
        }
    }
    return named;
}

model::Metadata try_connector(Workspace& workspace,
                              const model::ConnectorConfig& connector,
                              std::string_view hint,
                              StoredConnector& result)
{
    // A person who types it wants an answer now; and what one place asked for says nothing of
    // another.
    const auto connection = workspace.try_out(connector);
    result.checks = connector_checks(connection->test());
    require_passed(connector.name, result.checks, hint);
    auto metadata = connection->describe();
    result.types = discovered_types(metadata);
    return metadata;
}

} // namespace syncctl::app
