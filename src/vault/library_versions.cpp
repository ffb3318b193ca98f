#include "syncctl/vault/library_versions.hpp"

#include <openssl/crypto.h>
#include <sodium.h>

namespace syncctl::vault {

std::vector<base::LibraryVersion> library_versions()
{
    return {{.name = "openssl", .version = OpenSSL_version(OPENSSL_VERSION_STRING)},
            {.name = "sodium", .version = sodium_version_string()}};
}

} // namespace syncctl::vault
