#include "cli_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace syncctl::test {

TEST_CASE("data goes to standard output, talk to standard error, and -q is silent", "[cli]")
{
    const CliWorld cli;
    cli.must({"setup"});
    const auto added = cli.must(
        {"connector", "add", "dev", "--type", "files", "--url", cli.tracker_folder("dev")});
    CHECK(added.out.empty());
    CHECK_FALSE(added.err.empty());
    const auto quiet = cli.must(
        {"connector", "add", "desk", "--type", "files", "--url", cli.tracker_folder("desk"), "-q"});
    CHECK(quiet.out.empty());
    CHECK(quiet.err.empty());
    CHECK(cli.must({"-q", "setup"}).out.empty());
    CHECK(contains(cli.must({"-q", "connector", "list"}).out, "desk"));
}

TEST_CASE("where nothing is set up yet, a list says how to begin", "[cli]")
{
    const CliWorld cli;
    cli.must({"setup"});
    const auto connectors = cli.must({"connector", "list"});
    CHECK(connectors.out.empty());
    CHECK(contains(connectors.err, "syncctl connector add"));
    for (const auto& command : {std::vector<std::string>{"status"}, {"pair", "list"}}) {
        CHECK(contains(cli.must(command).err, "syncctl pair add"));
        auto quiet = command;
        quiet.emplace_back("-q");
        CHECK(cli.must(quiet).err.empty());
    }
}

TEST_CASE("one answer comes as table, JSON, JSON lines and CSV", "[cli]")
{
    const CliWorld cli;
    cli.has_a_pair();
    const auto table = cli.must({"connector", "list"}).out;
    CHECK(contains(table, "NAME"));
    CHECK(std::count(table.begin(), table.end(), '\n') == 3);
    const auto envelope = envelope_of(cli.must({"connector", "list", "--json"}));
    CHECK(envelope["schema"] == "syncctl/connector-list@1");
    CHECK(envelope["ok"] == true);
    CHECK(envelope["error"].is_null());
    REQUIRE(envelope["data"].size() == 2);
    CHECK(envelope["data"][0]["pairs"] == nlohmann::json::array({"dev-desk"}));
    const auto lines = cli.must({"connector", "list", "--format", "jsonl"}).out;
    CHECK(std::count(lines.begin(), lines.end(), '\n') == 2);
    CHECK(nlohmann::json::parse(lines.substr(0, lines.find('\n')))["type"] == "files");
    const auto csv = cli.must({"connector", "list", "--format", "csv"}).out;
    CHECK(csv.substr(0, csv.find("\r\n")) == "name,type,url,enabled,pairs");
    CHECK(std::count(csv.begin(), csv.end(), '\r') == 3);
}

TEST_CASE("a failure after parsing is an envelope, too", "[cli]")
{
    const CliWorld cli;
    const auto envelope = envelope_of(cli.run({"status", "--json"}));
    CHECK(envelope["ok"] == false);
    CHECK(envelope["exit"] == 10);
    CHECK(envelope["error"]["code"] == "no_database");
    CHECK(contains(envelope["error"]["hint"].get<std::string>(), "syncctl setup"));
    CHECK(envelope["data"].empty());
}

TEST_CASE("a full disk behind standard output is told and fails", "[cli][attack-70]")
{
    const CliWorld cli;
    cli.has_a_pair();
    const auto result = cli.run({"connector", "list"}, {.output_file = "/dev/full"});
    CHECK(result.exit == 1);
    CHECK(contains(result.err, "No space left"));
}

TEST_CASE("a closed pipe ends the command quietly with its work done", "[cli][attack-70]")
{
    const CliWorld cli;
    const auto result = cli.run({"setup"}, {.has_closed_pipe = true});
    CHECK(result.exit == 1);
    CHECK_FALSE(contains(result.err, "error"));
    cli.must({"status"});
    cli.must({"migrate", "verify"});
}

TEST_CASE("closed standard descriptors never become the database", "[cli][attack-69]")
{
    const CliWorld cli;
    const std::vector<std::vector<int>> sets{{0}, {1}, {2}, {0, 1}, {1, 2}, {0, 1, 2}};
    int number = 0;
    for (const auto& closed : sets) {
        const auto database = (cli.home() / (std::to_string(number++) + ".db")).string();
        CHECK(cli.run({"--db", database, "setup"}, {.closed = closed}).exit == 0);
        CHECK(cli.run({"--db", database, "status", "-v"}, {.closed = closed}).exit == 0);
        CHECK(cli.run({"--db", database, "run", "nobody"}, {.closed = closed}).exit == 18);
        cli.must({"--db", database, "migrate", "verify"});
    }
}

TEST_CASE("colour is for terminals, or when asked for", "[cli]")
{
    CliWorld cli;
    cli.has_a_pair();
    CHECK_FALSE(contains(cli.must({"connector", "list"}).out, "\x1b["));
    CHECK(contains(cli.must({"connector", "list", "--color", "always"}).out, "\x1b["));
    cli.environment["TERM"] = "xterm";
    CHECK(contains(cli.must({"connector", "list"}, {.has_terminal = true}).out, "\x1b["));
    CHECK_FALSE(contains(
        cli.must({"connector", "list", "--color", "never"}, {.has_terminal = true}).out, "\x1b["));
    cli.environment["NO_COLOR"] = "1";
    CHECK_FALSE(contains(cli.must({"connector", "list"}, {.has_terminal = true}).out, "\x1b["));
}

} // namespace syncctl::test
