// F21, F47: a tracker that says "later", with and without a time, for a while and at random.

#include "support/azure_world.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <thread>

using namespace syncctl::test;
using syncctl::fakes::Matching;
namespace faults = syncctl::fakes::faults;

namespace {

constexpr int k_partial = 3;
constexpr int k_temporary = 13;

/// One request at a time: what is on its way already may arrive too early.
AzureWorldOptions in_single_file()
{
    return {.settings = {"concurrency=1"}};
}

void prepare(AzureWorld& world)
{
    world.link_four();
    for (int i = 0; i < 5; ++i) {
        world.add_bug("new bug");
        world.add_issue("new issue", "Doing");
    }
    world.dev.edit(1, {{"System.Title", "printer on fire"}});
    world.desk.edit(502, {{"System.State", "To Do"}});
}

/// What comes out without a storm; the world is as before it.
std::string undisturbed(AzureWorld& world)
{
    prepare(world);
    world.save();
    world.run();
    auto outcome = world.outcome();
    REQUIRE(world.heal(outcome) == "");
    world.restore();
    return outcome;
}

/// Some request was turned away as often as one is sent. In single file its tries come one after
/// the other.
bool has_given_up(const syncctl::fakes::FakeAzureDevOps& tracker)
{
    constexpr int k_tries = 6;
    int refusals = 0;
    std::string last;
    for (const auto& exchange : tracker.log()) {
        const auto& request = exchange.request;
        const auto now = request.method + request.target + request.body;
        const bool is_refused = exchange.answer.status == 429 || exchange.answer.status == 503;
        refusals = !is_refused ? 0 : now == last ? refusals + 1 : 1;
        last = now;
        if (refusals == k_tries) {
            return true;
        }
    }
    return false;
}

} // namespace

TEST_CASE("a tracker that is too busy for a while gets every write later, and none too early",
          "[fault][azure_devops]")
{
    AzureWorld world{in_single_file()};
    const auto expected = undisturbed(world);
    const auto* retry_after = GENERATE("", "1", "7", "60");
    INFO("Retry-After: " << retry_after);
    for (auto* tracker : {&world.dev, &world.desk}) {
        tracker->next_requests({"GET", ""}, faults::throttled_429(retry_after), 2);
        tracker->next_requests({"POST", "/workitems/"}, faults::throttled_429(retry_after), 3, 1);
        tracker->next_requests({"PATCH", ""}, faults::status_before(503, retry_after), 2);
    }

    const auto result = world.syncctl({"run", "p", "-q"});

    INFO(result.out << result.err);
    // Each request is turned away less often than it is repeated.
    CHECK(result.exit == 0);
    CHECK(world.broken_promises() == "");
    CHECK(world.heal(expected) == "");
}

TEST_CASE("a tracker that is too busy at random loses nothing", "[fault][azure_devops]")
{
    AzureWorld world{in_single_file()};
    const auto expected = undisturbed(world);
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        INFO("seed " << seed);
        world.restore();
        for (auto* tracker : {&world.dev, &world.desk}) {
            tracker->random_faults(seed,
                                   0.5,
                                   {faults::throttled_429("2"),
                                    faults::throttled_429(),
                                    faults::slow_down("3"),
                                    faults::status_before(503, "1")});
        }
        for (int i = 0; i < 3; ++i) {
            world.dev.clear_log();
            world.desk.clear_log();
            const auto result = world.syncctl({"run", "p", "-q"});
            INFO(result.out << result.err << world.syncctl({"errors"}).out);
            const bool has_to_fail = has_given_up(world.dev) || has_given_up(world.desk);
            // Where repeats seldom help a request is given up earlier.
            CHECK((result.exit == 3 || (result.exit == 0 && !has_to_fail)));
            CHECK(world.broken_promises() == "");
        }
        world.dev.no_more_faults();
        world.desk.no_more_faults();
        CHECK(world.heal(expected) == "");
    }
}

TEST_CASE("a tracker that never has time ends the run with its reason, and no item is lost",
          "[fault][azure_devops]")
{
    constexpr int k_always = 1'000'000;
    AzureWorld world{in_single_file()};
    const auto expected = undisturbed(world);
    const auto* retry_after = GENERATE("", "3600");
    INFO("Retry-After: " << retry_after);
    world.desk.next_requests({"POST", "/workitems/"}, faults::throttled_429(retry_after), k_always);

    const auto result = world.syncctl({"run", "p"});

    INFO(result.out << result.err);
    CHECK(result.exit == k_partial);
    CHECK(world.broken_promises() == "");
    world.desk.no_more_faults();
    world.clock.advance(std::chrono::hours{2});
    CHECK(world.heal(expected) == "");
}

TEST_CASE("what a tracker asked of one run is held to by the next, and told",
          "[fault][azure_devops]")
{
    AzureWorld world{in_single_file()};
    const auto expected = undisturbed(world);
    const bool is_writing = GENERATE(false, true);
    INFO("turned away: " << (is_writing ? "writes" : "the listing"));
    world.desk.next_requests(is_writing ? Matching{"POST", "/workitems/"}
                                        : Matching{"", "/workitemrevisions"},
                             faults::throttled_429("600000"),
                             1'000'000);
    const auto first = world.syncctl({"run", "p"});
    INFO(first.out << first.err);
    CHECK(first.exit == (is_writing ? k_partial : k_temporary));
    world.desk.no_more_faults();
    const auto until = world.sql("SELECT quiet_until FROM connectors WHERE name = 'desk'");
    CHECK(world.sql("SELECT quiet_until IS NULL FROM connectors WHERE name = 'dev'") == "1");
    const auto asked = world.desk.log().size();

    for (const auto hours : {1, 120}) {
        world.clock.advance(std::chrono::hours{hours});
        const auto result = world.syncctl({"run", "p"});
        INFO(result.out << result.err);
        CHECK(result.exit == k_temporary);
        CHECK(result.err.find("the tracker asked for no request before " + until) !=
              std::string::npos);
        CHECK(result.err.find("syncctl connector test desk") != std::string::npos);
        CHECK(world.desk.log().size() == asked);
        CHECK(world.sql("SELECT quiet_until FROM connectors WHERE name = 'desk'") == until);
    }

    world.clock.advance(std::chrono::hours{46});
    const auto next = world.syncctl({"run", "p", "-q"});
    INFO(next.out << next.err);
    CHECK(next.exit == 0);
    CHECK(world.desk.log().size() > asked);
    CHECK(world.sql("SELECT count(quiet_until) FROM connectors") == "0");
    CHECK(world.broken_promises() == "");
    CHECK(world.heal(expected) == "");
}

TEST_CASE("a run that waits for a busy tracker ends when it is told to", "[fault][azure_devops]")
{
    constexpr int k_terminated = 128 + SIGTERM;
    AzureWorld world{in_single_file()};
    const auto expected = undisturbed(world);
    world.desk.next_requests({"POST", "/workitems/"}, faults::throttled_429("600"));
    auto plan = world.plan({"run", "p"});
    plan.environment.erase("LD_PRELOAD"); // time is real
    plan.timeout = std::chrono::seconds{30};
    Process run{SYNCCTL_BINARY, plan};
    while (run.is_running() && world.desk.requests({"POST", "/workitems/"}) == 0) {
        std::this_thread::yield();
    }

    run.send_signal(SIGTERM);

    const auto result = run.finish();
    INFO(result.out << result.err);
    CHECK(!result.has_timed_out);
    CHECK(result.exit == k_terminated);
    world.clock.advance(std::chrono::minutes{10});
    CHECK(world.heal(expected) == "");
}
