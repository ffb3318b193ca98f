#include "connector_views.hpp"
#include "names.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

namespace syncctl::app {

std::vector<ConnectorCheck> test_connector(Workspace& workspace, std::string_view name)
{
    auto& store = workspace.reading();
    return connector_checks(workspace.connect(require_connector(store, name))->test());
}

std::vector<DiscoveredType>
discover_connector(Workspace& workspace, std::string_view name, bool is_dry_run)
{
    auto& store = is_dry_run ? workspace.reading() : workspace.writing();
    const auto connector = require_connector(store, name);
    const auto metadata = workspace.connect(connector)->describe();
    if (!is_dry_run) {
        store::Transaction transaction{store.database};
        store.connectors.save_metadata(connector.id, metadata, workspace.now());
        transaction.commit();
    }
    return discovered_types(metadata);
}

bool enable_connector(Workspace& workspace, std::string_view name, bool is_enabled, bool is_dry_run)
{
    if (is_dry_run) {
        return require_connector(workspace.reading(), name).is_active != is_enabled;
    }
    auto& store = workspace.writing();
    // The whole row is written: what an edit stored between our read and our write would be undone.
    store::Transaction transaction{store.database};
    auto connector = require_connector(store, name);
    const bool is_changed = connector.is_active != is_enabled;
    if (is_changed) {
        connector.is_active = is_enabled;
        store.connectors.update(connector, workspace.now());
    }
    transaction.commit();
    return is_changed;
}

void remove_connector(Workspace& workspace, std::string_view name, bool is_dry_run)
{
    auto& store = is_dry_run ? workspace.reading() : workspace.writing();
    const auto connector = require_connector(store, name);
    std::vector<std::string> pairs;
    for (const auto& pair : store.pairs.using_connector(connector.id)) {
        pairs.push_back(pair.name);
    }
    if (!pairs.empty()) {
        throw Error{
            ErrorCode::failed,
            fmt::format("connector {} is used by pair {}", shown(name), fmt::join(pairs, ", ")),
            fmt::format("syncctl pair remove {}", pairs.front())};
    }
    if (!is_dry_run) {
        store::Transaction transaction{store.database};
        store.connectors.remove(connector.id);
        transaction.commit();
        // The sealed credentials leave the write-ahead log, too.
        workspace.tidy_up();
    }
}

} // namespace syncctl::app
