// Several pairs in one process; what runs at the same time is arranged with latches.

#include "run_world.hpp"

#include "syncctl/base/error.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <set>
#include <thread>

namespace syncctl::test {

namespace {

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("a pair that is slow does not hold up another one", "[app][runs]")
{
    RunWorld world{2};
    world.has_bugs(1);
    Latch other_wrote;
    bool was_in_time = false;
    world.source(0).will_be_edited_after_the_listing(
        [&](FakeTracker&) { was_in_time = other_wrote.wait(); });
    world.target(1).will_be_edited_before_the_write([&](FakeTracker&) { other_wrote.open(); });

    const auto summary = world.run_all();

    CHECK(was_in_time);
    CHECK(results_of(summary) == Names{"completed", "completed"});
    CHECK(world.target(0).count() == 1);
    CHECK(world.target(1).count() == 1);
}

TEST_CASE("the report keeps the order of the pairs, whoever comes first", "[app][runs]")
{
    RunWorld world{3};
    world.has_bugs(1);
    Latch last_wrote;
    world.source(0).will_be_edited_after_the_listing(
        [&](FakeTracker&) { static_cast<void>(last_wrote.wait()); });
    world.target(2).will_be_edited_before_the_write([&](FakeTracker&) { last_wrote.open(); });
    world.target(1).will_fail_listings(true);

    CHECK(names_of(world.run_all()) == Names{"p0", "p1", "p2"});

    app::RunRequest request;
    request.pairs = {"p2", "p0", "p2", "p1"};
    const auto summary = world.run(request);
    CHECK(names_of(summary) == Names{"p2", "p0", "p1"});
    CHECK(results_of(summary) == Names{"completed", "completed", "failed"});
}

TEST_CASE("a pair that fails leaves the others alone", "[app][runs]")
{
    RunWorld world{4};
    world.has_bugs(3);
    world.may_run_at_once(GENERATE(1, 2, 4));
    world.source(1).will_fail_listings(true);

    const auto summary = world.run_all();

    CHECK(results_of(summary) == Names{"completed", "failed", "completed", "completed"});
    CHECK(world.target(0).count() + world.target(2).count() + world.target(3).count() == 9);
    CHECK(world.workspace().writing().database.integrity_problems().empty());
}

TEST_CASE("one pair, or one at a time, runs in the thread that asked", "[app][runs]")
{
    RunWorld world{3};
    const auto here = std::this_thread::get_id();
    std::set<std::thread::id> threads;
    for (std::size_t pair = 0; pair < 3; ++pair) {
        world.source(pair).will_be_edited_after_the_listing(
            [&](FakeTracker&) { threads.insert(std::this_thread::get_id()); });
    }
    world.may_run_at_once(1);
    CHECK(results_of(world.run_all()) == Names{"completed", "completed", "completed"});
    CHECK(threads == std::set<std::thread::id>{here});

    world.may_run_at_once(5);
    threads.clear();
    world.source(1).will_be_edited_after_the_listing(
        [&](FakeTracker&) { threads.insert(std::this_thread::get_id()); });
    app::RunRequest request;
    request.pairs = {"p1"};
    CHECK(results_of(world.run(request)) == Names{"completed"});
    CHECK(threads == std::set<std::thread::id>{here});
}

TEST_CASE("the key is asked for once, however many pairs there are", "[app][runs]")
{
    RunWorld world{4};
    world.may_run_at_once(4);
    CHECK(results_of(world.run_all()).size() == 4);
    CHECK(world.key_lookups() == 1);
}

TEST_CASE("many pairs write to one database at the same time, and it stays sound", "[app][runs]")
{
    constexpr std::size_t k_pairs = 6;
    constexpr int k_bugs = 40;
    RunWorld world{k_pairs};
    world.has_bugs(k_bugs);
    world.may_run_at_once(static_cast<int>(k_pairs));
    world.workspace().writing().settings.set("sync_batch_size", "3");

    for (int run = 0; run < 3; ++run) {
        CHECK(results_of(world.run_all()) == Names(k_pairs, "completed"));
    }

    auto& store = world.workspace().writing();
    CHECK(store.database.integrity_problems().empty());
    for (std::size_t pair = 0; pair < k_pairs; ++pair) {
        CHECK(world.target(pair).count() == k_bugs);
        CHECK(world.target(pair).creates() == k_bugs);
        CHECK(store.links.count(world.pair(pair).id) == k_bugs);
        CHECK(world.triggers(pair).size() == 3);
    }
}

TEST_CASE("a pair that another run holds is left to it, unless it was asked for by name",
          "[app][runs]")
{
    RunWorld world{2};
    world.has_bugs(1);
    app::Workspace other{{.database = world.workspace().database_path(), .key_sources = {}},
                         world.services()};
    const auto held = other.lock_pair(world.pair(0));

    const auto summary = world.run_all();
    CHECK(summary.held == Names{"p0"});
    CHECK(names_of(summary) == Names{"p1"});
    CHECK(world.target(0).count() == 0);

    app::RunRequest request;
    request.pairs = {"p0", "p1"};
    const auto named = world.run(request);
    CHECK(named.held.empty());
    REQUIRE(named.pairs.at(0).error);
    CHECK(named.pairs.at(0).error->code() == ErrorCode::locked);
}

TEST_CASE("a request to stop ends all pairs, and begins none", "[app][runs]")
{
    RunWorld world{5};
    world.has_bugs(2);
    world.may_run_at_once(2);
    Latch both;
    world.source(0).will_be_edited_after_the_listing([&](FakeTracker&) {
        static_cast<void>(both.wait());
        world.stop.request(SIGINT);
    });
    world.source(1).will_be_edited_after_the_listing([&](FakeTracker&) { both.open(); });

    const auto summary = world.run_all();

    CHECK(summary.is_cut_short);
    CHECK(results_of(summary).size() < 5);
    CHECK(results_of(summary).at(0) == "cancelled");
    CHECK(world.target(4).count() == 0);
    CHECK(world.workspace().writing().database.integrity_problems().empty());
}

TEST_CASE("pairs are chosen in one way", "[app][runs]")
{
    RunWorld world{1};
    app::RunRequest request;
    const auto is_refused = [&] {
        try {
            static_cast<void>(world.run(request));
        } catch (const Error& error) {
            return error.code() == ErrorCode::usage;
        }
        return false;
    };
    CHECK(is_refused());
    request.is_all = true;
    request.is_due = true;
    CHECK(is_refused());
    request.is_all = false;
    request.pairs = {"p0"};
    CHECK(is_refused());
}

} // namespace syncctl::test
