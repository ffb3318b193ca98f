// Preloaded into the real binary: counts the calls that change something outside the process, and
// ends it with SIGKILL just before or just after the call that KILL_AT names. Knows nothing of the
// program.
//   KILL_AT=N        end the process at the N-th call (odd N: before it, even N: after it); unset:
//   only count KILL_COUNT=FILE  write the number of places to FILE when the process ends by itself

#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <sys/types.h>

namespace {

std::atomic<long> g_count{0};

long wanted()
{
    static const long at = [] {
        const char* text = std::getenv("KILL_AT");
        return text != nullptr ? std::strtol(text, nullptr, 10) : 0L;
    }();
    return at;
}

void place()
{
    if (++g_count == wanted()) {
        kill(getpid(), SIGKILL);
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
        if (const char* file = std::getenv("KILL_COUNT")) {
            if (std::FILE* out = std::fopen(file, "w")) {
                std::fprintf(out, "%ld\n", g_count.load());
                std::fclose(out);
            }
        }
    }
};

const Report g_report;

} // namespace

#define INTERPOSE(result, name, parameters, arguments)                                             \
    extern "C" result name parameters                                                              \
    {                                                                                              \
        static const auto real = next<result(*) parameters>(#name);                                \
        place();                                                                                   \
        const result value = real arguments;                                                       \
        place();                                                                                   \
        return value;                                                                              \
    }

INTERPOSE(ssize_t,
          pwrite64,
          (int fd, const void* data, size_t size, off64_t at),
          (fd, data, size, at))
INTERPOSE(ssize_t, pwrite, (int fd, const void* data, size_t size, off_t at), (fd, data, size, at))
INTERPOSE(ssize_t, write, (int fd, const void* data, size_t size), (fd, data, size))
INTERPOSE(int, fdatasync, (int fd), (fd))
INTERPOSE(int, fsync, (int fd), (fd))
INTERPOSE(int, syncfs, (int fd), (fd))
INTERPOSE(int, ftruncate64, (int fd, off64_t size), (fd, size))
INTERPOSE(int, unlink, (const char* path), (path))
INTERPOSE(int, unlinkat, (int dir, const char* path, int flags), (dir, path, flags))
INTERPOSE(int, rename, (const char* from, const char* to), (from, to))
INTERPOSE(int,
          renameat,
          (int from_dir, const char* from, int to_dir, const char* to),
          (from_dir, from, to_dir, to))
INTERPOSE(int,
          renameat2,
          (int from_dir, const char* from, int to_dir, const char* to, unsigned flags),
          (from_dir, from, to_dir, to, flags))
INTERPOSE(int,
          linkat,
          (int from_dir, const char* from, int to_dir, const char* to, int flags),
          (from_dir, from, to_dir, to, flags))
