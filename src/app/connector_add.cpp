#include "connector_request.hpp"
#include "connector_views.hpp"
#include "credentials.hpp"
#include "database_key.hpp"
#include "names.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

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

std::set<std::string> names_of(const std::map<std::string, const SecretReader*>& secrets)
{
    std::set<std::string> names;
    for (const auto& [name, reader] : secrets) {
        names.insert(name);
    }
    return names;
}

} // namespace

StoredConnector add_connector(Workspace& workspace, const ConnectorAddition& addition)
{
    require_valid_name("connector", addition.name);
    const auto& services = workspace.services();
    const auto& type = require_type(services.registry, addition.type);
    require_good_url(type, addition.url);
    require_good_settings(type, addition.settings);
    require_needed_settings(type, addition.settings);
    const auto secrets = named_secrets(type, addition.secrets);
    require_needed_secrets(type, names_of(secrets));
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
        Credentials credentials{.origins = type.origins(connector.url, connector.settings),
                                .fields = {}};
        for (const auto& [name, reader] : secrets) {
            credentials.fields.emplace(name, (*reader)());
        }
        connector.sealed_credentials =
            seal_credentials(vault, connector.uuid, credentials, services.random);
    }
    StoredConnector added;
    std::optional<model::Metadata> metadata;
    if (addition.is_tested) {
        metadata =
            try_connector(workspace,
                          connector,
                          "put that right and add it again, or add it untested with --no-test",
                          added);
        connector.discovered_at = workspace.now();
    }
    if (!addition.is_dry_run) {
        store::Transaction transaction{store.database};
        connector.id = store.connectors.insert(connector, workspace.now());
        if (!connector.sealed_credentials.empty()) {
            count_seals(store.settings, workspace.vault(), services.log);
        }
        if (metadata) {
            store.connectors.save_metadata(connector.id, *metadata, connector.discovered_at);
        }
        transaction.commit();
    }
    added.connector = connector_view(store, connector);
    return added;
}

} // namespace syncctl::app
