#pragma once

#include "command_line.hpp"
#include "environment.hpp"
#include "secret_source.hpp"
#include "talk.hpp"

#include "syncctl/app/workspace.hpp"
#include "syncctl/base/clock.hpp"
#include "syncctl/base/random.hpp"
#include "syncctl/base/secret.hpp"
#include "syncctl/base/stop.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace syncctl::cli {

/// One answer to a question: its first letter, or all of `word`.
struct Choice {
    char key = 0;
    std::string_view word{};
};

/// What one command works with. Nothing is opened or read before a command asks for it.
class Session {
public:
    Session(Globals globals, Environment& environment, Talk& talk, const base::StopFlag& stop);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    [[nodiscard]] app::Workspace& workspace();
    [[nodiscard]] const connectors::Registry& registry();

    [[nodiscard]] Talk& talk() { return m_talk; }

    [[nodiscard]] base::Random& random() { return m_random; }

    [[nodiscard]] const base::Clock& clock() const { return m_clock; }

    [[nodiscard]] const base::StopFlag& stop() const { return m_stop; }

    [[nodiscard]] const Environment& environment() const { return m_environment; }

    /// SYNCCTL_HEARTBEAT_URL, which is a secret.
    [[nodiscard]] std::optional<base::Secret> heartbeat_url();

    [[nodiscard]] const Globals& globals() const { return m_globals; }

    /// Where `key generate` puts a key. \throws Error{usage} without a home
    [[nodiscard]] std::filesystem::path key_file_to_make() const;
    /// Who is working, for the record.
    [[nodiscard]] std::string user_name() const;

    /// Is there a terminal with a person, and may it be used?
    [[nodiscard]] bool can_ask() const;
    /// Returns when the answer is yes. \throws Error{declined} for a no, and without a terminal or
    /// `-y`
    void confirm(std::string_view question);
    /// True for yes. \throws Error{declined} without a terminal
    [[nodiscard]] bool ask(std::string_view question);
    /// The key of the answer; Enter gives the first. nullopt without a terminal, and when the input
    /// ends: nobody decided.
    [[nodiscard]] std::optional<char> choose(std::string_view question,
                                             std::span<const Choice> choices);
    /// \param what for the prompt
    [[nodiscard]] base::Secret read_secret(const SecretSource& source, std::string_view what);
    [[nodiscard]] std::string read_input(std::size_t max_bytes);
    /// The first octets of it, fewer only where it ends.
    [[nodiscard]] std::string read_input_up_to(std::size_t most);
    /// A master key; a file and a command are as strict as those of the environment.
    /// \throws Error{bad_key, key_source, usage, declined}
    [[nodiscard]] vault::FoundKey read_key(const SecretSource& source);
    /// A source of a passphrase, which is not read before it is needed, and once at most.
    [[nodiscard]] vault::PassphraseSource passphrase_source(const SecretSource& source);

private:
    [[nodiscard]] vault::KeySources key_sources();
    [[nodiscard]] base::Secret read_passphrase(const SecretSource& source, bool is_new);
    [[nodiscard]] base::Secret raw_secret(const SecretSource& source, std::string_view what);

    Globals m_globals;
    Environment& m_environment;
    Talk& m_talk;
    const base::StopFlag& m_stop;
    base::SystemClock m_clock;
    base::SystemRandom m_random;
    std::unique_ptr<connectors::Registry> m_registry;
    std::unique_ptr<app::Workspace> m_workspace;
};

} // namespace syncctl::cli
