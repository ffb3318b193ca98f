#include "support/files_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace syncctl::test;
using nlohmann::json;

namespace {

/// One linked item whose title was edited on both sides, the desk's edit being the later one.
struct Disputed {
    explicit Disputed(const char* strategy) : world{strategy}
    {
        world.add("dev", 1, "printer");
        REQUIRE(world.syncctl({"run", "p", "-q"}).exit == 0);
        partner = world.partner("dev", "1");
        world.edit("dev", "1", "Title", "from dev");
        world.edit("desk", partner, "subject", "from desk");
        // The edits above may share one tick of the file system's clock.
        ProcessOptions touch;
        touch.arguments = {"-d", "2030-01-01", world.path("desk/items/" + partner + ".json")};
        REQUIRE(run_process("/usr/bin/touch", touch).exit == 0);
    }

    int run() { return world.syncctl({"run", "p", "-q"}).exit; }

    [[nodiscard]] std::string titles() const
    {
        return world.field("dev", "1", "Title") + "/" + world.field("desk", partner, "subject");
    }

    FilesWorld world;
    std::string partner;
};

} // namespace

TEST_CASE("the same field edited on both sides follows each of the four strategies",
          "[sync][conflicts]")
{
    SECTION("last-write-wins")
    {
        Disputed item{"last-write-wins"};
        CHECK(item.run() == 0);
        CHECK(item.titles() == "from desk/from desk");
    }
    SECTION("source-priority")
    {
        Disputed item{"source-priority"};
        CHECK(item.run() == 0);
        CHECK(item.titles() == "from dev/from dev");
    }
    SECTION("target-priority")
    {
        Disputed item{"target-priority"};
        CHECK(item.run() == 0);
        CHECK(item.titles() == "from desk/from desk");
    }
    SECTION("manual: exit code 14, both values stay")
    {
        Disputed item{"manual"};
        CHECK(item.run() == 14);
        CHECK(item.titles() == "from dev/from desk");
        CHECK(item.run() == 14);
    }
}

TEST_CASE("a conflict is shown and resolved by hand", "[sync][conflicts]")
{
    Disputed item{"manual"};
    REQUIRE(item.run() == 14);
    const auto listed =
        json::parse(item.world.syncctl({"conflicts", "list", "--json"}).out)["data"];
    REQUIRE(listed.size() == 1);
    CHECK(listed[0]["source_item"] == "dev:1");
    CHECK(listed[0]["field"] == "Title <-> subject");
    CHECK(listed[0]["base"] == "printer");
    CHECK(listed[0]["source"] == "from dev");
    CHECK(listed[0]["target"] == "from desk");
    CHECK(listed[0]["state"] == "open");
    const auto id = std::to_string(listed[0]["id"].get<int>());

    SECTION("by taking a side")
    {
        CHECK(item.world.syncctl({"conflicts", "resolve", id, "--take", "target"}).exit == 0);
        CHECK(item.run() == 0);
        CHECK(item.titles() == "from desk/from desk");
    }
    SECTION("by an own value")
    {
        CHECK(item.world.syncctl({"conflicts", "resolve", id, "--set", "Title=agreed by phone"})
                  .exit == 0);
        CHECK(item.run() == 0);
        CHECK(item.titles() == "agreed by phone/agreed by phone");
    }
    SECTION("by itself, when both sides come to agree")
    {
        item.world.edit("dev", "1", "Title", "from desk");
        CHECK(item.run() == 0);
    }
    CHECK(json::parse(item.world.syncctl({"conflicts", "list", "--json"}).out)["data"].empty());
    const auto second = item.world.syncctl({"conflicts", "resolve", id, "--take", "source"});
    CHECK(second.exit != 0);
}
