#include "ado_fixture.hpp"

#include "syncctl/base/error.hpp"

namespace syncctl::tests {

using connectors::Absent;
using connectors::Forbidden;
using fakes::Switches;

TEST_CASE("a listing without changes is one call, and k changed items are read in one more",
          "[azure_devops]")
{
    AdoFixture ado;
    for (int i = 0; i < 230; ++i) {
        ado.has_bug("bug " + std::to_string(i));
    }
    connectors::Watermark watermark;
    auto connector = ado.connect();
    CHECK(changes_of(*connector, watermark).size() == 230);

    connector = ado.connect();
    CHECK(changes_of(*connector, watermark).empty());
    CHECK(connector->api_calls() == 1);

    std::vector<std::string> ids;
    for (int id = 1; id <= 201; ++id) {
        ado.tracker.edit(id, {{"System.Title", "edited"}});
        ids.push_back(std::to_string(id));
    }
    connector = ado.connect();
    const auto changes = changes_of(*connector, watermark);
    CHECK(changes.size() == 201);
    const int listing = connector->api_calls();
    CHECK(connector->get(ids).size() == 201);
    CHECK(connector->api_calls() == listing + 2);
    ado.check_exchanges();
}

TEST_CASE("the feed is read through pages, repeats and tokens that hide in links", "[azure_devops]")
{
    AdoFixture ado;
    const bool in_link = GENERATE(false, true);
    ado.tracker.change([&](Switches& switches) {
        switches.feed_page = 2;
        switches.has_feed_repeats = true;
        switches.is_token_in_link_only = in_link;
    });
    for (int i = 0; i < 7; ++i) {
        ado.has_bug("bug");
    }
    ado.tracker.edit(3, {{"System.Title", "edited"}});
    ado.tracker.edit(3, {{"System.Title", "edited again"}});
    connectors::Watermark watermark;
    auto connector = ado.connect();
    const auto changes = changes_of(*connector, watermark);
    CHECK(changes.size() == 7);
    CHECK(changes.at("3").revision.text == "3");
    // Only the row that each page repeats, in the revision that is known.
    for (const auto& [id, change] : changes_of(*connector, watermark)) {
        CHECK(change.revision == changes.at(id).revision);
    }
}

TEST_CASE("only the first listing counts the items, deleted ones not", "[azure_devops]")
{
    AdoFixture ado;
    auto connector = ado.connect();
    auto empty = connector->changes({});
    CHECK_FALSE(empty->next().has_value());
    CHECK(empty->items_seen() == 0U);
    ado.has_bug("one");
    ado.has_bug("two");
    ado.tracker.remove(2);
    auto first = connector->changes({});
    while (first->next()) {
    }
    CHECK(first->items_seen() == 1U);
    auto later = connector->changes({.since = first->watermark(), .filter = {}});
    CHECK_FALSE(later->next().has_value());
    CHECK_FALSE(later->items_seen().has_value());
}

TEST_CASE("a deletion is listed with evidence, and a restored item as alive", "[azure_devops]")
{
    AdoFixture ado;
    ado.tracker.change([](Switches& switches) {
        switches.deleted_row =
            GENERATE(fakes::DeletedRow::all_fields, fakes::DeletedRow::few_fields);
    });
    ado.has_bug("one");
    connectors::Watermark watermark;
    auto connector = ado.connect();
    static_cast<void>(changes_of(*connector, watermark));
    ado.tracker.remove(1);
    CHECK(changes_of(*connector, watermark).at("1").is_deleted);
    CHECK(std::holds_alternative<Absent>(get_one(*connector, "1")));
    ado.tracker.restore(1);
    CHECK_FALSE(changes_of(*connector, watermark).at("1").is_deleted);
    CHECK(item_of(*connector, "1").id == "1");
}

TEST_CASE("what is not shown is absent only when the recycle bin shows it", "[azure_devops]")
{
    AdoFixture ado;
    const bool as_null = GENERATE(false, true);
    ado.tracker.change([&](Switches& switches) { switches.is_omitted_null = as_null; });
    ado.tracker.has_area("Fabrikam\\Secret");
    ado.has_bug("alive");
    ado.has_bug("deleted");
    ado.has_bug("destroyed");
    ado.has_bug("hidden", {{"System.AreaPath", "Fabrikam\\Secret"}});
    ado.tracker.remove(2);
    ado.tracker.remove(3);
    ado.tracker.destroy(3);
    ado.tracker.change(
        [](Switches& switches) { switches.unreadable_areas = {"Fabrikam\\Secret"}; });
    auto connector = ado.connect();
    const auto results = connector->get(
        std::vector<std::string>{"4", "3", "2", "1", "999999", "no-id", "01", "-1", ""});
    CHECK(std::holds_alternative<Forbidden>(results.at(0)));
    CHECK(std::holds_alternative<Forbidden>(results.at(1)));
    CHECK(std::holds_alternative<Absent>(results.at(2)));
    CHECK(std::get<model::WorkItem>(results.at(3)).id == "1");
    CHECK(std::holds_alternative<Forbidden>(results.at(4)));
    for (std::size_t i = 5; i < results.size(); ++i) {
        CHECK(std::holds_alternative<Absent>(results[i])); // this tracker cannot have such an id
    }
    ado.check_exchanges();
}

TEST_CASE("without a look into the recycle bin nothing is absent", "[azure_devops]")
{
    AdoFixture ado;
    ado.has_bug("deleted");
    ado.tracker.remove(1);
    auto connector = ado.connect();
    ado.tracker.next_requests(fakes::requests::k_bin, fakes::faults::forbidden_403());
    CHECK(std::holds_alternative<Forbidden>(get_one(*connector, "1")));
    ado.tracker.next_requests(fakes::requests::k_bin, fakes::faults::status_before(400));
    CHECK(std::holds_alternative<connectors::Unreadable>(get_one(*connector, "1")));
    ado.tracker.next_requests(fakes::requests::k_bin, fakes::faults::body(R"({"count": 0})"));
    CHECK_THROWS_AS(get_one(*connector, "1"), Error);
}

TEST_CASE("an item that was moved to another project stays readable and gets no partner",
          "[azure_devops]")
{
    AdoFixture ado;
    ado.tracker.has_project("Other", fakes::agile_process());
    ado.has_bug("one");
    ado.has_bug("two");
    connectors::Watermark watermark;
    auto connector = ado.connect();
    static_cast<void>(changes_of(*connector, watermark));
    ado.tracker.move_to_project(1, "Other");
    for (const auto& [id, change] : changes_of(*connector, watermark)) {
        CHECK_FALSE(change.is_deleted);
    }
    const auto moved = item_of(*connector, "1");
    CHECK_FALSE(connector->matches_filter(moved, ""));
    CHECK(connector->matches_filter(item_of(*connector, "2"), ""));
}

TEST_CASE("a filter is a condition that the tracker judges, 200 items in one query",
          "[azure_devops]")
{
    AdoFixture ado;
    std::vector<std::string> ids;
    for (int i = 0; i < 100; ++i) {
        ids.push_back(std::to_string(ado.has_bug(i % 2 == 0 ? "it's even" : "odd")));
    }
    auto connector = ado.connect();
    const auto results = connector->get(ids);
    const int read = connector->api_calls();
    // An OR inside must not reach what is around it.
    const std::string filter = "[System.Title] = 'it''s even' OR [System.Title] = 'nothing'";
    int matching = 0;
    for (const auto& result : results) {
        matching += connector->matches_filter(std::get<model::WorkItem>(result), filter) ? 1 : 0;
    }
    CHECK(matching == 50);
    CHECK(connector->api_calls() - read <= 2); // one for the project's name
    for (const auto& exchange : ado.tracker.log()) {
        if (exchange.request.target.find("wiql") != std::string::npos) {
            CHECK(exchange.request.body.find("(" + filter + ")") != std::string::npos);
        }
    }
    CHECK_FALSE(connector->filter_problem(filter).has_value());
    CHECK(connector->filter_problem("[System.Sprint] = 'x'").has_value());
    CHECK(connector->filter_problem("[System.Title] = 'x' ORDER BY [System.Id]").has_value());
    CHECK_THROWS_AS(connector->matches_filter(std::get<model::WorkItem>(results[0]), "1) OR (1"),
                    Error);
    ado.check_exchanges();
}

TEST_CASE("an area keeps other items without a partner", "[azure_devops]")
{
    AdoFixture ado;
    ado.tracker.has_area("Fabrikam\\Web\\Shop");
    ado.tracker.has_area("Fabrikam\\Website");
    ado.has_bug("in", {{"System.AreaPath", "Fabrikam\\Web\\Shop"}});
    ado.has_bug("out", {{"System.AreaPath", "Fabrikam\\Website"}});
    auto connector = ado.connect({{"area", "Fabrikam\\Web"}});
    CHECK(connector->matches_filter(item_of(*connector, "1"), ""));
    CHECK_FALSE(connector->matches_filter(item_of(*connector, "2"), ""));
}

TEST_CASE("a feed that stands still, or does not say where it goes on, is an error",
          "[azure_devops]")
{
    AdoFixture ado;
    auto connector = ado.connect();
    const auto feed = fakes::requests::k_feed;
    connectors::Watermark watermark;
    SECTION("the same token for ever")
    {
        ado.tracker.next_requests(
            feed,
            fakes::faults::body(
                R"({"values": [], "continuationToken": "7;7;7", "isLastBatch": false})"),
            10);
        CHECK_THROWS_AS(changes_of(*connector, watermark), Error);
        CHECK(ado.tracker.requests(feed) <= 4);
    }
    SECTION("no token")
    {
        ado.tracker.next_requests(feed,
                                  fakes::faults::body(R"({"values": [], "isLastBatch": true})"));
        CHECK_THROWS_AS(changes_of(*connector, watermark), Error);
    }
    SECTION("no end")
    {
        ado.tracker.next_requests(
            feed, fakes::faults::body(R"({"values": [], "continuationToken": "1"})"));
        CHECK_THROWS_AS(changes_of(*connector, watermark), Error);
    }
    SECTION("a row without a usable id")
    {
        ado.tracker.next_requests(feed,
                                  fakes::faults::body(
                                      R"({"values": [{"id": 1.5, "rev": 1, "fields": {}}],
                    "continuationToken": "1", "isLastBatch": true})"));
        CHECK_THROWS_AS(changes_of(*connector, watermark), Error);
    }
    CHECK(watermark.bytes.empty());
}

TEST_CASE("a token that the tracker does not take any more is told with the way out",
          "[azure_devops]")
{
    AdoFixture ado;
    connectors::Watermark watermark;
    auto connector = ado.connect();
    static_cast<void>(changes_of(*connector, watermark));
    const auto before = watermark;
    ado.tracker.next_requests(fakes::requests::k_feed, fakes::faults::status_before(400));
    try {
        static_cast<void>(changes_of(*connector, watermark));
        FAIL("no error");
    } catch (const Error& error) {
        CHECK(error.hint().find("--full") != std::string::npos);
    }
    CHECK(watermark == before);
}

TEST_CASE("rows of another project are left out, and a renamed project is still the same",
          "[azure_devops]")
{
    AdoFixture ado;
    ado.has_bug("one");
    connectors::Watermark watermark;
    auto connector = ado.connect();
    CHECK(changes_of(*connector, watermark).size() == 1);
    const auto row = [](const std::string& project) {
        return R"({"values": [{"id": 5, "rev": 1, "fields": {"System.TeamProject": ")" + project +
               R"("}}], "continuationToken": "9;9;9", "isLastBatch": true})";
    };
    ado.tracker.next_requests(fakes::requests::k_feed, fakes::faults::body(row("Other")));
    auto other = watermark;
    CHECK(changes_of(*connector, other).empty());

    connector = ado.connect();
    ado.tracker.next_requests(fakes::requests::k_feed, fakes::faults::body(row("Renamed")));
    ado.tracker.next_requests(
        {"GET", "_apis/projects/"},
        fakes::faults::body(R"({"id": "6ce954b1-ce1f-45d1-b94d-e6bf2464ba2c", "name": "Renamed",
                                "state": "wellFormed"})"));
    CHECK(changes_of(*connector, watermark).count("5") == 1);
}

TEST_CASE("an old server is asked in its own version, and next time at once", "[azure_devops]")
{
    AdoFixture ado;
    const auto age = GENERATE(fakes::ServerAge::server_2020, fakes::ServerAge::server_2022);
    ado.tracker.change([&](Switches& switches) { switches.age = age; });
    ado.has_bug("one");
    connectors::Watermark watermark;
    auto connector = ado.connect();
    CHECK(changes_of(*connector, watermark).size() == 1);
    CHECK_FALSE(connector->describe().types.empty());
    connector = ado.connect();
    CHECK(changes_of(*connector, watermark).empty());
    CHECK(connector->api_calls() == 1);
}

} // namespace syncctl::tests
