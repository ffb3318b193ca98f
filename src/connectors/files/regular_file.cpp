#include "regular_file.hpp"

#include "syncctl/base/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace syncctl::connectors::files {

namespace {

constexpr int k_read_attempts = 4;
constexpr std::int64_t k_ns_per_s = 1'000'000'000;
constexpr std::int64_t k_ns_per_ms = 1'000'000;

ReadResult open_failure(const std::string& name, int cause)
{
    switch (cause) {
    case ENOENT:
        return Absent{};
    case ELOOP:
        return Unreadable{fmt::format("{} is a symbolic link, which is never followed", name)};
    case ENXIO:
        return Unreadable{fmt::format("{} is not a regular file", name)};
    case EACCES:
    case EPERM:
        return Forbidden{fmt::format("{}: {}", name, base::errno_text(cause))};
    default:
        return Unreadable{fmt::format("{}: {}", name, base::errno_text(cause))};
    }
}

/// 0, or the errno of the failure. Stops early at the limit.
int read_to_end(int file, std::string& text)
{
    constexpr std::size_t k_chunk = 16384;
    std::size_t used = 0;
    while (used <= k_max_document_bytes) {
        if (text.size() - used < k_chunk / 4) {
            text.resize(used + k_chunk + used / 2);
        }
        const ssize_t count = ::read(file, text.data() + used, text.size() - used);
        if (count < 0) {
            if (errno == EINTR) {
                continue;
            }
            return errno;
        }
        if (count == 0) {
            break;
        }
        used += static_cast<std::size_t>(count);
    }
    text.resize(used);
    return 0;
}

/// One attempt. nullopt: the file changed meanwhile.
std::optional<ReadResult> read_once(int file, const std::string& name)
{
    struct stat before {};

    if (::fstat(file, &before) != 0) {
        return Unreadable{fmt::format("{}: {}", name, base::errno_text(errno))};
    }
    if (!S_ISREG(before.st_mode)) {
        return Unreadable{fmt::format("{} is not a regular file", name)};
    }
    FileContent content;
    content.stamp = stamp_of(before);
    if (content.stamp.size_bytes > k_max_document_bytes) {
        return Unreadable{fmt::format("{} has {} octets; at most {} are read",
                                      name,
                                      content.stamp.size_bytes,
                                      k_max_document_bytes)};
    }
    // One octet more than expected, so that the end of the file is seen by the same call.
    content.text.resize(static_cast<std::size_t>(content.stamp.size_bytes) + 4097);
    if (const int cause = read_to_end(file, content.text); cause != 0) {
        return Unreadable{fmt::format("{}: {}", name, base::errno_text(cause))};
    }

    struct stat after {};

    if (::fstat(file, &after) != 0) {
        return Unreadable{fmt::format("{}: {}", name, base::errno_text(errno))};
    }
    if (stamp_of(after) != content.stamp || content.text.size() != content.stamp.size_bytes) {
        return std::nullopt;
    }
    content.mode = after.st_mode & 07777U;
    content.owner = after.st_uid;
    content.group = after.st_gid;
    return content;
}

} // namespace

FileStamp stamp_of(const struct stat& status)
{
    return {.size_bytes = static_cast<std::uint64_t>(status.st_size),
            .mtime_ns = static_cast<std::int64_t>(status.st_mtim.tv_sec) * k_ns_per_s +
                        static_cast<std::int64_t>(status.st_mtim.tv_nsec),
            .inode = static_cast<std::uint64_t>(status.st_ino)};
}

model::Revision revision_of(const FileStamp& stamp)
{
    return {fmt::format("{:x}-{:x}-{:x}", stamp.size_bytes, stamp.mtime_ns, stamp.inode)};
}

base::Timestamp modified_at(const FileStamp& stamp)
{
    return {stamp.mtime_ns / k_ns_per_ms};
}

ReadResult read_regular_file(int directory, const std::string& name)
{
    const base::UniqueFd file{::openat(
        directory, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)};
    if (!file.is_open()) {
        return open_failure(name, errno);
    }
    for (int attempt = 0; attempt < k_read_attempts; ++attempt) {
        if (auto result = read_once(file.get(), name)) {
            return *std::move(result);
        }
        if (::lseek(file.get(), 0, SEEK_SET) != 0) {
            break;
        }
    }
    return Unreadable{fmt::format("{} is being written by another program", name)};
}

} // namespace syncctl::connectors::files
