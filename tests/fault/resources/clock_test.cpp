// F39, F41: the local clock jumps, stands in another century, changes to winter time or goes back
// within a run. It decides nothing: the results are the same, and every stored time is UTC text.

#include "fault_world.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>

using namespace syncctl::test;

namespace {

const std::string k_library = FAKETIME_LIBRARY;

/// A run whose clock shows `time` (faketime's words) in the time zone.
ProcessOptions
with_clock(const FilesWorld& world, const std::string& time, const std::string& zone = "UTC")
{
    auto plan = world.plan({"run", "p"});
    plan.environment.insert({{"LD_PRELOAD", k_library},
                             {"FAKETIME", time},
                             {"FAKETIME_DONT_FAKE_MONOTONIC", "1"},
                             // The file system has a clock of its own.
                             {"NO_FAKE_STAT", "1"},
                             {"ASAN_OPTIONS", "verify_asan_link_order=0:detect_leaks=0"},
                             {"TZ", zone}});
    return plan;
}

bool can_fake_time()
{
    if (!std::filesystem::exists(k_library)) {
        WARN("skipped: libfaketime is not installed (scripts/packages test)");
        return false;
    }
    return true;
}

std::string last_start(FilesWorld& world)
{
    return world.sql("SELECT started_at FROM sync_executions ORDER BY id DESC LIMIT 1");
}

} // namespace

TEST_CASE("whatever the clock says, a run does the same, and the next one writes nothing",
          "[fault][clock]")
{
    if (!can_fake_time()) {
        return;
    }

    struct Moment {
        const char* clock;
        const char* zone;
        const char* stored; ///< how the time begins in the database
    };

    const auto moment = GENERATE(values<Moment>({
        {"@1970-01-01 00:00:10", "UTC", "1970-01-01T00:00:1"},
        {"@2036-11-24 12:00:00", "UTC", "2036-11-24T12:00:"},
        {"@2025-11-24 12:00:00", "UTC", "2025-11-24T12:00:"},
        {"@2028-02-29 23:30:00", "Europe/Berlin", "2028-02-29T22:30:"},
        {"@2027-01-01 00:30:00", "Europe/Berlin", "2026-12-31T23:30:"},
        {"@2026-10-25 03:10:00", "Europe/Berlin", "2026-10-25T02:10:"},
        {"@2026-03-29 03:10:00", "Europe/Berlin", "2026-03-29T01:10:"},
        {"@2026-06-01 00:00:00", "Pacific/Kiritimati", "2026-05-31T10:00:"},
    }));
    INFO(moment.clock << " " << moment.zone);
    FilesWorld world;
    prepare_every_kind_of_write(world);

    const auto result = run_process(SYNCCTL_BINARY, with_clock(world, moment.clock, moment.zone));

    INFO(result.out << result.err);
    CHECK(result.exit == 0);
    CHECK(last_start(world).rfind(moment.stored, 0) == 0);
    CHECK(world.contents("dev") == world.contents("desk"));
    CHECK(odd_times(world).empty());
    check_heals(world, k_items_of_every_kind);
}

TEST_CASE("a clock that goes back a day between runs loses no change", "[fault][clock]")
{
    if (!can_fake_time()) {
        return;
    }
    FilesWorld world;
    prepare_every_kind_of_write(world);
    for (const auto* clock : {"+10d", "+9d", "-1d", "+0"}) {
        INFO(clock);
        world.edit("dev", "3", "Notes", std::string{"noted at "} + clock);
        CHECK(run_process(SYNCCTL_BINARY, with_clock(world, clock)).exit == 0);
        CHECK(world.field("desk", world.partner("dev", "3"), "description") ==
              std::string{"noted at "} + clock);
    }
    check_heals(world, k_items_of_every_kind);
}

TEST_CASE("a clock that goes back an hour within a run is no fault of the run", "[fault][clock]")
{
    if (!can_fake_time()) {
        return;
    }
    FilesWorld world;
    prepare_every_kind_of_write(world);
    const auto file = world.path("clock");
    std::ofstream{file} << "@2026-10-25 02:30:00\n";
    Fault fault{.action = "signal", .value = SIGSTOP};
    fault.at = count_calls(world, fault) / 2;
    world.restore();
    auto plan = with_clock(world, "", "Europe/Berlin");
    plan.environment.erase("FAKETIME");
    plan.environment["FAKETIME_TIMESTAMP_FILE"] = file;
    plan.environment["FAKETIME_NO_CACHE"] = "1";
    const auto shimmed = with_fault(world, fault).environment;
    plan.environment.insert(shimmed.begin(), shimmed.end());
    plan.environment["LD_PRELOAD"] = shimmed.at("LD_PRELOAD") + ":" + k_library;
    Process run{SYNCCTL_BINARY, plan};
    REQUIRE(run.wait_until_stopped());
    std::ofstream{file} << "@2026-10-25 01:30:00\n";

    run.send_signal(SIGCONT);

    CHECK(run.finish().exit == 0);
    CHECK(world.sql("SELECT completed_at < started_at FROM sync_executions ORDER BY id DESC "
                    "LIMIT 1") == "1");
    CHECK(odd_times(world).empty());
    check_heals(world, k_items_of_every_kind);
}
