#pragma once

#include "syncctl/base/random.hpp"
#include "syncctl/base/secret.hpp"
#include "syncctl/vault/envelope.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace syncctl::vault {

/// Where the key comes from that follows the present one; the same kinds as in KeySources.
struct NextKeySources {
    std::optional<base::Secret> environment;   ///< value of ENCRYPTION_KEY_NEXT, also when empty
    std::optional<std::filesystem::path> file; ///< ENCRYPTION_KEY_NEXT_FILE
    std::optional<std::string> command;        ///< ENCRYPTION_KEY_NEXT_COMMAND
    std::filesystem::path default_file;        ///< $XDG_CONFIG_HOME/syncctl/encryption.key.next
};

/// A passphrase that was asked for by name.
struct PassphraseSource {
    std::string source; ///< for messages: "passphrase from prompt"
    /// \param is_new a person is asked twice
    std::function<base::Secret(bool is_new)> read;
};

/// Everything that can name a key. Filled by the command line front, which wipes the environment.
struct KeySources {
    std::optional<base::Secret> environment;   ///< value of ENCRYPTION_KEY, also when empty
    std::optional<std::filesystem::path> file; ///< --key-file, else ENCRYPTION_KEY_FILE
    std::optional<std::string> command;        ///< ENCRYPTION_KEY_COMMAND
    std::optional<std::filesystem::path> credentials_directory; ///< $CREDENTIALS_DIRECTORY
    std::filesystem::path default_file; ///< $XDG_CONFIG_HOME/syncctl/encryption.key
    NextKeySources next;
    std::optional<PassphraseSource> passphrase;
};

struct FoundKey {
    MasterKey key;
    std::string
        source; ///< for messages: "environment variable ENCRYPTION_KEY", "key file /path", ...
};

/// The first source that is set wins; when two of the first three are set they must agree.
/// \throws Error{no_key | bad_key | key_source | ambiguous_key}
[[nodiscard]] FoundKey find_key(const KeySources& sources);

/// The key of the NEXT sources, by the same rules; nullopt when none of them is set. It is beside
/// the other one while the key is changed, so that there is always one that opens the database.
/// \throws Error{bad_key | key_source | ambiguous_key}
[[nodiscard]] std::optional<FoundKey> find_next_key(const KeySources& sources);

/// The content of a file that holds a secret: as private as a key file, at most 4 KiB.
/// \throws Error{key_source}
[[nodiscard]] base::Secret read_secret_file(const std::filesystem::path& file);

/// A file that was named as the source of a key, as strictly as ENCRYPTION_KEY_FILE.
[[nodiscard]] FoundKey key_from_file(const std::filesystem::path& file);
/// What a program prints; run without a shell, at most 10 seconds, 4 KiB.
/// \param name what the command was given by, for messages: "ENCRYPTION_KEY_COMMAND"
[[nodiscard]] FoundKey key_from_command(const std::string& command, const std::string& name);

/// Exactly 64 hex digits, not weak, not published; see key-inputs.json in tests/data/vectors.
/// \param may_end_with_newline for files and commands: one LF or CRLF
/// \throws Error{bad_key}; the message says which rule, never shows the text
[[nodiscard]] MasterKey parse_key(std::string_view text, bool may_end_with_newline);

/// 64 hex digits of a new random key.
[[nodiscard]] base::Secret generate_key(base::Random& random);

} // namespace syncctl::vault
