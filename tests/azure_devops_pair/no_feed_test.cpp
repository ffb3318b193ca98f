// Two organizations kept in step by the real binary, one of which has no reporting feed.

#include "support/azure_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <string>

namespace syncctl::tests {

using fakes::requests::k_bin;
using fakes::requests::k_feed;
using fakes::requests::k_queries;
using fakes::requests::k_reads;
using nlohmann::json;
using test::AzureWorld;

namespace {

/// `dev` has no feed, `desk` has one.
class OneWithoutFeed {
public:
    OneWithoutFeed()
    {
        world.dev.change([](fakes::Switches& switches) { switches.has_feed = false; });
    }

    ~OneWithoutFeed() { CHECK(world.broken_promises() == ""); }

    OneWithoutFeed(const OneWithoutFeed&) = delete;
    OneWithoutFeed& operator=(const OneWithoutFeed&) = delete;

    json run()
    {
        world.dev.clear_log();
        world.desk.clear_log();
        const auto result = world.syncctl({"run", "p", "--json"});
        INFO(result.out << result.err);
        CHECK(result.exit == 0);
        warnings = result.err;
        return json::parse(result.out)["data"][0];
    }

    /// More than a listing by query looks back.
    void pass_long() { world.clock.advance(std::chrono::minutes{20}); }

    void check_writes_nothing()
    {
        const auto report = run();
        CHECK(report["created"] == 0);
        CHECK(report["updated"] == 0);
        CHECK(report["deleted"] == 0);
        for (const auto* tracker : {&world.dev, &world.desk}) {
            CHECK(tracker->requests({"PATCH", ""}) == 0);
            CHECK(tracker->requests({"DELETE", ""}) == 0);
            CHECK(tracker->requests({"POST", "workitems/"}) == 0);
        }
    }

    AzureWorld world;
    std::string warnings;
};

} // namespace

TEST_CASE("an organization without a feed is kept in step through edits, states and deletions",
          "[azure_devops][sync][query]")
{
    OneWithoutFeed pair;
    auto& world = pair.world;
    world.add_two_of_each();
    CHECK(pair.run()["created"] == 4);
    CHECK(pair.warnings.find("no change feed") != std::string::npos);
    static_cast<void>(pair.run());
    CHECK(pair.warnings.find("no change feed") == std::string::npos);
    CHECK(world.dev.requests(k_feed) == 0);
    pair.check_writes_nothing();

    const int partner = world.partner_of_bug(1);
    world.dev.edit(1, {{"System.Title", "printer on fire"}, {"System.Tags", "urgent"}});
    world.desk.edit(partner, {{"System.State", "Doing"}, {"Microsoft.VSTS.Common.Priority", 1}});
    static_cast<void>(pair.run());
    CHECK(world.desk.item(partner)->fields["System.Title"] == "printer on fire");
    CHECK(world.desk.item(partner)->fields["System.Tags"] == "urgent");
    CHECK(world.dev.item(1)->fields["System.State"] == "Active");
    CHECK(world.dev.item(1)->fields["Microsoft.VSTS.Common.Priority"] == 1);
    static_cast<void>(pair.run());
    pair.check_writes_nothing();

    world.dev.remove(2);
    const int gone = world.partner_of_bug(2);
    CHECK(pair.run()["deleted"] == 1);
    CHECK(world.desk.item(gone)->is_deleted);
    world.desk.remove(partner);
    CHECK(pair.run()["deleted"] == 1);
    CHECK(world.dev.item(1)->is_deleted);
    static_cast<void>(pair.run());
    pair.check_writes_nothing();
}

TEST_CASE("without changes the side without a feed is asked twice and the other one once",
          "[azure_devops][sync][query]")
{
    OneWithoutFeed pair;
    auto& world = pair.world;
    for (int i = 0; i < 250; ++i) {
        static_cast<void>(i % 5 == 0 ? world.add_issue("issue") : world.add_bug("bug"));
    }
    CHECK(pair.run()["created"] == 250);
    pair.pass_long();
    static_cast<void>(pair.run()); // looks back at what was created
    pair.pass_long();
    pair.check_writes_nothing();
    CHECK(world.dev.requests({}) == 2);
    CHECK(world.dev.requests(k_queries) == 1);
    CHECK(world.dev.requests(k_bin) == 1);
    CHECK(world.desk.requests({}) == 1);
}

TEST_CASE("changed items of the side without a feed are read 200 at a time, once",
          "[azure_devops][sync][query]")
{
    constexpr int k_items = 210;
    OneWithoutFeed pair;
    auto& world = pair.world;
    for (int i = 0; i < k_items; ++i) {
        static_cast<void>(world.add_bug("bug"));
    }
    CHECK(pair.run()["created"] == k_items);
    CHECK(world.dev.requests(k_reads) == 2);
    pair.pass_long();
    static_cast<void>(pair.run());
    for (const int changed : {1, 199, 201}) {
        INFO(changed << " changed items");
        for (int id = 1; id <= changed; ++id) {
            world.dev.edit(id, {{"System.Title", "edited " + std::to_string(changed)}});
        }
        pair.pass_long(); // so that the next listing does not look back at these edits
        const auto report = pair.run();
        CHECK(report["updated"] == changed);
        CHECK(world.dev.requests(k_reads) == (changed + 199) / 200);
        CHECK(world.dev.requests(k_bin) == 1);
        // A page of 200 rows need not be the last one.
        CHECK(world.dev.requests(k_queries) == (changed < 200 ? 1 : 2));
        CHECK(world.dev.requests({}) ==
              world.dev.requests(k_reads) + world.dev.requests(k_queries) + 1);
        CHECK(report["api_calls"]["source"] == world.dev.requests({}));
    }
}

} // namespace syncctl::tests
