#include "sqlite_error.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/file.hpp"

#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>

namespace syncctl::store {

namespace {

constexpr int k_primary_code = 0xff;

std::string cause_of(sqlite3* handle, int code)
{
    const int system_errno = handle == nullptr ? 0 : sqlite3_system_errno(handle);
    if (system_errno != 0) {
        return base::errno_text(system_errno);
    }
    return handle == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle);
}

[[noreturn]] void
throw_io(sqlite3* handle, int code, const std::filesystem::path& file, std::string_view doing)
{
    const int system_errno = handle == nullptr ? 0 : sqlite3_system_errno(handle);
    // SQLite calls only ENOSPC "full"; a quota or a file size limit is the same to a person.
    if (system_errno == ENOSPC || system_errno == EDQUOT || system_errno == EFBIG) {
        throw Error{ErrorCode::disk_full,
                    fmt::format("{} {}: {}", doing, in_quotes(file), cause_of(handle, code)),
                    "free some space and run the command again"};
    }
    throw Error{ErrorCode::io,
                fmt::format("{} {}: {}", doing, in_quotes(file), cause_of(handle, code))};
}

} // namespace

std::string in_quotes(const std::filesystem::path& path)
{
    return "'" + path.string() + "'";
}

std::string why_not_writable(const std::filesystem::path& file)
{
    const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."};
    if (::access(file.c_str(), W_OK) != 0) {
        return errno == EROFS
                   ? fmt::format("{} is on a read-only file system", in_quotes(file))
                   : fmt::format("the file {} is read-only for this user", in_quotes(file));
    }
    if (::access(folder.c_str(), W_OK) != 0) {
        return errno == EROFS
                   ? fmt::format("{} is on a read-only file system", in_quotes(folder))
                   : fmt::format("the folder {} is read-only for this user", in_quotes(folder));
    }
    return fmt::format("the file {} was opened for reading only", in_quotes(file));
}

void throw_sqlite(sqlite3* handle,
                  int code,
                  const std::filesystem::path& file,
                  std::string_view doing)
{
    switch (code & k_primary_code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        throw Error{
            ErrorCode::locked,
            fmt::format("{} {}: another process is using the database", doing, in_quotes(file)),
            "wait until it has finished, then run the command again"};
    case SQLITE_FULL:
        throw Error{ErrorCode::disk_full,
                    fmt::format("{} {}: no space left", doing, in_quotes(file)),
                    "free some space and run the command again; nothing was half stored"};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        throw Error{ErrorCode::damaged_database,
                    fmt::format("{} {}: the database is damaged ({})",
                                doing,
                                in_quotes(file),
                                cause_of(handle, code)),
                    "syncctl migrate verify shows what is damaged; then put a backup in its place: "
                    "syncctl restore FILE"};
    case SQLITE_READONLY:
        throw Error{ErrorCode::io,
                    fmt::format("{} {}: {}", doing, in_quotes(file), why_not_writable(file))};
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
    case SQLITE_PERM:
        throw_io(handle, code, file, doing);
    case SQLITE_TOOBIG:
        throw Error{ErrorCode::failed,
                    fmt::format("{} {}: a value is larger than 64 MiB", doing, in_quotes(file))};
    default:
        throw Error{ErrorCode::failed,
                    fmt::format("{} {}: {}", doing, in_quotes(file), cause_of(handle, code))};
    }
}

} // namespace syncctl::store
