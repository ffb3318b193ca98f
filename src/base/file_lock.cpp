#include "syncctl/base/clock.hpp"
#include "syncctl/base/error.hpp"
#include "syncctl/base/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <sys/file.h>
#include <sys/stat.h>
#include <thread>

namespace syncctl::base {

std::optional<FileLock> FileLock::acquire(const std::filesystem::path& path,
                                          std::chrono::milliseconds wait)
{
    constexpr int k_private_file = 0600;
    constexpr std::chrono::milliseconds k_step{10};
    UniqueFd fd{::open(
        path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, k_private_file)};
    if (!fd.is_open()) {
        throw_errno("opening the lock file", path, errno);
    }

    struct stat info {};

    if (::fstat(fd.get(), &info) != 0 || !S_ISREG(info.st_mode)) {
        throw Error{ErrorCode::io,
                    fmt::format("the lock file {} is not a regular file", path.string())};
    }
    if (info.st_uid != ::geteuid()) {
        throw Error{ErrorCode::foreign_database,
                    fmt::format("the lock file {} belongs to another user", path.string()),
                    "look who put it there, then remove it"};
    }
    const SystemClock clock;
    const auto deadline = clock.monotonic() + wait;
    while (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR) {
            throw_errno("locking", path, errno);
        }
        if (clock.monotonic() >= deadline) {
            return std::nullopt;
        }
        std::this_thread::sleep_for(k_step);
    }
    return FileLock{std::move(fd)};
}

} // namespace syncctl::base
