#include "edit_world.hpp"

#include <nlohmann/json.hpp>

namespace syncctl::test {

TEST_CASE("an item that failed stands in errors, history and items show with what to type next",
          "[cli][errors]")
{
    const CliWorld cli;
    cli.has_a_pair();
    cli.write(cli.home() / "warned.yaml", k_warned_mapping);
    cli.must({"mapping", "import", "dev-desk", "warned.yaml"});
    cli.write(cli.home() / "dev/items/1.json",
              R"({"id": "1", "type": "Bug", "fields": {"Title": "done", "State": "Closed"}})");
    REQUIRE(cli.run({"run", "dev-desk"}).exit == 3);

    const auto errors = cli.must({"errors"}).out;
    INFO(errors);
    CHECK(contains(errors, "What to do"));
    CHECK(contains(errors, "syncctl mapping test dev-desk dev:1"));
    const auto row = envelope_of(cli.must({"errors", "--json"}))["data"][0];
    CHECK(row["item"] == "dev:1");
    CHECK(contains(row["hint"].get<std::string>(), "syncctl mapping edit dev-desk"));
    CHECK(contains(cli.must({"history", "1"}).out, "syncctl mapping test dev-desk dev:1"));
    CHECK(
        contains(cli.must({"items", "show", "dev:1"}).out, "syncctl mapping test dev-desk dev:1"));
}

} // namespace syncctl::test
