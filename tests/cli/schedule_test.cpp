// Schedules on the real command line; time is moved, not waited for.

#include "cli_world.hpp"
#include "support/shared_clock.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <chrono>

namespace syncctl::test {

namespace {

using namespace std::chrono_literals;

constexpr auto k_mapping = R"(version: 1
source: dev
target: desk
types: [ Bug <-> Bug ]
statuses: [ New <-> New, Closed <-> Closed ]
fields: [ Title <-> Title ]
)";

/// A pair with a mapping, and a clock.
struct ScheduleWorld : CliWorld {
    ScheduleWorld()
    {
        has_a_pair();
        write(home() / "mapping.yaml", k_mapping);
        must({"mapping", "import", "dev-desk", "mapping.yaml"});
        environment.merge(clock.environment());
        has_item("1");
    }

    void has_item(const std::string& id) const
    {
        write(home() / "dev/items" / (id + ".json"),
              R"({"id": ")" + id +
                  R"(", "type": "Bug", "fields": {"Title": "t", "State": "New"}})");
    }

    nlohmann::json pair() const
    {
        return envelope_of(must({"pair", "show", "dev-desk", "--json"}))["data"][0];
    }

    base::Timestamp next() const
    {
        return base::parse_utc(pair()["next_run"].get<std::string>()).value();
    }

    SharedClock clock{home() / "clock"};
};

} // namespace

TEST_CASE("a schedule is set, shown, and taken away", "[cli][schedule]")
{
    ScheduleWorld world;
    CHECK(world.pair()["schedule"].is_null());
    CHECK(world.pair()["next_run"].is_null());

    const auto edited = world.must({"pair",
                                    "edit",
                                    "dev-desk",
                                    "--schedule",
                                    "30 2 29 feb *",
                                    "--time-zone",
                                    "Asia/Tokyo",
                                    "--description",
                                    "leap"});
    CHECK(contains(edited.err, "'30 2 29 feb *' in Asia/Tokyo, due next at 2028-02-28T17:30:00"));
    CHECK(world.pair()["schedule"] == "30 2 29 feb *");
    CHECK(world.pair()["time_zone"] == "Asia/Tokyo");
    CHECK(world.pair()["description"] == "leap");
    const auto status = envelope_of(world.must({"status", "--json"}))["data"][0];
    CHECK(status["next_run"] == "2028-02-28T17:30:00.000Z");
    CHECK(contains(world.must({"pair", "list"}).out, "30 2 29 feb *"));

    world.must({"pair", "edit", "dev-desk", "--no-schedule", "-n"});
    CHECK(world.pair()["schedule"] == "30 2 29 feb *");
    world.must({"pair", "edit", "dev-desk", "--no-schedule"});
    CHECK(world.pair()["schedule"].is_null());
    CHECK(world.pair()["time_zone"].is_null());
}

TEST_CASE("a schedule without a zone is kept in the machine's, by its name", "[cli][schedule]")
{
    ScheduleWorld world;
    world.environment["TZ"] = "America/New_York";
    world.must({"pair", "edit", "dev-desk", "--schedule", "@daily"});
    world.environment["TZ"] = "Asia/Tokyo";
    CHECK(world.pair()["time_zone"] == "America/New_York");

    world.environment["TZ"] = "CET-1CEST";
    const auto added = world.must(
        {"pair", "add", "q", "--source", "desk", "--target", "dev", "--schedule", "@hourly"});
    CHECK(contains(added.err, "warning: TZ='CET-1CEST' names no zone of the IANA database"));
    CHECK(contains(added.err, "'@hourly' in UTC"));
}

TEST_CASE("a wrong schedule is refused with its column and what to type", "[cli][schedule]")
{
    const CliWorld world;
    world.has_a_pair();
    const auto refused = world.run({"pair", "edit", "dev-desk", "--schedule", "0 22-2 * * *"});
    CHECK(refused.exit == 2);
    CHECK(contains(refused.err,
                   "--schedule '0 22-2 * * *': column 3: hour: the range '22-2' goes backwards"));
    CHECK(contains(refused.err, "hint: two ranges: 22-23,0-2"));
    CHECK(world.run({"pair", "edit", "dev-desk"}).exit == 2);
    CHECK(world.run({"pair", "edit", "dev-desk", "--time-zone", "UTC"}).exit == 2);
    CHECK(world.run({"pair", "edit", "no-such", "--schedule", "@daily"}).exit == 18);
    const auto zone = world.run(
        {"pair", "edit", "dev-desk", "--schedule", "@daily", "--time-zone", "Europe/Berln"});
    CHECK(zone.exit == 2);
    CHECK(contains(zone.err, "did you mean 'Europe/Berlin'?"));
}

TEST_CASE("one cron line runs what is due, and says nothing while nothing is", "[cli][schedule]")
{
    ScheduleWorld world;
    world.must({"pair", "edit", "dev-desk", "--schedule", "0 * * * *", "--time-zone", "UTC"});
    const auto first = world.next();

    // As the line in the crontab does; the key is not even looked for.
    const auto early = world.must({"-q", "run", "--due"},
                                  {.environment = {{"ENCRYPTION_KEY_FILE", "/nonexistent"}}});
    CHECK(early.out.empty());
    CHECK(early.err.empty());
    CHECK(contains(world.must({"run", "--due"}).err, "no pair is due"));

    world.clock.advance(3h);
    CHECK(world.must({"-q", "run", "--due"}).err.empty());
    CHECK(std::filesystem::exists(world.home() / "desk/items/1.json"));
    CHECK(world.next().ms - first.ms == std::chrono::milliseconds{3h}.count());
    const auto history = envelope_of(world.must({"history", "--json"}))["data"];
    REQUIRE(history.size() == 1);
    CHECK(history[0]["trigger"] == "scheduled");

    CHECK(envelope_of(world.must({"run", "--due", "--json"}))["data"].empty());
    CHECK(envelope_of(world.must({"history", "--json"}))["data"].size() == 1);
}

TEST_CASE("pairs that are due fail and succeed each for itself", "[cli][schedule]")
{
    ScheduleWorld world;
    world.must({"pair", "edit", "dev-desk", "--schedule", "@hourly"});
    // The other one has no mapping.
    world.must(
        {"pair", "add", "unmapped", "--source", "desk", "--target", "dev", "--schedule", "@daily"});
    world.clock.advance(25h);
    const auto run = world.run({"run", "--due", "--json"});
    CHECK(run.exit == 3);
    const auto envelope = envelope_of(run);
    REQUIRE(envelope["data"].size() == 2);
    CHECK(envelope["data"][0]["pair"] == "dev-desk");
    CHECK(envelope["data"][0]["result"] == "completed");
    CHECK(envelope["data"][1]["pair"] == "unmapped");
    CHECK(envelope["data"][1]["result"] == "failed");
    CHECK(world.must({"-q", "run", "--due"}).err.empty());
    CHECK(world.run({"run", "--due", "--all"}).exit == 2);
}

} // namespace syncctl::test
