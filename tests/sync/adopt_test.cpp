// The state database was lost, or an older one was put in its place: nothing is created twice.

#include "support/files_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>

using namespace syncctl::test;
using nlohmann::json;
namespace fs = std::filesystem;

TEST_CASE("a lost database is set up anew, and adopt links what belongs together", "[sync][adopt]")
{
    FilesWorld world;
    world.add("dev", 1, "one");
    world.add("desk", 100, "two");
    REQUIRE(world.syncctl({"run", "p", "-q"}).exit == 0);
    const auto before = world.contents("dev");
    const auto uuid = world.sql("SELECT uuid FROM sync_configs");
    fs::remove_all(world.path("state"));
    world.set_up();

    const auto stopped = world.syncctl({"run", "p", "--json"});
    CHECK(stopped.exit == 15);
    const auto hint = json::parse(stopped.out)["error"]["hint"].get<std::string>();
    CHECK(hint.find("syncctl adopt p --from " + uuid) != std::string::npos);
    const auto unsure = world.syncctl({"adopt", "p"});
    CHECK(unsure.exit == 18);
    CHECK(unsure.err.find(uuid) != std::string::npos);
    CHECK(world.syncctl({"adopt", "p", "--from", "not-a-uuid"}).exit == 2);

    const auto rehearsal = world.syncctl({"adopt", "p", "--from", uuid, "-n", "--json"});
    CHECK(rehearsal.exit == 0);
    CHECK(json::parse(rehearsal.out)["data"].size() == 2);
    CHECK(world.sql("SELECT count(*) FROM synced_items") == "0");
    CHECK(world.syncctl({"adopt", "p", "--from", uuid}).exit == 0);
    CHECK(world.syncctl({"run", "p"}).exit == 0);
    CHECK(world.contents("dev") == before);
    CHECK(world.contents("desk") == before);
    const auto third = world.syncctl({"run", "p", "--json"});
    CHECK(json::parse(third.out)["data"][0]["updated"] == 0);
    CHECK(world.database_problems().empty());
}

TEST_CASE("a database restored from a backup never creates a second partner", "[sync][adopt]")
{
    FilesWorld world;
    world.add("dev", 1, "before the backup");
    REQUIRE(world.syncctl({"run", "p", "-q"}).exit == 0);
    fs::copy(world.path("state"), world.path("backup"), fs::copy_options::recursive);
    world.add("dev", 2, "after the backup");
    world.add("desk", 100, "after the backup, at the desk");
    REQUIRE(world.syncctl({"run", "p", "-q"}).exit == 0);
    const auto before = world.contents("dev");
    fs::remove_all(world.path("state"));
    fs::copy(world.path("backup"), world.path("state"), fs::copy_options::recursive);

    const auto careful = world.syncctl({"run", "p"});
    CHECK(careful.exit == 3);
    CHECK(careful.err.find("syncctl adopt p") != std::string::npos);
    CHECK(world.contents("desk") == before);
    CHECK(world.syncctl({"adopt", "p"}).exit == 0);
    CHECK(world.syncctl({"run", "p"}).exit == 0);
    CHECK(world.contents("dev") == before);
    CHECK(world.contents("desk") == before);
    CHECK(world.sql("SELECT count(*) FROM synced_items") == "3");
}
