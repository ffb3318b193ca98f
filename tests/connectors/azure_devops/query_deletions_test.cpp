#include "query_fixture.hpp"

#include "syncctl/base/error.hpp"

namespace syncctl::tests {

using fakes::Switches;
using nlohmann::json;

TEST_CASE("a deletion is listed once, from the recycle bin, and a restored item as alive",
          "[azure_devops][query]")
{
    QueryFixture ado;
    ado.has_bugs(3);
    ado.tracker.remove(3);
    ado.pass(k_long);
    CHECK(is_deleted(ado.list(), "3"));
    ado.tracker.remove(1);
    ado.pass(k_long);
    auto changes = ado.list();
    CHECK(is_deleted(changes, "1"));
    CHECK(changes.count("3") == 0);
    ado.pass(k_long);
    CHECK(ado.list().empty());
    ado.tracker.restore(1);
    CHECK(is_alive(ado.list(), "1"));
    ado.pass(k_long);
    static_cast<void>(ado.list());
    ado.tracker.remove(1);
    ado.pass(k_long);
    CHECK(is_deleted(ado.list(), "1"));
    ado.check_exchanges();
}

TEST_CASE("a recycle bin that cannot be listed is told, and its deletions are not lost",
          "[azure_devops][query]")
{
    QueryFixture ado;
    ado.has_bugs(3);
    ado.pass(k_long);
    static_cast<void>(ado.list());
    ado.tracker.remove(1);
    ado.tracker.remove(2);
    ado.pass(k_long);
    SECTION("by a missing right")
    {
        ado.tracker.next_requests(k_bin, fakes::faults::forbidden_403());
        CHECK(ado.list().empty());
    }
    SECTION("for its size")
    {
        ado.tracker.change([](Switches& switches) { switches.query_wall = 1; });
        CHECK(ado.list().empty());
        ado.tracker.change([](Switches& switches) { switches.query_wall = 20'000; });
    }
    REQUIRE(ado.log.warnings.size() == 1);
    CHECK(ado.log.warnings.front().find("recycle bin") != std::string::npos);
    ado.pass(k_long);
    const auto changes = ado.list();
    CHECK(is_deleted(changes, "1"));
    CHECK(is_deleted(changes, "2"));
    CHECK(ado.log.warnings.size() == 1);
}

TEST_CASE("an answer that says nothing is no end of a listing by query", "[azure_devops][query]")
{
    QueryFixture ado;
    ado.has_bugs(2);
    SECTION("a recycle bin without a list")
    {
        ado.tracker.next_requests(k_bin, fakes::faults::body(R"({"count": 0})"));
    }
    SECTION("a recycle bin with a row without a usable id")
    {
        ado.tracker.next_requests(k_bin, fakes::faults::body(R"({"value": [{"id": "-1"}]})"));
    }
    SECTION("a recycle bin that fails")
    {
        ado.tracker.next_requests(k_bin, fakes::faults::status_before(500), 10);
    }
    SECTION("a query without a list")
    {
        ado.tracker.next_requests(k_queries, fakes::faults::body(R"({"asOf": 7})"));
    }
    SECTION("a query with the same row again and again")
    {
        ado.tracker.next_requests(k_queries,
                                  fakes::faults::body(R"({"workItems": [{"id": 1}, {"id": 1}]})"));
    }
    SECTION("a batch without a list")
    {
        ado.tracker.next_requests(k_reads, fakes::faults::body("[]"));
    }
    CHECK_THROWS_AS(ado.list(), Error);
    CHECK(ado.watermark.bytes.empty());
}

TEST_CASE("an item that leaves the project between query and read is left out",
          "[azure_devops][query]")
{
    QueryFixture ado;
    ado.tracker.has_project("Other", fakes::agile_process());
    ado.has_bugs(2);
    ado.tracker.before_next(k_reads, [&] { ado.tracker.move_to_project(1, "Other"); });
    const auto changes = ado.list();
    CHECK(changes.size() == 1);
    CHECK(is_alive(changes, "2"));
}

TEST_CASE("an item that cannot be understood is listed, so that whoever reads it can tell",
          "[azure_devops][query]")
{
    QueryFixture ado;
    ado.has_bugs(2);
    ado.tracker.next_requests(k_reads, fakes::faults::changed_body([](json& body) {
                                  body["value"][0]["fields"]["Custom.Odd"] = {1, 2};
                              }));
    CHECK(ado.list().size() == 2);
    CHECK(item_of(*ado.connector, "2").id == "2");
    CHECK(ado.tracker.requests(k_reads) == 1);
    CHECK(item_of(*ado.connector, "1").id == "1");
    CHECK(ado.tracker.requests(k_reads) == 2);
}

} // namespace syncctl::tests
