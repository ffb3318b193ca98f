#include "demo_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace syncctl::test {

TEST_CASE("a suggestion for the demo pair can be imported, and brings both sides in step", "[cli]")
{
    const DemoWorld cli;
    const auto before = cli.everything();
    const auto suggested = cli.must({"mapping", "suggest", "demo", "--samples", "50"});
    CHECK(suggested.err.empty());
    CHECK(cli.everything() == before);
    CHECK(cli.must({"mapping", "suggest", "demo", "--samples", "50"}).out == suggested.out);
    for (const auto* line : {"- Bug <-> Incident ",
                             "- Story <-> Request ",
                             "- Active <- On Hold ",
                             "- System.Title <-> subject | truncate(250) ",
                             "- Repro.Steps <-> description: { only: [Bug] } ",
                             "- Priority <-> priority | map(priority) ",
                             "- Ticket.Id <- id ",
                             "- 1 <-> High\n",
                             "category: Software ",
                             "\nmatch:\n"}) {
        CAPTURE(line);
        CHECK(contains(suggested.out, line));
    }
    cli.write(cli.home() / "mapping.yaml", suggested.out);
    CHECK_FALSE(contains(cli.must({"mapping", "validate", "mapping.yaml"}).err, "warning"));
    cli.must({"mapping", "import", "demo", "mapping.yaml"});
    cli.must({"run", "demo"});
    cli.must({"run", "demo"});
    const auto settled = envelope_of(cli.must({"run", "demo", "--json"}));
    CHECK(settled["data"][0]["created"] == 0);
    CHECK(settled["data"][0]["updated"] == 0);
    // Two of the twenty were the same items.
    CHECK(envelope_of(cli.must({"items", "list", "--json"}))["data"].size() == 18);
}

TEST_CASE("without --samples no tracker is asked, and the document says so", "[cli]")
{
    const DemoWorld cli;
    std::filesystem::remove_all(cli.home() / "development");
    const auto text = cli.must({"mapping", "suggest", "demo"}).out;
    CHECK(contains(text, "source: dev as it was discovered on "));
    CHECK(contains(text, "(today), no items were read."));
    CHECK(cli.run({"mapping", "suggest", "demo", "--samples", "5"}).exit == 13);
}

TEST_CASE("programs get every suggestion with its score and reason", "[cli]")
{
    const DemoWorld cli;
    const auto data = envelope_of(cli.must({"mapping", "suggest", "demo", "--json"}))["data"][0];
    CHECK(data["pair"] == "demo");
    CHECK(data["document"] == cli.must({"mapping", "suggest", "demo"}).out);
    const auto& first = data["suggestions"][0];
    CHECK(first["section"] == "types");
    CHECK(first["rule"] == "Bug <-> Incident");
    CHECK(first["score"] == 0.96);
    CHECK(first["active"] == true);
    CHECK(first["line"] == 11);
    CHECK(contains(first["reason"].get<std::string>(), "known pair of names"));
}

TEST_CASE("a suggestion needs to know both trackers", "[cli]")
{
    const CliWorld cli;
    cli.must({"setup"});
    const auto folder = cli.tracker_folder("dev");
    cli.must({"connector", "add", "dev", "--type", "files", "--url", folder});
    cli.must({"connector",
              "add",
              "desk",
              "--type",
              "files",
              "--url",
              cli.tracker_folder("desk"),
              "--no-test"});
    cli.must({"pair", "add", "dev-desk", "--source", "dev", "--target", "desk"});
    const auto result = cli.run({"mapping", "suggest", "dev-desk"});
    CHECK(result.exit == 16);
    CHECK(contains(result.err, "syncctl connector discover desk"));
    CHECK(cli.run({"mapping", "suggest", "nobody"}).exit == 18);
    CHECK(cli.run({"mapping", "suggest", "dev-desk", "--min-score", "101"}).exit == 2);
    CHECK(cli.run({"mapping", "suggest", "dev-desk", "--samples", "many"}).exit == 2);
}

} // namespace syncctl::test
