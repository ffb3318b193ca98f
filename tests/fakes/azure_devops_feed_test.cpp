#include "fakes/test_client.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::fakes;
using Json = nlohmann::json;

namespace {

const std::string k_feed = "/Fabrikam/_apis/wit/reporting/workitemrevisions";

std::string next(const TestClient::Reply& page)
{
    return "continuationToken=" + page.body.at("continuationToken").get<std::string>();
}

/// id:rev of the rows of a page.
std::vector<std::string> rows(const TestClient::Reply& page)
{
    std::vector<std::string> rows;
    for (const Json& row : page.body.at("values")) {
        rows.push_back(row.at("id").dump() + ":" + row.at("rev").dump());
    }
    return rows;
}

using Rows = std::vector<std::string>;

} // namespace

TEST_CASE("the feed goes on where a token stands", "[fakes]")
{
    FakeAzureDevOps fake;
    TestClient client{fake};
    fake.has_item("Bug", {{"System.Title", "A"}, {"System.Description", "<p>long</p>"}});
    fake.has_item("Task", {{"System.Title", "B"}});
    auto page = client.get(k_feed);
    CHECK(rows(page) == Rows{"1:1", "2:1"});
    CHECK(page.body["isLastBatch"] == true);
    CHECK_FALSE(page.body["values"][0]["fields"].contains("System.Description"));
    CHECK(page.body["values"][0]["fields"]["System.CreatedBy"] ==
          "Jamal Hartnett <jamal@fabrikam.example>");

    page = client.get(k_feed + "?" + next(page));
    CHECK(rows(page).empty());
    CHECK(page.body["isLastBatch"] == true);

    fake.edit(1, {{"System.Title", "A2"}});
    fake.edit(1, {{"System.Title", "A3"}});
    const std::string token = next(page);
    CHECK(rows(client.get(k_feed + "?" + token)) == Rows{"1:2", "1:3"});
    CHECK(rows(client.get(k_feed + "?includeLatestOnly=true&" + token)) == Rows{"1:3"});
    CHECK(rows(client.get(k_feed + "?types=Task")) == Rows{"2:1"});

    const auto expanded = client.get(k_feed + "?$expand=fields&includeIdentityRef=true");
    CHECK(expanded.body["values"][0]["fields"]["System.Description"] == "<p>long</p>");
    CHECK(expanded.body["values"][0]["fields"]["System.CreatedBy"]["uniqueName"] ==
          "Jamal Hartnett <jamal@fabrikam.example>");
    CHECK(fake.violations() == std::vector<std::string>{});
}

TEST_CASE("the feed shows deletions only when asked", "[fakes]")
{
    FakeAzureDevOps fake;
    TestClient client{fake};
    fake.has_item("Bug", {{"System.Title", "A"}});
    fake.has_item("Bug", {{"System.Title", "B"}});
    fake.remove(1);
    CHECK(rows(client.get(k_feed)) == Rows{"2:1"});
    const std::string query =
        k_feed + "?includeDeleted=true&includeLatestOnly=true&fields=System.Title";
    auto page = client.get(query);
    CHECK(rows(page) == Rows{"2:1", "1:2"});
    CHECK(page.body["values"][1]["fields"] ==
          Json{{"System.Title", "A"}, {"System.IsDeleted", true}});

    fake.change([](Switches& switches) { switches.deleted_row = DeletedRow::few_fields; });
    CHECK_FALSE(client.get(query).body["values"][1]["fields"].contains("System.Title"));

    fake.restore(1);
    CHECK(rows(client.get(query)) == Rows{"2:1", "1:3"});
    fake.destroy(1);
    CHECK(rows(client.get(query)) == Rows{"2:1"});
    CHECK(fake.violations() == std::vector<std::string>{});
}

TEST_CASE("a page of the feed can be empty, and the feed can lag and repeat rows", "[fakes]")
{
    FakeAzureDevOps fake;
    TestClient client{fake};
    for (int i = 0; i < 3; ++i) {
        fake.has_item("Bug", {{"System.Title", "A"}});
    }
    fake.next_requests({.method = "GET", .path = "reporting"}, faults::empty_page());
    auto page = client.get(k_feed + "?$maxPageSize=2");
    CHECK(rows(page).empty());
    CHECK(page.body["isLastBatch"] == false);
    page = client.get(k_feed + "?$maxPageSize=2&" + next(page));
    CHECK(rows(page) == Rows{"1:1", "2:1"});

    fake.change([](Switches& switches) { switches.has_feed_repeats = true; });
    CHECK(rows(client.get(k_feed + "?$maxPageSize=2&" + next(page))) == Rows{"2:1", "3:1"});

    fake.change([](Switches& switches) {
        switches.has_feed_repeats = false;
        switches.feed_lag_ms = 5000;
    });
    CHECK(rows(client.get(k_feed + "?" + next(page))).empty());
    fake.clock().advance(std::chrono::seconds{5});
    CHECK(rows(client.get(k_feed + "?" + next(page))) == Rows{"3:1"});

    fake.change([](Switches& switches) { switches.is_token_in_link_only = true; });
    page = client.get(k_feed);
    CHECK_FALSE(page.body.contains("continuationToken"));
    CHECK(page.body["nextLink"].get<std::string>().find("continuationToken=3;3;1") !=
          std::string::npos);
}

TEST_CASE("the feed refuses what excludes each other", "[fakes]")
{
    FakeAzureDevOps fake;
    TestClient client{fake};
    CHECK(
        client.get(k_feed + "?continuationToken=1;1;1&startDateTime=2026-01-01T00:00:00Z").status ==
        400);
    CHECK(client.get(k_feed + "?fields=System.Title&$expand=fields").status == 400);
    CHECK(client.get(k_feed + "?continuationToken=what").status == 400);
    CHECK(client.get("/Nowhere/_apis/wit/reporting/workitemrevisions").status == 404);
}

TEST_CASE("an item that moves to another project leaves the feed of the first", "[fakes]")
{
    FakeAzureDevOps fake;
    fake.has_project("Other", agile_process());
    TestClient client{fake};
    const int id = fake.has_item("Bug", {{"System.Title", "A"}});
    const auto token = next(client.get(k_feed));
    fake.move_to_project(id, "Other");
    CHECK(rows(client.get(k_feed + "?" + token)).empty());
    CHECK(rows(client.get("/Other/_apis/wit/reporting/workitemrevisions?" + token)) == Rows{"1:2"});
}

TEST_CASE("links between items show on both and raise no revision", "[fakes]")
{
    FakeAzureDevOps fake;
    TestClient client{fake};
    fake.has_item("Bug", {{"System.Title", "A"}});
    fake.has_item("Bug", {{"System.Title", "B"}});
    fake.link(1, "System.LinkTypes.Hierarchy-Forward", fake.url() + "/_apis/wit/workItems/2");
    CHECK(fake.item(1)->rev == 1);
    CHECK(fake.item(2)->relations[0]["rel"] == "System.LinkTypes.Hierarchy-Reverse");
    const auto links = client.get("/_apis/wit/reporting/workitemlinks");
    CHECK(links.body["values"][0]["rel"] == "System.LinkTypes.Hierarchy");
    CHECK(links.body["values"][0]["sourceId"] == 1);
    fake.link(1, "Hyperlink", "https://example.test/");
    CHECK(fake.item(1)->rev == 2);
    CHECK(client.get("/_apis/wit/workitems/1?$expand=relations").body["relations"].size() == 2);
    CHECK(fake.violations() == std::vector<std::string>{});
}

TEST_CASE("a server without the feed says so in JSON or by a page", "[fakes]")
{
    FakeAzureDevOps fake;
    TestClient client{fake};
    fake.change([](Switches& switches) { switches.has_feed = false; });
    const auto json = client.get(k_feed);
    CHECK(json.status == 404);
    CHECK(json.body["typeKey"] == "VssResourceNotFoundException");
    CHECK(fake.violations() == std::vector<std::string>{});
    // The document knows no pages.
    fake.change([](Switches& switches) { switches.missing_feed = MissingFeed::page_404; });
    const auto page = client.get(k_feed);
    CHECK(page.status == 404);
    CHECK(page.text.starts_with("<!DOCTYPE html>"));
}
