// F49: `migrate up` is killed at every call. The schema is the old or the new one, whole, and the
// command can be repeated. A newer schema is left alone.

#include "fault_world.hpp"

#include "syncctl/base/clock.hpp"
#include "syncctl/store/migrator.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace syncctl;
using namespace syncctl::test;
namespace fs = std::filesystem;

namespace {

/// A database of the first version with a connector in it, so that a backup is made. Saved.
void prepare_old_database(FilesWorld& world)
{
    const auto file = world.path("state/sync.db");
    fs::remove(file);
    {
        const base::SystemClock clock;
        store::Database database{file, store::OpenMode::create};
        store::Migrator{database, clock}.up(1);
    }
    world.sql(
        "INSERT INTO connectors (uuid, name, connector_type, base_url, created_at, updated_at) "
        "VALUES ('11111111-1111-4111-8111-111111111111', 'old', 'files', '/tmp', "
        "'2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z')");
    world.save();
}

std::string octets_of(const std::string& file)
{
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

} // namespace

TEST_CASE("a migration killed at any call leaves the old or the new schema, and can be repeated",
          "[fault][state]")
{
    FilesWorld world;
    prepare_old_database(world);
    const Arguments up{"migrate", "up"};
    Fault kill{.calls = "write,sync,truncate,rename,unlink", .action = "signal", .value = SIGKILL};
    const auto count = count_calls(world, kill, up);
    REQUIRE(count > 10);
    for (const auto at : spread(count, 60)) {
        INFO("killed at call " << at << " of " << count);
        world.restore();
        kill.at = at;
        CHECK(run_process(SYNCCTL_BINARY, with_fault(world, kill, up)).exit == 137);
        CHECK(world.syncctl({"migrate", "verify"}).exit == 0);
        CHECK(world.syncctl(up).exit == 0);
        CHECK(world.syncctl({"migrate", "verify"}).exit == 0);
        CHECK(world.sql("SELECT group_concat(name) FROM connectors") == "old");
        CHECK(world.database_problems().empty());
    }
}

TEST_CASE("a full disk at any write of a migration: told, the old schema or the new one",
          "[fault][state]")
{
    FilesWorld world;
    prepare_old_database(world);
    const Arguments up{"migrate", "up"};
    Fault full{.calls = "write", .value = ENOSPC, .goes_on = true};
    const auto count = count_calls(world, full, up);
    for (const auto at : spread(count, 30)) {
        INFO("full from write " << at << " of " << count);
        world.restore();
        full.at = at;
        const auto result = run_process(SYNCCTL_BINARY, with_fault(world, full, up));
        INFO(result.err);
        CHECK(result.exit == 1);
        CHECK(contains(result.err, "o space left"));
        CHECK(world.syncctl({"migrate", "verify"}).exit == 0);
        CHECK(world.syncctl(up).exit == 0);
        CHECK(world.database_problems().empty());
    }
}

TEST_CASE("a schema newer than the binary is left alone", "[fault][state]")
{
    FilesWorld world;
    world.sql("INSERT INTO schema_migrations (version, name, checksum, applied_at, duration) "
              "VALUES (999, 'later', '" +
              std::string(64, '0') + "', '2030-01-01T00:00:00.000Z', 1)");
    const auto file = world.path("state/sync.db");
    const auto before = octets_of(file);

    for (const auto& command :
         {Arguments{"run", "p"}, Arguments{"migrate", "up"}, Arguments{"setup"}}) {
        const auto result = world.syncctl(command);
        INFO(command.front() << ": " << result.err);
        CHECK(result.exit == 10);
        CHECK(contains(result.err, "hint: "));
    }

    CHECK(octets_of(file) == before);
}
