#pragma once

#include "syncctl/base/random.hpp"
#include "syncctl/base/secret.hpp"
#include "syncctl/vault/envelope.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace syncctl::vault {

/// Cost of scrypt (RFC 7914): N = 2^log_n.
struct ScryptCost {
    int log_n = 17;
    std::uint32_t r = 8;
    std::uint32_t p = 1;
};

/// \throws Error{setting} for costs outside ln 4..20, r 1..16, p 1..16 or above 1 GiB of memory
[[nodiscard]] base::Secret scrypt(const base::Secret& password,
                                  std::string_view salt,
                                  const ScryptCost& cost,
                                  std::size_t length);

/// What a key is made with, besides the passphrase. Stored as `$scrypt$ln=17,r=8,p=1$SALT`.
struct ScryptParameters {
    ScryptCost cost;
    std::string salt; ///< 16 octets
};

/// With a random salt.
[[nodiscard]] ScryptParameters new_scrypt_parameters(base::Random& random,
                                                     const ScryptCost& cost = {});
[[nodiscard]] std::string to_text(const ScryptParameters& parameters);
/// nullopt for any other text, and for costs outside ln 14..20, r up to 16, p up to 4 or above
/// 1 GiB of memory.
[[nodiscard]] std::optional<ScryptParameters> scrypt_parameters_from(std::string_view text);

/// The master key of a passphrase.
/// \throws Error{bad_key} unless it has 1 to 1024 octets
[[nodiscard]] MasterKey passphrase_key(const base::Secret& passphrase,
                                       const ScryptParameters& parameters);

/// `$scrypt$ln=17,r=8,p=1$SALT$HASH` with a random salt of 16 octets.
[[nodiscard]] std::string
hash_password(const base::Secret& password, base::Random& random, const ScryptCost& cost = {});
/// Constant-time. False for a wrong password and for any text that is not a hash with sane costs
/// (ln 14..20, r up to 16, p up to 4).
[[nodiscard]] bool verify_password(const base::Secret& password, std::string_view stored);

} // namespace syncctl::vault
