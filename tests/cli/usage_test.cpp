#include "cli_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace syncctl::test {

TEST_CASE("a mistyped command is refused with the one that was meant", "[cli]")
{
    const CliWorld cli;
    const auto noun = cli.run({"conector", "list"});
    CHECK(noun.exit == 2);
    CHECK(contains(noun.err, "did you mean 'syncctl connector'?"));
    CHECK(noun.out.empty());
    const auto verb = cli.run({"connector", "lst"});
    CHECK(verb.exit == 2);
    CHECK(contains(verb.err, "did you mean 'syncctl connector list'?"));
}

TEST_CASE("a mistyped flag is refused with the one that was meant", "[cli]")
{
    const auto result = CliWorld{}.run({"run", "--dryrun"});
    CHECK(result.exit == 2);
    CHECK(contains(result.err, "did you mean '--dry-run'?"));
}

TEST_CASE("a mistyped value of a flag is refused with the one that was meant", "[cli]")
{
    const auto result = CliWorld{}.run({"status", "--format", "jsn"});
    CHECK(result.exit == 2);
    CHECK(contains(result.err, "did you mean 'json'?"));
}

TEST_CASE("no command, or half of one, lists what there is", "[cli]")
{
    const CliWorld cli;
    CHECK(cli.run({}).exit == 2);
    const auto half = cli.run({"mapping"});
    CHECK(half.exit == 2);
    CHECK(contains(half.err, "validate"));
}

TEST_CASE("a missing argument, a missing value and one argument too many are usage errors", "[cli]")
{
    const CliWorld cli;
    CHECK(contains(cli.run({"pair", "show"}).err, "NAME is missing"));
    CHECK(cli.run({"pair", "show"}).exit == 2);
    CHECK(cli.run({"status", "--db"}).exit == 2);
    CHECK(cli.run({"status", "too", "much"}).exit == 2);
    CHECK(cli.run({"status", "--db", "a", "--db", "b"}).exit == 2);
    CHECK(cli.run({"status", "--db", ""}).exit == 2);
    CHECK(cli.run({"run", "x", "--limit", "many"}).exit == 2);
    CHECK(cli.run({"run", "x", "--limit", "-5"}).exit == 2);
    CHECK(cli.run({"status", "--json", "--format", "csv"}).exit == 2);
}

TEST_CASE("--spreadsheet-safe is refused where nothing is CSV", "[cli]")
{
    const CliWorld cli;
    const auto result = cli.run({"connector", "list", "--spreadsheet-safe"});
    CHECK(result.exit == 2);
    CHECK(contains(result.err, "--format csv --spreadsheet-safe"));
}

TEST_CASE("a usage error is an envelope when JSON was asked for", "[cli]")
{
    const auto result = CliWorld{}.run({"connector", "add", "--json", "--nonsense"});
    const auto envelope = envelope_of(result);
    CHECK(result.exit == 2);
    CHECK(envelope["ok"] == false);
    CHECK(envelope["schema"] == "syncctl/connector-add@1");
    CHECK(envelope["error"]["code"] == "usage");
    CHECK(envelope["error"]["retryable"] == false);
    CHECK(contains(result.err, "syncctl: error:"));
}

TEST_CASE("an argument of 100,000 characters is echoed short and escaped", "[cli][attack-72]")
{
    const auto result = CliWorld{}.run(
        {"connector", "show", "\x1b[2J" + std::string(100'000, 'x'), "--db", "none"});
    CHECK(result.exit != 0);
    CHECK(result.err.size() < 1000);
    CHECK_FALSE(contains(result.err, "\x1b"));
    const auto option = CliWorld{}.run({"status", "--" + std::string(100'000, 'x')});
    CHECK(option.exit == 2);
    CHECK(option.err.size() < 1000);
}

TEST_CASE("10,000 arguments are refused, not survived by luck", "[cli][attack-72]")
{
    std::vector<std::string> arguments(10'000, "x");
    arguments[0] = "status";
    const auto result = CliWorld{}.run(arguments);
    CHECK(result.exit == 2);
    CHECK(result.err.size() < 1000);
}

TEST_CASE("control characters of an argument never reach the terminal", "[cli][attack-72]")
{
    const auto result = CliWorld{}.run({"\x1b]0;owned\x07", "\xc2\x9b\x31m"});
    CHECK(result.exit == 2);
    CHECK_FALSE(contains(result.err, "\x1b"));
    CHECK_FALSE(contains(result.err, "\x07"));
    CHECK(contains(result.err, "\\x1b"));
}

TEST_CASE("flags may stand before, between and behind the words of a command", "[cli]")
{
    const CliWorld cli;
    cli.must({"setup"});
    cli.must({"--json", "connector", "--quiet", "list"});
    cli.must({"connector", "list", "-q", "--format=json"});
    cli.must({"-qv", "connector", "list"});
}

} // namespace syncctl::test
