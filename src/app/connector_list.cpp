#include "connector_views.hpp"
#include "names.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/store/webhook_store.hpp"

#include <fmt/format.h>

#include <utility>

namespace syncctl::app {

ConnectorView connector_view(store::Store& store, const model::ConnectorConfig& connector)
{
    ConnectorView view{.name = connector.name,
                       .type = connector.type,
                       .url = connector.url,
                       .is_enabled = connector.is_active,
                       .has_credentials = !connector.sealed_credentials.empty(),
                       .settings = connector.settings,
                       .pairs = {},
                       .discovered_at = connector.discovered_at,
                       .created_at = connector.created_at};
    if (connector.id.value != 0) {
        const auto webhooks = store::WebhookStore{store.database}.secrets(connector.id);
        view.has_webhook_secret = webhooks.current.has_value();
        view.has_previous_webhook_secret = webhooks.previous.has_value();
        for (const auto& pair : store.pairs.using_connector(connector.id)) {
            view.pairs.push_back(pair.name);
        }
    }
    return view;
}

std::vector<DiscoveredType> discovered_types(const model::Metadata& metadata)
{
    std::vector<DiscoveredType> types;
    for (const auto& type : metadata.types) {
        DiscoveredType discovered{.name = type.name, .statuses = {}, .fields = {}};
        for (const auto& status : type.statuses) {
            discovered.statuses.push_back(status.name);
        }
        for (const auto& field : type.fields) {
            discovered.fields.push_back(field.reference);
        }
        types.push_back(std::move(discovered));
    }
    return types;
}

std::vector<ConnectorCheck> connector_checks(std::vector<connectors::Check> checks)
{
    std::vector<ConnectorCheck> converted;
    converted.reserve(checks.size());
    for (auto& check : checks) {
        converted.push_back({.name = std::move(check.name),
                             .is_ok = check.ok,
                             .detail = std::move(check.detail),
                             .hint = std::move(check.hint),
                             .code = check.code});
    }
    return converted;
}

void require_enabled(const model::ConnectorConfig& connector)
{
    if (!connector.is_active) {
        throw Error{ErrorCode::setting,
                    fmt::format("connector {} is disabled", shown(connector.name)),
                    fmt::format("syncctl connector enable {}", connector.name)};
    }
}

std::vector<ConnectorView> list_connectors(Workspace& workspace)
{
    auto& store = workspace.reading();
    std::vector<ConnectorView> views;
    for (const auto& connector : store.connectors.list()) {
        views.push_back(connector_view(store, connector));
    }
    return views;
}

ConnectorView show_connector(Workspace& workspace, std::string_view name)
{
    auto& store = workspace.reading();
    return connector_view(store, require_connector(store, name));
}

std::vector<DiscoveredType> connector_metadata(Workspace& workspace, std::string_view name)
{
    auto& store = workspace.reading();
    return discovered_types(store.connectors.metadata(require_connector(store, name).id));
}

} // namespace syncctl::app
