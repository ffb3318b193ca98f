#include "syncctl/store/library_versions.hpp"

#include <sqlite3.h>

namespace syncctl::store {

std::vector<base::LibraryVersion> library_versions()
{
    return {{.name = "sqlite", .version = sqlite3_libversion()}};
}

} // namespace syncctl::store
