#include "key_file.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/subprocess.hpp"
#include "syncctl/vault/key_source.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace syncctl::vault {
namespace {

namespace fs = std::filesystem;

/// Parses and, when that fails, says which source the text came from.
FoundKey key_from(const base::Secret& text, const std::string& source, bool may_end_with_newline)
{
    try {
        return {.key = parse_key(text.reveal(), may_end_with_newline), .source = source};
    } catch (Error& error) {
        error.while_doing(source);
        throw;
    }
}

std::optional<FoundKey> key_from_file(const fs::path& path, KeyFileAccess access)
{
    const auto text = read_key_file(path, access);
    if (!text) {
        return std::nullopt;
    }
    return key_from(*text, fmt::format("key file {}", path.string()), true);
}

FoundKey key_from_named_file(const fs::path& path)
{
    auto found = key_from_file(path, KeyFileAccess::owner_only);
    if (!found) {
        throw Error{ErrorCode::key_source,
                    fmt::format("key file {}: there is no such file", path.string()),
                    "name another one with --key-file or ENCRYPTION_KEY_FILE"};
    }
    return std::move(*found);
}

[[noreturn]] void refuse_command(const std::string& source, std::string_view why)
{
    throw Error{ErrorCode::key_source,
                fmt::format("{} {}", source, why),
                "run the command by hand and look at what it writes"};
}

/// The program without its arguments: one of them may be a secret.
std::string command_source(const std::vector<std::string>& argv)
{
    return fmt::format("key command {} (ENCRYPTION_KEY_COMMAND)", argv.front());
}

FoundKey key_from_command(const std::string& command)
{
    base::SubprocessResult result;
    std::string source = "ENCRYPTION_KEY_COMMAND";
    try {
        const auto argv = base::split_command(command);
        source = command_source(argv);
        result = base::run_subprocess(argv);
    } catch (const Error& error) {
        throw Error{ErrorCode::key_source,
                    fmt::format("{}: {}", source, error.message()),
                    "ENCRYPTION_KEY_COMMAND takes an absolute path and plain arguments; no shell "
                    "reads it"};
    }
    if (result.timed_out) {
        refuse_command(source, "did not end within 10 seconds and was stopped");
    }
    if (result.output_too_long) {
        refuse_command(source, "wrote more than 4 KiB");
    }
    if (result.exit_status != 0) {
        refuse_command(source, fmt::format("ended with status {}", result.exit_status));
    }
    if (result.output.empty()) {
        refuse_command(source, "wrote nothing to its standard output");
    }
    return key_from(result.output, source, true);
}

std::vector<FoundKey> named_keys(const KeySources& sources)
{
    std::vector<FoundKey> found;
    if (sources.environment) {
        found.push_back(
            key_from(*sources.environment, "environment variable ENCRYPTION_KEY", false));
    }
    if (sources.file) {
        found.push_back(key_from_named_file(*sources.file));
    }
    if (sources.command) {
        found.push_back(key_from_command(*sources.command));
    }
    return found;
}

[[noreturn]] void throw_no_key(const KeySources& sources)
{
    std::string looked = "ENCRYPTION_KEY, --key-file, ENCRYPTION_KEY_FILE, ENCRYPTION_KEY_COMMAND "
                         "and $CREDENTIALS_DIRECTORY are not set";
    if (sources.credentials_directory) {
        looked = fmt::format("there is no {}",
                             (*sources.credentials_directory / "encryption_key").string());
    }
    if (!sources.default_file.empty()) {
        looked += fmt::format(", and there is no {}", sources.default_file.string());
    }
    throw Error{ErrorCode::no_key,
                fmt::format("no encryption key: {}", looked),
                "set ENCRYPTION_KEY_FILE to the key file of this database; a new key is made by "
                "syncctl key generate --out FILE"};
}

} // namespace

FoundKey find_key(const KeySources& sources)
{
    auto named = named_keys(sources);
    for (const auto& other : named) {
        if (other.key.id() != named.front().key.id()) {
            throw Error{ErrorCode::ambiguous_key,
                        fmt::format("two different keys are given: {} from {}, {} from {}",
                                    named.front().key.id(),
                                    named.front().source,
                                    other.key.id(),
                                    other.source),
                        "unset one of them"};
        }
    }
    if (!named.empty()) {
        return std::move(named.front());
    }
    if (sources.credentials_directory) {
        auto found = key_from_file(*sources.credentials_directory / "encryption_key",
                                   KeyFileAccess::service_credential);
        if (found) {
            return std::move(*found);
        }
    }
    if (!sources.default_file.empty()) {
        auto found = key_from_file(sources.default_file, KeyFileAccess::owner_only);
        if (found) {
            return std::move(*found);
        }
    }
    throw_no_key(sources);
}

} // namespace syncctl::vault
