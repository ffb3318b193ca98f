#pragma once

#include "syncctl/base/random.hpp"
#include "syncctl/base/secret.hpp"
#include "syncctl/connectors/registry.hpp"
#include "syncctl/model/connector_config.hpp"
#include "syncctl/vault/envelope.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::app {

/// The plain form of sealed credentials: `{"v":1,"origins":[...],"fields":{...}}`.
struct Credentials {
    std::vector<std::string> origins; ///< scheme://host:port values they may be sent to
    std::map<std::string, base::Secret> fields;
};

/// The envelope for table connectors, column encrypted_credentials, row `connector_uuid`.
[[nodiscard]] std::string seal_credentials(const vault::Vault& vault,
                                           const std::string& connector_uuid,
                                           const Credentials& credentials,
                                           base::Random& random);

/// \throws Error{sealed_*, wrong_key}; the message names the connector and shows nothing of the
/// content
[[nodiscard]] Credentials open_credentials(const vault::Vault& vault,
                                           const model::ConnectorConfig& connector);

/// The first of these origins that the credentials may not be sent to; nullopt when there is none.
[[nodiscard]] std::optional<std::string> foreign_origin(const Credentials& credentials,
                                                        const std::vector<std::string>& origins);

/// The setting that leads to this origin, which the URL alone does not; nullopt when the URL does.
[[nodiscard]] std::optional<std::string>
setting_behind(const connectors::ConnectorType& type,
               const std::string& url,
               const std::map<std::string, std::string>& settings,
               const std::string& origin);

/// The command that gives every one of these secrets anew.
/// \param url as it is typed: a URL, or the word URL
/// \param setting one that says, like the URL, where they go, as it is typed: NAME=VALUE; or empty
[[nodiscard]] std::string reentry_command(std::string_view connector,
                                          std::string_view url,
                                          std::string_view setting,
                                          const Credentials& credentials);

} // namespace syncctl::app
