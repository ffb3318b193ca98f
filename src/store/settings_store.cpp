#include "syncctl/store/settings_store.hpp"

#include "scopes.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"
#include "syncctl/store/statement.hpp"

#include <fmt/format.h>

#include <sql/settings_store.hpp>

namespace syncctl::store {

namespace {

constexpr std::string_view k_uuid_key = "database_uuid";

Setting read_setting(const Statement& row)
{
    return {
        .key = row.text(0), .value = row.text(1), .type = row.text(2), .description = row.text(3)};
}

} // namespace

std::optional<Setting> SettingsStore::find(std::string_view key)
{
    auto rows = m_database.prepare(sql::settings_store::find);
    rows.bind(":key", key);
    return rows.step() ? std::optional{read_setting(rows)} : std::nullopt;
}

std::vector<Setting> SettingsStore::list()
{
    std::vector<Setting> settings;
    auto rows = m_database.prepare(sql::settings_store::list);
    while (rows.step()) {
        settings.push_back(read_setting(rows));
    }
    return settings;
}

void SettingsStore::set(std::string_view key, std::string_view value)
{
    const auto present = find(key);
    if (!present) {
        throw Error{ErrorCode::not_found,
                    fmt::format("there is no setting '{}'", key),
                    "syncctl settings list"};
    }
    if (present->type == "integer" && !base::is_decimal(value)) {
        throw Error{ErrorCode::setting,
                    fmt::format("setting '{}' takes a whole number, not '{}'", key, value)};
    }
    WriteScope scope{m_database};
    auto change = m_database.prepare(sql::settings_store::set);
    change.bind(":key", key);
    change.bind(":value", value);
    change.run();
    scope.commit();
}

std::string SettingsStore::database_uuid()
{
    auto rows = m_database.prepare(sql::settings_store::find_meta);
    rows.bind(":key", k_uuid_key);
    return rows.step() ? rows.text(0) : std::string{};
}

void SettingsStore::set_database_uuid(std::string_view uuid)
{
    WriteScope scope{m_database};
    auto insert = m_database.prepare(sql::settings_store::insert_meta);
    insert.bind(":key", k_uuid_key);
    insert.bind(":value", uuid);
    if (!insert.run_unless_taken()) {
        throw Error{ErrorCode::failed,
                    "the database has a UUID already; a new one would make its secrets unreadable"};
    }
    scope.commit();
}

std::optional<KeyringEntry> SettingsStore::active_key()
{
    std::optional<KeyringEntry> active;
    int active_count = 0;
    int key_count = 0;
    auto rows = m_database.prepare(sql::settings_store::list_keys);
    while (rows.step()) {
        ++key_count;
        if (rows.view(1) == "active") {
            ++active_count;
            active =
                KeyringEntry{.key_id = rows.text(0), .is_active = true, .created_at = rows.time(2)};
        }
    }
    if (key_count > 0 && active_count != 1) {
        throw Error{
            ErrorCode::foreign_database,
            fmt::format("the keyring has {} active keys where exactly one belongs", active_count),
            "somebody edited the database: put a backup in its place"};
    }
    return active;
}

void SettingsStore::add_active_key(std::string_view key_id, base::Timestamp now)
{
    WriteScope scope{m_database};
    auto insert = m_database.prepare(sql::settings_store::insert_key);
    insert.bind(":kid", key_id);
    insert.bind(":created_at", now);
    if (!insert.run_unless_taken()) {
        throw Error{ErrorCode::failed, "the database is sealed with a key already"};
    }
    scope.commit();
}

} // namespace syncctl::store
