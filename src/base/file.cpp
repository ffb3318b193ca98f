#include "syncctl/base/file.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/random.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <span>
#include <sys/stat.h>
#include <system_error>
#include <utility>

namespace syncctl::base {
namespace {

namespace fs = std::filesystem;

constexpr mode_t k_private_file = 0600;
constexpr mode_t k_public_file = 0644;

void write_all(int fd, std::string_view content, const fs::path& path)
{
    while (!content.empty()) {
        const auto written = ::write(fd, content.data(), content.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            throw_errno("writing", path, errno);
        }
        content.remove_prefix(static_cast<std::size_t>(written));
    }
}

void sync_directory_of(const fs::path& path)
{
    sync_directory(path.has_parent_path() ? path.parent_path() : fs::path{"."});
}

void write_new(const fs::path& path, std::string_view content, mode_t mode = k_private_file)
{
    const UniqueFd fd{
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, k_private_file)};
    if (!fd.is_open()) {
        throw_errno("creating", path, errno);
    }
    try {
        write_all(fd.get(), content, path);
        if (mode != k_private_file && ::fchmod(fd.get(), mode) != 0) {
            throw_errno("opening to others", path, errno);
        }
        if (::fsync(fd.get()) != 0) {
            throw_errno("syncing", path, errno);
        }
    } catch (...) {
        ::unlink(path.c_str());
        throw;
    }
}

UniqueFd open_to_read(const fs::path& path, int flags)
{
    // O_NONBLOCK: opening a FIFO must not wait for a writer.
    UniqueFd fd{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | flags)};
    if (!fd.is_open()) {
        if (errno == ENOENT) {
            throw Error{ErrorCode::not_found, fmt::format("no such file: {}", path.string())};
        }
        throw_errno("opening", path, errno);
    }
    return fd;
}

[[noreturn]] void throw_too_large(const fs::path& path, std::size_t max_bytes)
{
    throw Error{ErrorCode::io,
                fmt::format("{} is larger than {} octets", path.string(), max_bytes)};
}

/// \throws Error{io} for anything but a regular file of that size, before any of it is read
struct stat regular_file_info(int fd, const fs::path& path, std::size_t max_bytes)
{
    struct stat info {};

    if (::fstat(fd, &info) != 0) {
        throw_errno("reading", path, errno);
    }
    if (!S_ISREG(info.st_mode)) {
        throw Error{ErrorCode::io, fmt::format("{} is not a regular file", path.string())};
    }
    if (static_cast<std::uint64_t>(info.st_size) > max_bytes) {
        throw_too_large(path, max_bytes);
    }
    return info;
}

std::string read_rest(int fd, const fs::path& path, std::size_t max_bytes)
{
    std::string content;
    std::array<char, 65536> buffer{};
    for (;;) {
        const auto got = ::read(fd, buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            throw_errno("reading", path, errno);
        }
        if (got == 0) {
            return content;
        }
        content.append(buffer.data(), static_cast<std::size_t>(got));
        if (content.size() > max_bytes) {
            throw_too_large(path, max_bytes);
        }
    }
}

} // namespace

UniqueFd& UniqueFd::operator=(UniqueFd&& other) noexcept
{
    if (this != &other) {
        reset();
        m_fd = other.release();
    }
    return *this;
}

int UniqueFd::release() noexcept
{
    return std::exchange(m_fd, -1);
}

void UniqueFd::reset() noexcept
{
    if (m_fd >= 0) {
        ::close(m_fd);
        m_fd = -1;
    }
}

std::string read_file(const fs::path& path, std::size_t max_bytes)
{
    const auto fd = open_to_read(path, 0);
    static_cast<void>(regular_file_info(fd.get(), path, max_bytes));
    return read_rest(fd.get(), path, max_bytes);
}

std::string read_private_file(const fs::path& path, std::size_t max_bytes)
{
    const auto fd = open_to_read(path, O_NOFOLLOW);
    if (regular_file_info(fd.get(), path, max_bytes).st_uid != ::geteuid()) {
        throw Error{ErrorCode::io, fmt::format("{} belongs to another user", path.string())};
    }
    return read_rest(fd.get(), path, max_bytes);
}

fs::path temporary_name_for(const fs::path& path)
{
    // Random, because in a container the process that was killed and left a file behind had the
    // same process id.
    SystemRandom random;
    std::uint64_t number = 0;
    random.fill(std::as_writable_bytes(std::span{&number, 1}));
    return fmt::format("{}.tmp-{:016x}", path.string(), number);
}

void rename_to_new(const fs::path& temporary, const fs::path& path)
{
    int failed = ::renameat2(AT_FDCWD, temporary.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE);
    if (failed != 0 && (errno == EINVAL || errno == ENOSYS)) {
        // File systems without the flag (some network ones) have at least exclusive links.
        failed = ::link(temporary.c_str(), path.c_str());
        if (failed == 0) {
            ::unlink(temporary.c_str());
        }
    }
    if (failed != 0) {
        throw_errno("creating", path, errno);
    }
    sync_directory_of(path);
}

namespace {

void replace_file(const fs::path& path, std::string_view content, mode_t mode)
{
    struct stat info {};

    if (::lstat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode)) {
        throw Error{ErrorCode::io,
                    fmt::format("{} is not a regular file; it is not replaced", path.string())};
    }
    const fs::path temp = temporary_name_for(path);
    write_new(temp, content, mode);
    if (::rename(temp.c_str(), path.c_str()) != 0) {
        const int cause = errno;
        ::unlink(temp.c_str());
        throw_errno("renaming to", path, cause);
    }
    sync_directory_of(path);
}

} // namespace

void write_file_atomically(const fs::path& path, std::string_view content)
{
    replace_file(path, content, k_private_file);
}

void write_public_file_atomically(const fs::path& path, std::string_view content)
{
    replace_file(path, content, k_public_file);
}

void create_private_file(const fs::path& path, std::string_view content)
{
    const fs::path temp = temporary_name_for(path);
    write_new(temp, content);
    try {
        rename_to_new(temp, path);
    } catch (...) {
        ::unlink(temp.c_str());
        throw;
    }
}

void sync_directory(const fs::path& directory)
{
    const UniqueFd fd{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!fd.is_open() || ::fsync(fd.get()) != 0) {
        throw_errno("syncing", directory, errno);
    }
}

void make_private_directory(const fs::path& path)
{
    std::error_code not_there;
    if (path.empty() || fs::is_directory(path, not_there)) {
        return;
    }
    make_private_directory(path.parent_path());
    constexpr int k_private_directory = 0700;
    if (::mkdir(path.c_str(), k_private_directory) == 0) {
        return;
    }
    const int cause = errno;
    // Another process may have made it meanwhile.
    if (cause != EEXIST || !fs::is_directory(path, not_there)) {
        throw_errno("making the directory", path, cause);
    }
}

std::string errno_text(int errno_value)
{
    return std::generic_category().message(errno_value);
}

void throw_errno(std::string_view doing, const fs::path& path, int errno_value)
{
    const bool is_full = errno_value == ENOSPC || errno_value == EDQUOT;
    throw Error{is_full ? ErrorCode::disk_full : ErrorCode::io,
                fmt::format("{} {}: {}", doing, path.string(), errno_text(errno_value)),
                is_full ? "free some space and run the command again" : ""};
}

} // namespace syncctl::base
