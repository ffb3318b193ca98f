#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/store/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::store {

struct Setting {
    std::string key;
    std::string value; ///< an envelope for type `secret`
    std::string type;  ///< `integer`, `text`, `secret`
    std::string description;
};

/// A master key the database has been sealed with.
struct KeyringEntry {
    std::string key_id;
    bool is_active = true;
    base::Timestamp created_at;
    base::Timestamp retired_at{}; ///< unknown (0) while it is active
    std::int64_t seals = 0;       ///< how many values were sealed with it
};

/// From here on a key should be changed; AES-GCM with random nonces is good for 2^32 seals.
inline constexpr std::int64_t k_many_seals = std::int64_t{1} << 28U;
/// A key seals no more than this.
inline constexpr std::int64_t k_most_seals = std::int64_t{1} << 31U;

/// Tables system_settings, meta and keyring.
class SettingsStore {
public:
    explicit SettingsStore(Database& database) : m_database{database} {}

    [[nodiscard]] std::optional<Setting> find(std::string_view key);
    [[nodiscard]] std::vector<Setting> list();
    void set(std::string_view key, std::string_view value);

    /// The database's own UUID: salts the encryption key, made by setup, never changed.
    [[nodiscard]] std::string database_uuid();
    void set_database_uuid(std::string_view uuid);

    /// The key the database is sealed with now; nullopt before setup.
    /// \throws Error{foreign_database} when there is not exactly one active key
    [[nodiscard]] std::optional<KeyringEntry> active_key();
    void add_active_key(std::string_view key_id, base::Timestamp now);
    /// Every key the database knows, the active one first.
    [[nodiscard]] std::vector<KeyringEntry> keys();

    /// In the transaction that stores values sealed with this key: adds them to its count, and
    /// makes sure that the key was not changed since they were sealed.
    /// \return how many it has sealed by now
    /// \throws Error{wrong_key} when it is not active any more, Error{bad_key} above k_most_seals
    std::int64_t count_seals(std::string_view key_id, std::int64_t count);

    /// The new key becomes the active one, the old one is retired, the change is recorded. The
    /// sealed values are the caller's, in the same transaction.
    /// \return the new value of the setting encryption_key_version
    std::int64_t change_key(std::string_view from,
                            std::string_view to,
                            std::int64_t sealed_values,
                            base::Timestamp now);

    /// How the active key is made from a passphrase; nullopt when it is not.
    [[nodiscard]] std::optional<std::string> passphrase_parameters();
    /// nullopt: the key is not made from a passphrase.
    void set_passphrase_parameters(const std::optional<std::string>& parameters);

private:
    Database& m_database;
};

} // namespace syncctl::store
