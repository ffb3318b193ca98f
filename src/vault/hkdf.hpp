#pragma once

#include "syncctl/base/secret.hpp"

#include <cstddef>
#include <string_view>

namespace syncctl::vault {

/// What HKDF-SHA-256 (RFC 5869) derives a key from. An empty salt means 32 zero octets.
struct HkdfInput {
    const base::Secret& key;
    std::string_view salt;
    std::string_view info;
};

/// \throws Error{failed} for a length of 0 or above 255 * 32
[[nodiscard]] base::Secret hkdf_sha256(const HkdfInput& input, std::size_t length);

} // namespace syncctl::vault
