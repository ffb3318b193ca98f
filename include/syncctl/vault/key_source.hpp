#pragma once

#include "syncctl/base/random.hpp"
#include "syncctl/base/secret.hpp"
#include "syncctl/vault/envelope.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace syncctl::vault {

/// Everything that can name a key. Filled by the command line front, which wipes the environment.
struct KeySources {
    std::optional<base::Secret> environment;   ///< value of ENCRYPTION_KEY, also when empty
    std::optional<std::filesystem::path> file; ///< --key-file, else ENCRYPTION_KEY_FILE
    std::optional<std::string> command;        ///< ENCRYPTION_KEY_COMMAND
    std::optional<std::filesystem::path> credentials_directory; ///< $CREDENTIALS_DIRECTORY
    std::filesystem::path default_file; ///< $XDG_CONFIG_HOME/syncctl/encryption.key
};

struct FoundKey {
    MasterKey key;
    std::string
        source; ///< for messages: "environment variable ENCRYPTION_KEY", "key file /path", ...
};

/// The first source that is set wins; when two of the first three are set they must agree.
/// \throws Error{no_key | bad_key | key_source | ambiguous_key}
[[nodiscard]] FoundKey find_key(const KeySources& sources);

/// Exactly 64 hex digits, not weak, not published; see key-inputs.json in tests/data/vectors.
/// \param may_end_with_newline for files and commands: one LF or CRLF
/// \throws Error{bad_key}; the message says which rule, never shows the text
[[nodiscard]] MasterKey parse_key(std::string_view text, bool may_end_with_newline);

/// 64 hex digits of a new random key.
[[nodiscard]] base::Secret generate_key(base::Random& random);

} // namespace syncctl::vault
