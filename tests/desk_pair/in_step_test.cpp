// The whole job by the real binary: Azure DevOps and a ServiceDesk Plus of each edition.

#include "support/desk_world.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::test;
using Edition = syncctl::fakes::FakeServiceDeskPlus::Edition;

TEST_CASE("an initial load gives every item a partner, and the next run writes nothing",
          "[servicedesk_plus][pair]")
{
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    DeskWorld world{{.edition = edition}};
    world.link_four();
    CHECK(world.desk.subjects().size() == 4);
    CHECK(world.dev.ids().size() == 4);
    CHECK(world.broken_promises() == "");
    CHECK(world.run_quietly() == "");
}
