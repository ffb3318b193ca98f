// The main job, end to end: the real binary on two folders.

#include "support/files_world.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

using namespace syncctl::test;
using nlohmann::json;

namespace {

json run_json(FilesWorld& world, std::vector<std::string> extra = {})
{
    std::vector<std::string> arguments{"run", "p", "--json"};
    arguments.insert(arguments.end(), extra.begin(), extra.end());
    const auto result = world.syncctl(arguments);
    INFO(result.out << result.err);
    const auto envelope = json::parse(result.out);
    REQUIRE(envelope["exit"] == result.exit);
    return envelope["data"].at(0);
}

} // namespace

TEST_CASE("ten thousand items are linked by the first run, and the second one has nothing to do",
          "[sync]")
{
    FilesWorld world;
    constexpr int k_items = 5000;
    for (int i = 1; i <= k_items; ++i) {
        world.add("dev", i, fmt::format("bug {}", i));
        world.add("desk", 100'000 + i, fmt::format("incident {}", i));
    }
    const auto first = run_json(world);
    CHECK(first["created"] == 2 * k_items);
    CHECK(world.contents("dev").size() == 2 * k_items);
    CHECK(world.contents("dev") == world.contents("desk"));
    CHECK(world.sql("SELECT count(*) FROM synced_items") == std::to_string(2 * k_items));
    for (int i = 0; i < 2; ++i) {
        const auto again = run_json(world);
        CHECK(again["created"] == 0);
        CHECK(again["updated"] == 0);
    }
    CHECK(world.database_problems().empty());
}

TEST_CASE("disjoint edits of one item on both sides both survive", "[sync]")
{
    FilesWorld world;
    world.add("dev", 1, "printer");
    run_json(world);
    const auto partner = world.partner("dev", "1");
    world.edit("dev", "1", "Title", "printer on fire");
    world.edit("desk", partner, "priority", "High");
    CHECK(run_json(world)["updated"] == 2);
    CHECK(world.field("desk", partner, "subject") == "printer on fire");
    CHECK(world.field("dev", "1", "Priority") == "1");
    const auto third = run_json(world);
    CHECK(third["updated"] == 0);
}

TEST_CASE("a removed item is never created anew", "[sync][deletions]")
{
    FilesWorld world;
    for (int i = 1; i <= 5; ++i) {
        world.add("dev", i, fmt::format("bug {}", i));
    }
    run_json(world);
    world.erase("dev", "3");
    for (const auto& extra : {std::vector<std::string>{}, {"--full"}, {}}) {
        const auto report = run_json(world, extra);
        CHECK(report["created"] == 0);
        CHECK(report["deleted"] == 0);
    }
    CHECK(world.ids("dev").size() == 4);
    CHECK(world.ids("desk").size() == 5);
    const auto listed = world.syncctl({"items", "list", "--state", "source_deleted", "--json"});
    CHECK(json::parse(listed.out)["data"].size() == 1);
}

TEST_CASE("an emptied or missing folder stops the pair and changes nothing", "[sync][guard]")
{
    FilesWorld world;
    world.add("dev", 1, "one");
    world.add("dev", 2, "two");
    run_json(world);
    SECTION("emptied")
    {
        world.erase("dev", "1");
        world.erase("dev", "2");
        const auto result = world.syncctl({"run", "p"});
        CHECK(result.exit == 15);
        CHECK(result.err.find("lists no item at all") != std::string::npos);
    }
    SECTION("without tracker.json")
    {
        world.sql("SELECT 1");
        CHECK(std::remove(world.path("dev/tracker.json").c_str()) == 0);
        const auto result = world.syncctl({"run", "p"});
        CHECK(result.exit == 13);
        CHECK(result.err.find("tracker.json") != std::string::npos);
    }
    CHECK(world.ids("desk").size() == 2);
    CHECK(world.sql("SELECT count(*) FROM synced_items WHERE sync_status = 'active'") == "2");
}

TEST_CASE("a dry run names every write and does none", "[sync][dry-run]")
{
    FilesWorld world;
    world.add("dev", 1, "one");
    run_json(world);
    world.edit("dev", "1", "Title", "renamed");
    world.add("desk", 77, "new at the desk");
    const auto before = world.contents("desk");
    const auto report = run_json(world, {"-n"});
    CHECK(report["created"] == 1);
    CHECK(report["updated"] == 1);
    REQUIRE(report["operations"].size() == 2);
    const auto& update = report["operations"][0];
    CHECK(update["op"] == "update");
    CHECK(update["side"] == "target");
    CHECK(update["fields"][0]["base"] == "one");
    CHECK(update["fields"][0]["result"] == "renamed");
    CHECK(world.contents("desk") == before);
    CHECK(world.ids("dev").size() == 1);
}

TEST_CASE("fields that the mapping does not name, and unknown keys of a document, are kept",
          "[sync]")
{
    FilesWorld world;
    world.write_raw(
        "dev",
        "items/1.json",
        R"({"id": "1", "type": "Bug", "note": [1, 2], "fields": {"Title": "one", "State": "New",)"
        R"( "Private": "mine"}})");
    run_json(world);
    world.edit("desk", world.partner("dev", "1"), "subject", "renamed at the desk");
    run_json(world);
    CHECK(world.field("dev", "1", "Title") == "renamed at the desk");
    CHECK(world.field("dev", "1", "Private") == "mine");
}
