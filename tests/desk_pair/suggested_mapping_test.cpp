// What `mapping suggest` makes of Azure DevOps and ServiceDesk Plus as they are installed.

#include "support/desk_world.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using namespace syncctl::test;
using Edition = syncctl::fakes::FakeServiceDeskPlus::Edition;

TEST_CASE("a suggestion for Azure DevOps and ServiceDesk Plus keeps them in step", "[cli][suggest]")
{
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    DeskWorld world{{.edition = edition, .has_pair = false, .has_in_progress = false}};
    world.must(world.dev_arguments());
    world.must(world.desk_arguments());
    world.must({"pair", "add", "p", "--source", "dev", "--target", "desk"});
    const auto suggested = world.syncctl({"mapping", "suggest", "p"});
    INFO(suggested.out << suggested.err);
    REQUIRE(suggested.exit == 0);
    for (const auto* line :
         {"- Bug <-> Incident ",
          "- New -> Open ",
          "- Active <-> Open ",
          "- Active <- On Hold ",
          "- Closed <-> Closed ",
          "- System.Title <-> subject ",
          "- Microsoft.VSTS.TCM.ReproSteps <-> description | html: { only: [Bug] } ",
          "- Microsoft.VSTS.Common.Priority <-> priority | map(priority)",
          "- System.AssignedTo <-> technician | user "}) {
        CAPTURE(line);
        CHECK(suggested.out.find(line) != std::string::npos);
    }
    std::ofstream{world.path("mapping.yaml")} << suggested.out;
    const auto imported = world.syncctl({"mapping", "import", "p", world.path("mapping.yaml")});
    INFO(imported.err);
    REQUIRE(imported.exit == 0);
    world.add_two_of_each();
    world.run();
    world.run();
    CHECK(world.run_quietly().empty());
    CHECK(world.broken_promises().empty());
    CHECK(world.sql("SELECT count(*) FROM retry_queue") == "0");
}
