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

std::optional<FoundKey> key_if_there(const fs::path& path, KeyFileAccess access)
{
    const auto text = read_key_file(path, access);
    if (!text) {
        return std::nullopt;
    }
    return key_from(*text, fmt::format("key file {}", path.string()), true);
}

[[noreturn]] void refuse_command(const std::string& source, std::string_view why)
{
    throw Error{ErrorCode::key_source,
                fmt::format("{} {}", source, why),
                "run the command by hand and look at what it writes"};
}

/// The present key and the next one are looked for alike.
struct Places {
    const std::optional<base::Secret>& environment;
    const std::optional<fs::path>& file;
    const std::optional<std::string>& command;
    fs::path credential; ///< empty without $CREDENTIALS_DIRECTORY
    const fs::path& default_file;
    std::string variable;
};

Places present_places(const KeySources& sources)
{
    return {.environment = sources.environment,
            .file = sources.file,
            .command = sources.command,
            .credential = sources.credentials_directory
                              ? *sources.credentials_directory / "encryption_key"
                              : fs::path{},
            .default_file = sources.default_file,
            .variable = "ENCRYPTION_KEY"};
}

Places next_places(const KeySources& sources)
{
    return {.environment = sources.next.environment,
            .file = sources.next.file,
            .command = sources.next.command,
            .credential = sources.credentials_directory
                              ? *sources.credentials_directory / "encryption_key_next"
                              : fs::path{},
            .default_file = sources.next.default_file,
            .variable = "ENCRYPTION_KEY_NEXT"};
}

std::vector<FoundKey> named_keys(const Places& places)
{
    std::vector<FoundKey> found;
    if (places.environment) {
        found.push_back(key_from(
            *places.environment, fmt::format("environment variable {}", places.variable), false));
    }
    if (places.file) {
        found.push_back(key_from_file(*places.file));
    }
    if (places.command) {
        found.push_back(key_from_command(*places.command, places.variable + "_COMMAND"));
    }
    return found;
}

std::optional<FoundKey> key_in(const Places& places)
{
    auto named = named_keys(places);
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
    if (!places.credential.empty()) {
        if (auto found = key_if_there(places.credential, KeyFileAccess::service_credential)) {
            return found;
        }
    }
    if (!places.default_file.empty()) {
        return key_if_there(places.default_file, KeyFileAccess::owner_only);
    }
    return std::nullopt;
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

base::Secret read_secret_file(const fs::path& file)
{
    if (auto text = read_key_file(file, KeyFileAccess::owner_only)) {
        return *std::move(text);
    }
    throw Error{ErrorCode::key_source,
                fmt::format("secret file {}: there is no such file", file.string())};
}

FoundKey key_from_file(const fs::path& file)
{
    auto found = key_if_there(file, KeyFileAccess::owner_only);
    if (!found) {
        throw Error{ErrorCode::key_source,
                    fmt::format("key file {}: there is no such file", file.string()),
                    "name another one with --key-file or ENCRYPTION_KEY_FILE"};
    }
    return std::move(*found);
}

FoundKey key_from_command(const std::string& command, const std::string& name)
{
    base::SubprocessResult result;
    std::string source = name;
    try {
        const auto argv = base::split_command(command);
        // The program without its arguments: one of them may be a secret.
        source = fmt::format("key command {} ({})", argv.front(), name);
        result = base::run_subprocess(argv);
    } catch (const Error& error) {
        throw Error{
            ErrorCode::key_source,
            fmt::format("{}: {}", source, error.message()),
            fmt::format("{} takes an absolute path and plain arguments; no shell reads it", name)};
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

FoundKey find_key(const KeySources& sources)
{
    auto found = key_in(present_places(sources));
    if (!found) {
        throw_no_key(sources);
    }
    return std::move(*found);
}

std::optional<FoundKey> find_next_key(const KeySources& sources)
{
    return key_in(next_places(sources));
}

} // namespace syncctl::vault
