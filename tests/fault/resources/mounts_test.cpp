// F7, F16: a file system that is really full, and files and folders that are really read-only. What
// needs the right to mount is skipped, with a word, where that right is missing; the preloaded shim
// (disk_test.cpp) and the file modes tried here cover the rest.

#include "fault_world.hpp"
#include "mount.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

using namespace syncctl::test;
namespace fs = std::filesystem;

namespace {

constexpr int k_plain_user = 65534;

bool can_mount()
{
    if (!Mount::is_possible()) {
        WARN("skipped: this user may not mount anything");
    }
    return Mount::is_possible();
}

void shell(const FilesWorld& world, const std::string& command)
{
    auto plan = world.plan({"-c", "cd " + world.path("") + " && " + command});
    const auto result = run_process("/bin/sh", plan);
    INFO(command << ": " << result.err);
    REQUIRE(result.exit == 0);
}

/// Root may write whatever the modes say, so that another user has to try.
ProcessResult as_plain_user(const FilesWorld& world, const Arguments& arguments)
{
    if (::geteuid() != 0) {
        return run_process(SYNCCTL_BINARY, world.plan(arguments));
    }
    const auto id = std::to_string(k_plain_user);
    auto plan = world.plan({"--reuid", id, "--regid", id, "--clear-groups", SYNCCTL_BINARY});
    plan.arguments.insert(plan.arguments.end(), arguments.begin(), arguments.end());
    return run_process("/usr/bin/setpriv", plan);
}

void check_nothing_was_sent(const FilesWorld& world)
{
    CHECK(world.ids("dev").size() == k_items_of_every_kind - 2);
    CHECK(world.ids("desk").size() == k_items_of_every_kind - 2);
    CHECK(world.field("desk", "101", "description") == "noted at the desk");
    CHECK(world.field("dev", "2", "Title") == "bug 2 renamed");
}

/// A tracker that cannot be written fails item by item, says why, and leaves no temporary file.
void check_tracker_is_named(FilesWorld& world,
                            const ProcessResult& result,
                            const std::string& side,
                            const std::string& why)
{
    INFO(result.exit << ": " << result.out << result.err);
    CHECK(result.exit == 3);
    CHECK(contains(result.err, "syncctl errors"));
    CHECK(contains(world.sql("SELECT message FROM sync_errors"), why));
    CHECK(contains(world.sql("SELECT message FROM sync_errors"), side + "/items"));
    for (const auto& entry : fs::directory_iterator{world.path(side + "/items")}) {
        CHECK(entry.path().extension() == ".json");
    }
}

} // namespace

TEST_CASE("a full file system under the database: told, nothing half-done, heals with space",
          "[fault][disk][mount]")
{
    if (!can_mount()) {
        return;
    }
    FilesWorld world;
    prepare_every_kind_of_write(world);
    const auto needed = fs::file_size(world.path("state/sync.db")) / 1024;
    int failed = 0;
    for (const auto spare : {0, 8, 16, 32, 48, 64, 96, 128, 192, 256, 512, 1024, 2048}) {
        INFO(spare << " KiB are free");
        world.restore();
        shell(world, "cp -a state full");
        {
            const auto disk =
                Mount::memory(world.path("state"),
                              fmt::format("{}k", needed + 12 + static_cast<unsigned>(spare)));
            shell(world, "cp -a full/. state/");
            const auto result = world.syncctl({"run", "p"});
            check_is_explained(result);
            CHECK((result.exit == 0 || contains(result.err, "No space left on device") ||
                   contains(result.err, "no space left")));
            CHECK((result.exit == 0 || contains(result.err, "free some space")));
            failed += result.exit == 0 ? 0 : 1;
            disk.resize("64m");
            REQUIRE(unaccounted_items(world).empty());
            check_heals(world, k_items_of_every_kind);
        }
        shell(world, "rm -rf full");
    }
    CHECK(failed > 3);
    CHECK(failed < 13);
}

TEST_CASE("a full file system under a tracker: its items fail, the others go on, and it heals",
          "[fault][disk][mount]")
{
    if (!can_mount()) {
        return;
    }
    FilesWorld world;
    prepare_every_kind_of_write(world);
    const auto* side = GENERATE("dev", "desk");
    const auto items = world.path(std::string{side} + "/items");
    shell(world, fmt::format("cp -a {0}/items full", side));
    // One page for each item that is there, and one more.
    const auto disk = Mount::memory(items, fmt::format("{}k", 4 * (world.ids(side).size() + 1)));
    shell(world, fmt::format("cp -a full/. {}/items/", side));

    const auto result = world.syncctl({"run", "p"});

    INFO(result.out << result.err);
    CHECK(result.exit == 3);
    CHECK(contains(world.sql("SELECT message FROM sync_errors"), "No space left on device"));
    disk.resize("64m");
    check_heals(world, k_items_of_every_kind);
}

TEST_CASE("a read-only file system under the database: status works, run says which and why",
          "[fault][mount]")
{
    if (!can_mount()) {
        return;
    }
    FilesWorld world;
    prepare_every_kind_of_write(world);
    {
        const auto disk = Mount::read_only(world.path("state"));
        CHECK(world.syncctl({"status"}).exit == 0);
        CHECK(world.syncctl({"run", "p", "-n"}).exit == 0);
        const auto result = world.syncctl({"run", "p"});
        INFO(result.err);
        CHECK(result.exit == 1);
        CHECK(contains(result.err, world.path("state/sync.db")));
        CHECK(contains(result.err, "read-only file system"));
        check_nothing_was_sent(world);
    }
    check_heals(world, k_items_of_every_kind);
}

TEST_CASE("a read-only file system under a tracker: its items fail and say why, the others go on",
          "[fault][mount]")
{
    if (!can_mount()) {
        return;
    }
    FilesWorld world;
    prepare_every_kind_of_write(world);
    const std::string side = GENERATE("dev", "desk");
    {
        const auto disk = Mount::read_only(world.path(side));
        CHECK(world.syncctl({"status"}).exit == 0);
        check_tracker_is_named(world, world.syncctl({"run", "p"}), side, "Read-only file system");
    }
    check_heals(world, k_items_of_every_kind);
}

TEST_CASE("a folder that this user may not write: status works, run says which and why", "[fault]")
{
    FilesWorld world;
    prepare_every_kind_of_write(world);
    if (::geteuid() == 0) {
        shell(world, fmt::format("chown -R {0}:{0} .", k_plain_user));
    }
    const std::string folder = GENERATE("state", "dev/items", "desk/items");
    INFO(folder);
    shell(world, "chmod 0500 " + folder);

    CHECK(as_plain_user(world, {"status"}).exit == 0);
    const auto result = as_plain_user(world, {"run", "p"});

    INFO(result.exit << ": " << result.out << result.err);
    if (folder == "state") {
        CHECK(result.exit == 1);
        CHECK(contains(result.err, world.path("state")));
        CHECK(contains(result.err, "read-only for this user"));
        check_nothing_was_sent(world);
    } else {
        check_tracker_is_named(
            world, result, folder.substr(0, folder.find('/')), "Permission denied");
    }
    shell(world, "chmod 0700 " + folder);
    if (::geteuid() == 0) {
        shell(world, "chown -R 0:0 .");
    }
    check_heals(world, k_items_of_every_kind);
}

TEST_CASE("immutable files: run says which, nothing is sent, and it heals", "[fault]")
{
    FilesWorld world;
    prepare_every_kind_of_write(world);
    auto plan = world.plan({"+i", world.path("state/sync.db")});
    if (run_process("/usr/bin/chattr", plan).exit != 0) {
        WARN("skipped: this file system or this user has no immutable files");
        return;
    }
    const auto status = world.syncctl({"status"});
    const auto result = world.syncctl({"run", "p"});
    plan.arguments.front() = "-i";
    REQUIRE(run_process("/usr/bin/chattr", plan).exit == 0);

    CHECK(status.exit == 0);
    INFO(result.exit << ": " << result.out << result.err);
    CHECK(result.exit == 1);
    CHECK(contains(result.err, world.path("state/sync.db")));
    check_nothing_was_sent(world);
    check_heals(world, k_items_of_every_kind);
}
