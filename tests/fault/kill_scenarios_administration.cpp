// What an administrator types around the runs.

#include "kill_scenario.hpp"

#include "syncctl/base/clock.hpp"
#include "syncctl/store/database.hpp"
#include "syncctl/store/migrator.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

namespace syncctl::test {
namespace {

KillScenario of_administration(const char* name, std::vector<std::string> arguments)
{
    KillScenario scenario;
    scenario.name = name;
    scenario.group = KillGroup::administration;
    scenario.prepare = [](FilesWorld&) {};
    scenario.command = {.arguments = std::move(arguments)};
    scenario.again = {scenario.command};
    return scenario;
}

/// What shows that a database is whole and opens with its key.
void expect_sound_database(KillScenario& scenario)
{
    scenario.has_runs = false;
    scenario.again.push_back({.arguments = {"migrate", "verify", "-q"}});
    scenario.again.push_back({.arguments = {"key", "check", "-q"}});
}

KillScenario sets_up_an_empty_place()
{
    auto scenario = of_administration("setup", {"setup", "-q"});
    scenario.world.has_database = false;
    expect_sound_database(scenario);
    return scenario;
}

KillScenario migrates_an_older_schema()
{
    auto scenario = of_administration("migrate", {"migrate", "up", "-q"});
    scenario.world.has_database = false;
    scenario.prepare = [](FilesWorld& world) {
        std::filesystem::create_directory(world.path("state"));
        const base::SystemClock clock;
        {
            store::Database database{world.path("state/sync.db"), store::OpenMode::create};
            store::Migrator{database, clock}.up(1);
        }
        world.sql("INSERT INTO connectors (uuid, name, connector_type, base_url, created_at, "
                  "updated_at) VALUES ('u', 'dev', 'files', '/nowhere', "
                  "'2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z')");
    };
    // The first schema had no place for the key: setup adds it.
    scenario.again.push_back({.arguments = {"setup", "-q"}});
    expect_sound_database(scenario);
    return scenario;
}

/// Two linked items, and an edit that is not copied yet.
void has_work(FilesWorld& world)
{
    link_two(world);
    world.edit("dev", "1", "Title", "printer, ground floor");
}

/// What use left behind, in the schema of an older release. Nothing may be made twice afterwards.
KillScenario migrates_from(int version)
{
    auto scenario = of_administration("", {"migrate", "up", "-q"});
    scenario.name = "migrate-from-" + std::to_string(version);
    scenario.prepare = [version](FilesWorld& world) {
        has_work(world);
        must(world, {"migrate", "down", "--to", std::to_string(version), "-y", "-q"});
    };
    scenario.again.push_back({.arguments = {"migrate", "verify", "-q"}});
    return scenario;
}

/// A migration of the administrator is taken back; the runs go on with or without it.
KillScenario migrates_down()
{
    auto scenario =
        of_administration("migrate-down", {"migrate", "down", "--to", "10000", "-y", "-q"});
    scenario.prepare = [](FilesWorld& world) {
        has_work(world);
        world.env["SYNCCTL_MIGRATIONS"] = world.path("extra");
        must(world, {"migrate", "new", "notes", "-q"});
        std::ofstream{world.path("extra/10001_notes.sql")} << "CREATE TABLE x_notes (text);";
        std::ofstream{world.path("extra/10001_notes.down.sql")} << "DROP TABLE x_notes;";
        must(world, {"migrate", "up", "-q"});
    };
    scenario.again.front().exits = {0, 2}; // 2: it is gone already
    scenario.again.push_back({.arguments = {"migrate", "verify", "-q"}});
    return scenario;
}

KillScenario adds_a_connector()
{
    auto scenario = of_administration(
        "connector-add", {"connector", "add", "spare", "--type", "files", "--url", "desk", "-q"});
    scenario.prepare = &link_two;
    scenario.again.front().exits = {0, 1}; // 1: it was added already
    return scenario;
}

/// The tracker at the new place lacks an item that is linked. Half an edit would show there: held
/// against it, the watermark of the old place says that the item was deleted.
KillScenario edits_a_connector()
{
    auto scenario =
        of_administration("connector-edit", {"connector", "edit", "desk", "--url", "desk", "-q"});
    scenario.world.deletes = "mirror";
    scenario.prepare = [](FilesWorld& world) {
        std::filesystem::copy(
            world.path("desk"), world.path("old"), std::filesystem::copy_options::recursive);
        must(world, {"connector", "edit", "desk", "--url", world.path("old"), "-q"});
        world.add("dev", 1, "printer");
        world.add("dev", 2, "scanner");
        world.add("dev", 3, "keyboard");
        must(world, kill_run().arguments);
        must(world, kill_run().arguments);
        for (const auto* id : {"1", "2"}) {
            const auto name = "/items/" + world.partner("dev", id) + ".json";
            std::filesystem::copy(world.path("old" + name), world.path("desk" + name));
        }
    };
    return scenario;
}

KillScenario adds_a_pair()
{
    auto scenario = of_administration(
        "pair-add", {"pair", "add", "q", "--source", "desk", "--target", "dev", "-q"});
    scenario.prepare = &link_two;
    scenario.again.front().exits = {0, 1};
    return scenario;
}

/// The new key is there beside the old one, as its operator puts it: after a kill one of the two
/// opens everything, and nobody has to know which.
KillScenario rotates_the_key()
{
    auto scenario = of_administration("key-rotate", {"key", "rotate", "-q"});
    scenario.prepare = [](FilesWorld& world) {
        link_two(world);
        must(world, {"key", "generate", "--out", world.path("next.key"), "-q"});
        world.env["ENCRYPTION_KEY_NEXT_FILE"] = world.path("next.key");
        world.env["SECRET"] = "token-of-a-tracker";
        for (const auto* name : {"ado", "spare"}) {
            must(world,
                 {"connector",
                  "add",
                  name,
                  "--type",
                  "azure-devops",
                  "--url",
                  "https://dev.azure.com/acme",
                  "--set",
                  "project=Fabrikam",
                  "--no-test",
                  "--secret",
                  "token=env:SECRET",
                  "-q"});
        }
    };
    scenario.again.front().exits = {0, 12}; // 12: it was changed already
    scenario.again.push_back({.arguments = {"key", "check", "-q"}});
    return scenario;
}

KillScenario cleans_up(const char* name, std::vector<std::string> arguments)
{
    auto scenario = of_administration(name, std::move(arguments));
    scenario.prepare = [](FilesWorld& world) {
        link_two(world);
        world.edit("dev", "1", "Title", "from dev");
        world.edit("desk", world.partner("dev", "1"), "subject", "from desk");
        must(world, kill_run().arguments);
        // Pages that became free in the middle of the file, for VACUUM to give back.
        world.sql("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) "
                  "INSERT INTO sync_errors (execution_id, error_type, message, created_at) "
                  "SELECT 1, 'api', printf('%0500d', i), '2020-01-01T00:00:00.000Z' FROM n");
        world.edit("dev", "2", "Title", "scanner, second floor");
    };
    return scenario;
}

/// Whichever database is there after a kill, the next runs bring both sides in step from it.
KillScenario restores_a_backup()
{
    auto scenario = of_administration("restore", {"restore", "b.db", "-y", "-q"});
    scenario.prepare = [](FilesWorld& world) {
        link_two(world);
        must(world, {"backup", world.path("b.db"), "-q"});
        world.edit("dev", "1", "Title", "printer, first floor");
        must(world, kill_run().arguments);
        world.edit("desk", world.partner("dev", "2"), "subject", "scanner, cellar");
    };
    scenario.again = {{.arguments = {"migrate", "verify", "-q"}}};
    return scenario;
}

KillScenario resets_the_database()
{
    auto scenario = of_administration("reset", {"reset", "--confirm", "state/sync.db", "-q"});
    scenario.prepare = &link_two;
    scenario.again.front().exits = {0, 10}; // 10: it is gone
    scenario.again.push_back({.arguments = {"setup", "-q"}});
    expect_sound_database(scenario);
    return scenario;
}

} // namespace

std::vector<KillScenario> administration_scenarios()
{
    return {sets_up_an_empty_place(),
            migrates_an_older_schema(),
            migrates_from(2),
            migrates_down(),
            adds_a_connector(),
            edits_a_connector(),
            adds_a_pair(),
            rotates_the_key(),
            cleans_up("cleanup", {"cleanup", "--days", "0", "-q"}),
            cleans_up("cleanup-vacuum", {"cleanup", "--days", "0", "--vacuum", "-q"}),
            restores_a_backup(),
            resets_the_database()};
}

std::vector<KillScenario> upgrade_scenarios()
{
    std::vector<KillScenario> scenarios;
    constexpr int k_first = 3; // the two before it are among the others
    for (int version = k_first; version < store::Migrator::newest_version(); ++version) {
        scenarios.push_back(migrates_from(version));
    }
    return scenarios;
}

} // namespace syncctl::test
