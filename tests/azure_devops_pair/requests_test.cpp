// What a run between two organizations asks, and how often.

#include "azure_pair.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace syncctl::test;
using nlohmann::json;

TEST_CASE("a lost answer makes no second item", "[azure_devops][pair]")
{
    AzurePair pair;
    pair.dev.has_item("Bug", {{"System.Title", "printer on fire"}});
    pair.desk.next_requests({"POST", "workitems/"}, syncctl::fakes::faults::lost_response());
    static_cast<void>(pair.run(k_partial));
    CHECK(pair.desk.ids().size() == 1);
    static_cast<void>(pair.run());
    CHECK(pair.desk.ids().size() == 1);
    CHECK(pair.dev.ids().size() == 1);
    pair.check_third_run_writes_nothing();
}

TEST_CASE("a filter decides which items get a partner", "[azure_devops][pair]")
{
    AzurePair pair{
        {.pair = {"--source-filter", "[System.Tags] Contains 'sync' OR [System.Id] = 0"}}};
    pair.dev.has_item("Bug", {{"System.Title", "yes"}, {"System.Tags", "sync"}});
    pair.dev.has_item("Bug", {{"System.Title", "no"}});
    CHECK(pair.run()["created"] == 1);
    CHECK(pair.desk.titles() == std::vector<std::string>{"yes"});
}

TEST_CASE("a token that expires in the middle stops the run and deletes nothing",
          "[azure_devops][pair]")
{
    AzurePair pair;
    for (int i = 0; i < 5; ++i) {
        pair.dev.has_item("Bug", {{"System.Title", "bug"}});
    }
    static_cast<void>(pair.run());
    pair.desk.change([](syncctl::fakes::Switches& switches) { switches.is_token_expired = true; });
    pair.dev.edit(1, {{"System.Title", "edited"}});
    static_cast<void>(pair.run(k_refused_credential));
    CHECK(pair.dev.titles().size() == 5);
    pair.desk.change([](syncctl::fakes::Switches& switches) { switches.is_token_expired = false; });
    static_cast<void>(pair.run());
    const auto titles = pair.desk.titles();
    CHECK(std::count(titles.begin(), titles.end(), "edited") == 1);
    pair.check_third_run_writes_nothing();
}

TEST_CASE("a run with nothing to do asks each side once and writes nothing", "[azure_devops][pair]")
{
    AzurePair pair;
    for (int i = 0; i < 250; ++i) {
        static_cast<void>(i % 5 == 0 ? pair.add_issue("one") : pair.add_bug("one"));
    }
    CHECK(pair.run()["created"] == 250);
    static_cast<void>(pair.run());
    pair.dev.clear_log();
    pair.desk.clear_log();
    const auto report = pair.run();
    CHECK(report["api_calls"] == json{{"source", 1}, {"target", 1}});
    for (const auto* tracker : {&pair.dev, &pair.desk}) {
        CHECK(tracker->requests({}) == 1);
        CHECK(tracker->requests({"GET", "reporting/workitemrevisions"}) == 1);
    }
}

TEST_CASE("changed items are read 200 at a time and written once each", "[azure_devops][pair]")
{
    constexpr int k_items = 210;
    AzurePair pair;
    for (int i = 0; i < k_items; ++i) {
        pair.dev.has_item("Bug", {{"System.Title", "bug"}});
    }
    pair.dev.clear_log();
    pair.desk.clear_log(); // the connection test asked, too
    static_cast<void>(pair.run());
    CHECK(pair.dev.requests(syncctl::fakes::requests::k_reads) == 2);
    CHECK(pair.desk.requests(syncctl::fakes::requests::k_reads) == 0);
    CHECK(pair.desk.requests({"POST", "workitems/$"}) == k_items);
    static_cast<void>(pair.run());
    for (const int changed : {1, 200, 201}) {
        INFO(changed << " changed items");
        for (int id = 1; id <= changed; ++id) {
            pair.dev.edit(id, {{"System.Title", "edited " + std::to_string(changed)}});
        }
        pair.dev.clear_log();
        pair.desk.clear_log();
        const auto report = pair.run();
        CHECK(report["updated"] == changed);
        const auto writes = pair.desk.requests({"PATCH", "workitems/"});
        const auto reads = pair.dev.requests(syncctl::fakes::requests::k_reads);
        CHECK(writes == changed);
        CHECK(reads == (changed + 199) / 200);
        // The rest are pages of the two listings.
        CHECK(pair.dev.requests({}) ==
              reads + pair.dev.requests({"GET", "reporting/workitemrevisions"}));
        CHECK(pair.desk.requests({}) ==
              writes + pair.desk.requests({"GET", "reporting/workitemrevisions"}));
        CHECK(report["api_calls"] ==
              json{{"source", pair.dev.requests({})}, {"target", pair.desk.requests({})}});
    }
}
