#include "cli_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace syncctl::test {

namespace {

constexpr std::string_view k_good = "version: 1\n"
                                    "source: dev   # the developers\n"
                                    "target: desk\n"
                                    "types:\n"
                                    "  - Bug <-> Bug\n"
                                    "statuses:\n"
                                    "  - New <-> New\n"
                                    "  - Closed <-> Closed\n"
                                    "fields:\n"
                                    "  - Title <-> Title\n";

std::string document_with(std::string_view fields)
{
    return "version: 1\nsource: dev\ntarget: desk\ntypes:\n  - Bug <-> Bug\nfields:\n" +
           std::string{fields};
}

} // namespace

TEST_CASE("a mapping comes out as it went in, comments and all", "[cli]")
{
    const CliWorld cli;
    cli.has_a_pair();
    cli.write(cli.home() / "mapping.yaml", k_good);
    cli.must({"mapping", "import", "dev-desk", "mapping.yaml", "-n"});
    CHECK(cli.run({"mapping", "export", "dev-desk"}).exit == 18);
    CHECK(contains(cli.must({"mapping", "import", "dev-desk", "mapping.yaml"}).err, "revision 1"));
    CHECK(cli.must({"mapping", "export", "dev-desk"}).out == k_good);
    CHECK(contains(cli.must({"mapping", "import", "dev-desk", "mapping.yaml"}).err, "unchanged"));
    CHECK(contains(
        cli.must({"mapping", "import", "dev-desk", "-"}, {.input = std::string{k_good} + "# x\n"})
            .err,
        "revision 2"));
    CHECK(contains(cli.must({"mapping", "show", "dev-desk"}).out, "Title"));
    CHECK(contains(cli.must({"mapping", "validate", "dev-desk"}).err,
                   "checked against what desk offered just now"));
    const auto checked = envelope_of(cli.must({"mapping", "validate", "dev-desk", "--json"}));
    CHECK(checked["checked_against"][0]["side"] == "source");
    CHECK(checked["checked_against"][0]["connector"] == "dev");
    CHECK(checked["checked_against"][0]["discovered_at"].is_string());
}

TEST_CASE("every mistake of a mapping is shown with its place, and nothing is stored", "[cli]")
{
    const CliWorld cli;
    cli.has_a_pair();
    const std::vector<std::string> documents{
        "version: 1\nsource: dev\n\ttarget: desk\n",
        document_with("  - Title <-> Title\n") + "types:\n  - Bug <-> Bug\n",
        document_with("  - Titel <-> Title\n"),
        document_with("  - Title <=> Title\n"),
        document_with("  - Title <-> id\n"),
        document_with("  - Title <-> Title\n  - Points <-> Title\n"),
        document_with("  - Title <-> Title | unknown_function\n"),
        std::string(2U << 20U, '#') + "\n",
        "\x01\x02",
        ""};
    for (const auto& document : documents) {
        INFO(document.substr(0, 300));
        const auto result = cli.run({"mapping", "import", "dev-desk", "-"}, {.input = document});
        INFO(result.err);
        CHECK(result.exit == 16);
        CHECK(contains(result.err, "error:"));
        const auto checked = cli.run({"mapping", "validate", "-", "--json"}, {.input = document});
        CHECK(checked.exit == 16);
        const auto envelope = envelope_of(checked);
        REQUIRE_FALSE(envelope["data"].empty());
        for (const auto* key : {"line", "column", "severity", "message", "hint"}) {
            CHECK(envelope["data"][0].contains(key));
        }
    }
    CHECK(cli.run({"mapping", "export", "dev-desk"}).exit == 18);
}

TEST_CASE("a document can be checked without a database", "[cli]")
{
    const CliWorld cli;
    cli.write(cli.home() / "mapping.yaml", k_good);
    const auto good = cli.must({"mapping", "validate", "mapping.yaml"});
    CHECK(contains(good.err, "without the connectors"));
    CHECK(contains(good.err, "not checked: types, statuses, fields and values of dev"));
    const auto unknown = envelope_of(cli.must({"mapping", "validate", "mapping.yaml", "--json"}));
    CHECK(unknown["checked_against"][1]["connector"] == "desk");
    CHECK(unknown["checked_against"][1]["discovered_at"].is_null());
    CHECK(cli.run({"mapping", "validate", "nowhere.yaml"}).exit == 18);
}

TEST_CASE("an editor that changes nothing stores nothing", "[cli]")
{
    CliWorld cli;
    cli.has_a_pair();
    cli.environment["EDITOR"] = "true";
    CHECK(contains(cli.must({"mapping", "edit", "dev-desk"}).err, "unchanged"));
    cli.environment["EDITOR"] = "false";
    CHECK(cli.run({"mapping", "edit", "dev-desk"}).exit == 1);
    cli.environment["EDITOR"] = "'unterminated";
    CHECK(cli.run({"mapping", "edit", "dev-desk"}).exit == 2);
}

TEST_CASE("what an editor saved is checked and stored", "[cli]")
{
    CliWorld cli;
    cli.has_a_pair();
    cli.write(cli.home() / "good.yaml", k_good);
    cli.environment["EDITOR"] = "cp good.yaml";
    CHECK(contains(cli.must({"mapping", "edit", "dev-desk"}).err, "revision 1"));
    CHECK(cli.must({"mapping", "export", "dev-desk"}).out == k_good);
}

TEST_CASE("a draft with errors is kept where a script can find it", "[cli]")
{
    CliWorld cli;
    cli.has_a_pair();
    cli.write(cli.home() / "bad.yaml", document_with("  - Titel <-> Title\n"));
    cli.environment["VISUAL"] = "cp bad.yaml";
    const auto result = cli.run({"mapping", "edit", "dev-desk"});
    CHECK(result.exit == 16);
    const auto at = result.err.find("the draft is in ");
    REQUIRE(at != std::string::npos);
    const auto path = result.err.substr(at + 16, result.err.find('\n', at) - at - 16);
    CHECK(read_text(path) == read_text(cli.home() / "bad.yaml"));
    CHECK(mode_of(path) == 0600);
}

} // namespace syncctl::test
