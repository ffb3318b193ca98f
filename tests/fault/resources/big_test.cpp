// F48: twenty thousand items, killed half way through the first run. The next one goes on from
// there, and memory stays flat.

#include "fault_world.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <fstream>
#include <set>

using namespace syncctl::test;

namespace {

constexpr int k_items = 20'000;
constexpr long k_most_memory_kib = 64L * 1024;

void add_items(const FilesWorld& world)
{
    const std::string notes(300, 'n');
    for (int i = 1; i <= k_items; ++i) {
        std::ofstream{world.path(fmt::format("dev/items/{}.json", i))} << fmt::format(
            R"({{"id": "{}", "type": "Bug", "fields": {{"Title": "bug {}", "State": "New", )"
            R"("Priority": 2, "Notes": "{}"}}}})",
            i,
            i,
            notes);
    }
}

/// Instrumented builds need several times the memory.
void check_memory(const ProcessResult& result)
{
    CAPTURE(result.peak_memory_kib);
    CHECK(result.peak_memory_kib > 1024);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    CHECK(result.peak_memory_kib < k_most_memory_kib);
#endif
}

} // namespace

TEST_CASE("twenty thousand items, killed half way: the next run goes on, and memory stays flat",
          "[fault][big]")
{
    FilesWorld world;
    add_items(world);
    const Fault kill{.calls = "rename",
                     .path = ".json",
                     .action = "signal",
                     .value = SIGKILL,
                     .at = k_items / 2};
    const auto killed = run_with(world, kill);
    REQUIRE(killed.exit == 137);
    check_memory(killed);
    CHECK(world.ids("desk").size() == k_items / 2 - 1);

    const auto second = world.syncctl({"run", "p", "-q"});
    CHECK(second.exit == 0);
    check_memory(second);
    const auto third = world.syncctl({"run", "p", "-q"});
    CHECK(third.exit == 0);
    check_memory(third);

    CHECK(writes_of_one_more_run(world) == 0);
    const auto desk = world.contents("desk");
    CHECK(desk.size() == k_items);
    CHECK(std::set<std::string>{desk.begin(), desk.end()}.size() == k_items);
    CHECK(world.database_problems().empty());
    CHECK(world.sql("SELECT count(*) FROM sync_intents") == "0");
}
