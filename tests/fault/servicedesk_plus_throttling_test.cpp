// F21, F47: a ServiceDesk Plus that locks out who calls too often, in each of the ways in which it
// says so.

#include "fakes/servicedesk_plus/fault.hpp"
#include "support/desk_world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdint>
#include <vector>

using namespace syncctl::test;
using Edition = syncctl::fakes::FakeServiceDeskPlus::Edition;
using syncctl::fakes::FakeServiceDeskPlus;
using syncctl::fakes::Matching;
using syncctl::fakes::sdp::Switches;
using syncctl::fakes::sdp::Throttling;
namespace requests = syncctl::fakes::sdp::requests;

namespace {

constexpr int k_partial = 3;
constexpr int k_temporary = 13;

/// Not those of the accounts server.
const Matching k_calls{"", "/api/v3/"};

struct Style {
    Edition edition;
    Throttling throttling;
    std::int64_t lock_ms; ///< as long as the edition is known to keep it
};

std::vector<Style> styles()
{
    return {{Edition::on_premises, Throttling::url_blocked, 60'000},
            {Edition::on_premises, Throttling::code_4015_429, 60'000},
            {Edition::cloud, Throttling::code_4015_400, 300'000},
            {Edition::cloud, Throttling::code_4015_429, 300'000}};
}

/// One request at a time: what is on its way already may arrive during the lock.
DeskWorldOptions options_for(const Style& style)
{
    return {.edition = style.edition, .settings = {"concurrency=1"}};
}

void prepare(DeskWorld& world)
{
    world.link_four();
    world.add_bug("new bug");
    world.add_bug("another new bug");
    world.add_incident("new incident");
    world.dev.edit(1, {{"System.Title", "printer on fire"}});
    world.dev.edit(2, {{"System.State", "Resolved"}});
    world.desk.edit(world.incident("keyboard"), {{"status", "In Progress"}});
}

/// What comes out without a lock; the world is as before it.
std::string undisturbed(DeskWorld& world, const Style& style)
{
    world.desk.change([&](Switches& switches) { switches.throttling = style.throttling; });
    prepare(world);
    world.save();
    world.run();
    auto outcome = world.outcome();
    REQUIRE(world.heal(outcome) == "");
    world.restore();
    return outcome;
}

/// The most calls that came within one minute.
std::size_t most_in_a_minute(const FakeServiceDeskPlus& desk)
{
    auto log = desk.log();
    std::erase_if(log, [](const auto& exchange) { return !k_calls.covers(exchange.request); });
    std::size_t most = 0;
    for (auto first = log.begin(); first != log.end(); ++first) {
        const auto count = std::count_if(first, log.end(), [&](const auto& exchange) {
            return exchange.at.ms < first->at.ms + 60'000;
        });
        most = std::max(most, static_cast<std::size_t>(count));
    }
    return most;
}

} // namespace

TEST_CASE("a lock is waited for, wherever a run meets it, and no call comes too early",
          "[fault][servicedesk_plus]")
{
    const auto style = GENERATE(from_range(styles()));
    CAPTURE(static_cast<int>(style.edition), static_cast<int>(style.throttling));
    DeskWorld world{options_for(style)};
    const auto expected = undisturbed(world, style);
    for (const auto& [matching, after] :
         std::vector<std::pair<Matching, int>>{{{}, 0},                  // the first call of all
                                               {requests::k_lists, 1},   // in the middle of listing
                                               {requests::k_reads, 2},   // while items are read
                                               {requests::k_creates, 1}, // between two creates
                                               {requests::k_edits, 0}}) { // before an edit
        INFO(matching.method << " " << matching.path << ", after " << after);
        world.restore();
        world.desk.throttles(matching, after);
        const auto start = world.clock.now();

        const auto result = world.syncctl({"run", "p", "-q"});

        INFO(result.out << result.err);
        CHECK(result.exit == 0);
        CHECK(world.clock.now().ms - start.ms >= style.lock_ms);
        CHECK(world.broken_promises() == ""); // too early as well
        CHECK(world.heal(expected) == "");
    }
}

TEST_CASE("a lock that lasts longer than a run waits ends it with its reason; the next run holds "
          "to it, and nothing is lost",
          "[fault][servicedesk_plus]")
{
    constexpr std::int64_t k_day_ms = 86'400'000;
    const Style style{Edition::cloud, Throttling::code_4015_429, k_day_ms};
    DeskWorld world{options_for(style)};
    const auto expected = undisturbed(world, style);
    world.desk.change([](Switches& switches) { switches.lock_ms = k_day_ms; });
    const bool is_writing = GENERATE(false, true);
    INFO("locked out of: " << (is_writing ? "creates" : "lists"));
    world.desk.throttles(is_writing ? requests::k_creates : requests::k_lists);

    const auto first = world.syncctl({"run", "p"});

    INFO(first.out << first.err);
    CHECK(first.exit == (is_writing ? k_partial : k_temporary));
    const auto until = world.sql("SELECT quiet_until FROM connectors WHERE name = 'desk'");
    CHECK(world.sql("SELECT quiet_until IS NULL FROM connectors WHERE name = 'dev'") == "1");
    const auto asked = world.desk.requests(k_calls);

    world.clock.advance(std::chrono::hours{20});
    const auto second = world.syncctl({"run", "p"});
    INFO(second.out << second.err);
    CHECK(second.exit == k_temporary);
    CHECK(second.err.find("the tracker asked for no request before " + until) != std::string::npos);
    CHECK(world.desk.requests(k_calls) == asked);

    world.clock.advance(std::chrono::hours{5});
    CHECK(world.syncctl({"run", "p", "-q"}).exit == 0);
    CHECK(world.desk.requests(k_calls) > asked);
    CHECK(world.broken_promises() == "");
    CHECK(world.heal(expected) == "");
}

TEST_CASE("a lock whose end nobody tells and that does not end in a run's time loses nothing",
          "[fault][servicedesk_plus]")
{
    const bool is_writing = GENERATE(false, true);
    const auto style = styles()[is_writing ? 0 : 2];
    INFO("locked out of: " << (is_writing ? "edits" : "lists"));
    DeskWorld world{options_for(style)};
    const auto expected = undisturbed(world, style);
    world.desk.change([](Switches& switches) { switches.lock_ms = 7'200'000; });
    world.desk.throttles(is_writing ? requests::k_edits : requests::k_lists);

    const auto result = world.syncctl({"run", "p"});

    INFO(result.out << result.err);
    CHECK(result.exit == (is_writing ? k_partial : k_temporary));
    CHECK(world.syncctl({"run", "p", "-q"}).exit == result.exit); // still locked
    // Nobody told how long: asking once more after the usual time is no fault.
    world.desk.clear_log();
    world.clock.advance(std::chrono::hours{3});
    CHECK(world.heal(expected) == "");
}

TEST_CASE("no minute of a run sees more calls than the setting allows", "[fault][servicedesk_plus]")
{
    constexpr std::size_t k_most = 30;
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    DeskWorld world{{.edition = edition, .settings = {"calls_per_minute=30"}}};
    for (int i = 0; i < 20; ++i) {
        world.add_bug("bug " + std::to_string(i));
        world.add_incident("incident " + std::to_string(i));
    }
    // What is over the limit is locked out, and would come too early.
    world.desk.change([](Switches& switches) { switches.calls_per_minute = 30; });
    world.desk.clear_log();
    for (int run = 0; run < 3; ++run) {
        world.run();
    }
    CHECK(world.desk.log().size() > k_most);
    CHECK(most_in_a_minute(world.desk) == k_most);
    CHECK(world.dev.ids().size() == 40);
    CHECK(world.desk.ids().size() == 40);
    CHECK(world.broken_promises() == "");
}
