// Schedules: which pairs are due, and when they are next.

#include "app_world.hpp"
#include "run_world.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/store/webhook_store.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <csignal>

namespace syncctl::test {

namespace {

using namespace std::chrono_literals;
using Names = std::vector<std::string>;

/// One pair that is due every hour. The clock stands at 2026-09-21T14:13:20Z.
struct HourlyWorld : RunWorld {
    HourlyWorld() : RunWorld{1} { has_schedule(0, "0 * * * *"); }

    std::string next() { return base::format_utc(pair(0).next_sync_at); }
};

constexpr auto k_first = "2026-09-21T15:00:00.000Z";
constexpr auto k_second = "2026-09-21T16:00:00.000Z";

} // namespace

TEST_CASE("a pair is due when its schedule has come, and then at its next time", "[app][due]")
{
    HourlyWorld world;
    CHECK(world.next() == k_first);
    CHECK(world.run_due().pairs.empty());
    CHECK(world.triggers(0).empty());

    world.clock.advance(46min + 40s); // 15:00:00
    CHECK(names_of(world.run_due()) == Names{"p0"});
    CHECK(world.next() == k_second);
    CHECK(world.triggers(0) == Names{"scheduled"});
    CHECK(world.run_due().pairs.empty());
}

TEST_CASE("while nothing is due no key is needed and nothing is written", "[app][due]")
{
    HourlyWorld world;
    world.loses_the_key();
    CHECK(world.run_due().pairs.empty());
    CHECK_FALSE(world.workspace().is_writing());
    CHECK(world.key_lookups() == 0);
}

TEST_CASE("runs that were missed are made up for once", "[app][due]")
{
    HourlyWorld world;
    world.clock.advance(72h);
    CHECK(names_of(world.run_due()) == Names{"p0"});
    CHECK(world.run_due().pairs.empty());
    CHECK(world.next() == "2026-09-24T15:00:00.000Z");
}

TEST_CASE("a pair that fails is due at its next time, not at once", "[app][due]")
{
    HourlyWorld world;
    world.source(0).will_fail_listings(true);
    world.clock.advance(1h);
    CHECK(results_of(world.run_due()) == Names{"failed"});
    CHECK(world.next() == k_second);
    CHECK(world.run_due().pairs.empty());
}

TEST_CASE("a pair that cannot even begin is due at its next time", "[app][due]")
{
    HourlyWorld world;
    auto connector = world.workspace().reading().connectors.find("a0").value();
    connector.is_active = false;
    world.workspace().writing().connectors.update(connector, world.clock.now());
    world.clock.advance(1h);
    CHECK(results_of(world.run_due()) == Names{"failed"});
    CHECK(world.next() == k_second);
}

TEST_CASE("a run that was told to stop is due again", "[app][due]")
{
    HourlyWorld world;
    world.clock.advance(1h);
    world.source(0).will_be_edited_after_the_listing(
        [&](FakeTracker&) { world.stop.request(SIGTERM); });
    CHECK(results_of(world.run_due()) == Names{"cancelled"});
    CHECK(world.next() == k_first);
}

TEST_CASE("a run by hand counts as the scheduled one; a look at a plan or one item does not",
          "[app][due]")
{
    HourlyWorld world;
    world.source(0).add("Bug", {});
    world.clock.advance(1h);
    app::RunRequest request;
    request.pairs = {"p0"};
    SECTION("a plan")
    {
        request.is_dry_run = true;
        static_cast<void>(world.run(request));
        CHECK(world.next() == k_first);
    }
    SECTION("one item")
    {
        request.items = {"a0:1"};
        static_cast<void>(world.run(request));
        CHECK(world.next() == k_first);
    }
    SECTION("a whole run")
    {
        static_cast<void>(world.run(request));
        CHECK(world.next() == k_second);
        CHECK(world.triggers(0) == Names{"manual"});
        CHECK(world.run_due().pairs.empty());
    }
}

TEST_CASE("what webhooks named is no run of the schedule", "[app][due][webhook]")
{
    HourlyWorld world;
    world.source(0).add("Bug", {});
    static_cast<void>(world.run_all()); // the first run looks at everything
    world.clock.advance(1h);
    auto& store = world.workspace().writing();
    const std::vector<std::string> named{"1"};
    store::WebhookStore{store.database}.mark_due(
        world.pair(0).id, model::Side::source, named, world.clock.now());
    app::RunRequest queued;
    queued.is_queued = true;

    CHECK(names_of(world.run(queued)) == Names{"p0"});

    CHECK(world.next() == k_first);
    CHECK(world.triggers(0) == Names{"webhook", "manual"});
    CHECK(names_of(world.run_due()) == Names{"p0"});
}

TEST_CASE("while webhooks named nothing no key is needed and nothing is written",
          "[app][due][webhook]")
{
    HourlyWorld world;
    world.loses_the_key();
    app::RunRequest queued;
    queued.is_queued = true;
    CHECK(world.run(queued).pairs.empty());
    CHECK_FALSE(world.workspace().is_writing());
    CHECK(world.key_lookups() == 0);

    queued.is_due = true;
    CHECK(code_of([&] { static_cast<void>(world.run(queued)); }) == ErrorCode::usage);
    queued.is_due = false;
    queued.pairs = {"nobody"};
    CHECK(code_of([&] { static_cast<void>(world.run(queued)); }) == ErrorCode::not_found);
}

TEST_CASE("a disabled pair is not due; enabled again it makes up for what it missed", "[app][due]")
{
    HourlyWorld world;
    static_cast<void>(app::enable_pair(world.workspace(), "p0", false, false));
    world.clock.advance(5h);
    CHECK(world.run_due().pairs.empty());
    CHECK(app::show_pair(world.workspace(), "p0").next_run.ms == 0);
    static_cast<void>(app::enable_pair(world.workspace(), "p0", true, false));
    CHECK(names_of(world.run_due()) == Names{"p0"});
}

TEST_CASE("a pair that another run holds stays due", "[app][due]")
{
    HourlyWorld world;
    world.clock.advance(1h);
    app::Workspace other{{.database = world.workspace().database_path(), .key_sources = {}},
                         world.services()};
    {
        const auto held = other.lock_pair(world.pair(0));
        const auto summary = world.run_due();
        CHECK(summary.held == Names{"p0"});
        CHECK(summary.pairs.empty());
    }
    CHECK(names_of(world.run_due()) == Names{"p0"});
}

TEST_CASE("those that waited longest come first", "[app][due]")
{
    RunWorld world{3};
    world.has_schedule(0, "30 15 * * *");
    world.has_schedule(1, "0 15 * * *");
    world.has_schedule(2, "15 15 * * *");
    world.clock.advance(3h);
    CHECK(names_of(world.run_due()) == Names{"p1", "p2", "p0"});
}

TEST_CASE("a schedule that somebody broke in the database is an error, and no tracker is asked",
          "[app][due]")
{
    HourlyWorld world;
    auto pair = world.pair(0);
    pair.schedule_cron = "every hour";
    world.workspace().writing().pairs.update(pair, world.clock.now());
    world.clock.advance(1h);
    const auto summary = world.run_due();
    REQUIRE(summary.pairs.at(0).error);
    CHECK(summary.pairs.at(0).error->code() == ErrorCode::setting);
    CHECK(summary.pairs.at(0).error->message() ==
          "pair 'p0': its schedule 'every hour' cannot be used: column 11: the day of month is "
          "missing");
    CHECK(world.triggers(0).empty());

    // Somebody who asks for the run gets it.
    app::RunRequest request;
    request.pairs = {"p0"};
    CHECK(results_of(world.run(request)) == Names{"completed"});
    CHECK(world.log.warnings().size() == 1);
}

TEST_CASE("a schedule is edited, and taken away", "[app][due]")
{
    HourlyWorld world;
    app::PairEdit edit;
    edit.name = "p0";
    const auto triggers = [&] {
        auto rows = world.workspace().reading().pairs.find("p0").value();
        return rows.schedule_cron + " in " + rows.time_zone;
    };
    SECTION("its zone stays")
    {
        edit.time_zone = "America/New_York";
        CHECK(app::edit_pair(world.workspace(), edit).next_run.ms == world.pair(0).next_sync_at.ms);
        edit.time_zone.reset();
        edit.schedule = "@daily";
        static_cast<void>(app::edit_pair(world.workspace(), edit));
        CHECK(triggers() == "@daily in America/New_York");
        CHECK(world.next() == "2026-09-22T04:00:00.000Z");
    }
    SECTION("a first one takes the machine's zone by its name")
    {
        edit.has_no_schedule = true;
        static_cast<void>(app::edit_pair(world.workspace(), edit));
        CHECK(triggers() == " in UTC");
        CHECK(world.pair(0).next_sync_at.ms == 0);
        edit.has_no_schedule = false;
        edit.schedule = "30 2 * * *";
        edit.tz_variable = ":Europe/Berlin";
        static_cast<void>(app::edit_pair(world.workspace(), edit));
        CHECK(triggers() == "30 2 * * * in Europe/Berlin");
        CHECK(world.next() == "2026-09-22T00:30:00.000Z");
        CHECK(world.log.warnings().empty());
    }
    SECTION("where the machine's zone has no name it is UTC, and that is told")
    {
        edit.has_no_schedule = true;
        static_cast<void>(app::edit_pair(world.workspace(), edit));
        edit.has_no_schedule = false;
        edit.schedule = "30 2 * * *";
        edit.tz_variable = "CET-1CEST";
        static_cast<void>(app::edit_pair(world.workspace(), edit));
        CHECK(triggers() == "30 2 * * * in UTC");
        CHECK(world.log.warnings().at(0) ==
              "TZ='CET-1CEST' names no zone of the IANA database: the schedule is read in UTC; "
              "--time-zone names another zone");
    }
    SECTION("a dry run stores nothing")
    {
        edit.schedule = "@yearly";
        edit.is_dry_run = true;
        CHECK(base::format_utc(app::edit_pair(world.workspace(), edit).next_run) ==
              "2027-01-01T00:00:00.000Z");
        CHECK(world.next() == k_first);
    }
}

TEST_CASE("an edit that cannot be is refused, and nothing of it is stored", "[app][due]")
{
    HourlyWorld world;
    app::PairEdit edit;
    edit.name = "p0";
    SECTION("nothing to change") {}
    SECTION("what never comes")
    {
        edit.schedule = "0 0 30 2 *";
    }
    SECTION("no expression")
    {
        edit.schedule = "";
    }
    SECTION("no zone")
    {
        edit.time_zone = "Mars/Olympus";
    }
    SECTION("two descriptions")
    {
        edit.description = "two\nlines";
    }
    SECTION("a schedule and none")
    {
        edit.schedule = "@daily";
        edit.has_no_schedule = true;
    }
    SECTION("no schedule in a zone")
    {
        edit.time_zone = "UTC";
        edit.has_no_schedule = true;
    }
    if (edit.schedule) {
        edit.description = "with a schedule";
    }
    try {
        static_cast<void>(app::edit_pair(world.workspace(), edit));
        FAIL("it was taken");
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::usage);
    }
    CHECK(world.next() == k_first);
    CHECK(world.pair(0).description.empty());
}

TEST_CASE("a zone without a schedule is refused", "[app][due]")
{
    RunWorld world{1};
    app::PairEdit edit;
    edit.name = "p0";
    edit.time_zone = "Europe/Berlin";
    CHECK_THROWS_AS(app::edit_pair(world.workspace(), edit), Error);
    app::PairAddition addition;
    addition.name = "q";
    addition.source = "a0";
    addition.target = "b0";
    addition.time_zone = "Europe/Berlin";
    CHECK_THROWS_AS(app::add_pair(world.workspace(), addition), Error);
    addition.schedule = "@daily";
    const auto added = app::add_pair(world.workspace(), addition);
    CHECK(base::format_utc(added.next_run) == "2026-09-21T22:00:00.000Z");
    CHECK(added.time_zone == "Europe/Berlin");
}

} // namespace syncctl::test
