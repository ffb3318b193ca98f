#pragma once

#include "syncctl/base/random.hpp"
#include "syncctl/base/secret.hpp"

#include <string>
#include <string_view>

namespace syncctl::vault {

/// The 32-octet master key with its id. The id (16 hex digits) is no secret: it tells a wrong key
/// at once.
class MasterKey {
public:
    /// \throws Error{bad_key} when it has not 32 octets
    explicit MasterKey(base::Secret octets);

    [[nodiscard]] const std::string& id() const noexcept { return m_id; }

    [[nodiscard]] const base::Secret& octets() const noexcept { return m_octets; }

private:
    base::Secret m_octets;
    std::string m_id;
};

/// Where a sealed value lives. It is authenticated with the value, so that a ciphertext that was
/// moved to another row, column or table does not open.
struct Place {
    std::string_view table;
    std::string_view column;
    std::string_view row_uuid;
};

/// Seals and opens values of one database (security.md section 3): AES-256-GCM,
/// `sc1:KEYID:NONCE:CIPHERTEXT`.
class Vault {
public:
    /// \param database_uuid the UUID's text; its 16 octets salt the encryption key
    Vault(MasterKey key, std::string_view database_uuid);

    [[nodiscard]] const std::string& key_id() const noexcept { return m_key.id(); }

    [[nodiscard]] std::string
    seal(std::string_view plaintext, const Place& place, base::Random& random) const;
    /// \throws Error{sealed_format | sealed_version | wrong_key | sealed_authentication}; the
    /// message holds
    ///         neither envelope nor plaintext
    [[nodiscard]] base::Secret open(std::string_view envelope, const Place& place) const;

private:
    MasterKey m_key;
    base::Secret m_encryption_key;
};

/// Seals and opens a made-up value; throws when the libraries do not do what they must.
void self_test(base::Random& random);

} // namespace syncctl::vault
