#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/base/ids.hpp"

#include <map>
#include <string>

namespace syncctl::model {

/// A connector as it is stored; its credentials stay sealed.
struct ConnectorConfig {
    base::ConnectorId id;
    std::string uuid; ///< binds the sealed credentials to this row; never changes
    std::string name;
    std::string type; ///< key of the registry, for instance `files`
    std::string url;
    std::map<std::string, std::string> settings;
    std::string sealed_credentials; ///< an envelope, or empty when it needs none
    bool is_active = true;
    base::Timestamp discovered_at; ///< when its metadata was read last; 0 = never
    base::Timestamp created_at;

    bool operator==(const ConnectorConfig&) const = default;
};

} // namespace syncctl::model
