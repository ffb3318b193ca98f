#pragma once

#include "syncctl/base/secret.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace syncctl::cli {

/// The environment of the process, and below it the lines of `--env-file`.
class Environment {
public:
    /// Takes ENCRYPTION_KEY, ENCRYPTION_KEY_NEXT and SYNCCTL_HEARTBEAT_URL out of the process at
    /// once: what remained would be readable in /proc/PID/environ, and every child would inherit
    /// it.
    Environment();
    ~Environment();
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

    /// Strict KEY=VALUE lines; blank lines and lines that start with '#' are skipped; nothing is
    /// unquoted. \throws Error naming file and line, never the value
    void load_file(const std::filesystem::path& file);

    /// The value of a variable; the process goes before the file. An empty one counts as not set.
    [[nodiscard]] std::optional<std::string> find(const std::string& name) const;
    /// A variable that holds a secret, also when it is empty. It is wiped where it was.
    [[nodiscard]] std::optional<base::Secret> take_secret(const std::string& name);

private:
    std::map<std::string, base::Secret> m_taken;
    std::map<std::string, std::string> m_file;
};

/// `--db`'s default: $STATE_DIRECTORY, else $XDG_STATE_HOME/syncctl, else ~/.local/state/syncctl.
/// \throws Error{usage} when none of them says where
[[nodiscard]] std::filesystem::path default_database(const Environment& environment);
/// $XDG_CONFIG_HOME/syncctl/encryption.key; empty when there is no home either.
[[nodiscard]] std::filesystem::path default_key_file(const Environment& environment);
/// encryption.key.next beside it; empty likewise.
[[nodiscard]] std::filesystem::path default_next_key_file(const Environment& environment);

} // namespace syncctl::cli
