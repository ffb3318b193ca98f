#pragma once

#include "address.hpp"
#include "listing_mark.hpp"

#include "syncctl/connectors/registry.hpp"
#include "syncctl/http/client.hpp"

#include <string>
#include <vector>

namespace syncctl::connectors::azure_devops {

/// The settings of one connector, checked.
struct Options {
    std::string connector; ///< its name, for messages
    std::string secret;    ///< name of the one it signs in with, for messages
    Address address;
    std::string api_version;  ///< empty: found out
    std::string area;         ///< empty: the whole project
    std::string marker_field; ///< empty: the marker is a hyperlink
    Changes changes = Changes::automatic;
    bool suppress_notifications = false;
    bool batch_writes = false;
    bool allow_http = false;
    std::string ca_file;
    int concurrency = 4;
};

[[nodiscard]] std::vector<SettingSpec> setting_specs();
/// \throws Error{setting} naming the setting
[[nodiscard]] Options options_of(const ConnectorSetup& setup);
/// From the secret `token` (Basic) or `bearer`.
/// \throws Error{setting} when there is none, both, or one that cannot stand in a header
[[nodiscard]] http::Authorization authorization_of(const ConnectorSetup& setup);

} // namespace syncctl::connectors::azure_devops
