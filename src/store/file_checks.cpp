#include "file_checks.hpp"

#include "sqlite_error.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <sys/stat.h>
#include <system_error>

namespace syncctl::store {

namespace {

constexpr std::array<const char*, 4> k_companions{"-wal", "-shm", "-journal", ".lock"};

bool is_trusted_owner(const struct stat& info)
{
    return info.st_uid == ::geteuid() || info.st_uid == 0;
}

[[noreturn]] void throw_missing(const std::filesystem::path& file)
{
    throw Error{ErrorCode::no_database,
                fmt::format("there is no database {}", in_quotes(file)),
                "syncctl setup makes one; --db names another file"};
}

void check_kind(const std::filesystem::path& file, const struct stat& info)
{
    if (S_ISREG(info.st_mode)) {
        return;
    }
    if (S_ISLNK(info.st_mode)) {
        throw Error{ErrorCode::foreign_database,
                    fmt::format("{} is a symbolic link, not a database", in_quotes(file)),
                    "name the file itself with --db"};
    }
    throw Error{ErrorCode::no_database,
                fmt::format("{} is {}, not a database",
                            in_quotes(file),
                            S_ISDIR(info.st_mode) ? "a directory" : "a device, a pipe or a socket"),
                "name the file with --db"};
}

void check_owner_and_mode(const std::filesystem::path& file, const struct stat& info)
{
    if (!is_trusted_owner(info)) {
        throw Error{
            ErrorCode::foreign_database,
            fmt::format("{} belongs to another user (uid {})", in_quotes(file), info.st_uid),
            "run the command as that user, or take the file over with chown"};
    }
    if ((info.st_mode & S_IWOTH) != 0) {
        throw Error{ErrorCode::foreign_database,
                    fmt::format("{} may be written by every user", in_quotes(file)),
                    fmt::format("chmod 600 {}", in_quotes(file))};
    }
}

} // namespace

std::filesystem::path with_suffix(const std::filesystem::path& file, const char* suffix)
{
    auto path = file;
    path += suffix;
    return path;
}

std::filesystem::path writer_lock_of(const std::filesystem::path& file)
{
    return with_suffix(file, ".lock");
}

std::filesystem::path resolved(const std::filesystem::path& path)
{
    if (!path.has_filename()) {
        throw Error{ErrorCode::no_database,
                    fmt::format("{} is a directory, not a database", in_quotes(path)),
                    "name the file with --db"};
    }
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path{"."};
    std::error_code problem;
    const auto real = std::filesystem::canonical(folder, problem);
    if (problem == std::errc::no_such_file_or_directory || problem == std::errc::not_a_directory) {
        throw_missing(path);
    }
    if (problem) {
        base::throw_errno("opening", path, problem.value());
    }
    return real / path.filename();
}

void check_folder(const std::filesystem::path& file)
{
    struct stat info {};

    const auto folder = file.parent_path();
    if (::stat(folder.c_str(), &info) != 0) {
        base::throw_errno("opening", folder, errno);
    }
    if ((info.st_mode & S_IWOTH) != 0 && (info.st_mode & S_ISVTX) == 0) {
        throw Error{ErrorCode::foreign_database,
                    fmt::format("every user may replace files in the folder {}", in_quotes(folder)),
                    fmt::format("chmod o-w {}", in_quotes(folder))};
    }
}

FileFacts check_file(const std::filesystem::path& file)
{
    // The log first: one that another connection empties between the two looks would make a file
    // that its checkpoint is lengthening seem cut short.
    struct stat wal {};

    const bool has_wal = ::lstat(with_suffix(file, "-wal").c_str(), &wal) == 0;

    struct stat info {};

    if (::lstat(file.c_str(), &info) != 0) {
        if (errno == ENOENT || errno == ENOTDIR) {
            throw_missing(file);
        }
        base::throw_errno("opening", file, errno);
    }
    check_kind(file, info);
    check_owner_and_mode(file, info);
    if (info.st_size == 0) {
        throw Error{ErrorCode::no_database,
                    fmt::format("{} has been emptied: it holds no octet, so this is no database",
                                in_quotes(file)),
                    "put a backup in its place (syncctl restore FILE), or remove the file and "
                    "start anew with syncctl setup"};
    }
    return {.device = info.st_dev,
            .inode = info.st_ino,
            .size_bytes = info.st_size,
            .wal_size_bytes = has_wal ? wal.st_size : 0};
}

void check_companions(const std::filesystem::path& file)
{
    for (const char* suffix : k_companions) {
        const auto companion = with_suffix(file, suffix);

        struct stat info {};

        if (::lstat(companion.c_str(), &info) != 0) {
            continue;
        }
        if (!S_ISREG(info.st_mode) || !is_trusted_owner(info) || (info.st_mode & S_IWOTH) != 0) {
            throw Error{ErrorCode::foreign_database,
                        fmt::format("{} beside the database is not a private file of this user",
                                    in_quotes(companion)),
                        "find out who put it there, then remove it"};
        }
    }
}

bool is_still(const std::filesystem::path& file, const FileFacts& facts)
{
    struct stat info {};

    return ::lstat(file.c_str(), &info) == 0 && info.st_dev == facts.device &&
           info.st_ino == facts.inode;
}

void check_unchanged(const std::filesystem::path& file, const FileFacts& facts)
{
    if (!is_still(file, facts)) {
        throw Error{ErrorCode::foreign_database,
                    fmt::format("{} was replaced while it was being opened", in_quotes(file)),
                    "run the command again; when it repeats, find out who replaces the file"};
    }
}

} // namespace syncctl::store
