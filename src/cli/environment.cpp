#include "environment.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/file.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <span>
#include <sys/stat.h>
#include <utility>

namespace syncctl::cli {

namespace {

constexpr std::size_t k_max_file = 64U << 10U;
/// Variables that hold a secret.
const std::array<std::string, 3> k_secret_variables{
    "ENCRYPTION_KEY", "ENCRYPTION_KEY_NEXT", "SYNCCTL_HEARTBEAT_URL"};

bool is_variable_name(std::string_view name)
{
    const auto is_good = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               c == '_';
    };
    return !name.empty() && (name.front() < '0' || name.front() > '9') &&
           std::all_of(name.begin(), name.end(), is_good);
}

bool has_control_character(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    });
}

/// The variable leaves the process: value overwritten in place, then removed.
std::optional<base::Secret> take_from_process(const std::string& name)
{
    std::optional<base::Secret> taken;
    // A hostile parent can pass a name twice; unsetenv removes one at a time in some libraries.
    // NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread starts
    while (char* value = std::getenv(name.c_str())) {
        const std::size_t size = std::strlen(value);
        if (!taken) {
            taken.emplace(std::string_view{value, size});
        }
        base::wipe(std::as_writable_bytes(std::span{value, size}));
        // NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread starts
        if (::unsetenv(name.c_str()) != 0) {
            break;
        }
    }
    return taken;
}

void require_private(const std::filesystem::path& file, std::string_view variable)
{
    struct stat info {};

    constexpr mode_t k_others = 077;
    if (::stat(file.c_str(), &info) == 0 && (info.st_mode & k_others) != 0) {
        throw Error{ErrorCode::key_source,
                    fmt::format("{}: holds {} and can be read by others", file.string(), variable),
                    fmt::format("chmod 600 {}", file.string())};
    }
}

/// A folder from a variable: absolute, or it counts as not set (XDG Base Directory Specification).
std::optional<std::filesystem::path> folder_from(const Environment& environment,
                                                 const std::string& name)
{
    if (auto value = environment.find(name)) {
        std::filesystem::path folder{*std::move(value)};
        if (folder.is_absolute()) {
            return folder;
        }
    }
    return std::nullopt;
}

} // namespace

Environment::Environment()
{
    for (const auto& name : k_secret_variables) {
        if (auto secret = take_from_process(name)) {
            m_taken.emplace(name, *std::move(secret));
        }
    }
}

Environment::~Environment()
{
    for (auto& [name, value] : m_file) {
        base::wipe(value);
    }
}

void Environment::load_file(const std::filesystem::path& file)
{
    auto text = base::read_file(file, k_max_file);
    std::size_t line_number = 0;
    std::size_t start = 0;
    const auto refuse = [&](std::string_view problem) {
        base::wipe(text);
        throw Error{ErrorCode::usage,
                    fmt::format("{}:{}: {}", file.string(), line_number, problem),
                    "one KEY=VALUE per line, without quotes or 'export'"};
    };
    while (start < text.size()) {
        ++line_number;
        const auto end = std::min(text.find('\n', start), text.size());
        const auto line = std::string_view{text}.substr(start, end - start);
        start = end + 1;
        if (line.empty() || line.front() == '#') {
            continue;
        }
        const auto equals = line.find('=');
        if (equals == std::string_view::npos || !is_variable_name(line.substr(0, equals))) {
            refuse("no KEY=VALUE line");
        }
        const auto value = line.substr(equals + 1);
        if (has_control_character(value) || !base::is_valid_utf8(value)) {
            refuse("control characters in the value (Windows line ends?)");
        }
        if (!m_file.emplace(line.substr(0, equals), value).second) {
            refuse("the variable was set above already");
        }
    }
    base::wipe(text);
    for (const auto& name : k_secret_variables) {
        if (m_file.count(name) != 0) {
            require_private(file, name);
        }
    }
}

std::optional<std::string> Environment::find(const std::string& name) const
{
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing changes the environment after the start
    const char* value = std::getenv(name.c_str());
    if (value != nullptr && *value != '\0') {
        return std::string{value};
    }
    const auto line = m_file.find(name);
    if (line != m_file.end() && !line->second.empty()) {
        return line->second;
    }
    return std::nullopt;
}

std::optional<base::Secret> Environment::take_secret(const std::string& name)
{
    const auto early = m_taken.find(name);
    if (early != m_taken.end()) {
        return early->second.clone();
    }
    if (auto taken = take_from_process(name)) {
        return taken;
    }
    const auto line = m_file.find(name);
    if (line != m_file.end()) {
        return base::Secret{line->second};
    }
    return std::nullopt;
}

std::filesystem::path default_database(const Environment& environment)
{
    if (const auto state = environment.find("STATE_DIRECTORY")) {
        // systemd lists several folders with colons; the first is ours.
        const std::filesystem::path folder{state->substr(0, state->find(':'))};
        if (folder.is_absolute()) {
            return folder / "sync.db";
        }
    }
    if (const auto state = folder_from(environment, "XDG_STATE_HOME")) {
        return *state / "syncctl" / "sync.db";
    }
    if (const auto home = folder_from(environment, "HOME")) {
        return *home / ".local" / "state" / "syncctl" / "sync.db";
    }
    throw Error{ErrorCode::usage,
                "no place for the state database: HOME is not set to an absolute folder",
                "--db FILE, or set SYNCCTL_DB"};
}

std::filesystem::path default_key_file(const Environment& environment)
{
    if (const auto config = folder_from(environment, "XDG_CONFIG_HOME")) {
        return *config / "syncctl" / "encryption.key";
    }
    if (const auto home = folder_from(environment, "HOME")) {
        return *home / ".config" / "syncctl" / "encryption.key";
    }
    return {};
}

std::filesystem::path default_next_key_file(const Environment& environment)
{
    auto file = default_key_file(environment);
    if (!file.empty()) {
        file += ".next";
    }
    return file;
}

} // namespace syncctl::cli
