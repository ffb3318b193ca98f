#pragma once

#include "syncctl/base/secret.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace syncctl::vault {

inline constexpr std::size_t k_gcm_key_size = 32;
inline constexpr std::size_t k_gcm_nonce_size = 12;
inline constexpr std::size_t k_gcm_tag_size = 16;
/// OpenSSL takes no longer ones, although GCM would.
inline constexpr std::size_t k_gcm_max_nonce_size = 128;

/// What both directions of AES-256-GCM need.
struct GcmInput {
    std::span<const std::byte> key;
    std::string_view nonce; ///< 1 to 128 octets; an envelope has 12
    std::string_view aad;
};

/// Ciphertext and tag, one after the other.
/// \throws Error{failed} for a key or nonce of a size that OpenSSL does not take
[[nodiscard]] std::string gcm_seal(const GcmInput& input, std::string_view plaintext);

/// nullopt when the tag does not fit or has not exactly 16 octets; nothing of the plaintext is left
/// then.
/// \throws Error{failed} for a key or nonce of a size that OpenSSL does not take
[[nodiscard]] std::optional<base::Secret>
gcm_open(const GcmInput& input, std::string_view ciphertext, std::string_view tag);

} // namespace syncctl::vault
