// An older database was put back: the next runs bring everything right, and make nothing twice.

#include "support/files_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>

using namespace syncctl::test;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

using Lines = std::vector<std::string>;

/// Two linked items and a backup of that.
class RestoredWorld : public FilesWorld {
public:
    explicit RestoredWorld(const FilesWorldOptions& options = {}) : FilesWorld{options}
    {
        add("dev", 1, "printer");
        add("dev", 2, "scanner");
        run();
        REQUIRE(syncctl({"backup", path("b.db"), "-q"}).exit == 0);
    }

    void run(int exit = 0)
    {
        const auto result = syncctl({"run", "p"});
        INFO(result.err);
        REQUIRE(result.exit == exit);
    }

    void restore_backup()
    {
        const auto result = syncctl({"restore", path("b.db"), "-y"});
        INFO(result.err);
        REQUIRE(result.exit == 0);
    }

    void expect_rest()
    {
        const auto report = json::parse(syncctl({"run", "p", "--json"}).out)["data"][0];
        INFO(report.dump());
        for (const auto* counter : {"created", "updated", "deleted", "failed"}) {
            CHECK(report[counter] == 0);
        }
        CHECK(contents("dev") == contents("desk"));
        CHECK(database_problems().empty());
        CHECK(syncctl({"migrate", "verify"}).exit == 0);
    }
};

} // namespace

TEST_CASE("what was carried over since the backup is the new base, not an edit",
          "[sync][restore][attack-65]")
{
    RestoredWorld world;
    world.edit("dev", "1", "Title", "printer, first floor");
    world.edit("desk", world.partner("dev", "2"), "subject", "scanner, cellar");
    world.run();
    const auto before = world.contents("dev");

    world.restore_backup();
    world.run();

    CHECK(world.contents("dev") == before);
    CHECK(world.syncctl({"conflicts", "list", "--state", "all", "--json"}).out.find("printer") ==
          std::string::npos);
    world.expect_rest();
}

TEST_CASE("edits that were not carried over yet are, also on top of older ones",
          "[sync][restore][attack-65]")
{
    RestoredWorld world;
    const auto partner = world.partner("dev", "1");
    world.edit("dev", "1", "Title", "printer, first floor");
    world.run();
    world.edit("desk", partner, "subject", "printer, second floor");
    world.edit("dev", "2", "Priority", "1");

    world.restore_backup();
    world.run();

    CHECK(world.field("dev", "1", "Title") == "printer, second floor");
    CHECK(world.field("desk", world.partner("dev", "2"), "priority") == "High");
    world.expect_rest();
}

TEST_CASE("items made since get no second partner; adopt links them", "[sync][restore][attack-65]")
{
    RestoredWorld world;
    world.add("dev", 3, "keyboard");
    world.add("desk", 100, "monitor");
    world.run();
    const auto before = world.contents("dev");
    REQUIRE(before.size() == 4);

    world.restore_backup();
    const auto careful = world.syncctl({"run", "p"});
    CHECK(careful.exit == 3);
    CHECK(careful.err.find("syncctl adopt p") != std::string::npos);
    CHECK(world.contents("desk") == before);
    CHECK(world.contents("dev") == before);

    CHECK(world.syncctl({"adopt", "p"}).exit == 0);
    world.run();
    CHECK(world.contents("dev") == before);
    CHECK(world.sql("SELECT count(*) FROM synced_items") == "4");
    world.expect_rest();
}

TEST_CASE("items deleted since stay deleted", "[sync][restore][attack-65]")
{
    RestoredWorld world{{.deletes = "mirror"}};
    world.erase("dev", "2");
    world.run();
    REQUIRE(world.contents("desk").size() == 1);

    world.restore_backup();
    world.run();

    CHECK(world.contents("dev").size() == 1);
    world.expect_rest();
}

TEST_CASE("a decision that was carried out since is not asked for again",
          "[sync][restore][attack-65]")
{
    RestoredWorld world{{.strategy = "manual"}};
    const auto partner = world.partner("dev", "1");
    world.edit("dev", "1", "Title", "of dev");
    world.edit("desk", partner, "subject", "of desk");
    world.run(14);
    REQUIRE(world.syncctl({"backup", world.path("conflict.db"), "-q"}).exit == 0);
    REQUIRE(world.syncctl({"conflicts", "resolve", "1", "--take", "source"}).exit == 0);
    world.run();
    REQUIRE(world.field("desk", partner, "subject") == "of dev");

    REQUIRE(world.syncctl({"restore", world.path("conflict.db"), "-y"}).exit == 0);
    world.run();

    CHECK(world.field("desk", partner, "subject") == "of dev");
    CHECK(world.sql("SELECT count(*) FROM v_pending_conflicts") == "0");
    world.expect_rest();
}

TEST_CASE("the database of another machine asks for adopt", "[sync][restore][attack-65]")
{
    RestoredWorld world;
    FilesWorld other;
    REQUIRE(other.syncctl({"backup", world.path("other.db"), "-q"}).exit == 0);
    const auto before = world.contents("desk");
    // Its own key, its own pair; the trackers of this one.
    fs::copy_file(other.path("config/syncctl/encryption.key"),
                  world.path("config/syncctl/encryption.key"),
                  fs::copy_options::overwrite_existing);
    REQUIRE(world.syncctl({"restore", world.path("other.db"), "-y"}).exit == 17);
    REQUIRE(world.syncctl({"restore", world.path("other.db"), "-y", "--other-database"}).exit == 0);
    for (const auto* side : {"dev", "desk"}) {
        REQUIRE(world.syncctl({"connector", "edit", side, "--url", world.path(side), "-q"}).exit ==
                0);
    }

    const auto careful = world.syncctl({"run", "p"});

    CHECK(careful.exit == 15);
    CHECK(careful.err.find("syncctl adopt p --from") != std::string::npos);
    CHECK(world.contents("desk") == before);
}
