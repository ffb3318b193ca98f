// Worlds of these tests lie in memory where that is possible: thousands of syncs are tried here,
// and no power cut is.

#define CATCH_CONFIG_EXTERNAL_INTERFACES
#include <catch2/catch.hpp>
#include <unistd.h>

#include <cstdlib>

namespace {

struct MemoryWorlds : Catch::TestEventListenerBase {
    using TestEventListenerBase::TestEventListenerBase;

    void testRunStarting(const Catch::TestRunInfo& /*run*/) override
    {
        constexpr const char* k_memory = "/dev/shm";
        if (std::getenv("TMPDIR") == nullptr && ::access(k_memory, W_OK | X_OK) == 0) {
            ::setenv("TMPDIR", k_memory, 0);
        }
    }
};

} // namespace

CATCH_REGISTER_LISTENER(MemoryWorlds)
