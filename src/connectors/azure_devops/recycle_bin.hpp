#pragma once

#include "api.hpp"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace syncctl::connectors::azure_devops {

/// The ids of all items in a project's recycle bin, rising.
using DeletedIds = std::vector<std::uint64_t>;

/// Why the recycle bin is not shown, as far as asking again will not help.
struct HiddenBin {
    std::string reason;
};

/// One call: the service gives them all, and not since when.
/// \throws Error when the answer says nothing about the recycle bin
[[nodiscard]] std::variant<DeletedIds, HiddenBin> deleted_ids(Api& api, const std::string& project);

} // namespace syncctl::connectors::azure_devops
