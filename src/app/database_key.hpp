#pragma once

#include "syncctl/app/workspace.hpp"

namespace syncctl::app {

/// The key that opens a database.
struct DatabaseKey {
    vault::FoundKey found;
    bool is_next = false; ///< a NEXT source gave it: the key was changed, the sources not yet
};

/// Whichever of the sources gives the key that the database is sealed with.
/// \throws Error{wrong_schema} before setup, Error{wrong_key} naming every key that was found and
///         when it was retired, Error{no_key, bad_key, key_source, ambiguous_key}
[[nodiscard]] DatabaseKey find_database_key(store::Store& store, const vault::KeySources& sources);

/// A key from a passphrase, with what makes it again.
struct PassphraseKey {
    vault::FoundKey found;
    std::string parameters; ///< for the database
};

[[nodiscard]] PassphraseKey new_passphrase_key(const vault::PassphraseSource& source,
                                               base::Random& random);

/// In the transaction that stores values sealed by `vault`: counts them, and makes sure that the
/// key was not changed since they were sealed. A warning when the key has sealed very many.
/// \throws Error{wrong_key, bad_key}; then nothing may be stored
void count_seals(store::SettingsStore& settings,
                 const vault::Vault& vault,
                 base::Log& log,
                 std::int64_t count = 1);

} // namespace syncctl::app
