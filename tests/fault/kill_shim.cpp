// Preloaded into the real binary: counts the calls that change something outside the process or
// exchange something over the network, and ends it with SIGKILL just before or just after the call
// that KILL_AT names. Knows nothing of the program.
//   KILL_AT=N        end the process at the N-th place (odd N: before a call, even N: after it);
//                    unset: only count
//   KILL_PLACES=FILE write a line for each place to FILE when the process ends by itself
//
// Not seen: stores to mapped memory (SQLite's -shm file; the places before and after the calls
// around them are on both sides of them), what the C library writes on its own (fwrite), and locks
// and closed files, which the kernel would give back with the process anyway.

#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>
#include <utime.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>

namespace {

std::atomic<std::size_t> g_count{0};
std::array<const char*, 65536> g_names{};

std::size_t wanted()
{
    static const std::size_t at = [] {
        const char* text = std::getenv("KILL_AT");
        return text != nullptr ? std::strtoul(text, nullptr, 10) : 0UL;
    }();
    return at;
}

void place(const char* name)
{
    const std::size_t number = ++g_count;
    if (number == wanted()) {
        kill(getpid(), SIGKILL);
    }
    if (number <= g_names.size()) {
        g_names[number - 1] = name;
    }
}

template <class Function>
Function next(const char* name)
{
    return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

struct Report {
    ~Report()
    {
        const char* file = std::getenv("KILL_PLACES");
        if (file == nullptr) {
            return;
        }
        const std::size_t count = g_count.load();
        if (std::FILE* out = std::fopen(file, "w")) {
            for (std::size_t i = 0; i < count; ++i) {
                std::fprintf(out, "%s\n", i < g_names.size() ? g_names[i] : "?");
            }
            std::fclose(out);
        }
    }
};

const Report g_report;

bool may_change(int flags)
{
    return (flags & (O_CREAT | O_TRUNC)) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
}

/// The mode that follows the flags of open() when it makes a file.
mode_t mode_of(int flags, va_list rest)
{
    return may_change(flags) ? va_arg(rest, mode_t) : 0;
}

/// Places around an open() only when it may make or cut a file.
template <class Open>
int opened(const char* name, int flags, Open open)
{
    if (!may_change(flags)) {
        return open();
    }
    place(name);
    const int file = open();
    place(name);
    return file;
}

} // namespace

#define INTERPOSE(result, name, parameters, arguments)                                             \
    extern "C" result name parameters                                                              \
    {                                                                                              \
        static const auto real = next<result(*) parameters>(#name);                                \
        place(#name);                                                                              \
        const result value = real arguments;                                                       \
        place(#name);                                                                              \
        return value;                                                                              \
    }

#define INTERPOSE_OPEN(name)                                                                       \
    extern "C" int name(const char* path, int flags, ...)                                          \
    {                                                                                              \
        static const auto real = next<int (*)(const char*, int, ...)>(#name);                      \
        va_list rest;                                                                              \
        va_start(rest, flags);                                                                     \
        const mode_t mode = mode_of(flags, rest);                                                  \
        va_end(rest);                                                                              \
        return opened(#name, flags, [&] { return real(path, flags, mode); });                      \
    }

#define INTERPOSE_OPENAT(name)                                                                     \
    extern "C" int name(int folder, const char* path, int flags, ...)                              \
    {                                                                                              \
        static const auto real = next<int (*)(int, const char*, int, ...)>(#name);                 \
        va_list rest;                                                                              \
        va_start(rest, flags);                                                                     \
        const mode_t mode = mode_of(flags, rest);                                                  \
        va_end(rest);                                                                              \
        return opened(#name, flags, [&] { return real(folder, path, flags, mode); });              \
    }

INTERPOSE_OPEN(open)
INTERPOSE_OPEN(open64)
INTERPOSE_OPENAT(openat)
INTERPOSE_OPENAT(openat64)

// clang-format off
INTERPOSE(ssize_t, write, (int fd, const void* data, size_t size), (fd, data, size))
INTERPOSE(ssize_t, pwrite, (int fd, const void* data, size_t size, off_t at), (fd, data, size, at))
INTERPOSE(ssize_t, pwrite64, (int fd, const void* data, size_t size, off64_t at), (fd, data, size, at))
INTERPOSE(ssize_t, writev, (int fd, const iovec* parts, int count), (fd, parts, count))
INTERPOSE(ssize_t, sendfile, (int to, int from, off_t* at, size_t size), (to, from, at, size))
INTERPOSE(ssize_t, copy_file_range, (int from, off64_t* from_at, int to, off64_t* to_at, size_t size, unsigned flags),
          (from, from_at, to, to_at, size, flags))
INTERPOSE(int, fdatasync, (int fd), (fd))
INTERPOSE(int, fsync, (int fd), (fd))
INTERPOSE(int, syncfs, (int fd), (fd))
INTERPOSE(int, ftruncate, (int fd, off_t size), (fd, size))
INTERPOSE(int, ftruncate64, (int fd, off64_t size), (fd, size))
INTERPOSE(int, truncate, (const char* path, off_t size), (path, size))
INTERPOSE(int, posix_fallocate, (int fd, off_t at, off_t size), (fd, at, size))
INTERPOSE(int, posix_fallocate64, (int fd, off64_t at, off64_t size), (fd, at, size))
INTERPOSE(int, fallocate, (int fd, int mode, off_t at, off_t size), (fd, mode, at, size))
INTERPOSE(int, fallocate64, (int fd, int mode, off64_t at, off64_t size), (fd, mode, at, size))
INTERPOSE(int, mkdir, (const char* path, mode_t mode), (path, mode))
INTERPOSE(int, mkdirat, (int folder, const char* path, mode_t mode), (folder, path, mode))
INTERPOSE(int, rmdir, (const char* path), (path))
INTERPOSE(int, remove, (const char* path), (path))
INTERPOSE(int, unlink, (const char* path), (path))
INTERPOSE(int, unlinkat, (int folder, const char* path, int flags), (folder, path, flags))
INTERPOSE(int, link, (const char* from, const char* to), (from, to))
INTERPOSE(int, linkat, (int from_folder, const char* from, int to_folder, const char* to, int flags),
          (from_folder, from, to_folder, to, flags))
INTERPOSE(int, symlink, (const char* from, const char* to), (from, to))
INTERPOSE(int, rename, (const char* from, const char* to), (from, to))
INTERPOSE(int, renameat, (int from_folder, const char* from, int to_folder, const char* to),
          (from_folder, from, to_folder, to))
INTERPOSE(int, renameat2, (int from_folder, const char* from, int to_folder, const char* to, unsigned flags),
          (from_folder, from, to_folder, to, flags))
INTERPOSE(int, chmod, (const char* path, mode_t mode), (path, mode))
INTERPOSE(int, fchmod, (int fd, mode_t mode), (fd, mode))
INTERPOSE(int, fchmodat, (int folder, const char* path, mode_t mode, int flags), (folder, path, mode, flags))
INTERPOSE(int, fchown, (int fd, uid_t owner, gid_t group), (fd, owner, group))
INTERPOSE(int, utime, (const char* path, const utimbuf* times), (path, times))
INTERPOSE(int, utimensat, (int folder, const char* path, const timespec* times, int flags), (folder, path, times, flags))
INTERPOSE(int, connect, (int fd, const sockaddr* address, socklen_t size), (fd, address, size))
INTERPOSE(ssize_t, send, (int fd, const void* data, size_t size, int flags), (fd, data, size, flags))
INTERPOSE(ssize_t, sendto, (int fd, const void* data, size_t size, int flags, const sockaddr* address, socklen_t length),
          (fd, data, size, flags, address, length))
INTERPOSE(ssize_t, sendmsg, (int fd, const msghdr* message, int flags), (fd, message, flags))
INTERPOSE(ssize_t, recv, (int fd, void* data, size_t size, int flags), (fd, data, size, flags))
INTERPOSE(ssize_t, recvfrom, (int fd, void* data, size_t size, int flags, sockaddr* address, socklen_t* length),
          (fd, data, size, flags, address, length))
INTERPOSE(ssize_t, recvmsg, (int fd, msghdr* message, int flags), (fd, message, flags))
INTERPOSE(int, futimens, (int fd, const timespec* times), (fd, times))
// clang-format on
