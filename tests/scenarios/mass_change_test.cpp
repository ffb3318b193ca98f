// The guards in whole runs: an emptied side, many deletions or closings, and a mapping that would
// rewrite everything stop a pair before its first write, until a person looked.

#include "support/pair_world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace syncctl;
using model::Side;
using model::Value;
using test::PairWorld;

namespace {

constexpr int k_links = 60;

std::string mapping_with(const std::string& deletes, const std::string& more_fields = {})
{
    return "version: 1\nsource: dev\ntarget: desk\ntypes: [Bug <-> Incident]\n"
           "statuses: [New <-> Open, Active <-> In Progress, Closed <-> Done]\n"
           "fields: [Title <-> subject" +
           more_fields + "]\ndeletes: " + deletes + "\n";
}

/// Sixty linked items.
struct Many {
    explicit Many(const std::string& deletes) : world{mapping_with(deletes)}
    {
        for (int i = 0; i < k_links; ++i) {
            world.source.add("Bug",
                             {{"Title", Value{"bug " + std::to_string(i)}},
                              {"State", Value{std::string{"New"}}},
                              {"Notes", Value{std::string{"only in dev so far"}}}});
        }
        world.run();
        world.run();
    }

    test::FakeTracker& tracker(Side side)
    {
        return side == Side::source ? world.source : world.target;
    }

    void erase(Side side, int count)
    {
        for (const auto& id : tracker(side).ids()) {
            if (count-- > 0) {
                tracker(side).erase(id);
            }
        }
    }

    /// Stopped by the guard, with this in its message, and nothing written; a dry run only warns.
    void check_run_stops(const std::string& reason)
    {
        const int before = world.writes();
        for (int i = 0; i < 2; ++i) { // it does not wear off
            try {
                world.run();
                FAIL("the guard let it pass");
            } catch (const Error& error) {
                CHECK(error.code() == ErrorCode::guard);
                CHECK(error.message().find(reason) != std::string::npos);
                CHECK(error.hint().find("--allow-mass-change") != std::string::npos);
            }
        }
        const auto warnings = world.dry_run().warnings;
        CHECK(std::any_of(warnings.begin(), warnings.end(), [&](const auto& warning) {
            return warning.find(reason) != std::string::npos;
        }));
        CHECK(world.writes() == before);
        CHECK(world.links().size() == k_links);
    }

    engine::RunReport run_allowed()
    {
        engine::RunOptions options;
        options.allow_mass_change = true;
        return world.run(options);
    }

    void check_third_run_writes_nothing()
    {
        world.run();
        const int before = world.writes();
        world.run();
        CHECK(world.writes() == before);
    }

    PairWorld world;
};

} // namespace

TEST_CASE("more deletions than allowed stop the run, on whichever side they are",
          "[scenarios][guard]")
{
    const auto side = GENERATE(Side::source, Side::target);
    Many items{"mirror"};
    items.erase(side, 7);
    items.check_run_stops("7 of 60 linked items would be deleted or closed");
    CHECK(items.run_allowed().counters.deleted == 7);
    CHECK(items.tracker(model::other(side)).count() == k_links - 7);
    items.check_third_run_writes_nothing();
}

TEST_CASE("so do more closings", "[scenarios][guard]")
{
    const auto side = GENERATE(Side::source, Side::target);
    Many items{"close"};
    items.erase(side, 7);
    items.check_run_stops("7 of 60 linked items would be deleted or closed");
    items.run_allowed();
    const auto statuses =
        items.tracker(model::other(side)).all(side == Side::source ? "status" : "State");
    CHECK(std::count(statuses.begin(), statuses.end(), side == Side::source ? "Done" : "Closed") ==
          7);
    items.check_third_run_writes_nothing();
}

TEST_CASE("deletions of both sides count together", "[scenarios][guard]")
{
    Many items{"mirror"};
    items.erase(Side::source, 4);
    const auto last = items.world.target.ids();
    for (auto id = last.rbegin(); id != last.rbegin() + 3; ++id) {
        items.world.target.erase(*id);
    }
    items.check_run_stops("7 of 60");
}

TEST_CASE("deletions that come to light after the guard has looked wait for the next run's guard",
          "[scenarios][guard]")
{
    const auto side = GENERATE(Side::source, Side::target);
    Many items{"mirror"};
    items.tracker(side).will_be_edited_after_the_read(
        [&items, side](auto&) { items.erase(side, 30); });
    engine::RunOptions everything;
    everything.is_full = true;
    const auto report = items.world.run(everything);
    CHECK(report.counters.deleted == 0);
    REQUIRE(report.warnings.size() == 1);
    CHECK(report.warnings.front().find("30 deletions came to light") != std::string::npos);
    CHECK(items.tracker(model::other(side)).count() == k_links);
    items.check_run_stops("30 of 60 linked items would be deleted or closed");
}

TEST_CASE("edited items that are gone by the time they are read wait for the next run's guard",
          "[scenarios][guard]")
{
    const auto side = GENERATE(Side::source, Side::target);
    const int gone = GENERATE(3, 30);
    Many items{"mirror"};
    for (const auto& id : items.tracker(side).ids()) {
        items.tracker(side).edit(
            id, side == Side::source ? "Title" : "subject", Value{"edited " + id});
    }
    constexpr int k_first_read = 12; // the listing takes eleven requests
    items.tracker(side).begin_run();
    items.tracker(side).will_happen(
        k_first_read, {.action = [&items, side, gone](auto&) { items.erase(side, gone); }});
    const auto report = items.world.run();
    CHECK(report.counters.updated == k_links - gone);
    CHECK(report.counters.deleted == 0);
    REQUIRE(report.warnings.size() == 1);
    CHECK(report.warnings.front().find(std::to_string(gone) + " deletions came to light") !=
          std::string::npos);
    CHECK(items.tracker(model::other(side)).count() == k_links);
    if (gone == 3) {
        CHECK(items.world.run().counters.deleted == gone);
        items.check_third_run_writes_nothing();
    } else {
        items.check_run_stops("30 of 60 linked items would be deleted or closed");
    }
}

TEST_CASE("where nothing follows from deletions, many of them are only noted", "[scenarios][guard]")
{
    Many items{"never"};
    items.erase(Side::source, 30);
    CHECK(items.world.run().counters.deleted == 0);
    CHECK(items.world.target.count() == k_links);
    items.check_third_run_writes_nothing();
}

TEST_CASE("a mapping line that would rewrite most items stops the run until it is allowed or taken "
          "back",
          "[scenarios][guard]")
{
    Many items{"never"};
    items.world.use_mapping(mapping_with("never", ", Notes <-> description"));
    items.check_run_stops("the changed mapping would rewrite 60 of 60 linked items");
    SECTION("allowed")
    {
        CHECK(items.run_allowed().counters.updated == k_links);
    }
    SECTION("taken back")
    {
        items.world.use_mapping(mapping_with("never"));
        CHECK(items.world.run().counters.updated == 0);
    }
    items.check_third_run_writes_nothing();
}

TEST_CASE("as many edits by people are a usual day", "[scenarios][guard]")
{
    Many items{"mirror"};
    for (const auto& id : items.world.source.ids()) {
        items.world.source.edit(id, "Title", Value{"edited " + id});
    }
    CHECK(items.world.run().counters.updated == k_links);
    items.check_third_run_writes_nothing();
}

TEST_CASE("an emptied side stops the run whatever the policy, and whatever else is to be done",
          "[scenarios][guard]")
{
    const auto* policy = GENERATE("never", "close", "mirror");
    const auto side = GENERATE(Side::source, Side::target);
    Many items{policy};
    items.erase(side, k_links);
    items.tracker(model::other(side))
        .add(side == Side::source ? "Incident" : "Bug",
             {{side == Side::source ? "subject" : "Title", Value{std::string{"new"}}}});
    items.check_run_stops("lists no item at all");
    CHECK(items.tracker(side).count() == 0);
}
