#include "cli_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace syncctl::test {

namespace fs = std::filesystem;

TEST_CASE("the database is found by flag, then environment, then the usual places", "[cli]")
{
    CliWorld cli;
    const auto at = [&](const char* name) { return (cli.home() / name).string(); };
    cli.environment["SYNCCTL_DB"] = at("variable.db");
    cli.environment["DB_PATH"] = at("older.db");
    cli.environment["STATE_DIRECTORY"] = at("service") + ":" + at("other");
    cli.environment["XDG_STATE_HOME"] = at("xdg");
    cli.must({"--db", at("flag.db"), "setup"});
    CHECK(fs::exists(at("flag.db")));
    cli.must({"setup"});
    CHECK(fs::exists(at("variable.db")));
    cli.environment.erase("SYNCCTL_DB");
    cli.must({"setup"});
    CHECK(fs::exists(at("older.db")));
    cli.environment.erase("DB_PATH");
    cli.must({"setup"});
    CHECK(fs::exists(at("service") + "/sync.db"));
    cli.environment.erase("STATE_DIRECTORY");
    cli.must({"setup"});
    CHECK(fs::exists(at("xdg") + "/syncctl/sync.db"));
    CHECK_FALSE(fs::exists(cli.database()));
}

TEST_CASE("without a usable home the message says what to set", "[cli][attack-68]")
{
    CliWorld cli;
    for (const auto* home : {"", "relative/home", "."}) {
        cli.environment["HOME"] = home;
        const auto result = cli.run({"status"});
        CHECK(result.exit == 2);
        CHECK(contains(result.err, "--db"));
        CHECK(cli.run({"key", "generate"}).exit == 2);
    }
    cli.environment.erase("HOME");
    CHECK(cli.run({"setup"}).exit == 2);
    // A database alone is not enough for setup: there is no place for a key.
    CHECK(cli.run({"--db", "here.db", "setup"}).exit == 12);
    CHECK_FALSE(fs::exists(cli.home() / "here.db"));
    cli.environment["HOME"] = (cli.home() / "not-there-yet").string();
    cli.must({"setup"});
    CHECK(fs::exists(cli.home() / "not-there-yet/.local/state/syncctl/sync.db"));
}

TEST_CASE("strange locales and time zones change nothing", "[cli][attack-68]")
{
    CliWorld cli;
    cli.has_a_pair();
    const auto expected = cli.must({"pair", "list", "--json"}).out;
    for (const auto* locale : {"C", "tr_TR.UTF-8", "tr_TR", "nonsense"}) {
        cli.environment["LANG"] = locale;
        cli.environment["LC_ALL"] = locale;
        cli.environment["TZ"] = "\x01garbage/../../etc/passwd";
        cli.environment["TMPDIR"] = "/nonexistent";
        CHECK(cli.must({"pair", "list", "--json"}).out == expected);
        CHECK(contains(cli.run({"pair", "LIST"}).err, "did you mean 'syncctl pair list'?"));
        cli.must({"connector", "test", "dev"});
    }
}

TEST_CASE("a command of cron needs nothing but a database and a key", "[cli]")
{
    CliWorld cli;
    cli.has_a_pair();
    cli.write(cli.home() / "mapping.yaml",
              "version: 1\nsource: dev\ntarget: desk\ntypes:\n  - Bug <-> Bug\nstatuses:\n  - New "
              "<-> New\n"
              "  - Closed <-> Closed\nfields:\n  - Title <-> Title\n");
    cli.must({"mapping", "import", "dev-desk", "mapping.yaml"});
    auto key = read_text(cli.key_file());
    key.pop_back();
    ProcessOptions options;
    options.arguments = {"-q", "run", "dev-desk", "--db", cli.database().string()};
    options.environment = {{"ENCRYPTION_KEY", key}};
    options.directory = "/";
    const auto result = run_process(SYNCCTL_BINARY, std::move(options));
    INFO(result.err);
    CHECK(result.exit == 0);
    CHECK(result.out.empty());
    CHECK(result.err.empty());
}

TEST_CASE("an environment file is read only when named, and strictly", "[cli]")
{
    CliWorld cli;
    cli.write(cli.home() / ".env", "SYNCCTL_DB=/nowhere/at/all.db\n");
    cli.must({"setup"});
    CHECK(fs::exists(cli.database()));
    cli.write(cli.home() / "good.env",
              "# a comment\n\nSYNCCTL_DB=" + (cli.home() / "from-file.db").string() + "\n");
    cli.must({"--env-file", "good.env", "setup"});
    CHECK(fs::exists(cli.home() / "from-file.db"));
    cli.environment["SYNCCTL_DB"] = (cli.home() / "from-process.db").string();
    cli.must({"--env-file", "good.env", "setup"});
    CHECK(fs::exists(cli.home() / "from-process.db"));
    for (const auto* bad :
         {"export A=b\n", "A = b\n", "A=b\r\n", "just words\n", "A=1\nA=2\n", "9A=1\n"}) {
        cli.write(cli.home() / "bad.env", bad);
        const auto result = cli.run({"--env-file", "bad.env", "status"});
        CHECK(result.exit == 2);
        CHECK(contains(result.err, "bad.env:"));
    }
    CHECK(cli.run({"--env-file", "missing.env", "status"}).exit != 0);
}

TEST_CASE("an environment file with a key must be private", "[cli]")
{
    CliWorld cli;
    const std::string key = "7f3c9a5e0d1b48c2a6e4f8137db5902c6ae81fd45b07933e2d86fa1049b7c35e";
    cli.write(cli.home() / "key.env", "ENCRYPTION_KEY=" + key + "\n");
    fs::permissions(cli.home() / "key.env", fs::perms{0644});
    const auto refused = cli.run({"--env-file", "key.env", "setup"});
    CHECK(refused.exit == 12);
    CHECK(contains(refused.err, "chmod 600"));
    fs::permissions(cli.home() / "key.env", fs::perms{0600});
    cli.must({"--env-file", "key.env", "setup"});
    CHECK_FALSE(fs::exists(cli.key_file()));
}

} // namespace syncctl::test
