// F7, F9, F10, F52: a disk that is full, broken, slow or interrupted at any call of the real
// binary: the database and its log, the temporary files, syncs and renames of both trackers,
// standard output.

#include "fault_world.hpp"

#include <catch2/catch.hpp>

#include <cerrno>
#include <set>

using namespace syncctl::test;

namespace {

/// Strikes the n-th call of this kind, for up to `cases` n, each in the same world.
/// \param judge what has to hold right after the run
template <class Judge>
void strike_each(FilesWorld& world, Fault fault, long cases, const Judge& judge)
{
    world.restore();
    const auto count = count_calls(world, fault);
    // The last few may not come: their number varies a little, as both sides are written at once.
    for (const auto at : spread(count - 3, cases)) {
        INFO("struck call " << at << " of " << count << " (" << fault.calls << ")");
        world.restore();
        fault.at = at;
        const auto result = run_with(world, fault);
        INFO(result.exit << ": " << result.out << result.err);
        judge(result);
        REQUIRE(unaccounted_items(world).empty());
        check_heals(world, k_items_of_every_kind);
    }
}

/// Failed, partly done, a key or a tracker that cannot be read just now: never a signal, never 2.
void is_told(const ProcessResult& result)
{
    check_is_explained(result);
    CHECK(std::set<int>{0, 1, 3, 10, 12, 13}.count(result.exit) == 1);
}

} // namespace

TEST_CASE("a disk that is full from the n-th write on: told, nothing half-done, and it heals",
          "[fault][disk]")
{
    FilesWorld world;
    prepare_every_kind_of_write(world);
    const Fault full{.calls = "write", .value = ENOSPC, .goes_on = true};
    strike_each(world, full, 45, [](const auto& result) {
        is_told(result);
        // The report itself is a write, so no run on a full disk is a success.
        CHECK(result.exit != 0);
        CHECK(contains(result.err, "o space left"));
    });
}

TEST_CASE("a disk that fails once at the n-th call: told, nothing half-done, and it heals",
          "[fault][disk]")
{
    FilesWorld world;
    prepare_every_kind_of_write(world);
    strike_each(world, {.calls = "write,sync,truncate,rename,unlink", .value = EIO}, 45, is_told);
    strike_each(world, {.calls = "read", .value = EIO}, 20, is_told);
}

TEST_CASE(
    "a disk that fails at the n-th call and ever after: told, nothing half-done, and it heals",
    "[fault][disk]")
{
    FilesWorld world;
    prepare_every_kind_of_write(world);
    strike_each(
        world, {.calls = "write,sync,truncate,rename", .value = EIO, .goes_on = true}, 30, is_told);
    strike_each(world, {.calls = "sync", .value = EIO, .goes_on = true}, 15, is_told);
}

TEST_CASE("short and interrupted reads and writes change nothing", "[fault][disk]")
{
    FilesWorld world;
    prepare_every_kind_of_write(world);
    const auto is_done = [](const auto& result) { CHECK(result.exit == 0); };
    strike_each(world, {.calls = "write", .action = "short"}, 15, is_done);
    strike_each(world, {.calls = "write", .action = "short", .at = 1, .goes_on = true}, 5, is_done);
    strike_each(world, {.calls = "write", .value = EINTR}, 12, is_done);
    strike_each(world, {.calls = "read", .value = EINTR}, 12, is_done);
}

TEST_CASE("a slow disk is only slow", "[fault][disk]")
{
    FilesWorld world;
    prepare_every_kind_of_write(world);
    const Fault slow{.calls = "sync", .action = "delay", .value = 20, .at = 1, .goes_on = true};

    CHECK(run_with(world, slow).exit == 0);

    CHECK(writes_of_one_more_run(world) == 0);
    check_heals(world, k_items_of_every_kind);
}
