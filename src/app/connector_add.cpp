#include "connector_views.hpp"
#include "credentials.hpp"
#include "names.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace syncctl::app {

namespace {

const connectors::ConnectorType& require_type(const connectors::Registry& registry,
                                              const std::string& name)
{
    if (const auto* type = registry.find(name)) {
        return *type;
    }
    std::vector<std::string> names;
    for (const auto& type : registry.types()) {
        names.push_back(type.name);
    }
    throw Error{ErrorCode::usage,
                fmt::format("there is no connector type {}", shown(name)),
                suggestion(name, names, "syncctl connector types")};
}

std::vector<std::string> names_of(const connectors::ConnectorType& type, bool is_secret)
{
    std::vector<std::string> names;
    for (const auto& setting : type.settings) {
        if (setting.is_secret == is_secret) {
            names.push_back(setting.name);
        }
    }
    return names;
}

const connectors::SettingSpec* find_setting(const connectors::ConnectorType& type,
                                            const std::string& name)
{
    for (const auto& setting : type.settings) {
        if (setting.name == name) {
            return &setting;
        }
    }
    return nullptr;
}

void require_good_settings(const connectors::ConnectorType& type, const ConnectorAddition& addition)
{
    for (const auto& [name, value] : addition.settings) {
        const auto* setting = find_setting(type, name);
        if (setting == nullptr) {
            throw Error{
                ErrorCode::usage,
                fmt::format("connector type '{}' has no setting {}", type.name, shown(name)),
                suggestion(name, names_of(type, false), "syncctl connector types")};
        }
        if (setting->is_secret) {
            throw Error{
                ErrorCode::usage,
                fmt::format("'{}' is a secret; --set would show it to every user of this machine",
                            name),
                fmt::format("--secret {}=prompt", name)};
        }
        if (value.size() > 4096 || base::term_safe(value) != value) {
            throw Error{
                ErrorCode::usage,
                fmt::format("setting '{}': the value has control characters or is too long", name)};
        }
    }
    for (const auto& setting : type.settings) {
        if (setting.is_required && !setting.is_secret &&
            addition.settings.count(setting.name) == 0) {
            throw Error{ErrorCode::usage,
                        fmt::format("connector type '{}' needs the setting '{}' ({})",
                                    type.name,
                                    setting.name,
                                    setting.description),
                        fmt::format("--set {}=VALUE", setting.name)};
        }
    }
}

/// The secrets by their real names; an unnamed one is the only one that the type takes.
std::map<std::string, const SecretReader*> named_secrets(const connectors::ConnectorType& type,
                                                         const ConnectorAddition& addition)
{
    const auto known = names_of(type, true);
    std::map<std::string, const SecretReader*> named;
    for (const auto& [given, reader] : addition.secrets) {
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
    for (const auto& setting : type.settings) {
        if (setting.is_secret && setting.is_required && named.count(setting.name) == 0) {
            throw Error{
                ErrorCode::usage,
                fmt::format("connector type '{}' needs the secret '{}'", type.name, setting.name),
                fmt::format("--secret {}=prompt", setting.name)};
        }
    }
    return named;
}

void require_good_url(const connectors::ConnectorType& type, const std::string& url)
{
    if (const auto problem = type.url_problem(url)) {
        throw Error{ErrorCode::usage,
                    fmt::format("--url {}: {}", shown(url), *problem),
                    fmt::format("connector type '{}' takes {}", type.name, type.url_form)};
    }
}

void require_passed(const std::string& connector, const std::vector<ConnectorCheck>& checks)
{
    for (const auto& check : checks) {
        if (!check.is_ok) {
            throw Error{ErrorCode::failed,
                        fmt::format("connector {}: {}: {} (nothing was stored)",
                                    shown(connector),
                                    check.name,
                                    check.detail),
                        // The check's own hint may name the connector, which is not there yet.
                        "put that right and add it again, or add it untested with --no-test"};
        }
    }
}

} // namespace

ConnectorAdded add_connector(Workspace& workspace, const ConnectorAddition& addition)
{
    require_valid_name("connector", addition.name);
    const auto& services = workspace.services();
    const auto& type = require_type(services.registry, addition.type);
    require_good_url(type, addition.url);
    require_good_settings(type, addition);
    const auto secrets = named_secrets(type, addition);
    auto& store = addition.is_dry_run ? workspace.reading() : workspace.writing();
    if (store.connectors.find(addition.name)) {
        throw Error{ErrorCode::failed,
                    fmt::format("there is a connector {} already", shown(addition.name)),
                    fmt::format("syncctl connector show {}", addition.name)};
    }
    model::ConnectorConfig connector;
    connector.uuid = base::random_uuid(services.random);
    connector.name = addition.name;
    connector.type = type.name;
    connector.url = type.normalise_url(addition.url);
    connector.settings = addition.settings;
    connector.created_at = workspace.now();
    if (!secrets.empty()) {
        const auto& vault = workspace.vault();
        Credentials credentials{.origins = type.origins(connector.url), .fields = {}};
        for (const auto& [name, reader] : secrets) {
            credentials.fields.emplace(name, (*reader)());
        }
        connector.sealed_credentials =
            seal_credentials(vault, connector.uuid, credentials, services.random);
    }
    ConnectorAdded added;
    std::optional<model::Metadata> metadata;
    if (addition.is_tested) {
        const auto connection = workspace.connect(connector);
        added.checks = connector_checks(connection->test());
        require_passed(connector.name, added.checks);
        metadata = connection->describe();
        added.types = discovered_types(*metadata);
        connector.discovered_at = workspace.now();
    }
    if (!addition.is_dry_run) {
        store::Transaction transaction{store.database};
        connector.id = store.connectors.insert(connector, workspace.now());
        if (metadata) {
            store.connectors.save_metadata(connector.id, *metadata, workspace.now());
        }
        transaction.commit();
    }
    added.connector = connector_view(store, connector);
    return added;
}

} // namespace syncctl::app
