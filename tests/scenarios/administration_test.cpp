// What happens to linked items when somebody changes the pair itself, seen from the command line.

#include "support/files_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

using namespace syncctl::test;
using nlohmann::json;

namespace {

/// `dev:1` and its partner, in step.
struct Linked {
    Linked()
    {
        world.add("dev", 1, "one");
        world.add("dev", 2, "another");
        REQUIRE(world.syncctl({"run", "p", "-q"}).exit == 0);
        REQUIRE(world.syncctl({"run", "p", "-q"}).exit == 0); // sees what the first one made
        partner = world.partner("dev", "1");
    }

    json run(int exit = 0)
    {
        const auto result = world.syncctl({"run", "p", "--json"});
        CHECK(result.exit == exit);
        return json::parse(result.out)["data"].at(0);
    }

    /// The third run of a scenario.
    void check_nothing_is_left(int exit = 0)
    {
        const auto report = run(exit);
        CHECK(report["created"] == 0);
        CHECK(report["updated"] == 0);
        CHECK(report["deleted"] == 0);
    }

    FilesWorld world;
    std::string partner;
};

} // namespace

TEST_CASE("edits made while a pair is disabled arrive when it is enabled again",
          "[scenarios][reference]")
{
    Linked items;
    auto& world = items.world;
    REQUIRE(world.syncctl({"pair", "disable", "p"}).exit == 0);
    world.edit("dev", "1", "Title", "renamed in dev");
    world.edit("desk", items.partner, "priority", "High");
    const auto refused = world.syncctl({"run", "p"});
    CHECK(refused.exit != 0);
    CHECK(refused.err.find("disabled") != std::string::npos);
    CHECK(world.syncctl({"run", "--all", "-q"}).exit == 0);
    CHECK(world.field("desk", items.partner, "subject") == "one");
    REQUIRE(world.syncctl({"pair", "enable", "p"}).exit == 0);
    CHECK(items.run()["updated"] == 2);
    CHECK(world.contents("dev") == world.contents("desk"));
    CHECK(world.field("dev", "1", "Priority") == "1");
    items.check_nothing_is_left();
}

TEST_CASE("edits made while a connector is disabled arrive when it is enabled again",
          "[scenarios][reference]")
{
    Linked items;
    auto& world = items.world;
    REQUIRE(world.syncctl({"connector", "disable", "desk"}).exit == 0);
    world.edit("dev", "1", "Title", "renamed in dev");
    const auto refused = world.syncctl({"run", "p"});
    CHECK(refused.exit != 0);
    CHECK(refused.err.find("disabled") != std::string::npos);
    CHECK(world.field("desk", items.partner, "subject") == "one");
    REQUIRE(world.syncctl({"connector", "enable", "desk"}).exit == 0);
    CHECK(items.run()["updated"] == 1);
    CHECK(world.contents("dev") == world.contents("desk"));
    items.check_nothing_is_left();
}

TEST_CASE("a connector that a pair uses is not removed, and the links stay",
          "[scenarios][reference]")
{
    Linked items;
    auto& world = items.world;
    const auto refused = world.syncctl({"connector", "remove", "desk", "-y"});
    CHECK(refused.exit == 1);
    CHECK(refused.err.find("used by pair") != std::string::npos);
    CHECK(refused.err.find("syncctl pair remove p") != std::string::npos);
    world.edit("dev", "1", "Title", "renamed in dev");
    CHECK(items.run()["updated"] == 1);
    items.check_nothing_is_left();
}

TEST_CASE("a pair that is removed leaves the items of both trackers alone",
          "[scenarios][reference]")
{
    Linked items;
    auto& world = items.world;
    const auto before = world.contents("desk");
    REQUIRE(world.syncctl({"pair", "remove", "p", "-y"}).exit == 0);
    REQUIRE(world.syncctl({"connector", "remove", "desk", "-y"}).exit == 0);
    CHECK(world.syncctl({"run", "p"}).exit == 18);
    CHECK(world.contents("desk") == before);
    CHECK(world.contents("dev") == before);
    CHECK(world.sql("SELECT count(*) FROM synced_items") == "0");
    CHECK(world.database_problems().empty());
}

TEST_CASE("items that were unlinked go their own ways", "[scenarios][reference]")
{
    Linked items;
    auto& world = items.world;
    REQUIRE(world.syncctl({"items", "unlink", "dev:1", "-y"}).exit == 0);

    SECTION("nothing is created while nobody edits them")
    {
        CHECK(items.run()["created"] == 0);
    }
    SECTION("an edit of the original gives it a new partner; the old one stays as it is")
    {
        world.edit("dev", "1", "Title", "renamed in dev");
        CHECK(items.run()["created"] == 1);
        CHECK(world.partner("dev", "1") != items.partner);
        CHECK(world.field("desk", items.partner, "subject") == "one");
        items.check_nothing_is_left();
    }
    SECTION("an edit of the one that syncctl made is shown: its marker says whose partner it was")
    {
        world.edit("desk", items.partner, "subject", "renamed at the desk");
        CHECK(items.run(3)["created"] == 0);
        const auto errors = json::parse(world.syncctl({"errors", "--json"}).out)["data"];
        REQUIRE(errors.size() == 1);
        CHECK(errors[0]["item"] == "desk:" + items.partner);
        items.check_nothing_is_left(3);
    }
    SECTION("and can be linked again: what differs by then is merged")
    {
        world.edit("desk", items.partner, "description", "written at the desk");
        REQUIRE(world.syncctl({"items", "link", "dev:1", "desk:" + items.partner}).exit == 0);
        CHECK(items.run()["updated"] == 1);
        CHECK(world.contents("dev") == world.contents("desk"));
        items.check_nothing_is_left();
    }
    CHECK(world.ids("dev").size() == 2);
}

TEST_CASE("a tracker that moved goes on at its new place", "[scenarios][reference]")
{
    Linked items;
    auto& world = items.world;
    std::filesystem::copy(
        world.path("desk"), world.path("moved"), std::filesystem::copy_options::recursive);
    const auto edited =
        world.syncctl({"connector", "edit", "desk", "--url", world.path("moved"), "--json"});
    REQUIRE(edited.exit == 0);
    const auto warnings = json::parse(edited.out)["warnings"];
    REQUIRE(warnings.size() == 1);
    CHECK(warnings[0].get<std::string>().find("syncctl run p -n") != std::string::npos);
    items.check_nothing_is_left();
    world.edit("moved", items.partner, "subject", "renamed at the new place");
    CHECK(items.run()["updated"] == 1);
    CHECK(world.field("dev", "1", "Title") == "renamed at the new place");
    items.check_nothing_is_left();
}

TEST_CASE("what the tracker at another place does not have was not deleted there",
          "[scenarios][reference][absence]")
{
    Linked items;
    auto& world = items.world;
    auto mapping = world.syncctl({"mapping", "export", "p"}).out;
    mapping.replace(mapping.find("deletes: never"), 14, "deletes: mirror");
    std::ofstream{world.path("mapping.yaml")} << mapping;
    REQUIRE(world.syncctl({"mapping", "import", "p", world.path("mapping.yaml")}).exit == 0);
    items.check_nothing_is_left();
    std::filesystem::copy(
        world.path("desk"), world.path("moved"), std::filesystem::copy_options::recursive);
    std::filesystem::remove(world.path("moved/items/" + items.partner + ".json"));
    const auto before = world.contents("dev");
    REQUIRE(world.syncctl({"connector", "edit", "desk", "--url", world.path("moved"), "-q"}).exit ==
            0);
    CHECK(items.run()["deleted"] == 0);
    items.check_nothing_is_left();
    CHECK(world.contents("dev") == before);
}
