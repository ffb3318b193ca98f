// F11, F12: limits of file size, open files and address space, and memory that is refused at the
// n-th request. The program ends with a message or does without; it never dies of it, and nothing
// is half-done.

#include "fault_world.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <csignal>
#include <fstream>

using namespace syncctl::test;

namespace {

/// A run under `ulimit OPTION VALUE` for each value, each in the same world.
/// \return how many of them failed
int run_under(FilesWorld& world, char option, const std::vector<long>& values)
{
    int failed = 0;
    for (const auto value : values) {
        INFO("ulimit -" << option << " " << value);
        world.restore();
        const auto result =
            run_after(world, fmt::format("ulimit -{} {}", option, value), {"run", "p"});
        INFO(result.exit << ": " << result.out << result.err);
        CHECK(result.exit < 128);
        CHECK((result.exit == 0 || !result.err.empty()));
        REQUIRE(unaccounted_items(world).empty());
        check_heals(world, k_items_of_every_kind);
        failed += result.exit == 0 ? 0 : 1;
    }
    return failed;
}

std::vector<long> values_from(long first, long last, long step)
{
    std::vector<long> values;
    for (long value = first; value <= last; value += step) {
        values.push_back(value);
    }
    return values;
}

} // namespace

TEST_CASE("a file size limit is told like a full disk, at any size", "[fault][limits]")
{
    FilesWorld world;
    prepare_every_kind_of_write(world);

    const auto values = values_from(0, 2600, 130);
    const int failed = run_under(world, 'f', values); // in blocks of 512 octets

    CHECK(failed > 3);
    CHECK(failed < static_cast<int>(values.size()));
}

TEST_CASE("too few open files: told, and nothing is half-done", "[fault][limits]")
{
    FilesWorld world;
    prepare_every_kind_of_write(world);

    const int failed = run_under(world, 'n', values_from(4, 20, 1));

    CHECK(failed > 3);
    CHECK(failed < 17); // twenty are enough
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

TEST_CASE("too little address space: told, and nothing is half-done", "[fault][limits]")
{
    FilesWorld world;
    prepare_every_kind_of_write(world);

    // In KiB. With less, the loader of programs dies before there is a program: the libraries take
    // 60 MB of addresses (most of it tables of characters that are never read), and no memory.
    const int failed = run_under(world, 'v', values_from(52'000, 106'000, 2'700));

    CHECK(failed > 3);
    CHECK(failed < 21); // 100 MB are enough
}

TEST_CASE("memory that is refused at the n-th request: told or done without", "[fault][limits]")
{
    FilesWorld world;
    prepare_every_kind_of_write(world);
    const auto* goes_on = GENERATE("0", "1");
    auto plan = world.plan({"run", "p"});
    plan.environment.insert({{"LD_PRELOAD", MEMORY_SHIM},
                             {"MEMORY_GOES_ON", goes_on},
                             {"MEMORY_COUNT", world.path("count")}});
    REQUIRE(run_process(SYNCCTL_BINARY, plan).exit == 0);
    long count = 0;
    std::ifstream{world.path("count")} >> count;
    REQUIRE(count > 1000);
    int failed = 0;
    int died = 0;
    for (const auto at : spread(count, 35)) {
        INFO("request " << at << " of " << count << ", goes on: " << goes_on);
        world.restore();
        plan.environment["MEMORY_AT"] = std::to_string(at);
        const auto result = run_process(SYNCCTL_BINARY, plan);
        INFO(result.exit << ": " << result.out << result.err);
        // The first requests come from constructors before main(), where nothing can catch, and
        // OpenSSL 3.0 uses the locks of its own start-up unseen: a death there is one like any
        // other.
        died += result.exit >= 128 ? 1 : 0;
        CHECK((result.exit == 0 || result.exit >= 128 || !result.err.empty()));
        REQUIRE(unaccounted_items(world).empty());
        check_heals(world, k_items_of_every_kind);
        failed += result.exit == 0 ? 0 : 1;
    }
    CHECK(failed > 12);
    CHECK(died < 4); // of 35
}

#endif
