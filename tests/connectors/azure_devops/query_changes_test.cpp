#include "query_fixture.hpp"

#include "syncctl/base/error.hpp"

#include <chrono>

namespace syncctl::tests {

using connectors::Watermark;
using fakes::Switches;

TEST_CASE("by query the first listing shows every item, and the next ones what changed",
          "[azure_devops][query]")
{
    QueryFixture ado;
    ado.has_bugs(3);
    ado.pass(k_long);
    CHECK(ado.list().size() == 3);
    ado.pass(k_long);
    ado.edit(2);
    const auto changes = ado.list();
    REQUIRE(changes.size() == 1);
    CHECK(changes.at("2").revision.text == "2");
    CHECK(changes.at("2").modified_at == ado.tracker.clock().now());
    ado.check_exchanges();
}

TEST_CASE("a listing by query without changes is one query and one look into the recycle bin",
          "[azure_devops][query]")
{
    QueryFixture ado;
    ado.has_bugs(3);
    static_cast<void>(ado.list());
    ado.pass(k_long);
    static_cast<void>(ado.list()); // looks back at the three
    ado.pass(k_long);
    CHECK(ado.list().empty());
    CHECK(ado.tracker.requests({}) == 2);
    CHECK(ado.tracker.requests(k_queries) == 1);
    CHECK(ado.tracker.requests(k_bin) == 1);
}

TEST_CASE("only the first listing by query counts the items, deleted ones not",
          "[azure_devops][query]")
{
    QueryFixture ado;
    auto connector = ado.connect({{"changes", "query"}});
    auto empty = connector->changes({});
    CHECK_FALSE(empty->next().has_value());
    CHECK(empty->items_seen() == 0U);
    ado.has_bugs(3);
    ado.tracker.remove(2);
    auto first = connector->changes({});
    while (first->next()) {
    }
    CHECK(first->items_seen() == 2U);
    auto later = connector->changes({.since = first->watermark(), .filter = {}});
    while (later->next()) {
    }
    CHECK_FALSE(later->items_seen().has_value());
}

TEST_CASE("changed items are read once, 200 in one call, and are handed out as they were read",
          "[azure_devops][query]")
{
    QueryFixture ado;
    ado.has_bugs(250);
    ado.pass(k_long);
    static_cast<void>(ado.list());
    ado.pass(k_long);
    for (int id = 1; id <= 201; ++id) {
        ado.edit(id);
    }
    CHECK(ado.list().size() == 201);
    CHECK(ado.tracker.requests(k_reads) == 2);
    const auto before = ado.tracker.requests({});
    for (const auto& result : ado.connector->get(ids_up_to(201))) {
        CHECK(std::get<model::WorkItem>(result).revision.text == "2");
    }
    CHECK(ado.tracker.requests({}) == before);

    // Whoever asks a second time wants to know what the item is now.
    ado.tracker.edit(1, {{"System.Title", "edited again"}});
    CHECK(item_of(*ado.connector, "1").revision.text == "3");
    ado.check_exchanges();
}

TEST_CASE("what was written or deleted is not handed out as it was listed", "[azure_devops][query]")
{
    QueryFixture ado;
    ado.has_bugs(2);
    ado.tracker.before_next(k_bin, [&] { ado.tracker.remove(2); });
    const auto changes = ado.list();
    CHECK(is_deleted(changes, "2"));
    CHECK(std::holds_alternative<connectors::Absent>(get_one(*ado.connector, "2")));
    CHECK(as<connectors::Done>(
              write_one(*ado.connector,
                        connectors::UpdateItem{.id = "1",
                                               .expected_revision = changes.at("1").revision,
                                               .fields = {{"System.Title", text("ours")}}}))
              .item.revision.text == "2");
    CHECK(item_of(*ado.connector, "1").revision.text == "2");
}

TEST_CASE("of a long listing only what tells a change is read", "[azure_devops][query]")
{
    QueryFixture ado;
    ado.has_bugs(1001);
    CHECK(ado.list().size() == 1001);
    CHECK(ado.tracker.requests(k_reads) == 6);
    for (const auto& exchange : ado.tracker.log()) {
        if (k_reads.covers(exchange.request)) {
            CHECK(exchange.request.body.find("System.ChangedDate") != std::string::npos);
            CHECK(exchange.request.body.find("relations") == std::string::npos);
        }
    }
    CHECK(item_of(*ado.connector, "1").id == "1");
    CHECK(ado.tracker.requests(k_reads) == 7);
    ado.check_exchanges();
}

TEST_CASE("500 items with the same time of change are all listed over the borders of pages",
          "[azure_devops][query]")
{
    QueryFixture ado;
    ado.has_bugs(600);
    ado.pass(k_long);
    static_cast<void>(ado.list());
    ado.pass(k_long);
    static_cast<void>(ado.list());
    for (int id = 51; id <= 550; ++id) {
        ado.edit(id);
    }
    REQUIRE(ado.tracker.item(51)->fields["System.ChangedDate"] ==
            ado.tracker.item(550)->fields["System.ChangedDate"]);
    ado.tracker.change([](Switches& switches) { switches.query_wall = 130; });
    const auto changes = ado.list();
    CHECK(ado.tracker.requests(k_queries) > 4);
    CHECK(changes.size() == 500);
    CHECK(is_alive(changes, "51"));
    CHECK(is_alive(changes, "550"));
}

TEST_CASE("what changes while the pages are read is in the next listing", "[azure_devops][query]")
{
    QueryFixture ado;
    ado.has_bugs(450);
    ado.pass(k_long);
    static_cast<void>(ado.list());
    ado.watermark = {};
    ado.pass(k_long);
    ado.tracker.before_next(k_reads, [&] {
        ado.pass(std::chrono::minutes{1});
        ado.edit(450); // on a page to come
    });
    ado.tracker.before_next(k_reads, [&] {
        ado.edit(1); // was read
        ado.has_bug("new");
        ado.pass(std::chrono::hours{1}); // a slow listing
    });
    const auto first = ado.list();
    CHECK(first.size() == 451);
    CHECK(first.at("1").revision.text == "1");
    const auto second = ado.list();
    CHECK(second.at("1").revision.text == "2");
    CHECK(is_alive(second, "450"));
    CHECK(is_alive(second, "451"));
}

TEST_CASE("a clock of the tracker that is wrong, or is put right, hides no item",
          "[azure_devops][query]")
{
    QueryFixture ado;
    const auto [before, after] =
        GENERATE(table<int, int>({{0, 10}, {0, -10}, {10, 0}, {-10, 0}, {0, 0}}));
    const bool has_date = GENERATE(true, false);
    const bool has_as_of = GENERATE(true, false);
    CAPTURE(before, after, has_date, has_as_of);
    ado.tracker.change([&](Switches& switches) {
        switches.has_date = has_date;
        switches.has_as_of = has_as_of;
    });
    ado.has_bugs(3);
    ado.pass(std::chrono::hours{1});
    ado.shift_clock(std::chrono::minutes{before});
    ado.edit(1);
    CHECK(is_alive(ado.list(), "1"));
    ado.edit(2); // right after the query, at the same time
    ado.pass(std::chrono::seconds{30});
    ado.shift_clock(std::chrono::minutes{after - before});
    ado.has_bug("made after the clock was set");
    ado.edit(3);
    const auto changes = ado.list();
    CHECK(is_alive(changes, "2"));
    CHECK(is_alive(changes, "3"));
    CHECK(is_alive(changes, "4"));
}

TEST_CASE("a tracker that tells no time is asked from the newest change that it showed first",
          "[azure_devops][query]")
{
    QueryFixture ado;
    ado.tracker.change([](Switches& switches) {
        switches.has_date = false;
        switches.has_as_of = false;
    });
    ado.has_bugs(2);
    ado.pass(k_long);
    ado.edit(2);
    CHECK(ado.list().size() == 2);
    ado.pass(k_long);
    const auto changes = ado.list();
    CHECK(changes.size() == 1); // once more, in every listing
    CHECK(is_alive(changes, "2"));
}

TEST_CASE("after a clock went back further than a listing looks back everything is listed again",
          "[azure_devops][query]")
{
    QueryFixture ado;
    ado.has_bugs(2);
    ado.shift_clock(std::chrono::hours{3});
    CHECK(ado.list().size() == 2);
    ado.shift_clock(std::chrono::hours{-3});
    ado.has_bug("made by the right clock");
    CHECK(ado.list().size() == 3);
    CHECK(ado.log.warnings.size() == 1);
    ado.pass(k_long);
    static_cast<void>(ado.list()); // looks back
    ado.pass(k_long);
    CHECK(ado.list().empty());
    CHECK(ado.log.warnings.size() == 1);
}

TEST_CASE("the clock of this machine plays no part in a listing by query", "[azure_devops][query]")
{
    QueryFixture ado;
    ado.has_bugs(1);
    ado.pass(k_long);
    ado.shift_clock(std::chrono::hours{-24 * 365});
    static_cast<void>(ado.list());
    ado.edit(1);
    CHECK(is_alive(ado.list(), "1"));
}

TEST_CASE("what a lagging replica did not show is in the next listing", "[azure_devops][query]")
{
    QueryFixture ado;
    ado.has_bugs(1);
    ado.pass(k_long);
    static_cast<void>(ado.list());
    ado.has_bug("not in the index yet");
    ado.tracker.change([](Switches& switches) { switches.query_lag_requests = 2; });
    ado.pass(std::chrono::minutes{2});
    CHECK_FALSE(is_alive(ado.list(), "2"));
    ado.pass(std::chrono::minutes{10});
    CHECK(is_alive(ado.list(), "2"));
}

TEST_CASE("a server that refuses long results is asked for ranges of ids", "[azure_devops][query]")
{
    QueryFixture ado;
    const bool before_top = GENERATE(false, true);
    const auto wall = GENERATE(1U, 7U, 100U, 300U);
    CAPTURE(before_top, wall);
    ado.tracker.change([&](Switches& switches) {
        switches.query_wall = wall;
        switches.is_wall_before_top = before_top;
    });
    ado.has_bugs(20);
    ado.tracker.numbers_items_from(5'000'000); // the ids of other projects lie between
    ado.has_bugs(320);
    CHECK(ado.list().size() == 340);
    ado.check_exchanges();
}

TEST_CASE("20,001 items are listed although a query may return 20,000", "[azure_devops][query]")
{
    fakes::FakeAzureDevOps::Setup setup;
    setup.is_logging = false;
    setup.is_checking = false;
    AdoFixture ado{setup};
    ado.tracker.change(
        [](Switches& switches) { switches.is_wall_before_top = GENERATE(false, true); });
    constexpr int k_items = 20'001;
    for (int i = 0; i < k_items; ++i) {
        ado.has_bug("bug");
    }
    auto connector = ado.connect({{"changes", "query"}});
    Watermark watermark;
    CHECK(changes_of(*connector, watermark).size() == k_items);
}

TEST_CASE("a server that refuses even a single row ends the listing", "[azure_devops][query]")
{
    QueryFixture ado;
    ado.has_bugs(1);
    ado.tracker.change([](Switches& switches) { switches.query_wall = 0; });
    CHECK_THROWS_AS(ado.list(), Error);
    CHECK(ado.watermark.bytes.empty());
}

} // namespace syncctl::tests
