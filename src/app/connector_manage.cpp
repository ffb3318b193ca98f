#include "connector_views.hpp"
#include "names.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace syncctl::app {

namespace {

using Moment = std::optional<base::Timestamp>;

/// What becomes of the time before which the tracker wanted no request. A test asks all the same:
/// the tracker that answers it well needs no rest any more.
Moment quiet_time_after(const std::vector<ConnectorCheck>& checks, Moment known, Moment told)
{
    const bool is_passed =
        std::all_of(checks.begin(), checks.end(), [](const auto& check) { return check.is_ok; });
    return is_passed ? told : std::max(known, told);
}

ConnectorCheck quiet_time_check(base::Timestamp known, Moment left)
{
    ConnectorCheck check{.name = "quiet time",
                         .detail = fmt::format("the tracker had asked for no request before {}",
                                               base::format_utc(known)),
                         .hint = {}};
    if (left) {
        check.hint = fmt::format("runs wait until {}", base::format_utc(*left));
    } else {
        check.detail += "; it answers, and runs ask again";
    }
    return check;
}

} // namespace

std::vector<ConnectorCheck> test_connector(Workspace& workspace, std::string_view name)
{
    auto& store = workspace.reading();
    const auto connector = require_connector(store, name);
    const auto known = store.connectors.quiet_until(connector.id);
    const auto connection = workspace.connect_at_once(connector);
    auto checks = connector_checks(connection->test());
    for (auto& check : checks) {
        if (!check.is_ok && check.code == ErrorCode::authentication) {
            check.hint += fmt::format(" (syncctl connector edit {})", connector.name);
        }
    }
    const auto left = quiet_time_after(checks, known, connection->quiet_until());
    if (known && *known > workspace.now()) {
        checks.push_back(quiet_time_check(*known, left));
    }
    if (left != known) {
        workspace.keep_quiet_time(connector.id, known, left);
    }
    return checks;
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
