// What goes wrong in a folder, in a mapping or in the state, seen from the command line.

#include "support/files_world.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

using namespace syncctl::test;
using nlohmann::json;
namespace fs = std::filesystem;

TEST_CASE("a bad item is shown, never blocks the others, and heals", "[sync][bad-input]")
{
    FilesWorld world;
    world.add("dev", 1, "good");
    world.write_raw(
        "dev", "items/2.json", R"({"id": "2", "type": "Bug", "fields": {"Title": "half wri)");
    world.write_raw(
        "dev", "items/3.json", R"({"id": "4", "type": "Bug", "fields": {"Title": "another id"}})");
    world.write_raw("dev",
                    "items/5.json",
                    "{\"id\": \"5\", \"type\": \"Bug\", \"fields\": {\"Title\": \"\xff\xfe\"}}");
    world.write_raw("dev", "items/seven.json", "{}");
    fs::create_symlink("/etc/passwd", world.path("dev/items/6.json"));
    const auto result = world.syncctl({"run", "p", "--json"});
    CHECK(result.exit == 3);
    const auto report = json::parse(result.out)["data"].at(0);
    CHECK(report["created"] == 1);
    CHECK(report["failed"] == 4);
    const auto errors = json::parse(world.syncctl({"errors", "--json"}).out)["data"];
    CHECK(errors.size() == 4);
    for (const auto& error : errors) {
        CHECK(error["item"].get<std::string>().starts_with("dev:"));
    }
    CHECK(result.out.find("root:") == std::string::npos);

    fs::remove(world.path("dev/items/6.json"));
    fs::remove(world.path("dev/items/3.json"));
    world.add("dev", 2, "whole now");
    world.add("dev", 5, "readable now");
    CHECK(world.syncctl({"run", "p", "-q"}).exit == 0);
    CHECK(world.ids("desk").size() == 3);
}

TEST_CASE("hostile texts arrive unchanged and never reach the terminal raw", "[sync][hostile]")
{
    FilesWorld world;
    std::ifstream in{SYNCCTL_TEST_DATA "/vectors/hostile-strings.json"};
    const auto rows = json::parse(in)["tests"];
    int id = 0;
    std::vector<std::string> sent;
    for (const auto& row : rows) {
        std::string text;
        if (!row.contains("hex")) {
            continue;
        }
        const auto hex = row["hex"].get<std::string>();
        for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
            text += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
        }
        const auto document = json{{"id", std::to_string(++id)},
                                   {"type", "Bug"},
                                   {"fields", {{"Title", text}, {"State", "New"}, {"Priority", 1}}}}
                                  .dump(-1, ' ', false, json::error_handler_t::replace);
        world.write_raw("dev", fmt::format("items/{}.json", id), document);
        sent.push_back(text);
    }
    REQUIRE(id > 50);
    const auto result = world.syncctl({"run", "p", "-v"});
    CHECK((result.exit == 0 || result.exit == 3));
    const auto second = world.syncctl({"run", "p"});
    const auto shown = result.out + result.err + second.out + second.err +
                       world.syncctl({"items", "list"}).out + world.syncctl({"errors"}).out;
    for (const char c : shown) {
        const auto octet = static_cast<unsigned char>(c);
        CHECK((octet >= 0x20 || octet == '\n' || octet == '\t'));
        CHECK(octet != 0x7f);
    }
    CHECK(world.contents("dev") == world.contents("dev"));
    for (const auto& link : {std::string{"1"}, std::to_string(id)}) {
        const auto partner = world.partner("dev", link);
        if (!partner.empty()) {
            CHECK(world.field("desk", partner, "subject") == world.field("dev", link, "Title"));
        }
    }
    CHECK(world.sql("SELECT count(*) FROM connectors") == "2");
    const auto third = json::parse(world.syncctl({"run", "p", "--json"}).out)["data"].at(0);
    CHECK(third["created"] == 0);
    CHECK(third["updated"] == 0);
}

TEST_CASE("every mistake of a mapping is reported with its place in one pass", "[sync][mapping]")
{
    FilesWorld world;
    std::ofstream{world.path("bad.yaml")} << "version: 1\n"
                                             "source: dev\n"
                                             "target: desk\n"
                                             "types: [Bug <-> Incident]\n"
                                             "fields:\n"
                                             "  - Titel <-> subject\n"
                                             "  - Priority => priority\n"
                                             "  - Notes -> id\n"
                                             "  - Title -> description\n"
                                             "  - Notes -> description\n"
                                             "deletes: sometimes\n";
    const auto result = world.syncctl({"mapping", "validate", world.path("bad.yaml")});
    CHECK(result.exit == 16);
    for (const auto* place : {":6:5:", ":7:", ":8:", ":10:", ":11:10:"}) {
        INFO(place << " in " << result.err);
        CHECK(result.err.find(place) != std::string::npos);
    }
    CHECK(result.err.find("Title") != std::string::npos);
    const auto before = world.syncctl({"mapping", "export", "p"}).out;
    CHECK(world.syncctl({"mapping", "import", "p", world.path("bad.yaml")}).exit == 16);
    CHECK(world.syncctl({"mapping", "export", "p"}).out == before);
}

TEST_CASE("a damaged, foreign or newer database is refused before anything happens",
          "[sync][state]")
{
    FilesWorld world;
    world.add("dev", 1, "one");
    const auto database = world.path("state/sync.db");
    const auto refused = [&](int exit_code) {
        const auto result = world.syncctl({"run", "p"});
        INFO(result.err);
        CHECK(result.exit == exit_code);
        CHECK(result.err.find("hint:") != std::string::npos);
        CHECK(world.ids("desk").empty());
    };
    SECTION("missing")
    {
        fs::remove(database);
        refused(10);
        CHECK_FALSE(fs::exists(database));
    }
    SECTION("cut to nothing")
    {
        fs::resize_file(database, 0);
        refused(10);
    }
    SECTION("a text file")
    {
        std::ofstream{database}
            << "this is no database, but it is long enough to look like something else\n";
        refused(10);
    }
    SECTION("another program's database")
    {
        world.sql("PRAGMA application_id = 7");
        refused(10);
    }
    SECTION("a newer schema")
    {
        world.sql(
            "INSERT INTO schema_migrations (version, name, checksum, applied_at, duration) VALUES "
            "(999, 'later', '" +
            std::string(64, '0') + "', '2030-01-01T00:00:00.000Z', 1)");
        refused(10);
    }
    SECTION("a planted trigger")
    {
        world.sql("CREATE TRIGGER planted AFTER INSERT ON synced_items BEGIN DELETE FROM "
                  "connectors; END");
        refused(10);
    }
    SECTION("a link whose partner was exchanged behind our back")
    {
        world.sql("PRAGMA user_version");
        REQUIRE(world.syncctl({"run", "p", "-q"}).exit == 0);
        world.sql("UPDATE synced_items SET target_item_id = '4711'");
        world.edit("dev", "1", "Title", "renamed");
        const auto result = world.syncctl({"run", "p"});
        CHECK(result.exit == 10);
        CHECK(world.field("desk", "1", "subject") == "one");
    }
    SECTION("the wrong key")
    {
        world.env["ENCRYPTION_KEY"] =
            "7f3c9a5e0d1b48c2a6e4f8137db5902c6ae81f4d5b0793c2e8d6fa1049b7c35e";
        refused(12);
        CHECK(world.syncctl({"status"}).exit == 0);
    }
}

TEST_CASE("the same text in NFC and NFD causes no endless updates", "[sync][hostile]")
{
    FilesWorld world;
    world.add("dev", 1, "cafe\xcc\x81");
    REQUIRE(world.syncctl({"run", "p", "-q"}).exit == 0);
    world.edit("desk", world.partner("dev", "1"), "subject", "caf\xc3\xa9");
    REQUIRE(world.syncctl({"run", "p", "-q"}).exit == 0);
    const auto third = json::parse(world.syncctl({"run", "p", "--json"}).out)["data"].at(0);
    CHECK(third["updated"] == 0);
    CHECK(world.field("dev", "1", "Title") == "caf\xc3\xa9");
}
