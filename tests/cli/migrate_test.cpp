// The migrations as an administrator types them.

#include "cli_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>

namespace syncctl::test {
namespace {

namespace fs = std::filesystem;

/// A database, and a folder with one migration of its own.
class MigrateWorld : public CliWorld {
public:
    MigrateWorld()
    {
        must({"setup"});
        must({"migrate", "new", "notes", "--dir", "extra"});
        write(home() / "extra/10001_notes.sql", "CREATE TABLE x_notes (text TEXT) STRICT;\n");
        write(home() / "extra/10001_notes.down.sql", "DROP TABLE x_notes;\n");
    }

    [[nodiscard]] std::string newest() const
    {
        const auto status = envelope_of(must({"migrate", "status", "--json"}));
        return std::to_string(status["data"].back()["version"].get<int>());
    }

    [[nodiscard]] std::size_t backups() const
    {
        std::size_t count = 0;
        for (const auto& entry : fs::directory_iterator{database().parent_path()}) {
            count += contains(entry.path().string(), ".backup-") ? 1U : 0U;
        }
        return count;
    }
};

} // namespace

TEST_CASE("migrate new writes a private pair of files that does nothing yet", "[cli][migrate]")
{
    const CliWorld cli;
    cli.must({"setup"});
    cli.must({"migrate", "new", "notes", "--dir", "extra", "-n"});
    CHECK_FALSE(fs::exists(cli.home() / "extra"));
    const auto made =
        envelope_of(cli.must({"migrate", "new", "notes", "--dir", "extra", "--json"}));
    CHECK(made["data"][0]["version"] == 10001);
    for (const auto* name : {"extra/10001_notes.sql", "extra/10001_notes.down.sql"}) {
        INFO(name);
        CHECK(mode_of(cli.home() / name) == 0600);
    }
    const auto unedited = cli.run({"migrate", "up", "--dir", "extra"});
    CHECK(unedited.exit == 16);
    CHECK(contains(unedited.err, "has no statement"));
    CHECK(cli.run({"migrate", "new", "../notes", "--dir", "extra"}).exit == 2);
    CHECK(cli.run({"migrate", "new", "notes"}).exit == 2);
}

TEST_CASE("extra migrations come from --dir or the environment, and run needs neither",
          "[cli][migrate]")
{
    MigrateWorld world;
    CHECK(envelope_of(world.must({"migrate", "up", "--json"}))["data"].empty());
    world.environment["SYNCCTL_MIGRATIONS"] = (world.home() / "extra").string();
    const auto pending = envelope_of(world.must({"migrate", "up", "-n", "--json"}))["data"];
    REQUIRE(pending.size() == 1);
    CHECK(pending[0]["version"] == 10001);
    world.must({"migrate", "up"});
    world.must({"migrate", "verify"});
    world.environment.erase("SYNCCTL_MIGRATIONS");

    CHECK(world.newest() == "10001");
    world.must({"migrate", "verify"});
    world.must({"status"});
    world.has_a_pair();
    world.must({"pair", "list"});
    CHECK(world.run({"migrate", "status", "--dir", "nowhere"}).exit == 18);
}

TEST_CASE("a refused extra migration names its line and leaves the database alone",
          "[cli][migrate]")
{
    const MigrateWorld world;
    world.write(world.home() / "extra/10001_notes.sql",
                "CREATE TABLE x_notes (text TEXT);\n\nDELETE FROM connectors;\n");
    const auto refused = world.run({"migrate", "up", "--dir", "extra"});
    CHECK(refused.exit == 16);
    CHECK(contains(refused.err, "extra/10001_notes.sql:3: error: it changes rows of 'connectors'"));
    world.must({"migrate", "verify"});
    world.must({"status"});
}

TEST_CASE("migrate down tells what is lost, asks, makes a backup and goes back", "[cli][migrate]")
{
    const MigrateWorld world;
    world.has_a_pair();
    const auto newest = world.newest();
    const auto older = std::to_string(std::stoi(newest) - 1);

    const auto planned = world.must({"migrate", "down", "--to", older, "-n"});
    CHECK(contains(planned.out, "would be reverted"));
    CHECK(world.backups() == 0);

    const auto unasked = world.run({"migrate", "down", "--to", older});
    CHECK(unasked.exit == 17);
    CHECK(contains(unasked.err, "-y"));
    CHECK(world.newest() == newest);

    const auto done = world.must({"migrate", "down", "--to", older, "-y"});
    CHECK(contains(done.out, "reverted"));
    CHECK(contains(done.err, "backup: "));
    CHECK(world.backups() == 1);
    world.must({"migrate", "verify"});
    const auto status = world.run({"status"});
    CHECK(status.exit == 10);
    CHECK(contains(status.err, "syncctl migrate up"));
    world.must({"migrate", "up"});
    CHECK(contains(world.must({"pair", "list"}).out, "dev-desk"));
}

TEST_CASE("migrate down refuses what has no way back before anything happens", "[cli][migrate]")
{
    const MigrateWorld world;
    const auto refused = world.run({"migrate", "down", "--to", "1", "-y"});
    CHECK(refused.exit == 10);
    CHECK(contains(refused.err, "migration 2 (engine) has no way back"));
    CHECK(world.run({"migrate", "down", "-y"}).exit == 2);
    CHECK(world.run({"migrate", "down", "--to", "99", "-y"}).exit == 2);
    CHECK(world.backups() == 0);
}

TEST_CASE("extra migrations are taken back with their folder", "[cli][migrate]")
{
    const MigrateWorld world;
    world.must({"migrate", "up", "--dir", "extra"});
    CHECK(world.run({"migrate", "down", "--to", "10000", "-y"}).exit == 2);
    world.must({"migrate", "down", "--to", "10000", "--dir", "extra", "-y"});
    CHECK(world.newest() != "10001");
    world.must({"migrate", "verify", "--dir", "extra"});
}

} // namespace syncctl::test
