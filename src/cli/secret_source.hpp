#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace syncctl::cli {

/// Where a secret comes from: `prompt`, `stdin`, `file:PATH`, `env:NAME`, `cmd:COMMAND`. Never the
/// value itself: every user of a machine can read the arguments of every process.
struct SecretSource {
    enum class Kind { prompt, standard_input, file, environment, command };
    Kind kind = Kind::prompt;
    std::string place; ///< path, name or command
};

/// nullopt for anything else.
[[nodiscard]] std::optional<SecretSource> parse_secret_source(std::string_view text);

/// \param option names it in the message; the text, which may be a secret, is not in it
/// \throws Error{usage}
[[nodiscard]] SecretSource require_secret_source(std::string_view text, std::string_view option);

/// For messages: "file /path", "environment variable NAME"; of a command the program only.
[[nodiscard]] std::string described(const SecretSource& source);

/// `[NAME=]SOURCE`
struct NamedSecretSource {
    std::string name; ///< empty when not given
    SecretSource source;
};

/// \throws Error{usage}; the text, which may be a secret, is not in the message
[[nodiscard]] NamedSecretSource parse_named_secret_source(std::string_view text);

} // namespace syncctl::cli
