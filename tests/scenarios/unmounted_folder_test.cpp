// P5 with folders and the real binary: a folder that is not there, is empty, has lost its
// description, or was replaced by another tracker's, is no reason to delete, close or create.

#include "support/files_world.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <vector>

using namespace syncctl::test;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

constexpr int k_items = 12;

/// What is found where a tracker's folder was.
struct Place {
    const char* name;
    int exit;           ///< of the run
    const char* reason; ///< in its message
    void (*put)(FilesWorld& world, const std::string& side);
};

void nothing(FilesWorld& /*world*/, const std::string& /*side*/) {}

void empty_folder(FilesWorld& world, const std::string& side)
{
    fs::create_directories(world.path(side + "/items"));
}

void empty_tracker(FilesWorld& world, const std::string& side)
{
    empty_folder(world, side);
    fs::copy_file(world.path("away/tracker.json"), world.path(side + "/tracker.json"));
}

void items_without_description(FilesWorld& world, const std::string& side)
{
    fs::copy(world.path("away"), world.path(side), fs::copy_options::recursive);
    fs::remove(world.path(side + "/tracker.json"));
}

void half_written_description(FilesWorld& world, const std::string& side)
{
    fs::copy(world.path("away"), world.path(side), fs::copy_options::recursive);
    std::ofstream{world.path(side + "/tracker.json")} << R"({"types": [{"name": "Bu)";
}

/// The same kind of tracker, with a dozen items of its own.
void another_tracker(FilesWorld& world, const std::string& side)
{
    empty_tracker(world, side);
    for (int i = 0; i < k_items; ++i) {
        world.add(side, 700 + i, fmt::format("somebody else's {}", i));
    }
}

const std::vector<Place>& places()
{
    static const std::vector<Place> rows{
        {"no folder", 13, "does not exist", nothing},
        {"an empty folder", 13, "tracker.json", empty_folder},
        {"a tracker without items", 15, "lists no item at all", empty_tracker},
        {"items without tracker.json", 13, "tracker.json", items_without_description},
        {"a half-written tracker.json", 13, "tracker.json", half_written_description},
        {"another tracker of the same kind", 15, "none of the linked items", another_tracker},
    };
    return rows;
}

/// A dozen linked items under one policy, some made by syncctl on either side.
void fill(FilesWorld& world, const std::string& policy)
{
    auto mapping = world.syncctl({"mapping", "export", "p"}).out;
    mapping.replace(mapping.find("deletes: never"), 14, "deletes: " + policy);
    std::ofstream{world.path("mapping.yaml")} << mapping;
    REQUIRE(world.syncctl({"mapping", "import", "p", world.path("mapping.yaml")}).exit == 0);
    for (int i = 1; i <= k_items; ++i) {
        world.add(i % 2 == 0 ? "dev" : "desk", i, fmt::format("item {}", i));
    }
    REQUIRE(world.syncctl({"run", "p", "-q"}).exit == 0);
}

void check_run_stops(FilesWorld& world, const Place& place, const std::string& extra)
{
    const auto stopped = world.syncctl({"run", "p", extra});
    INFO(stopped.err);
    CHECK(stopped.exit == place.exit);
    CHECK(stopped.err.find(place.reason) != std::string::npos);
    CHECK(stopped.err.find("hint:") != std::string::npos);
    CHECK(world.sql("SELECT status FROM sync_executions ORDER BY id DESC LIMIT 1") == "failed");
    CHECK(world.sql("SELECT count(*) FROM synced_items WHERE sync_status = 'active'") ==
          std::to_string(k_items));
}

} // namespace

TEST_CASE("a folder that is not what it was deletes nothing, and all is well when it is back",
          "[scenarios][absence]")
{
    for (const auto& place : places()) {
        for (const std::string hidden : {"dev", "desk"}) {
            for (const auto* policy : {"never", "close", "mirror"}) {
                DYNAMIC_SECTION(place.name << " | " << hidden << " | deletes: " << policy)
                {
                    FilesWorld world;
                    fill(world, policy);
                    const std::string seen = hidden == "dev" ? "desk" : "dev";
                    const auto subject = world.ids(seen).front();
                    const auto partner = world.partner(seen, subject);
                    fs::rename(world.path(hidden), world.path("away"));
                    place.put(world, hidden);
                    world.edit(seen, subject, seen == "dev" ? "Title" : "subject", "edited on");
                    const auto before = world.contents(seen);
                    for (const auto* extra : {"-q", "--full"}) {
                        check_run_stops(world, place, extra);
                        CHECK(world.contents(seen) == before);
                    }

                    fs::remove_all(world.path(hidden));
                    fs::rename(world.path("away"), world.path(hidden));
                    world.edit(
                        hidden, partner, hidden == "dev" ? "Notes" : "description", "written on");
                    CHECK(world.syncctl({"run", "p", "-q"}).exit == 0);
                    CHECK(world.contents("dev") == world.contents("desk"));
                    CHECK(world.contents("dev").size() == k_items);
                    CHECK(world.contents("dev").front() == "edited on|New|2|written on");
                    const auto third =
                        json::parse(world.syncctl({"run", "p", "--json"}).out)["data"].at(0);
                    CHECK(third["created"] == 0);
                    CHECK(third["updated"] == 0);
                    CHECK(world.sql("SELECT count(*) FROM sync_conflicts") == "0");
                }
            }
        }
    }
}
