// F18: several commands on one database at once. One works, the others leave with exit code 11, and
// a snapshot that is taken meanwhile is a sound database.

#include "fault_world.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <memory>

using namespace syncctl::test;

namespace {

constexpr std::size_t k_new_items = 400;

/// So many new items that a run takes long enough for others to come by, in many small commits.
void prepare_long_run(FilesWorld& world)
{
    REQUIRE(world.syncctl({"settings", "set", "sync_batch_size", "10"}).exit == 0);
    for (std::size_t i = 1; i <= k_new_items; ++i) {
        world.add("dev", static_cast<int>(i), fmt::format("bug {}", i));
    }
}

ProcessResult sqlite3(const FilesWorld& world, const std::string& file, const std::string& command)
{
    const auto shell = world.plan({"-readonly", "-cmd", ".timeout 5000", file, command});
    return run_process("/usr/bin/sqlite3", shell);
}

void check_is_sound(const FilesWorld& world, const std::string& file)
{
    const auto check = sqlite3(world, file, "PRAGMA integrity_check; PRAGMA foreign_key_check");
    CHECK(check.out == "ok\n");
    // Each link of a snapshot is whole, and none is there twice.
    CHECK(sqlite3(world, file, "SELECT count(*) - count(DISTINCT source_item_id) FROM synced_items")
              .out == "0\n");
}

} // namespace

TEST_CASE("fifty starts in quick succession: each works or says that the pair is held",
          "[fault][lock]")
{
    FilesWorld world;
    prepare_every_kind_of_write(world);
    std::vector<std::unique_ptr<Process>> runs;
    for (int i = 0; i < 50; ++i) {
        runs.push_back(std::make_unique<Process>(SYNCCTL_BINARY, world.plan({"run", "p"})));
    }
    int worked = 0;
    for (auto& run : runs) {
        const auto result = run->finish();
        INFO(result.exit << ": " << result.err);
        CHECK((result.exit == 0 || result.exit == 11));
        CHECK((result.exit == 0 ||
               (contains(result.err, "syncctl: error: ") && contains(result.err, "hint: "))));
        worked += result.exit == 0 ? 1 : 0;
    }
    CHECK(worked >= 1);
    check_heals(world, k_items_of_every_kind);
}

TEST_CASE("cleanup, vacuum and migrations beside a run disturb neither", "[fault][lock]")
{
    FilesWorld world;
    prepare_long_run(world);
    Process run{SYNCCTL_BINARY, world.plan({"run", "p", "-q"})};
    int others = 0;
    while (run.is_running()) {
        for (const auto& command :
             {Arguments{"cleanup", "--vacuum"}, Arguments{"migrate", "up"}, Arguments{"status"}}) {
            const auto other = world.syncctl(command);
            INFO(command.front() << ": " << other.err);
            CHECK((other.exit == 0 || other.exit == 11));
            ++others;
        }
    }
    CHECK(run.finish().exit == 0);
    CHECK(others >= 3);
    check_heals(world, k_new_items);
}

TEST_CASE("a snapshot taken beside a run is a sound database", "[fault][lock]")
{
    FilesWorld world;
    prepare_long_run(world);
    const auto database = world.path("state/sync.db");
    Process run{SYNCCTL_BINARY, world.plan({"run", "p", "-q"})};
    std::vector<std::string> snapshots;
    while (run.is_running() && snapshots.size() < 40) {
        const auto& snapshot =
            snapshots.emplace_back(world.path(fmt::format("snapshot-{}.db", snapshots.size())));
        const auto command = snapshots.size() % 2 == 0 ? fmt::format(".backup '{}'", snapshot)
                                                       : fmt::format("VACUUM INTO '{}'", snapshot);
        const auto taken = sqlite3(world, database, command);
        INFO(command << ": " << taken.err);
        REQUIRE(taken.exit == 0);
    }
    CHECK(run.finish().exit == 0);
    CHECK_FALSE(snapshots.empty());
    for (const auto& snapshot : snapshots) {
        INFO(snapshot);
        check_is_sound(world, snapshot);
    }
    check_heals(world, k_new_items);
}
