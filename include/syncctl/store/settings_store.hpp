#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/store/database.hpp"

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
};

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

private:
    Database& m_database;
};

} // namespace syncctl::store
