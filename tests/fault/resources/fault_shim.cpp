// Preloaded into the real binary: lets chosen system calls go wrong. Knows nothing of the program.
// Standard error is left alone, so that the program can say what happened.
//   FAULT_CALLS=LIST   of write, read, sync, truncate, rename, unlink: the calls that are counted
//   FAULT_PATH=TEXT    counts only calls on files whose path contains TEXT
//   FAULT_AT=N         the N-th counted call is struck; unset: none, only count
//   FAULT_GOES_ON=1    all later ones, too
//   FAULT_DO=WHAT      errno: it fails with the errno FAULT_VALUE; short: half of it is done;
//                      signal: this process gets the signal FAULT_VALUE just before it;
//                      orphan: a child that lives on is started, its id written to FAULT_CHILD, and
//                      this process is killed; delay: it takes FAULT_VALUE milliseconds longer
//   FAULT_COUNT=FILE   receives the number of counted calls when the process ends by itself

#include <dlfcn.h>
#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>
#include <sys/types.h>
#include <sys/uio.h>

extern char** environ;

namespace {

enum class Verdict { pass, fail, half };

std::string text_of(const char* variable)
{
    const char* text = std::getenv(variable);
    return text != nullptr ? text : "";
}

long number_of(const char* variable)
{
    return std::strtol(text_of(variable).c_str(), nullptr, 10);
}

struct Wish {
    std::string calls = text_of("FAULT_CALLS");
    std::string path = text_of("FAULT_PATH");
    std::string action = text_of("FAULT_DO");
    long at = number_of("FAULT_AT");
    long value = number_of("FAULT_VALUE");
    bool goes_on = number_of("FAULT_GOES_ON") != 0;
};

const Wish& wish()
{
    static const Wish wish;
    return wish;
}

std::atomic<long> g_count{0};

bool is_about(int fd, const char* path)
{
    if (wish().path.empty()) {
        return true;
    }
    if (path != nullptr && std::strstr(path, wish().path.c_str()) != nullptr) {
        return true;
    }
    char name[4096] = "";
    const auto link = "/proc/self/fd/" + std::to_string(fd);
    return fd >= 0 && ::readlink(link.c_str(), name, sizeof name - 1) > 0 &&
           std::strstr(name, wish().path.c_str()) != nullptr;
}

void leave_an_orphan()
{
    char program[] = "/bin/sleep";
    char time[] = "600";
    char* arguments[] = {program, time, nullptr};
    pid_t child = -1;
    ::unsetenv("LD_PRELOAD");
    // The test waits for the end of what it reads; the child must not hold that open.
    posix_spawn_file_actions_t standard;
    ::posix_spawn_file_actions_init(&standard);
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        ::posix_spawn_file_actions_addclose(&standard, fd);
    }
    if (::posix_spawn(&child, program, &standard, nullptr, arguments, environ) == 0) {
        if (std::FILE* out = std::fopen(text_of("FAULT_CHILD").c_str(), "w")) {
            std::fprintf(out, "%d\n", child);
            std::fclose(out);
        }
    }
    ::kill(::getpid(), SIGKILL);
}

Verdict judge(const char* group, int fd, const char* path)
{
    if (fd == STDERR_FILENO || wish().calls.find(group) == std::string::npos ||
        !is_about(fd, path)) {
        return Verdict::pass;
    }
    const long count = ++g_count;
    if (wish().at == 0 || count < wish().at || (count > wish().at && !wish().goes_on)) {
        return Verdict::pass;
    }
    if (wish().action == "errno") {
        errno = static_cast<int>(wish().value);
        return Verdict::fail;
    }
    if (wish().action == "short") {
        return Verdict::half;
    }
    if (wish().action == "signal") {
        ::kill(::getpid(), static_cast<int>(wish().value));
    } else if (wish().action == "orphan") {
        leave_an_orphan();
    } else if (wish().action == "delay") {
        const timespec pause{.tv_sec = 0, .tv_nsec = wish().value * 1'000'000};
        ::nanosleep(&pause, nullptr);
    }
    return Verdict::pass;
}

std::size_t part_of(std::size_t size, Verdict verdict)
{
    return verdict == Verdict::half && size > 1 ? size / 2 : size;
}

struct Report {
    ~Report()
    {
        const auto file = text_of("FAULT_COUNT");
        if (file.empty()) {
            return;
        }
        if (std::FILE* out = std::fopen(file.c_str(), "w")) {
            std::fprintf(out, "%ld\n", g_count.load());
            std::fclose(out);
        }
    }
};

const Report g_report;

template <class Function>
Function next(const char* name)
{
    return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

} // namespace

#define INTERPOSE(result, name, group, fd, path, parameters, arguments)                            \
    extern "C" result name parameters                                                              \
    {                                                                                              \
        static const auto real = next<result(*) parameters>(#name);                                \
        const Verdict verdict = judge(group, fd, path);                                            \
        if (verdict == Verdict::fail) {                                                            \
            return -1;                                                                             \
        }                                                                                          \
        return real arguments;                                                                     \
    }

// NOLINTBEGIN(bugprone-easily-swappable-parameters): the system's own signatures
INTERPOSE(ssize_t,
          write,
          "write",
          fd,
          nullptr,
          (int fd, const void* data, size_t size),
          (fd, data, part_of(size, verdict)))
INTERPOSE(ssize_t,
          pwrite64,
          "write",
          fd,
          nullptr,
          (int fd, const void* data, size_t size, off64_t at),
          (fd, data, part_of(size, verdict), at))
INTERPOSE(ssize_t,
          read,
          "read",
          fd,
          nullptr,
          (int fd, void* data, size_t size),
          (fd, data, part_of(size, verdict)))
INTERPOSE(ssize_t,
          pread64,
          "read",
          fd,
          nullptr,
          (int fd, void* data, size_t size, off64_t at),
          (fd, data, part_of(size, verdict), at))
INTERPOSE(int, fdatasync, "sync", fd, nullptr, (int fd), (fd))
INTERPOSE(int, fsync, "sync", fd, nullptr, (int fd), (fd))
INTERPOSE(int, syncfs, "sync", fd, nullptr, (int fd), (fd))
INTERPOSE(int, ftruncate64, "truncate", fd, nullptr, (int fd, off64_t size), (fd, size))
INTERPOSE(int, unlink, "unlink", -1, path, (const char* path), (path))
INTERPOSE(
    int, unlinkat, "unlink", dir, path, (int dir, const char* path, int flags), (dir, path, flags))
INTERPOSE(int, rename, "rename", -1, to, (const char* from, const char* to), (from, to))
INTERPOSE(int,
          renameat,
          "rename",
          to_dir,
          to,
          (int from_dir, const char* from, int to_dir, const char* to),
          (from_dir, from, to_dir, to))
INTERPOSE(int,
          renameat2,
          "rename",
          to_dir,
          to,
          (int from_dir, const char* from, int to_dir, const char* to, unsigned flags),
          (from_dir, from, to_dir, to, flags))
// NOLINTEND(bugprone-easily-swappable-parameters)
