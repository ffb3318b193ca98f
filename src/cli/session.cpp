#include "session.hpp"

#include "terminal.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/file.hpp"
#include "syncctl/base/subprocess.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace syncctl::cli {

namespace {

constexpr std::size_t k_max_secret = 64U << 10U;

std::string_view without_line_end(std::string_view text)
{
    if (!text.empty() && text.back() == '\n') {
        text.remove_suffix(1);
    }
    if (!text.empty() && text.back() == '\r') {
        text.remove_suffix(1);
    }
    return text;
}

/// One line end goes; any other control character would end up in a request header.
base::Secret cleaned(const base::Secret& raw, std::string_view what)
{
    const auto text = without_line_end(raw.reveal());
    if (text.empty()) {
        throw Error{ErrorCode::usage, fmt::format("{}: the secret is empty", what)};
    }
    const bool has_control = std::any_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    });
    if (has_control || text.size() > k_max_secret) {
        throw Error{
            ErrorCode::usage,
            fmt::format("{}: the secret has control characters or is longer than 64 KiB", what)};
    }
    return base::Secret{text};
}

base::Secret from_command(const std::string& command)
{
    auto result = base::run_subprocess(
        base::split_command(command),
        {.timeout = std::chrono::seconds{10}, .max_output_bytes = k_max_secret});
    if (result.timed_out || result.output_too_long || result.exit_status != 0) {
        throw Error{ErrorCode::failed,
                    result.timed_out ? "the command for the secret did not end within 10 seconds"
                    : result.output_too_long
                        ? std::string{"the command for the secret printed more than 64 KiB"}
                        : fmt::format("the command for the secret ended with status {}",
                                      result.exit_status)};
    }
    return std::move(result.output);
}

} // namespace

Session::Session(Globals globals, Environment& environment, Talk& talk, const base::StopFlag& stop)
    : m_globals{std::move(globals)}, m_environment{environment}, m_talk{talk}, m_stop{stop}
{
    if (m_globals.env_file) {
        m_environment.load_file(*m_globals.env_file);
    }
}

Session::~Session() = default;

const connectors::Registry& Session::registry()
{
    if (!m_registry) {
        m_registry = std::make_unique<connectors::Registry>(app::builtin_registry());
    }
    return *m_registry;
}

vault::KeySources Session::key_sources()
{
    vault::KeySources sources;
    sources.environment = m_environment.take_secret("ENCRYPTION_KEY");
    if (m_globals.key_file) {
        sources.file = *m_globals.key_file;
    } else if (auto file = m_environment.find("ENCRYPTION_KEY_FILE")) {
        sources.file = *std::move(file);
    }
    sources.command = m_environment.find("ENCRYPTION_KEY_COMMAND");
    if (auto folder = m_environment.find("CREDENTIALS_DIRECTORY")) {
        sources.credentials_directory = *std::move(folder);
    }
    sources.default_file = default_key_file(m_environment);
    sources.next.environment = m_environment.take_secret("ENCRYPTION_KEY_NEXT");
    if (auto file = m_environment.find("ENCRYPTION_KEY_NEXT_FILE")) {
        sources.next.file = *std::move(file);
    }
    sources.next.command = m_environment.find("ENCRYPTION_KEY_NEXT_COMMAND");
    sources.next.default_file = default_next_key_file(m_environment);
    auto passphrase = m_globals.passphrase_from;
    if (!passphrase) {
        passphrase = m_environment.find("ENCRYPTION_PASSPHRASE_FROM");
    }
    if (passphrase) {
        sources.passphrase = passphrase_source(
            require_secret_source(*passphrase, "--passphrase-from (ENCRYPTION_PASSPHRASE_FROM)"));
    }
    return sources;
}

app::Workspace& Session::workspace()
{
    if (!m_workspace) {
        std::filesystem::path database;
        if (m_globals.database) {
            database = *m_globals.database;
        } else if (auto named = m_environment.find("SYNCCTL_DB")) {
            database = *std::move(named);
        } else if (auto older = m_environment.find("DB_PATH")) {
            database = *std::move(older);
        } else {
            database = default_database(m_environment);
        }
        m_workspace = std::make_unique<app::Workspace>(
            app::WorkspaceOptions{.database = std::move(database), .key_sources = key_sources()},
            app::Services{.registry = registry(),
                          .clock = m_clock,
                          .random = m_random,
                          .log = m_talk,
                          .stop = m_stop});
    }
    return *m_workspace;
}

std::filesystem::path Session::key_file_to_make() const
{
    auto file = default_key_file(m_environment);
    if (file.empty()) {
        throw Error{ErrorCode::usage,
                    "no place for the key file: HOME is not set to an absolute folder",
                    "syncctl key generate --out FILE"};
    }
    return file;
}

std::string Session::user_name() const
{
    std::array<char, 4096> buffer{};
    passwd entry{};
    passwd* found = nullptr;
    const auto user = ::geteuid();
    if (::getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr) {
        return base::term_safe(entry.pw_name);
    }
    return fmt::format("uid {}", user);
}

std::optional<base::Secret> Session::heartbeat_url()
{
    return m_environment.take_secret("SYNCCTL_HEARTBEAT_URL");
}

bool Session::can_ask() const
{
    return m_globals.allows_input && is_terminal(STDIN_FILENO) && is_terminal(STDERR_FILENO);
}

bool Session::ask(std::string_view question)
{
    if (m_globals.answers_yes) {
        return true;
    }
    if (!can_ask()) {
        throw Error{
            ErrorCode::declined,
            fmt::format("{} There is no terminal to ask on, or --no-input was given", question),
            "add -y to answer yes"};
    }
    m_talk.ask(fmt::format("{} [y/N]", question));
    const auto answer = read_line(m_stop);
    return answer == "y" || answer == "Y" || answer == "yes";
}

void Session::confirm(std::string_view question)
{
    if (!ask(question)) {
        throw Error{ErrorCode::declined, "declined, nothing was changed"};
    }
}

std::optional<char> Session::choose(std::string_view question, std::span<const Choice> choices)
{
    if (!can_ask()) {
        return std::nullopt;
    }
    std::vector<std::string> shown;
    for (const auto& choice : choices) {
        shown.push_back(fmt::format("[{}] {}", choice.key, choice.word));
    }
    const auto text =
        fmt::format("{} {} (Enter: {}):", question, fmt::join(shown, ", "), choices.front().key);
    try {
        while (true) {
            m_talk.ask(text);
            const auto answer = read_line(m_stop);
            if (answer.empty()) {
                return choices.front().key;
            }
            for (const auto& choice : choices) {
                if (answer == choice.word || answer == std::string(1, choice.key)) {
                    return choice.key;
                }
            }
        }
    } catch (const Error& error) {
        if (error.code() != ErrorCode::declined) {
            throw;
        }
        m_talk.lines("\n"); // the question's line has no end
        return std::nullopt;
    }
}

base::Secret Session::raw_secret(const SecretSource& source, std::string_view what)
{
    switch (source.kind) {
    case SecretSource::Kind::prompt: {
        if (!can_ask()) {
            throw Error{
                ErrorCode::declined,
                fmt::format("{}: there is no terminal to ask on, or --no-input was given", what),
                "use stdin, file:PATH, env:NAME or cmd:COMMAND instead of prompt"};
        }
        auto secret = read_hidden_line(base::term_safe(fmt::format("{}: ", what)), m_stop);
        m_talk.lines("\n");
        return secret;
    }
    case SecretSource::Kind::standard_input: {
        auto text = read_all_input(k_max_secret, m_stop);
        base::Secret secret{text};
        base::wipe(text);
        return secret;
    }
    case SecretSource::Kind::file: {
        auto text = base::read_file(source.place, k_max_secret);
        base::Secret secret{text};
        base::wipe(text);
        return secret;
    }
    case SecretSource::Kind::environment:
        if (auto secret = m_environment.take_secret(source.place)) {
            return *std::move(secret);
        }
        throw Error{ErrorCode::usage,
                    fmt::format("{}: environment variable {} is not set",
                                what,
                                base::term_safe(source.place))};
    case SecretSource::Kind::command:
        return from_command(source.place);
    }
    throw Error{ErrorCode::failed, "unknown kind of secret source"};
}

base::Secret Session::read_secret(const SecretSource& source, std::string_view what)
{
    return cleaned(raw_secret(source, what), what);
}

vault::FoundKey Session::read_key(const SecretSource& source)
{
    using Kind = SecretSource::Kind;
    if (source.kind == Kind::file) {
        return vault::key_from_file(source.place);
    }
    if (source.kind == Kind::command) {
        return vault::key_from_command(source.place, "--new-key-from");
    }
    const auto text = raw_secret(source, "New key");
    const auto name = described(source);
    try {
        // A variable holds the digits and nothing else, as ENCRYPTION_KEY does.
        const bool is_text = source.kind == Kind::standard_input;
        return {.key = vault::parse_key(text.reveal(), is_text), .source = name};
    } catch (Error& error) {
        error.while_doing(name);
        throw;
    }
}

base::Secret Session::read_passphrase(const SecretSource& source, bool is_new)
{
    const auto read = [&](std::string_view what) {
        const auto text = source.kind == SecretSource::Kind::file
                              ? vault::read_secret_file(source.place)
                              : raw_secret(source, what);
        return base::Secret{without_line_end(text.reveal())};
    };
    auto passphrase = read(is_new ? "New passphrase" : "Passphrase");
    if (is_new && source.kind == SecretSource::Kind::prompt &&
        !read("New passphrase again").equals(passphrase)) {
        throw Error{ErrorCode::declined, "the two passphrases differ (nothing was changed)"};
    }
    return passphrase;
}

vault::PassphraseSource Session::passphrase_source(const SecretSource& source)
{
    // One command may need it twice (setup makes a key and then opens with it); a person types it
    // once, and a pipe gives it once.
    const auto kept = std::make_shared<std::optional<base::Secret>>();
    return {.source = fmt::format("passphrase from {}", described(source)),
            .read = [this, source, kept](bool is_new) {
                if (!*kept) {
                    *kept = read_passphrase(source, is_new);
                }
                return (*kept)->clone();
            }};
}

std::string Session::read_input(std::size_t max_bytes)
{
    return read_all_input(max_bytes, m_stop);
}

std::string Session::read_input_up_to(std::size_t most)
{
    return cli::read_input_up_to(most, m_stop);
}

} // namespace syncctl::cli
