#include "cli_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace syncctl::test {

namespace {

/// A connector `ado` to a place where nobody listens, with the token `old`.
void add_azure(const CliWorld& cli)
{
    cli.must({"setup"});
    cli.must({"connector",
              "add",
              "ado",
              "--type",
              "azure-devops",
              "--url",
              "https://127.0.0.1:9/c/Fiber",
              "--set",
              "area=Fiber\\Web",
              "--secret",
              "token=stdin",
              "--no-test"},
             {.input = "old\n"});
}

nlohmann::json shown(const CliWorld& cli, const std::string& name)
{
    return envelope_of(cli.must({"connector", "show", name, "--json"}))["data"][0];
}

} // namespace

TEST_CASE("connector edit answers like connector show", "[cli]")
{
    const CliWorld cli;
    cli.has_a_pair();
    const auto moved = cli.tracker_folder("moved");
    const auto edited =
        envelope_of(cli.must({"connector", "edit", "dev", "--url", "moved", "--json"}));
    CHECK(edited["schema"] == "syncctl/connector-edit@1");
    CHECK(edited["warnings"].empty()); // nothing is linked yet
    CHECK(edited["data"][0]["url"] == moved);
    CHECK(edited["data"][0] == shown(cli, "dev"));
    CHECK(contains(cli.must({"connector", "edit", "dev", "--url", "dev"}).err,
                   "connector 'dev' edited: 1 work item type"));
}

TEST_CASE("connector edit -n and a test that fails change nothing", "[cli]")
{
    const CliWorld cli;
    cli.has_a_pair();
    const auto before = shown(cli, "dev");
    static_cast<void>(cli.tracker_folder("moved"));
    CHECK(contains(cli.must({"connector", "edit", "dev", "--url", "moved", "-n"}).err,
                   "would be edited"));
    const auto refused = cli.run({"connector", "edit", "dev", "--url", "missing"});
    CHECK(refused.exit != 0);
    CHECK(shown(cli, "dev") == before);
    cli.must({"connector", "edit", "dev", "--url", "missing", "--no-test"});
    CHECK(shown(cli, "dev")["url"] != before["url"]);
}

TEST_CASE("settings are given and taken away one by one", "[cli]")
{
    const CliWorld cli;
    add_azure(cli);
    cli.must({"connector", "edit", "ado", "--set", "concurrency=2", "--no-test"});
    CHECK(shown(cli, "ado")["settings"] ==
          nlohmann::json{{"area", "Fiber\\Web"}, {"concurrency", "2"}});
    cli.must({"connector",
              "edit",
              "ado",
              "--unset",
              "area",
              "--set",
              "marker=Custom.Marker",
              "--no-test"});
    CHECK(shown(cli, "ado")["settings"] ==
          nlohmann::json{{"concurrency", "2"}, {"marker", "Custom.Marker"}});
    CHECK(cli.run({"connector", "edit", "ado", "--set", "novalue", "--no-test"}).exit == 2);
    CHECK(contains(cli.run({"connector", "edit", "ado", "--unset", "marekr", "--no-test"}).err,
                   "did you mean 'marker'?"));
}

TEST_CASE("an edit that names nothing says what can be given", "[cli]")
{
    const CliWorld cli;
    add_azure(cli);
    const auto refused = cli.run({"connector", "edit", "ado"});
    CHECK(refused.exit == 2);
    for (const auto* part : {"--url", "--set", "concurrency", "--secret", "bearer", "--unset"}) {
        CHECK(contains(refused.err, part));
    }
    CHECK_FALSE(contains(refused.err, "old"));
}

TEST_CASE("an edit of an unknown connector suggests one", "[cli]")
{
    const CliWorld cli;
    add_azure(cli);
    const auto refused = cli.run({"connector", "edit", "aod", "--secret", "token=prompt"});
    CHECK(refused.exit == 18);
    CHECK(contains(refused.err, "did you mean 'ado'?"));
}

TEST_CASE("a secret does not follow its connector to another host", "[cli][attack-11]")
{
    const CliWorld cli;
    add_azure(cli);
    const std::string url = "https://127.0.0.2:9/c/Fiber";
    const auto refused = cli.run({"connector", "edit", "ado", "--url", url, "--no-test"});
    CHECK(refused.exit == 2);
    CHECK(contains(refused.err,
                   "syncctl connector edit ado --url " + url + " --secret token=prompt"));
    CHECK_FALSE(contains(shown(cli, "ado")["url"].get<std::string>(), "127.0.0.2"));
    cli.must({"connector", "edit", "ado", "--url", url, "--secret", "token=stdin", "--no-test"},
             {.input = "new\n"});
    CHECK(shown(cli, "ado")["url"] == url);
}

TEST_CASE("a secret on the command line of an edit is refused and not repeated", "[cli][attack-21]")
{
    const CliWorld cli;
    add_azure(cli);
    const std::string typed = "s3cr3t-value-0123456789";
    for (const auto& option : {"--secret=" + typed,
                               "--secret=token=" + typed,
                               "--set=token=" + typed,
                               "--token=" + typed}) {
        const auto result = cli.run({"connector", "edit", "ado", option});
        CHECK(result.exit == 2);
        CHECK_FALSE(contains(result.out + result.err, typed));
    }
}

} // namespace syncctl::test
