#include "database_key.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/vault/password.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace syncctl::app {

namespace {

constexpr std::size_t k_date_size = 10; ///< of 2026-01-31T...

std::string date_of(base::Timestamp time)
{
    return base::format_utc(time).substr(0, k_date_size);
}

/// "the key from SOURCE is ID", and since when it is not in use any more.
std::string described(const vault::FoundKey& found, const std::vector<store::KeyringEntry>& keys)
{
    auto text = fmt::format("the key from {} is {}", found.source, found.key.id());
    const auto known = std::find_if(
        keys.begin(), keys.end(), [&](const auto& key) { return key.key_id == found.key.id(); });
    if (known != keys.end() && !known->is_active) {
        text +=
            fmt::format(" (retired on {}: the key was changed then)", date_of(known->retired_at));
    }
    return text;
}

[[noreturn]] void throw_wrong_key(store::Store& store,
                                  const std::string& active,
                                  const std::vector<const vault::FoundKey*>& tried)
{
    const auto keys = store.settings.keys();
    auto text = fmt::format("the database is sealed with key {}", active);
    for (const auto* found : tried) {
        text += ", " + described(*found, keys);
    }
    throw Error{
        ErrorCode::wrong_key, text + ": wrong key (nothing was changed)", "syncctl key check"};
}

/// \throws Error{damaged_database} for parameters that this program never wrote: they may ask for
///         any amount of memory
vault::ScryptParameters parameters_from(const std::string& stored)
{
    if (auto parameters = vault::scrypt_parameters_from(stored)) {
        return *std::move(parameters);
    }
    throw Error{ErrorCode::damaged_database,
                "how the key is made from the passphrase cannot be read in the database",
                "put a backup in its place: syncctl restore FILE"};
}

std::optional<vault::FoundKey> key_from_passphrase(const std::string& stored,
                                                   const vault::KeySources& sources)
{
    if (!sources.passphrase) {
        return std::nullopt;
    }
    const auto parameters = parameters_from(stored);
    const auto passphrase = sources.passphrase->read(false);
    return vault::FoundKey{.key = vault::passphrase_key(passphrase, parameters),
                           .source = sources.passphrase->source};
}

/// The present key; nullopt when no source is set.
std::optional<vault::FoundKey> present_key(store::Store& store, const vault::KeySources& sources)
{
    const auto stored = store.settings.passphrase_parameters();
    if (stored) {
        if (auto found = key_from_passphrase(*stored, sources)) {
            return found;
        }
    }
    try {
        return vault::find_key(sources);
    } catch (const Error& error) {
        if (error.code() != ErrorCode::no_key) {
            throw;
        }
        return std::nullopt;
    }
}

[[noreturn]] void throw_no_key(store::Store& store, const vault::KeySources& sources)
{
    if (store.settings.passphrase_parameters()) {
        throw Error{ErrorCode::no_key,
                    "no encryption key: the one of this database is made from a passphrase",
                    "--passphrase-from prompt, or set ENCRYPTION_PASSPHRASE_FROM"};
    }
    if (sources.passphrase) {
        throw Error{ErrorCode::no_key,
                    "no encryption key: the one of this database is not made from a passphrase",
                    "set ENCRYPTION_KEY_FILE to the key file of this database"};
    }
    static_cast<void>(vault::find_key(sources)); // says where was looked
    throw Error{ErrorCode::no_key, "no encryption key"};
}

} // namespace

DatabaseKey find_database_key(store::Store& store, const vault::KeySources& sources)
{
    const auto active = store.settings.active_key();
    if (!active) {
        throw Error{ErrorCode::wrong_schema,
                    fmt::format("{}: setup was not finished, the database has no key yet",
                                store.database.path().string()),
                    "syncctl setup"};
    }
    auto present = present_key(store, sources);
    if (present && present->key.id() == active->key_id) {
        return {.found = *std::move(present), .is_next = false};
    }
    auto next = vault::find_next_key(sources);
    if (next && next->key.id() == active->key_id) {
        return {.found = *std::move(next), .is_next = true};
    }
    if (!present && !next) {
        throw_no_key(store, sources);
    }
    std::vector<const vault::FoundKey*> tried;
    for (const auto* found : {&present, &next}) {
        if (*found) {
            tried.push_back(&**found);
        }
    }
    throw_wrong_key(store, active->key_id, tried);
}

PassphraseKey new_passphrase_key(const vault::PassphraseSource& source, base::Random& random)
{
    const auto parameters = vault::new_scrypt_parameters(random);
    const auto passphrase = source.read(true);
    return {
        .found = {.key = vault::passphrase_key(passphrase, parameters), .source = source.source},
        .parameters = vault::to_text(parameters)};
}

void count_seals(store::SettingsStore& settings,
                 const vault::Vault& vault,
                 base::Log& log,
                 std::int64_t count)
{
    const auto total = settings.count_seals(vault.key_id(), count);
    if (total >= store::k_many_seals) {
        log.warning(fmt::format("key {} has sealed {} values: change it soon (syncctl key rotate)",
                                vault.key_id(),
                                total));
    }
}

} // namespace syncctl::app
