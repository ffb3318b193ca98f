#include "syncctl/store/extra_migrations.hpp"

#include "sqlite_error.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/file.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <sys/stat.h>
#include <system_error>

namespace syncctl::store {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_max_size_bytes = 1 << 20;
constexpr std::size_t k_max_name_length = 60;
constexpr std::size_t k_max_files = 1000;
constexpr std::string_view k_up_ending = ".sql";
constexpr std::string_view k_down_ending = ".down.sql";
constexpr std::string_view k_name_hint =
    "syncctl migrate new NAME --dir DIR writes files with the right names";

bool is_name(std::string_view text)
{
    return !text.empty() && text.size() <= k_max_name_length &&
           std::all_of(text.begin(), text.end(), [](char letter) {
               return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
                      letter == '_';
           });
}

struct FileName {
    int version = 0;
    std::string name;
    bool is_down = false;
};

/// NNNNN_name.sql or NNNNN_name.down.sql.
std::optional<FileName> parse(std::string_view file_name)
{
    FileName parsed;
    parsed.is_down = file_name.ends_with(k_down_ending);
    file_name.remove_suffix(parsed.is_down ? k_down_ending.size() : k_up_ending.size());
    constexpr std::size_t k_digits = 5;
    if (file_name.size() < k_digits + 2 || file_name[k_digits] != '_') {
        return std::nullopt;
    }
    const auto digits = file_name.substr(0, k_digits);
    const auto [end, code] =
        std::from_chars(digits.data(), digits.data() + digits.size(), parsed.version);
    parsed.name = file_name.substr(k_digits + 1);
    if (code != std::errc{} || end != digits.data() + digits.size() ||
        parsed.version < k_first_extra_version || !is_name(parsed.name)) {
        return std::nullopt;
    }
    return parsed;
}

void require_private(const fs::path& path, bool is_folder)
{
    struct stat info {};

    if (::lstat(path.c_str(), &info) != 0) {
        base::throw_errno("reading", path, errno);
    }
    if (is_folder ? !S_ISDIR(info.st_mode) : !S_ISREG(info.st_mode)) {
        throw Error{
            ErrorCode::document,
            fmt::format("{} is not a {}", in_quotes(path), is_folder ? "folder" : "regular file"),
            "put the file itself there"};
    }
    if ((info.st_uid != ::geteuid() && info.st_uid != 0) ||
        (info.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
        throw Error{ErrorCode::document,
                    fmt::format("other users may change {} (mode {:04o}): it is not carried out",
                                in_quotes(path),
                                info.st_mode & 07777U),
                    fmt::format("chmod go-w {}", path.string())};
    }
}

std::string read_text(const fs::path& path)
{
    require_private(path, false);
    auto text = base::read_file(path, k_max_size_bytes);
    if (!base::is_valid_utf8(text) || text.find('\0') != std::string::npos) {
        throw Error{ErrorCode::document,
                    fmt::format("{} is not UTF-8 text", in_quotes(path)),
                    "save it as UTF-8"};
    }
    return text;
}

/// Names first, so that what is wrong with a folder is told before anything of it is read.
std::map<int, FileName> list_files(const fs::path& folder, bool is_down)
{
    std::map<int, FileName> files;
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator{folder}) {
        const auto file_name = entry.path().filename().string();
        if (!file_name.ends_with(k_up_ending)) {
            continue;
        }
        const auto parsed = parse(file_name);
        if (!parsed || ++count > k_max_files) {
            throw Error{ErrorCode::document,
                        fmt::format("{} is not named as an extra migration: five digits from {} "
                                    "on, '_', a name of a-z, 0-9 and '_', '.sql' or '.down.sql'",
                                    in_quotes(entry.path()),
                                    k_first_extra_version),
                        std::string{k_name_hint}};
        }
        if (parsed->is_down == is_down && !files.emplace(parsed->version, *parsed).second) {
            throw Error{ErrorCode::document,
                        fmt::format("{} holds two migrations with the number {}",
                                    in_quotes(folder),
                                    parsed->version),
                        "give one of them the next free number"};
        }
    }
    return files;
}

fs::path file_of(const fs::path& folder, int version, std::string_view name, bool is_down)
{
    return folder / fmt::format("{}_{}{}", version, name, is_down ? k_down_ending : k_up_ending);
}

} // namespace

ExtraMigrations read_extra_migrations(const fs::path& folder)
{
    std::error_code ignored;
    if (!fs::exists(folder, ignored)) {
        throw Error{ErrorCode::not_found,
                    fmt::format("there is no folder {}", in_quotes(folder)),
                    std::string{k_name_hint}};
    }
    // The folder itself may be a link: it is what --dir names. What is in it may not.
    require_private(fs::canonical(folder), true);
    const auto ups = list_files(folder, false);
    const auto downs = list_files(folder, true);
    ExtraMigrations extras{.folder = folder, .migrations = {}};
    int expected = k_first_extra_version;
    for (const auto& [version, file] : ups) {
        if (version != expected++) {
            throw Error{ErrorCode::document,
                        fmt::format("{} has a gap: there is a migration {}, but no {}",
                                    in_quotes(folder),
                                    version,
                                    expected - 1),
                        "number them without a gap"};
        }
        extras.migrations.push_back({.version = version,
                                     .name = file.name,
                                     .text = read_text(file_of(folder, version, file.name, false)),
                                     .down = {}});
    }
    for (const auto& [version, file] : downs) {
        const auto up = ups.find(version);
        if (up == ups.end() || up->second.name != file.name) {
            throw Error{ErrorCode::document,
                        fmt::format("{} leads back from a migration that is not there",
                                    in_quotes(file_of(folder, version, file.name, true))),
                        "remove it, or put its migration back"};
        }
        extras.migrations[static_cast<std::size_t>(version - k_first_extra_version)].down =
            read_text(file_of(folder, version, file.name, true));
    }
    return extras;
}

MigrationFiles next_extra_migration(const fs::path& folder, std::string_view name)
{
    if (!is_name(name)) {
        throw Error{ErrorCode::usage,
                    fmt::format("'{}' cannot be the name of a migration: at most {} of a-z, 0-9 "
                                "and '_'",
                                name,
                                k_max_name_length),
                    "syncctl migrate new team_report --dir DIR"};
    }
    std::error_code ignored;
    const auto next = fs::exists(folder, ignored)
                          ? k_first_extra_version +
                                static_cast<int>(read_extra_migrations(folder).migrations.size())
                          : k_first_extra_version;
    return {.version = next,
            .up = file_of(folder, next, name, false),
            .down = file_of(folder, next, name, true)};
}

} // namespace syncctl::store
