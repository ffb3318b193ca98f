// F13: a write-ahead log that was torn, has a flipped bit or belongs to another database, and
// garbage in its index: what is left is a prefix of the commits, and the next runs go on from
// there.

#include "fault_world.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <random>

using namespace syncctl::test;
namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t k_frame = 24 + 16384;
constexpr std::size_t k_items = 10;

/// A run in many small commits that was killed before the log could be moved into the file. Saved.
void prepare_long_log(FilesWorld& world)
{
    REQUIRE(world.syncctl({"settings", "set", "sync_batch_size", "1"}).exit == 0);
    for (int i = 1; i <= 5; ++i) {
        world.add("dev", i, "bug " + std::to_string(i));
        world.add("desk", 100 + i, "incident " + std::to_string(i));
    }
    world.save();
    // The last sync of the log is the one before its pages are moved into the file.
    Fault kill{.calls = "sync", .path = "-wal", .action = "signal", .value = SIGKILL};
    kill.at = count_calls(world, kill);
    world.restore();
    REQUIRE(run_with(world, kill).exit == 137);
    REQUIRE(fs::file_size(world.path("state/sync.db-wal")) > 20 * k_frame);
    fs::remove_all(world.path("saved"));
    world.save();
}

void flip(const std::string& file, std::uintmax_t at, int bit)
{
    std::fstream stream{file, std::ios::in | std::ios::out | std::ios::binary};
    stream.seekg(static_cast<std::streamoff>(at));
    const int octet = stream.get();
    stream.seekp(static_cast<std::streamoff>(at));
    stream.put(static_cast<char>(octet ^ (1 << bit)));
}

/// The database is sound, nothing that somebody wrote is lost, nothing is there twice, and every
/// link joins two items. Links that went with the log are rebuilt from the markers.
void check_goes_on(FilesWorld& world)
{
    check_is_explained(world.syncctl({"run", "p"}));
    check_is_explained(world.syncctl({"adopt", "p"}));
    check_is_explained(world.syncctl({"run", "p"}));
    CHECK(world.ids("dev").size() == k_items);
    CHECK(world.ids("desk").size() == k_items);
    CHECK(world.database_problems().empty());
    for (int i = 1; i <= 5; ++i) {
        CHECK(world.field("dev", std::to_string(i), "Title") == "bug " + std::to_string(i));
        CHECK(world.field("desk", std::to_string(100 + i), "subject") ==
              "incident " + std::to_string(i));
        CHECK_FALSE(world.partner("dev", std::to_string(i)).empty());
        CHECK_FALSE(world.partner("desk", std::to_string(100 + i)).empty());
    }
    CHECK(world.sql("SELECT count(*) FROM sync_intents") == "0");
}

} // namespace

TEST_CASE("a log that was cut anywhere loses its last commits and nothing else", "[fault][state]")
{
    FilesWorld world;
    prepare_long_log(world);
    const auto log = world.path("state/sync.db-wal");
    const auto size = fs::file_size(log);
    std::mt19937 random{20'261'125};
    for (const auto frame : spread(static_cast<long>(size / k_frame), 20)) {
        const auto kept = static_cast<std::uintmax_t>(frame - 1) * k_frame + random() % k_frame;
        INFO("the log of " << size << " octets was cut to " << kept);
        world.restore();
        fs::resize_file(log, kept);
        check_goes_on(world);
    }
}

TEST_CASE("a bit flipped in the log loses the commits behind it and nothing else", "[fault][state]")
{
    FilesWorld world;
    prepare_long_log(world);
    const auto log = world.path("state/sync.db-wal");
    std::mt19937 random{20'261'126};
    for (int i = 0; i < 12; ++i) {
        world.restore();
        const auto at = random() % fs::file_size(log);
        INFO("a bit of octet " << at << " was flipped");
        flip(log, at, static_cast<int>(random() % 8));
        check_goes_on(world);
    }
}

TEST_CASE("an item whose link was lost with the log gets no second partner", "[fault][state]")
{
    FilesWorld world;
    prepare_long_log(world);
    fs::resize_file(world.path("state/sync.db-wal"), 0);
    CHECK(world.syncctl({"run", "p", "-q"}).exit == 15);
    CHECK(world.ids("dev").size() == k_items);
    CHECK(world.ids("desk").size() == k_items);
    CHECK(world.syncctl({"adopt", "p"}).exit == 0);
    check_heals(world, k_items);
}

TEST_CASE("garbage in the index of the log is thrown away", "[fault][state]")
{
    FilesWorld world;
    prepare_long_log(world);
    const auto index = world.path("state/sync.db-shm");
    const auto size = GENERATE(0U, 1U, 32768U, 70000U);
    std::mt19937 random{20'261'128 + size};
    std::string garbage(size, '\0');
    for (auto& octet : garbage) {
        octet = static_cast<char>(random() % 256);
    }
    std::ofstream{index, std::ios::binary} << garbage;
    INFO("an index of " << size << " octets");

    check_heals(world, k_items);
}

// SQLite binds a log to no file: one that was left behind is taken for this database's own, and its
// pages replace ours. All that can be promised is that the run ends in order.
TEST_CASE("the log of another database is no reason to crash, and no item is lost by it",
          "[fault][state]")
{
    FilesWorld other;
    prepare_long_log(other);
    FilesWorld world;
    prepare_every_kind_of_write(world);
    fs::copy_file(other.path("state/sync.db-wal"), world.path("state/sync.db-wal"));

    check_is_explained(world.syncctl({"run", "p"}));

    CHECK(world.ids("dev").size() >= k_items_of_every_kind - 2);
    CHECK(world.ids("desk").size() >= k_items_of_every_kind - 2);
}
