#include "key_file.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <sys/stat.h>

namespace syncctl::vault {
namespace {

constexpr std::size_t k_max_size = 4096;
constexpr mode_t k_others = 077;
constexpr mode_t k_others_but_acl_mask = 037;

/// For a command line that a person copies.
std::string quoted(const std::filesystem::path& path)
{
    constexpr std::string_view k_plain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+,:@%";
    auto text = path.string();
    if (!text.empty() && text.find_first_not_of(k_plain) == std::string::npos) {
        return text;
    }
    std::string result = "'";
    for (const char c : text) {
        if (c == '\'') {
            result += "'\\''";
        } else {
            result += c;
        }
    }
    return result + "'";
}

[[noreturn]] void refuse(const std::filesystem::path& path, std::string_view why, std::string hint)
{
    throw Error{
        ErrorCode::key_source, fmt::format("key file {}: {}", path.string(), why), std::move(hint)};
}

base::UniqueFd open_file(const std::filesystem::path& path)
{
    // O_NONBLOCK: opening a FIFO must not wait for a writer.
    base::UniqueFd fd{::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)};
    if (!fd.is_open() && errno == ELOOP) {
        refuse(path, "is a symbolic link", "name the file itself");
    }
    if (!fd.is_open() && errno != ENOENT) {
        refuse(path, base::errno_text(errno), "ls -ld " + quoted(path));
    }
    return fd;
}

void require_private(int fd, const std::filesystem::path& path, KeyFileAccess access)
{
    struct stat info {};

    if (::fstat(fd, &info) != 0) {
        refuse(path, base::errno_text(errno), {});
    }
    if (!S_ISREG(info.st_mode)) {
        refuse(path, "is not a regular file", "ls -ld " + quoted(path));
    }
    if (info.st_uid != ::geteuid() && info.st_uid != 0) {
        refuse(
            path, "belongs to another user", fmt::format("sudo chown $(id -u) {}", quoted(path)));
    }
    const bool has_acl = access == KeyFileAccess::service_credential && info.st_uid == 0;
    if ((info.st_mode & (has_acl ? k_others_but_acl_mask : k_others)) != 0) {
        refuse(
            path,
            fmt::format("other users may read or change it (mode {:04o})", info.st_mode & 07777U),
            "chmod 600 " + quoted(path));
    }
    if (info.st_size > static_cast<off_t>(k_max_size)) {
        refuse(path, "is larger than 4 KiB; a key file holds 64 digits and nothing else", {});
    }
}

} // namespace

std::optional<base::Secret> read_key_file(const std::filesystem::path& path, KeyFileAccess access)
{
    const auto fd = open_file(path);
    if (!fd.is_open()) {
        return std::nullopt;
    }
    require_private(fd.get(), path, access);
    auto buffer = base::Secret::of_size(k_max_size + 1);
    std::size_t used = 0;
    while (used < buffer.size()) {
        const auto room = buffer.writable().subspan(used);
        const auto got = ::read(fd.get(), room.data(), room.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            refuse(path, base::errno_text(errno), {});
        }
        if (got == 0) {
            break;
        }
        used += static_cast<std::size_t>(got);
    }
    if (used > k_max_size) {
        refuse(path, "is larger than 4 KiB; a key file holds 64 digits and nothing else", {});
    }
    return base::Secret{buffer.bytes().first(used)};
}

} // namespace syncctl::vault
