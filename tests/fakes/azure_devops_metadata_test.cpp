#include "fakes/test_client.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::fakes;
using Json = nlohmann::json;

namespace {

std::vector<std::string> names(const TestClient::Reply& reply)
{
    std::vector<std::string> names;
    for (const Json& value : reply.body.at("value")) {
        names.push_back(value.at("name"));
    }
    return names;
}

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("every call that reads is answered as the document says", "[fakes]")
{
    FakeAzureDevOps fake{{.process = basic_process(), .collection = "tfs/DefaultCollection"}};
    TestClient client{fake};
    fake.has_area("Fabrikam\\Web\\Shop");
    fake.has_iteration("Fabrikam\\Sprint 1");
    fake.has_item("Issue", {{"System.Title", "A"}, {"System.Tags", "red"}});
    fake.has_item("Task", {{"System.Title", "B"}});
    fake.link(1, "System.LinkTypes.Hierarchy-Forward", fake.url() + "/_apis/wit/workItems/2");
    fake.edit(1, {{"System.History", "said something"}});
    fake.has_item("Task", {{"System.Title", "C"}});
    fake.remove(3);
    for (const char* path :
         {"/_apis/projects",
          "/_apis/projects/Fabrikam?includeCapabilities=true",
          "/_apis/connectionData?api-version=7.1-preview.1",
          "/Fabrikam/_apis/wit/workitemtypes",
          "/Fabrikam/_apis/wit/workitemtypes/Issue",
          "/fabrikam/_apis/wit/workItemTypes/Issue/states",
          "/Fabrikam/_apis/wit/workitemtypes/Issue/fields?$expand=all",
          "/Fabrikam/_apis/wit/workitemtypes/Issue/fields/System.State?$expand=allowedValues",
          "/Fabrikam/_apis/wit/workitemtypecategories",
          "/_apis/wit/fields",
          "/Fabrikam/_apis/wit/fields",
          "/Fabrikam/_apis/wit/fields/System.Title",
          "/Fabrikam/_apis/wit/tags",
          "/Fabrikam/_apis/wit/tags/red",
          "/_apis/wit/workitemrelationtypes",
          "/Fabrikam/_apis/wit/classificationnodes?$depth=14",
          "/Fabrikam/_apis/wit/classificationnodes/areas?$depth=1",
          "/Fabrikam/_apis/wit/classificationnodes/areas/Web/Shop",
          "/Fabrikam/_apis/wit/workitems/$Issue",
          "/_apis/wit/workitems/1?$expand=all",
          "/_apis/wit/workitems?ids=1,2&$expand=relations",
          "/_apis/wit/workitems/1/updates?$top=10&$skip=0",
          "/_apis/wit/workitems/1/revisions?$expand=all",
          "/_apis/wit/reporting/workitemrevisions?$maxPageSize=1",
          "/_apis/wit/reporting/workitemlinks",
          "/Fabrikam/_apis/wit/recyclebin",
          "/Fabrikam/_apis/wit/recyclebin?ids=3",
          "/_apis/wit/recyclebin/3"}) {
        const auto reply = client.get(path);
        INFO(path << ": " << reply.text);
        CHECK(reply.status == 200);
    }
    CHECK(fake.violations() == Names{});
}

TEST_CASE("metadata describes the process", "[fakes]")
{
    FakeAzureDevOps fake;
    fake.has_project("Other", basic_process());
    fake.customise([](Process& process) {
        process.fields.push_back({.reference = "Custom.Plant",
                                  .name = "Plant",
                                  .type = "string",
                                  .picklist_id = "5eed0000-0000-4000-8000-00000000abcd",
                                  .is_suggested = true});
        process.type("Bug")->fields.push_back({.reference = "Custom.Plant",
                                               .is_required = true,
                                               .allowed = {"Ulm", "Jena"},
                                               .default_value = "Ulm"});
    });
    TestClient client{fake};
    CHECK(names(client.get("/_apis/projects")) == Names{"Fabrikam", "Other"});
    CHECK(names(client.get("/_apis/projects?$top=1&$skip=1")) == Names{"Other"});
    const auto first = client.get("/_apis/projects?$top=1");
    CHECK(first.headers.find("x-ms-continuationtoken")->second == "1");
    CHECK(names(client.get("/Fabrikam/_apis/wit/workitemtypes")) ==
          Names{"Bug", "User Story", "Task"});
    CHECK(names(client.get("/Other/_apis/wit/workitemtypes/Epic/states")) ==
          Names{"To Do", "Doing", "Done"});
    const auto plant = client.get("/Fabrikam/_apis/wit/fields/Custom.Plant").body;
    CHECK(plant["isPicklistSuggested"] == true);
    const auto of_bug =
        client.get("/Fabrikam/_apis/wit/workitemtypes/Bug/fields/Custom.Plant?$expand=all").body;
    CHECK(of_bug["allowedValues"] == Json{"Ulm", "Jena"});
    CHECK(of_bug["alwaysRequired"] == true);
    CHECK(client.create("Bug", {{"System.Title", "A"}, {"Custom.Plant", "Rome"}}).status == 200);
    CHECK(client.get("/Other/_apis/wit/fields/Custom.Plant").status == 404);
    CHECK(client.get("/Nowhere/_apis/wit/tags").status == 404);
    CHECK(fake.violations() == Names{});
}

TEST_CASE("an item's history says what changed", "[fakes]")
{
    FakeAzureDevOps fake;
    TestClient client{fake};
    fake.has_item("Bug", {{"System.Title", "A"}});
    fake.clock().advance(std::chrono::hours{1});
    fake.edit(1, {{"System.Title", "B"}});
    const auto updates = client.get("/_apis/wit/workitems/1/updates");
    REQUIRE(updates.body["count"] == 2);
    CHECK(updates.body["value"][1]["fields"]["System.Title"] ==
          Json{{"oldValue", "A"}, {"newValue", "B"}});
    const std::string before = client.get("/_apis/wit/workitems/1/revisions")
                                   .body["value"][0]["fields"]["System.ChangedDate"];
    CHECK(client.get("/_apis/wit/workitems/1?asOf=" + before).body["fields"]["System.Title"] ==
          "A");
}
