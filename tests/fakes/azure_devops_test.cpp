#include "fakes/test_client.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::fakes;
using Json = nlohmann::json;

TEST_CASE("an item is created, read, changed, deleted and restored", "[fakes]")
{
    FakeAzureDevOps fake;
    TestClient client{fake};
    const auto created = client.create("Bug", {{"System.Title", "Printer on fire"}});
    REQUIRE(created.status == 200);
    CHECK(created.body["rev"] == 1);
    CHECK(created.body["fields"]["System.State"] == "New");
    CHECK(created.body["fields"]["Microsoft.VSTS.Common.Priority"] == 2);
    const int id = created.body["id"];
    const std::string item = "/_apis/wit/workitems/" + std::to_string(id);

    const auto updated = client.patch(
        item,
        Json::array({{{"op", "test"}, {"path", "/rev"}, {"value", 1}},
                     {{"op", "add"}, {"path", "/fields/System.State"}, {"value", "Active"}}}));
    REQUIRE(updated.status == 200);
    CHECK(updated.body["rev"] == 2);
    CHECK(updated.body["fields"]["System.Reason"] == "Moved to state Active");

    const auto stale =
        client.patch(item, Json::array({{{"op", "test"}, {"path", "/rev"}, {"value", 1}}}));
    CHECK(stale.status == 412);
    CHECK(stale.body["typeKey"] == "TestPatchOperationFailedException");

    CHECK(client.del(item).status == 200);
    CHECK(client.get(item).status == 404);
    CHECK(client.get("/_apis/wit/recyclebin/" + std::to_string(id)).status == 200);
    const auto restored = client.send("PATCH",
                                      "/_apis/wit/recyclebin/" + std::to_string(id),
                                      R"({"isDeleted":false})",
                                      "application/json");
    CHECK(restored.status == 200);
    CHECK(client.get(item).body["rev"] == 4);
}

TEST_CASE("the feed, a batch read and a query agree", "[fakes]")
{
    FakeAzureDevOps fake;
    TestClient client{fake};
    fake.change([](Switches& switches) { switches.feed_page = 2; });
    const int a = fake.has_item("Bug", {{"System.Title", "A"}});
    const int b = fake.has_item("Task", {{"System.Title", "B"}, {"System.Tags", "x; y"}});
    const int c = fake.has_item("User Story", {{"System.Title", "C"}});
    fake.edit(a, {{"System.Title", "A2"}});

    auto page = client.get("/_apis/wit/reporting/workitemrevisions?includeLatestOnly=true");
    REQUIRE(page.status == 200);
    CHECK(page.body["values"].size() == 2);
    CHECK(page.body["isLastBatch"] == false);
    page = client.get(
        "/_apis/wit/reporting/workitemrevisions?includeLatestOnly=true&continuationToken=" +
        page.body["continuationToken"].get<std::string>());
    REQUIRE(page.status == 200);
    REQUIRE(page.body["values"].size() == 1);
    CHECK(page.body["values"][0]["fields"]["System.Title"] == "A2");
    CHECK(page.body["isLastBatch"] == true);

    const auto batch = client.post("/_apis/wit/workitemsbatch",
                                   {{"ids", {a, b, c, 99}},
                                    {"errorPolicy", "omit"},
                                    {"fields", {"System.Title", "System.Tags"}}});
    REQUIRE(batch.status == 200);
    CHECK(batch.body["count"] == 3);
    CHECK(batch.body["value"][1]["fields"] == Json{{"System.Title", "B"}, {"System.Tags", "x; y"}});

    const auto found = client.post(
        "/Fabrikam/_apis/wit/wiql",
        {{"query",
          "SELECT [System.Id] FROM WorkItems WHERE [System.TeamProject] = @project AND "
          "[System.WorkItemType] IN ('Bug', 'Task') AND [System.Id] > 0 ORDER BY [System.Id]"}});
    REQUIRE(found.status == 200);
    CHECK(found.body["workItems"].size() == 2);
}

TEST_CASE("a response can get lost after the request was carried out", "[fakes]")
{
    FakeAzureDevOps fake;
    TestClient client{fake};
    fake.next_requests({.method = "POST", .path = "workitems/$"}, faults::lost_response());
    CHECK(client.create("Bug", {{"System.Title", "Once"}}).status == 0);
    CHECK(fake.titles() == std::vector<std::string>{"Once"});
    CHECK(client.create("Bug", {{"System.Title", "Twice"}}).status == 200);
}
