#include "syncctl/app/versions.hpp"

#include "syncctl/http/library_versions.hpp"
#include "syncctl/mapping/library_versions.hpp"
#include "syncctl/store/library_versions.hpp"
#include "syncctl/store/migrator.hpp"
#include "syncctl/vault/library_versions.hpp"

#include <algorithm>

namespace syncctl::app {

int schema_version()
{
    return store::Migrator::newest_version();
}

std::vector<base::LibraryVersion> library_versions()
{
    std::vector<base::LibraryVersion> all;
    for (const auto& versions : {http::library_versions(),
                                 mapping::library_versions(),
                                 store::library_versions(),
                                 vault::library_versions()}) {
        all.insert(all.end(), versions.begin(), versions.end());
    }
    std::sort(all.begin(), all.end(), [](const auto& one, const auto& other) {
        return one.name < other.name;
    });
    return all;
}

} // namespace syncctl::app
