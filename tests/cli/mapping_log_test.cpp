#include "edit_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace syncctl::test {

TEST_CASE("mapping log tells when, who and what, newest first", "[cli][edit]")
{
    const EditWorld cli;
    CHECK(envelope_of(cli.must({"mapping", "log", "dev-desk", "--json"}))["data"].empty());
    cli.must({"mapping", "import", "dev-desk", "good.yaml"});
    cli.must({"mapping", "import", "dev-desk", "more.yaml"});
    cli.must({"mapping", "import", "dev-desk", "-"}, {.input = k_more_mapping + "# a remark\n"});
    const auto log = envelope_of(cli.must({"mapping", "log", "dev-desk", "--json"}))["data"];
    REQUIRE(log.size() == 3);
    CHECK(log[0]["revision"] == 3);
    CHECK(log[0]["summary"].is_null());
    CHECK(log[0]["lines_added"] == 1);
    CHECK(log[1]["summary"] == "1 field added");
    CHECK(log[1]["lines"] == "+1 -0");
    CHECK(log[2]["summary"] == "1 type added, 2 statuses added, 1 field added");
    CHECK_FALSE(log[2]["stored_by"].get<std::string>().empty());
    CHECK(log[2]["stored_at"].get<std::string>().ends_with("Z"));
    const auto last =
        envelope_of(cli.must({"mapping", "log", "dev-desk", "--limit", "1", "--json"}));
    CHECK(last["data"].size() == 1);
    CHECK(contains(cli.must({"mapping", "log", "dev-desk"}).out, "1 field added"));
    CHECK(cli.run({"mapping", "log", "nobody"}).exit == 18);
}

TEST_CASE("an older revision is shown and comes out as it went in", "[cli][edit]")
{
    const EditWorld cli;
    cli.must({"mapping", "import", "dev-desk", "good.yaml"});
    cli.must({"mapping", "import", "dev-desk", "more.yaml"});
    CHECK(cli.must({"mapping", "export", "dev-desk", "--rev", "1"}).out == k_good_mapping);
    CHECK_FALSE(contains(cli.must({"mapping", "show", "dev-desk", "--rev", "1"}).out, "Points"));
    CHECK(contains(cli.must({"mapping", "show", "dev-desk", "--rev", "2"}).out, "Points"));
    for (const auto* command : {"show", "export"}) {
        const auto unknown = cli.run({"mapping", command, "dev-desk", "--rev", "3"});
        CHECK(unknown.exit == 18);
        CHECK(contains(unknown.err, "no revision 3; there are revisions 1 to 2"));
        CHECK(contains(unknown.err, "syncctl mapping log dev-desk"));
        CHECK(cli.run({"mapping", command, "dev-desk", "--rev", "0"}).exit == 2);
        CHECK(cli.run({"mapping", command, "dev-desk", "--rev", "9223372036854775807"}).exit == 18);
    }
}

} // namespace syncctl::test
