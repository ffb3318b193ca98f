#pragma once

#include <string>

namespace syncctl::base {

/// A library as it was found when the program started, which may be newer than what it was built
/// with.
struct LibraryVersion {
    std::string name;
    std::string version;
};

} // namespace syncctl::base
