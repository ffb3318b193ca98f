#pragma once

#include "syncctl/app/connectors.hpp"
#include "syncctl/model/metadata.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::app {

/// What was typed about a connector, held against what its type takes: for `add` and `edit`.

/// The type of a stored connector. \throws Error{setting} when this program has no such type
[[nodiscard]] const connectors::ConnectorType& type_of(const connectors::Registry& registry,
                                                       const model::ConnectorConfig& connector);
/// The settings that a type takes, or its secrets.
[[nodiscard]] std::vector<std::string> names_taken(const connectors::ConnectorType& type,
                                                   bool is_secret);

/// \throws Error{usage} for a setting that the type has not, a secret, and a value that no setting
/// can have
void require_good_settings(const connectors::ConnectorType& type,
                           const std::map<std::string, std::string>& settings);
/// \throws Error{usage} when one that the type cannot do without is missing
void require_needed_settings(const connectors::ConnectorType& type,
                             const std::map<std::string, std::string>& settings);
/// \throws Error{usage} when one that the type cannot do without is missing
void require_needed_secrets(const connectors::ConnectorType& type,
                            const std::set<std::string>& secrets);
/// \throws Error{usage}
void require_good_url(const connectors::ConnectorType& type, const std::string& url);

/// The secrets by their real names; an unnamed one is the only one that the type takes.
/// \throws Error{usage}
[[nodiscard]] std::map<std::string, const SecretReader*>
named_secrets(const connectors::ConnectorType& type,
              const std::map<std::string, SecretReader>& secrets);

/// Tests the connection and reads the metadata, before anything is stored.
/// \param hint what to do when a check fails: its own hint may speak of a connector that is not
///             stored
/// \throws Error{failed} naming the first check that fails, and what a connection throws
[[nodiscard]] model::Metadata try_connector(Workspace& workspace,
                                            const model::ConnectorConfig& connector,
                                            std::string_view hint,
                                            StoredConnector& result);

} // namespace syncctl::app
