#include "cli_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace syncctl::test {

namespace fs = std::filesystem;

TEST_CASE("setup makes a private database and key, says each step, and can be repeated", "[cli]")
{
    const CliWorld cli;
    const auto first = cli.must({"setup"});
    for (const auto* step :
         {"database", "encryption self-test", "schema", "migrations", "statistics"}) {
        CHECK(contains(first.out, step));
    }
    CHECK(contains(first.err, "next: syncctl connector add"));
    CHECK(mode_of(cli.database()) == 0600);
    CHECK(mode_of(cli.key_file()) == 0600);
    CHECK(mode_of(cli.database().parent_path()) == 0700);
    const auto key = read_text(cli.key_file());
    const auto again = cli.must({"setup"});
    CHECK(contains(again.out, "present"));
    CHECK(read_text(cli.key_file()) == key);
}

TEST_CASE("setup -n makes nothing", "[cli]")
{
    const CliWorld cli;
    cli.must({"setup", "-n"});
    CHECK(fs::is_empty(cli.home()));
    cli.must({"setup"});
    CHECK(contains(cli.must({"setup", "-n"}).out, "present"));
}

TEST_CASE("setup uses a key file that is there already", "[cli]")
{
    const CliWorld cli;
    cli.must({"key", "generate"});
    const auto key = read_text(cli.key_file());
    cli.must({"setup"});
    CHECK(read_text(cli.key_file()) == key);
    cli.must({"key", "check"});
}

TEST_CASE("setup with a key in the environment makes no key file", "[cli]")
{
    CliWorld cli;
    cli.environment["ENCRYPTION_KEY"] =
        "7f3c9a5e0d1b48c2a6e4f8137db5902c6ae81fd45b07933e2d86fa1049b7c35e";
    cli.must({"setup"});
    CHECK_FALSE(fs::exists(cli.key_file()));
    cli.must({"key", "check"});
}

TEST_CASE("setup with a refused key leaves nothing behind", "[cli]")
{
    CliWorld cli;
    cli.environment["ENCRYPTION_KEY"] = "short";
    CHECK(cli.run({"setup"}).exit == 12);
    CHECK(fs::is_empty(cli.home()));
}

TEST_CASE("without a database every command says so and how to make one", "[cli]")
{
    const CliWorld cli;
    const std::vector<std::vector<std::string>> commands{
        {"status"},
        {"run", "x"},
        {"run", "x", "-n"},
        {"connector", "list"},
        {"pair", "add", "p", "--source", "a", "--target", "b"},
        {"items", "list"},
        {"cleanup"},
        {"migrate", "status"},
        {"migrate", "up"},
        {"settings", "list"}};
    for (const auto& command : commands) {
        INFO(command.front());
        const auto result = cli.run(command);
        CHECK(result.exit == 10);
        CHECK(contains(result.err, "syncctl setup"));
        CHECK(result.out.empty());
    }
    CHECK(fs::is_empty(cli.home()));
}

TEST_CASE("a folder, a text file, an emptied file and a device are no databases", "[cli]")
{
    const CliWorld cli;
    cli.write(cli.home() / "notes.txt", std::string(5000, 'a') + " is no database\n");
    cli.write(cli.home() / "empty.db", "");
    fs::create_directory(cli.home() / "folder");
    for (const auto* name : {"notes.txt", "empty.db", "folder", "/dev/zero"}) {
        INFO(name);
        for (const auto* command : {"status", "setup"}) {
            const auto result = cli.run({command, "--db", name});
            CHECK(result.exit == 10);
            CHECK(contains(result.err, "syncctl: error:"));
        }
    }
    CHECK(fs::file_size(cli.home() / "empty.db") == 0);
    CHECK(contains(read_text(cli.home() / "notes.txt"), "is no database"));
}

TEST_CASE("status works without a key, run does not", "[cli][attack-1]")
{
    const CliWorld cli;
    cli.has_a_pair();
    fs::remove(cli.key_file());
    cli.must({"status"});
    cli.must({"conflicts", "list"});
    const auto run = cli.run({"run", "dev-desk"});
    CHECK(run.exit == 12);
    CHECK_FALSE(fs::exists(cli.key_file()));
}

TEST_CASE("every file is private whatever the umask", "[cli][attack-66]")
{
    const CliWorld cli;
    // The program sets its own mask; what the parent had is tried by the shell.
    for (const auto* mask : {"000", "022"}) {
        const auto folder = cli.home() / mask;
        ProcessOptions options;
        options.arguments = {"-c",
                             "umask " + std::string{mask} + "; exec " SYNCCTL_BINARY " --db " +
                                 folder.string() + "/s/sync.db setup"};
        options.environment = {{"HOME", folder.string()}};
        fs::create_directory(folder);
        const auto result = run_process("/bin/sh", std::move(options));
        INFO(result.err);
        REQUIRE(result.exit == 0);
        std::size_t files = 0;
        for (const auto& entry : fs::recursive_directory_iterator{folder}) {
            INFO(entry.path());
            CHECK(mode_of(entry.path()) == (entry.is_directory() ? 0700U : 0600U));
            ++files;
        }
        CHECK(files > 3);
    }
}

TEST_CASE("migrate verify and status say that a fresh database is sound", "[cli]")
{
    const CliWorld cli;
    cli.must({"setup"});
    cli.must({"migrate", "verify"});
    const auto status = envelope_of(cli.must({"migrate", "status", "--json"}));
    REQUIRE(status["data"].size() >= 2);
    for (const auto& row : status["data"]) {
        CHECK(row["state"] == "applied");
        CHECK(row["applied_at"].is_string());
    }
    CHECK(envelope_of(cli.must({"migrate", "up", "-n", "--json"}))["data"].empty());
    CHECK(cli.run({"migrate", "up", "--to", "99"}).exit == 2);
}

TEST_CASE("settings are checked by their type", "[cli]")
{
    const CliWorld cli;
    cli.must({"setup"});
    cli.must({"settings", "set", "log_retention_days", "30"});
    CHECK(cli.must({"settings", "get", "log_retention_days"}).out == "30\n");
    CHECK(cli.run({"settings", "set", "log_retention_days", "soon"}).exit == 16);
    CHECK(cli.run({"settings", "set", "log_retention_days", "0"}).exit == 16);
    CHECK(cli.run({"settings", "set", "encryption_key_version", "2"}).exit == 16);
    const auto strategy =
        cli.run({"settings", "set", "conflict_resolution_default", "last-write-win"});
    CHECK(strategy.exit == 16);
    CHECK(contains(strategy.err, "did you mean 'last-write-wins'?"));
    const auto unknown = cli.run({"settings", "get", "log_retention_day"});
    CHECK(unknown.exit == 18);
    CHECK(contains(unknown.err, "log_retention_days"));
    cli.must({"settings", "set", "log_retention_days", "7", "-n"});
    CHECK(cli.must({"settings", "get", "log_retention_days"}).out == "30\n");
}

TEST_CASE("cleanup without history removes nothing and takes its days from the settings", "[cli]")
{
    const CliWorld cli;
    cli.must({"setup"});
    cli.must({"settings", "set", "log_retention_days", "12"});
    const auto counted = envelope_of(cli.must({"cleanup", "-n", "--json"}));
    CHECK(counted["data"][0]["days"] == 12);
    CHECK(counted["data"][0]["runs"] == 0);
    cli.must({"cleanup", "--days", "3", "--vacuum"});
    CHECK(cli.run({"cleanup", "--days", "-1"}).exit == 2);
}

} // namespace syncctl::test
