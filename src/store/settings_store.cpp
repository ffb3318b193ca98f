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
constexpr std::string_view k_passphrase_key = "passphrase";

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

std::vector<KeyringEntry> SettingsStore::keys()
{
    std::vector<KeyringEntry> keys;
    auto rows = m_database.prepare(sql::settings_store::list_keys);
    while (rows.step()) {
        keys.push_back({.key_id = rows.text(0),
                        .is_active = rows.view(1) == "active",
                        .created_at = rows.time(2),
                        .retired_at = rows.time(3),
                        .seals = rows.integer(4)});
    }
    return keys;
}

std::optional<KeyringEntry> SettingsStore::active_key()
{
    const auto all = keys();
    std::optional<KeyringEntry> active;
    int active_count = 0;
    for (const auto& key : all) {
        if (key.is_active) {
            ++active_count;
            active = key;
        }
    }
    if (!all.empty() && active_count != 1) {
        throw Error{
            ErrorCode::foreign_database,
            fmt::format("the keyring has {} active keys where exactly one belongs", active_count),
            "somebody edited the database; put a backup in its place: syncctl restore FILE"};
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

std::int64_t SettingsStore::count_seals(std::string_view key_id, std::int64_t count)
{
    WriteScope scope{m_database};
    std::int64_t total = 0;
    {
        auto add = m_database.prepare(sql::settings_store::count_seals);
        add.bind(":kid", key_id);
        add.bind(":count", count);
        if (!add.step()) {
            throw Error{ErrorCode::wrong_key,
                        "the key of the database was changed meanwhile (nothing was stored)",
                        "run the command again"};
        }
        total = add.integer(0);
    }
    if (total > k_most_seals) {
        throw Error{ErrorCode::bad_key,
                    fmt::format("key {} has sealed {} values, more would weaken it", key_id, total),
                    "syncctl key rotate --new-key-from SOURCE"};
    }
    scope.commit();
    return total;
}

std::int64_t SettingsStore::change_key(std::string_view from,
                                       std::string_view to,
                                       std::int64_t sealed_values,
                                       base::Timestamp now)
{
    WriteScope scope{m_database};
    auto retire = m_database.prepare(sql::settings_store::retire_key);
    retire.bind(":kid", from);
    retire.bind(":now", now);
    retire.run();
    add_active_key(to, now);
    if (sealed_values > 0) {
        count_seals(to, sealed_values);
    }
    auto record = m_database.prepare(sql::settings_store::insert_rotation);
    record.bind(":from", from);
    record.bind(":to", to);
    record.bind(":count", sealed_values);
    record.bind(":now", now);
    record.run();
    std::int64_t version = 0;
    {
        auto next = m_database.prepare(sql::settings_store::count_rotation);
        version = next.step() ? std::stoll("0" + next.text(0)) : 0;
    }
    scope.commit();
    return version;
}

std::optional<std::string> SettingsStore::passphrase_parameters()
{
    auto rows = m_database.prepare(sql::settings_store::find_meta);
    rows.bind(":key", k_passphrase_key);
    return rows.step() ? std::optional{rows.text(0)} : std::nullopt;
}

void SettingsStore::set_passphrase_parameters(const std::optional<std::string>& parameters)
{
    WriteScope scope{m_database};
    auto remove = m_database.prepare(sql::settings_store::delete_meta);
    remove.bind(":key", k_passphrase_key);
    remove.run();
    if (parameters) {
        auto insert = m_database.prepare(sql::settings_store::insert_meta);
        insert.bind(":key", k_passphrase_key);
        insert.bind(":value", *parameters);
        insert.run();
    }
    scope.commit();
}

} // namespace syncctl::store
