#include "cli_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace syncctl::test {

TEST_CASE("connector add tests the connection and reads what the tracker has", "[cli]")
{
    const CliWorld cli;
    cli.must({"setup"});
    const auto added = cli.must(
        {"connector", "add", "dev", "--type", "files", "--url", cli.tracker_folder("dev")});
    CHECK(contains(added.err, "1 work item type"));
    const auto shown = envelope_of(cli.must({"connector", "show", "dev", "--json"}))["data"][0];
    CHECK(shown["name"] == "dev");
    CHECK(shown["enabled"] == true);
    CHECK(shown["types"][0]["type"] == "Bug");
    CHECK(shown["types"][0]["statuses"] == nlohmann::json::array({"New", "Closed"}));
    cli.must({"connector", "test", "dev"});
    cli.must({"connector", "discover", "dev"});
}

TEST_CASE("a relative folder is stored as the absolute one", "[cli]")
{
    const CliWorld cli;
    cli.must({"setup"});
    const auto folder = cli.tracker_folder("dev");
    cli.must({"connector", "add", "dev", "--type", "files", "--url", "./dev/"});
    const auto url = envelope_of(cli.must({"connector", "list", "--json"}))["data"][0]["url"];
    CHECK(std::filesystem::path{url.get<std::string>()} == std::filesystem::canonical(folder));
}

TEST_CASE("a connector whose tracker is not there is added only without a test", "[cli]")
{
    const CliWorld cli;
    cli.must({"setup"});
    const auto missing = (cli.home() / "missing").string();
    const auto refused = cli.run({"connector", "add", "dev", "--type", "files", "--url", missing});
    CHECK(refused.exit != 0);
    CHECK(envelope_of(cli.must({"connector", "list", "--json"}))["data"].empty());
    cli.must({"connector", "add", "dev", "--type", "files", "--url", missing, "--no-test"});
    CHECK(cli.run({"connector", "test", "dev"}).exit != 0);
    CHECK(cli.run({"connector", "discover", "dev"}).exit != 0);
}

TEST_CASE("connector add -n stores nothing", "[cli]")
{
    const CliWorld cli;
    cli.must({"setup"});
    cli.must(
        {"connector", "add", "dev", "--type", "files", "--url", cli.tracker_folder("dev"), "-n"});
    CHECK(envelope_of(cli.must({"connector", "list", "--json"}))["data"].empty());
}

TEST_CASE("settings and secrets that a type does not take are refused", "[cli]")
{
    const CliWorld cli;
    cli.must({"setup"});
    const auto folder = cli.tracker_folder("dev");
    const auto setting = cli.run(
        {"connector", "add", "dev", "--type", "files", "--url", folder, "--set", "colour=red"});
    CHECK(setting.exit == 2);
    CHECK(contains(setting.err, "colour"));
    CHECK(
        cli.run({"connector", "add", "dev", "--type", "files", "--url", folder, "--set", "novalue"})
            .exit == 2);
    const auto secret = cli.run({"connector",
                                 "add",
                                 "dev",
                                 "--type",
                                 "files",
                                 "--url",
                                 folder,
                                 "--secret",
                                 "token=env:NOTHING"});
    CHECK(secret.exit == 2);
    CHECK(contains(secret.err, "takes no secret"));
}

TEST_CASE("a connector in use cannot be removed; the message names the pairs", "[cli]")
{
    const CliWorld cli;
    cli.has_a_pair();
    const auto refused = cli.run({"connector", "remove", "dev"});
    CHECK(refused.exit == 1);
    CHECK(contains(refused.err, "dev-desk"));
    cli.must({"pair", "remove", "dev-desk", "-y"});
    cli.must({"connector", "remove", "dev", "-n"});
    cli.must({"connector", "remove", "dev"});
    CHECK(envelope_of(cli.must({"connector", "list", "--json"}))["data"].size() == 1);
}

TEST_CASE("a disabled pair or connector does not run", "[cli]")
{
    const CliWorld cli;
    cli.has_a_pair();
    cli.must({"pair", "disable", "dev-desk"});
    CHECK(contains(cli.must({"pair", "disable", "dev-desk"}).err, "already"));
    const auto run = cli.run({"run", "dev-desk"});
    CHECK(run.exit == 16);
    CHECK(contains(run.err, "syncctl pair enable dev-desk"));
    CHECK(contains(cli.must({"run", "--all"}).err, "left out"));
    cli.must({"pair", "enable", "dev-desk"});
    cli.must({"connector", "disable", "dev"});
    CHECK(cli.run({"run", "dev-desk"}).exit == 16);
}

TEST_CASE("a pair without a mapping does not run", "[cli]")
{
    const CliWorld cli;
    cli.has_a_pair();
    const auto run = cli.run({"run", "dev-desk"});
    CHECK(run.exit == 16);
    CHECK(contains(run.err, "syncctl mapping import dev-desk"));
    CHECK(cli.run({"run"}).exit == 2);
    CHECK(cli.run({"run", "dev-desk", "--all"}).exit == 2);
}

} // namespace syncctl::test
