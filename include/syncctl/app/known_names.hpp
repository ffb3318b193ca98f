#pragma once

#include "syncctl/app/workspace.hpp"

#include <string>
#include <vector>

namespace syncctl::app {

/// A name that a person may type, with what it stands for.
struct KnownName {
    std::string name;
    std::string about;
};

// Cheap: no counting, no key, and at most as many as somebody would look through.

[[nodiscard]] std::vector<KnownName> known_pairs(Workspace& workspace);
[[nodiscard]] std::vector<KnownName> known_connectors(Workspace& workspace);
[[nodiscard]] std::vector<KnownName> known_settings(Workspace& workspace);
/// The numbers of open conflicts, oldest first.
[[nodiscard]] std::vector<KnownName> known_conflicts(Workspace& workspace);

} // namespace syncctl::app
