// Preloaded into the real binary: its clocks and its sleeping follow a file that a test shares with
// it, so that settle times and Retry-After pass at once and are still kept to the millisecond.
// Knows nothing of the program.
//   CLOCK_FILE=FILE  eight octets: by how many milliseconds time is ahead of the system's clock;
//                    who sleeps adds to it instead of sleeping
//   CLOCK_POLL_MS=N  a poll that waits in vain for N ms adds what it was to wait for, so that
//                    network timeouts pass soon; unset: polls take their time

#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <sys/mman.h>
#include <sys/time.h>

namespace {

using Offset = std::atomic<std::int64_t>;

constexpr std::int64_t k_ms_per_second = 1000;
constexpr std::int64_t k_ns_per_ms = 1'000'000;

template <class Function>
Function next(const char* name)
{
    return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

Offset& offset()
{
    static Offset none{0};
    static Offset* const shared = [] {
        const char* path = std::getenv("CLOCK_FILE");
        const int file = path != nullptr ? open(path, O_RDWR | O_CLOEXEC) : -1;
        if (file < 0) {
            return &none;
        }
        void* memory = mmap(nullptr, sizeof(Offset), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        close(file);
        return memory == MAP_FAILED ? &none : static_cast<Offset*>(memory);
    }();
    return *shared;
}

/// 0: polls are left alone.
int poll_ms()
{
    static const int wait = [] {
        const char* text = std::getenv("CLOCK_POLL_MS");
        return text != nullptr ? std::atoi(text) : 0;
    }();
    return wait;
}

/// As real sleep it ends a little late. Others get a moment, so that what they have on its way does
/// not seem to take long.
void pass(std::int64_t ms)
{
    static const auto real = next<int (*)(const timespec*, timespec*)>("nanosleep");
    constexpr timespec k_moment{.tv_sec = 0, .tv_nsec = k_ns_per_ms / 2};
    real(&k_moment, nullptr);
    offset() += ms + 1;
}

std::int64_t ms_of(const timespec& time)
{
    return static_cast<std::int64_t>(time.tv_sec) * k_ms_per_second +
           (time.tv_nsec + k_ns_per_ms - 1) / k_ns_per_ms;
}

} // namespace

extern "C" int clock_gettime(clockid_t id, timespec* time)
{
    static const auto real = next<int (*)(clockid_t, timespec*)>("clock_gettime");
    const int code = real(id, time);
    if (code == 0 && (id == CLOCK_REALTIME || id == CLOCK_MONOTONIC)) {
        const std::int64_t ahead = offset();
        time->tv_sec += ahead / k_ms_per_second;
        time->tv_nsec += ahead % k_ms_per_second * k_ns_per_ms;
        if (time->tv_nsec >= k_ms_per_second * k_ns_per_ms) {
            time->tv_nsec -= k_ms_per_second * k_ns_per_ms;
            ++time->tv_sec;
        }
    }
    return code;
}

extern "C" int gettimeofday(timeval* time, void* /*zone*/)
{
    timespec now{};
    const int code = clock_gettime(CLOCK_REALTIME, &now);
    time->tv_sec = now.tv_sec;
    time->tv_usec = now.tv_nsec / 1000;
    return code;
}

extern "C" time_t time(time_t* out)
{
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    if (out != nullptr) {
        *out = now.tv_sec;
    }
    return now.tv_sec;
}

extern "C" int nanosleep(const timespec* duration, timespec* /*left*/)
{
    pass(ms_of(*duration));
    return 0;
}

extern "C" int clock_nanosleep(clockid_t id, int flags, const timespec* until, timespec* /*left*/)
{
    timespec now{};
    if ((flags & TIMER_ABSTIME) != 0) {
        clock_gettime(id, &now);
    }
    pass(std::max<std::int64_t>(0, ms_of(*until) - ms_of(now)));
    return 0;
}

extern "C" int poll(pollfd* files, nfds_t count, int timeout)
{
    static const auto real = next<int (*)(pollfd*, nfds_t, int)>("poll");
    if (poll_ms() == 0 || timeout <= poll_ms()) {
        return real(files, count, timeout);
    }
    const int found = real(files, count, poll_ms());
    if (found == 0) {
        offset() += timeout - poll_ms();
    }
    return found;
}
