#pragma once

#include "syncctl/app/workspace.hpp"
#include "syncctl/base/error.hpp"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::app {

struct TypeSetting {
    std::string name;
    std::string description;
    bool is_required = false;
    bool is_secret = false;
};

struct ConnectorTypeView {
    std::string name;
    std::string purpose;
    std::string url_form;
    std::vector<TypeSetting> settings;
};

struct ConnectorView {
    std::string name;
    std::string type;
    std::string url;
    bool is_enabled = true;
    bool has_credentials = false;
    bool has_webhook_secret = false; ///< one of its own; without, the setting webhook_secret counts
    bool has_previous_webhook_secret = false; ///< taken as well
    std::map<std::string, std::string> settings;
    std::vector<std::string> pairs; ///< that use it
    base::Timestamp discovered_at;
    base::Timestamp created_at;
};

/// A work item type of a tracker, counted.
struct DiscoveredType {
    std::string name;
    std::vector<std::string> statuses;
    std::vector<std::string> fields; ///< references
};

struct ConnectorCheck {
    std::string name;
    bool is_ok = true;
    std::string detail;
    std::string hint;
    ErrorCode code = ErrorCode::failed; ///< of a failed one
};

/// Reads one secret; called only after everything else about the request was found good.
using SecretReader = std::function<base::Secret()>;

struct ConnectorAddition {
    std::string name;
    std::string type;
    std::string url;
    std::map<std::string, std::string> settings;
    /// Name of the secret -> how to get it. An empty name means "the only secret that the type
    /// takes".
    std::map<std::string, SecretReader> secrets;
    bool is_tested = true; ///< test the connection and discover the metadata
    bool is_dry_run = false;
};

/// What `connector edit` changes. What is not named stays as it is.
struct ConnectorEdit {
    std::string name;
    std::optional<std::string> url;
    std::map<std::string, std::string> settings;
    std::set<std::string> unset;                 ///< settings and secrets that are taken away
    std::map<std::string, SecretReader> secrets; ///< as in ConnectorAddition
    SecretReader webhook_secret{};      ///< empty: stays; the former one is taken as well then
    bool drops_webhook_secrets = false; ///< the setting webhook_secret counts again
    bool drops_previous_webhook_secret = false;
    bool is_tested = true; ///< before it is stored
    bool is_dry_run = false;
};

/// A connector as it was stored by `add` or `edit`.
struct StoredConnector {
    ConnectorView connector;
    std::vector<ConnectorCheck> checks; ///< empty when it was not tested
    std::vector<DiscoveredType> types;  ///< what is known of the tracker now
};

[[nodiscard]] std::vector<ConnectorTypeView> connector_types(const connectors::Registry& registry);
[[nodiscard]] StoredConnector add_connector(Workspace& workspace,
                                            const ConnectorAddition& addition);
/// All of it or nothing. A secret stays with the origin (scheme, host, port) that it was entered
/// for: with a URL or a setting that leads to another one every secret has to be given again. With
/// another URL the pairs of the connector list everything again.
/// \throws Error{not_found, usage}; Error{origin_not_allowed} when what is stored leads to another
/// origin than the secrets were entered for and the edit does not say which is right; Error{failed}
/// when the test fails; Error{locked} while a run would be disturbed, and when somebody else
/// changed the connector meanwhile
[[nodiscard]] StoredConnector edit_connector(Workspace& workspace, const ConnectorEdit& edit);
[[nodiscard]] std::vector<ConnectorView> list_connectors(Workspace& workspace);
[[nodiscard]] ConnectorView show_connector(Workspace& workspace, std::string_view name);
/// What discover found last.
[[nodiscard]] std::vector<DiscoveredType> connector_metadata(Workspace& workspace,
                                                             std::string_view name);
[[nodiscard]] std::vector<ConnectorCheck> test_connector(Workspace& workspace,
                                                         std::string_view name);
/// Reads types, statuses and fields from the tracker and keeps them.
[[nodiscard]] std::vector<DiscoveredType>
discover_connector(Workspace& workspace, std::string_view name, bool is_dry_run);
/// False when it was so already.
bool enable_connector(Workspace& workspace,
                      std::string_view name,
                      bool is_enabled,
                      bool is_dry_run);
/// \throws Error{failed} while pairs use it
void remove_connector(Workspace& workspace, std::string_view name, bool is_dry_run);

} // namespace syncctl::app
