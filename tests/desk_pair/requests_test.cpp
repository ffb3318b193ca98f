// What a run between Azure DevOps and ServiceDesk Plus asks, and how often.

#include "support/desk_world.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace syncctl::test;
using Edition = syncctl::fakes::FakeServiceDeskPlus::Edition;

namespace {

constexpr int k_items = 6;

/// Linked, and so long ago that no listing shows them again.
void link_some(DeskWorld& world)
{
    for (int i = 1; i <= k_items; ++i) {
        world.add_bug(fmt::format("bug {}", i));
    }
    world.run();
    world.run();
}

void clear_logs(DeskWorld& world)
{
    world.dev.clear_log();
    world.desk.clear_log();
}

/// Of the desk; `lists`, `reads of one`, `edits`, `creates`, and everything but tokens.
std::string desk_requests(const DeskWorld& world)
{
    const auto count = [&](const char* method, const char* target) {
        return world.desk.requests({method, target});
    };
    const int all = count("", "");
    return fmt::format("{} lists, {} reads, {} edits, {} creates, {} others",
                       count("GET", "/requests?"),
                       count("GET", "/requests/"),
                       count("PUT", "/requests/"),
                       count("POST", "/requests"),
                       all - count("GET", "/requests?") - count("GET", "/requests/") -
                           count("PUT", "/requests/") - count("POST", "/requests") -
                           count("POST", "/oauth/"));
}

int dev_reads(const DeskWorld& world)
{
    return world.dev.requests(syncctl::fakes::requests::k_reads);
}

} // namespace

TEST_CASE("a run with nothing to do asks the desk for two lists", "[servicedesk_plus][pair]")
{
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    DeskWorld world{{.edition = edition}};
    link_some(world);
    clear_logs(world);
    world.run();
    CHECK(desk_requests(world) == "2 lists, 0 reads, 0 edits, 0 creates, 0 others");
    CHECK(world.dev.requests({}) == 1);
}

TEST_CASE("what changed at the desk is read there once and written once",
          "[servicedesk_plus][pair]")
{
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    DeskWorld world{{.edition = edition}};
    link_some(world);
    for (const auto& id : world.desk.ids()) {
        world.desk.edit(id, {{"subject", "edited " + id}});
    }
    clear_logs(world);
    world.run();
    CHECK(desk_requests(world) ==
          fmt::format("2 lists, {} reads, 0 edits, 0 creates, 0 others", k_items));
    CHECK(dev_reads(world) == 0);
    CHECK(world.dev.requests({"PATCH", "workitems/"}) == k_items);
}

TEST_CASE("what changed at the organization is read once at the desk, and edited there once",
          "[servicedesk_plus][pair]")
{
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    DeskWorld world{{.edition = edition}};
    link_some(world);
    for (const int id : world.dev.ids()) {
        world.dev.edit(id, {{"System.Title", fmt::format("edited {}", id)}});
    }
    clear_logs(world);
    world.run();
    CHECK(desk_requests(world) ==
          fmt::format("2 lists, {0} reads, {0} edits, 0 creates, 0 others", k_items));
    CHECK(dev_reads(world) == 1);
}

TEST_CASE("new items of both sides are read once", "[servicedesk_plus][pair]")
{
    DeskWorld world;
    for (const auto* title : {"printer", "scanner"}) {
        world.add_bug(title);
        world.add_incident(fmt::format("{} again", title));
    }
    clear_logs(world);
    world.run();
    CHECK(world.desk.requests({"GET", "/requests/"}) == 2);
    CHECK(world.desk.requests({"POST", "/requests"}) == 2);
    CHECK(dev_reads(world) == 1);
    CHECK(world.dev.requests({"POST", "workitems/$"}) == 2);
    CHECK(world.run_quietly() == "");
}

TEST_CASE("a full run reads every item once", "[servicedesk_plus][pair]")
{
    DeskWorld world;
    link_some(world);
    clear_logs(world);
    world.must({"run", "p", "--full"});
    CHECK(world.desk.requests({"GET", "/requests/"}) == k_items);
    CHECK(dev_reads(world) == 1);
}
