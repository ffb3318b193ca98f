#include "support/files_world.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <csignal>
#include <fstream>
#include <iterator>
#include <memory>
#include <sys/stat.h>

using namespace syncctl::test;
using nlohmann::json;

TEST_CASE("two runs of one pair at once: one works, the other one leaves with exit code 11",
          "[sync][lock]")
{
    FilesWorld world;
    world.add("dev", 1, "one");
    // Holds the pair's lock as a run would: flock on the same file.
    const auto uuid = world.sql("SELECT uuid FROM sync_configs");
    const auto lock = world.path("state/sync.db.pair-" + uuid + ".lock");
    auto plan = world.plan({});
    plan.arguments = {lock, SYNCCTL_BINARY, "run", "p", "--json"};
    const auto blocked = run_process("/usr/bin/flock", plan);
    CHECK(blocked.exit == 11);
    CHECK(json::parse(blocked.out)["error"]["code"] == "locked");
    CHECK(json::parse(blocked.out)["error"]["retryable"] == true);
    CHECK(world.ids("desk").empty());
    CHECK(world.syncctl({"run", "p", "-q"}).exit == 0);
    CHECK(world.ids("desk").size() == 1);
}

TEST_CASE("ten runs started together end with every item once", "[sync][lock]")
{
    FilesWorld world;
    for (int i = 1; i <= 50; ++i) {
        world.add("dev", i, fmt::format("bug {}", i));
    }
    std::vector<std::unique_ptr<Process>> runs;
    for (int i = 0; i < 10; ++i) {
        runs.push_back(std::make_unique<Process>(SYNCCTL_BINARY, world.plan({"run", "p", "-q"})));
    }
    int worked = 0;
    for (auto& run : runs) {
        const auto code = run->finish().exit;
        CHECK((code == 0 || code == 11));
        worked += code == 0 ? 1 : 0;
    }
    CHECK(worked >= 1);
    CHECK(world.ids("desk").size() == 50);
    CHECK(world.database_problems().empty());
}

TEST_CASE("Ctrl-C ends a run cleanly; the next one finishes", "[sync][signals]")
{
    FilesWorld world;
    for (int i = 1; i <= 3000; ++i) {
        world.add("dev", i, fmt::format("bug {}", i));
    }
    const auto signal = GENERATE(SIGINT, SIGTERM);
    Process run{SYNCCTL_BINARY, world.plan({"run", "p", "--json"})};
    // The first partner appears long before the last one.
    while (world.ids("desk").empty()) {
    }
    run.send_signal(signal);
    const auto result = run.finish();
    CHECK(result.exit == 128 + signal);
    CHECK(world.sql("SELECT count(*) FROM sync_intents") == "0");
    CHECK(world.sql("SELECT status FROM sync_executions ORDER BY id DESC LIMIT 1") == "cancelled");
    CHECK(world.syncctl({"run", "p", "-q"}).exit == 0);
    CHECK(world.contents("dev") == world.contents("desk"));
    CHECK(world.contents("desk").size() == 3000);
}

TEST_CASE("output into a closed pipe does not stop a run half way", "[sync][signals]")
{
    FilesWorld world;
    for (int i = 1; i <= 20; ++i) {
        world.add("dev", i, fmt::format("bug {}", i));
    }
    auto plan = world.plan({});
    plan.arguments = {"-c", fmt::format("'{}' run p --json | true", SYNCCTL_BINARY)};
    CHECK(run_process("/bin/sh", plan).exit == 0);
    CHECK(world.ids("desk").size() == 20);
    CHECK(world.sql("SELECT count(*) FROM sync_executions WHERE status = 'completed'") == "1");
    CHECK(world.database_problems().empty());
}

TEST_CASE("no secret is found in the database", "[sync][security]")
{
    FilesWorld world;
    world.add("dev", 1, "one");
    REQUIRE(world.syncctl({"run", "p", "-q"}).exit == 0);
    std::ifstream key_file{world.path("config/syncctl/encryption.key")};
    std::string key;
    key_file >> key;
    REQUIRE(key.size() == 64);
    const auto webhook_secret =
        world.sql("SELECT value FROM system_settings WHERE key = 'webhook_secret'");
    CHECK(webhook_secret.rfind("sc1:", 0) == 0);
    for (const auto* name : {"state/sync.db", "state/sync.db-wal"}) {
        std::ifstream in{world.path(name), std::ios::binary};
        const std::string bytes{std::istreambuf_iterator<char>{in}, {}};
        CHECK(bytes.find(key) == std::string::npos);
    }
}

TEST_CASE("every file that is made is closed to others, whatever the umask", "[sync][security]")
{
    FilesWorld world;
    world.add("dev", 1, "one");
    const auto* umask = GENERATE("000", "022");
    REQUIRE(
        run_process(
            "/bin/sh",
            world.plan({"-c", fmt::format("umask {}; exec '{}' run p -q", umask, SYNCCTL_BINARY)}))
            .exit == 0);
    auto find = world.plan({});
    find.arguments = {world.path("state"), world.path("config"), "-perm", "/077", "-print"};
    CHECK(run_process("/usr/bin/find", find).out.empty());
}

TEST_CASE("a disk that fills up in the middle of a run loses nothing", "[sync][disk]")
{
    FilesWorld world;
    for (int i = 1; i <= 300; ++i) {
        world.add("dev", i, fmt::format("bug {}", i));
    }
    // A file size limit fails writes as a full disk does, and needs no mount.
    auto plan = world.plan(
        {"-c",
         fmt::format("ulimit -f {}; exec '{}' run p", GENERATE(200, 1000, 1500), SYNCCTL_BINARY)});
    const auto result = run_process("/bin/sh", plan);
    CHECK(result.exit != 0);
    CHECK(result.exit < 128);
    CHECK(result.err.find("error") != std::string::npos);
    CHECK(world.syncctl({"run", "p", "-q"}).exit == 0);
    CHECK(world.contents("dev") == world.contents("desk"));
    CHECK(world.contents("desk").size() == 300);
    CHECK(world.database_problems().empty());
}
