// Preloaded into the real binary: refuses memory. Knows nothing of the program.
//   MEMORY_AT=N        the N-th request is refused; unset: none
//   MEMORY_GOES_ON=1   all later ones, too
//   MEMORY_COUNT=FILE  receives the number of requests when the process ends by itself

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>

extern "C" {
// The C library's own, under the names that no preloaded library replaces.
void* __libc_malloc(size_t size);               // NOLINT(bugprone-reserved-identifier)
void* __libc_calloc(size_t count, size_t size); // NOLINT(bugprone-reserved-identifier)
void* __libc_realloc(void* old, size_t size);   // NOLINT(bugprone-reserved-identifier)
}

namespace {

std::atomic<long> g_count{0};
// Before main() has begun nothing is refused: that would test the loader.
std::atomic<bool> g_is_ready{false};
long g_at = 0;
bool g_goes_on = false;

long number_of(const char* variable)
{
    const char* text = std::getenv(variable);
    return text != nullptr ? std::strtol(text, nullptr, 10) : 0;
}

struct Setup {
    Setup()
    {
        g_at = number_of("MEMORY_AT");
        g_goes_on = number_of("MEMORY_GOES_ON") != 0;
        g_is_ready = true;
    }

    ~Setup()
    {
        g_is_ready = false;
        if (const char* file = std::getenv("MEMORY_COUNT")) {
            if (std::FILE* out = std::fopen(file, "w")) {
                std::fprintf(out, "%ld\n", g_count.load());
                std::fclose(out);
            }
        }
    }
};

const Setup g_setup;

bool is_refused()
{
    if (!g_is_ready) {
        return false;
    }
    const long count = ++g_count;
    if (g_at == 0 || count < g_at || (count > g_at && !g_goes_on)) {
        return false;
    }
    errno = ENOMEM;
    return true;
}

} // namespace

extern "C" void* malloc(size_t size) // NOLINT: replaces the system's
{
    return is_refused() ? nullptr : __libc_malloc(size);
}

extern "C" void* calloc(size_t count, size_t size) // NOLINT: replaces the system's
{
    return is_refused() ? nullptr : __libc_calloc(count, size);
}

extern "C" void* realloc(void* old, size_t size) // NOLINT: replaces the system's
{
    return is_refused() ? nullptr : __libc_realloc(old, size);
}
