#include "fakes/test_client.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::fakes;
using Json = nlohmann::json;

namespace {

Json set(const std::string& name, const Json& value, const std::string& op = "add")
{
    return {{"op", op}, {"path", "/fields/" + name}, {"value", value}};
}

Json hyperlink(const std::string& url)
{
    return {
        {"op", "add"}, {"path", "/relations/-"}, {"value", {{"rel", "Hyperlink"}, {"url", url}}}};
}

const std::string k_item = "/_apis/wit/workitems/1";

} // namespace

TEST_CASE("adding tags keeps those that are there, replacing does not", "[fakes]")
{
    FakeAzureDevOps fake;
    TestClient client{fake};
    fake.has_item("Bug", {{"System.Title", "A"}, {"System.Tags", "b; A"}});
    CHECK(client.patch(k_item, {set("System.Tags", "c; a")}).body["fields"]["System.Tags"] ==
          "A; b; c");
    CHECK(
        client.patch(k_item, {set("System.Tags", "z", "replace")}).body["fields"]["System.Tags"] ==
        "z");
    CHECK_FALSE(
        client.patch(k_item, {set("System.Tags", "")}).body["fields"].contains("System.Tags"));
    CHECK(client.get("/Fabrikam/_apis/wit/tags").body["count"] == 4);
    CHECK(fake.violations() == std::vector<std::string>{});
}

TEST_CASE("a write that breaks rules is refused with all of them and changes nothing", "[fakes]")
{
    FakeAzureDevOps fake;
    TestClient client{fake};
    fake.has_item("Bug", {{"System.Title", "A"}});
    const auto reply = client.patch(k_item,
                                    {set("System.Title", ""),
                                     set("System.State", "Nonsense"),
                                     set("Microsoft.VSTS.Common.Severity", "Terrible"),
                                     set("System.CreatedDate", "2020-01-01T00:00:00Z"),
                                     set("System.AssignedTo", "nobody@fabrikam.example"),
                                     set("Microsoft.VSTS.Common.Priority", "high")});
    CHECK(reply.status == 400);
    CHECK(reply.body["typeKey"] == "RuleValidationException");
    CHECK(reply.body["message"].get<std::string>().starts_with("TF401320: Rule Error for field "));
    std::set<std::string> broken;
    for (const Json& error : reply.body["customProperties"]["RuleValidationErrors"]) {
        broken.insert(error["fieldReferenceName"]);
    }
    CHECK(broken == std::set<std::string>{"System.Title",
                                          "System.State",
                                          "Microsoft.VSTS.Common.Severity",
                                          "System.CreatedDate",
                                          "System.AssignedTo",
                                          "Microsoft.VSTS.Common.Priority"});
    CHECK(fake.item(1)->rev == 1);
    CHECK(client.patch(k_item, {set("System.AreaPath", "Fabrikam\\Nowhere")})
              .body["message"]
              .get<std::string>()
              .starts_with("TF401347"));
    CHECK(client.patch(k_item, {set("Custom.Nothing", "x")}).status == 400);
    CHECK(client.create("Bug", {{"System.Description", "no title"}}).status == 400);
    CHECK(client.create("Incident", {{"System.Title", "A"}}).status == 404);
    CHECK(client.create("Bug", {{"System.Title", "A"}, {"System.State", "Closed"}}).status == 400);
    CHECK(fake.violations() == std::vector<std::string>{});
}

TEST_CASE("values come back as the server keeps them", "[fakes]")
{
    FakeAzureDevOps fake;
    TestClient client{fake};
    fake.has_area("Fabrikam\\Web");
    const auto fields =
        client
            .create(
                "Bug",
                {{"System.Title", "A"},
                 {"Microsoft.VSTS.Common.Priority", "1"},
                 {"System.AreaPath", "Fabrikam\\Web"},
                 {"System.AssignedTo", "Jamal Hartnett <JAMAL@fabrikam.example>"},
                 {"Microsoft.VSTS.Scheduling.DueDate", "2026-03-01T10:00:00.7700000+02:00"},
                 {"System.Description", "<p onclick=\"x()\">a<script>b</script><foo>c</foo></p>"}})
            .body["fields"];
    CHECK(fields["Microsoft.VSTS.Common.Priority"] == 1);
    CHECK(fields["System.AssignedTo"]["uniqueName"] == "jamal@fabrikam.example");
    CHECK(fields["Microsoft.VSTS.Scheduling.DueDate"] == "2026-03-01T08:00:00.77Z");
    CHECK(fields["System.Description"] == "<p>a&lt;foo&gt;c&lt;/foo&gt;</p>");
    CHECK(fields["System.CreatedBy"]["displayName"] == "Sync Service");
    CHECK_FALSE(client.patch(k_item, {set("System.AssignedTo", "")})
                    .body["fields"]
                    .contains("System.AssignedTo"));

    fake.change([](Switches& switches) {
        switches.is_html_sanitised = false;
        switches.are_emoji_entities = true;
        switches.are_identities_text = true;
    });
    const auto raw = client.patch(
        k_item,
        {set("System.Description", "<foo>😀</foo>"), set("System.AssignedTo", "Jamal Hartnett")});
    CHECK(raw.body["fields"]["System.Description"] == "<foo>&#128512;</foo>");
    CHECK(raw.body["fields"]["System.AssignedTo"] == "Jamal Hartnett <jamal@fabrikam.example>");
    CHECK(fake.violations() == std::vector<std::string>{});
}

TEST_CASE("validateOnly stores nothing, bypassRules stores what rules forbid", "[fakes]")
{
    FakeAzureDevOps fake;
    TestClient client{fake};
    fake.has_item("Bug", {{"System.Title", "A"}});
    const auto tried = client.patch(k_item + "?validateOnly=true", {set("System.Title", "B")});
    CHECK(tried.status == 200);
    CHECK(tried.body["rev"] == 1);
    CHECK(fake.titles() == std::vector<std::string>{"A"});
    CHECK(client.patch(k_item + "?validateOnly=true", {set("System.State", "x")}).status == 400);
    CHECK(client
              .send("POST",
                    "/Fabrikam/_apis/wit/workitems/$Bug?validateOnly=true",
                    Json::array({set("System.Title", "New")}).dump(),
                    "application/json-patch+json")
              .status == 200);
    CHECK(fake.ids() == std::vector<int>{1});
    const auto forced = client.patch(k_item + "?bypassRules=true",
                                     {set("System.AssignedTo", "Unknown Person"),
                                      set("System.CreatedDate", "2020-01-01T00:00:00Z")});
    CHECK(forced.status == 200);
    CHECK(forced.body["fields"]["System.CreatedDate"] == "2020-01-01T00:00:00Z");
    CHECK(fake.violations() == std::vector<std::string>{});
}

TEST_CASE("a revision that moved on is refused in one of two ways", "[fakes]")
{
    FakeAzureDevOps fake;
    TestClient client{fake};
    fake.has_item("Bug", {{"System.Title", "A"}});
    fake.edit(1, {{"System.Title", "B"}});
    const Json operations{{{"op", "test"}, {"path", "/rev"}, {"value", 1}},
                          set("System.Title", "C")};
    auto reply = client.patch(k_item, operations);
    CHECK(reply.status == 412);
    CHECK(reply.body["message"].get<std::string>().starts_with("VS403351"));
    fake.change([](Switches& switches) { switches.is_conflict_409 = true; });
    reply = client.patch(k_item, operations);
    CHECK(reply.status == 409);
    CHECK(reply.body["typeKey"] == "WorkItemRevisionMismatchException");
    CHECK(fake.titles() == std::vector<std::string>{"B"});
}

TEST_CASE("hyperlinks are relations; a second one to the same place is refused", "[fakes]")
{
    FakeAzureDevOps fake;
    TestClient client{fake};
    fake.has_item("Bug", {{"System.Title", "A"}});
    const auto reply = client.patch(k_item, {hyperlink("https://example.test/1")});
    CHECK(reply.body["rev"] == 2);
    CHECK(reply.body["relations"][0]["url"] == "https://example.test/1");
    CHECK(client.patch(k_item, {hyperlink("https://example.test/1")}).status == 400);
    CHECK(client.patch(k_item, {{{"op", "remove"}, {"path", "/relations/1"}}}).status == 400);
    CHECK_FALSE(client.patch(k_item, {{{"op", "remove"}, {"path", "/relations/0"}}})
                    .body.contains("relations"));
}

TEST_CASE("an update that changes nothing makes a revision only if the switch says so", "[fakes]")
{
    FakeAzureDevOps fake;
    TestClient client{fake};
    fake.has_item("Bug", {{"System.Title", "A"}});
    CHECK(client.patch(k_item, {set("System.Title", "A")}).body["rev"] == 1);
    fake.change([](Switches& switches) { switches.is_rev_raised_by_nothing = true; });
    CHECK(client.patch(k_item, {set("System.Title", "A")}).body["rev"] == 2);
    fake.change([](Switches& switches) { switches.ignored_fields = {"System.Title"}; });
    CHECK(client.patch(k_item, {set("System.Title", "B")}).body["fields"]["System.Title"] == "A");
}

TEST_CASE("a batch is carried out in part, or not at all", "[fakes]")
{
    FakeAzureDevOps fake;
    TestClient client{fake};
    fake.has_item("Bug", {{"System.Title", "A"}});
    const auto entry = [](const std::string& uri, const Json& body) {
        return Json{{"method", "PATCH"},
                    {"uri", uri + "?api-version=7.1"},
                    {"headers", {{"Content-Type", "application/json-patch+json"}}},
                    {"body", body}};
    };
    const Json requests{
        entry("/Fabrikam/_apis/wit/workitems/$Task",
              {{{"op", "add"}, {"path", "/id"}, {"value", "-1"}}, set("System.Title", "New")}),
        entry("/_apis/wit/workitems/1",
              {set("System.Title", "A2"),
               {{"op", "add"},
                {"path", "/relations/-"},
                {"value",
                 {{"rel", "System.LinkTypes.Related"},
                  {"url", fake.url() + "/_apis/wit/workItems/-1"}}}}}),
        entry("/_apis/wit/workitems/99", Json::array({set("System.Title", "X")}))};
    fake.change([](Switches& switches) { switches.is_batch_atomic = true; });
    auto reply = client.send("PATCH", "/_apis/wit/$batch", requests.dump(), "application/json");
    CHECK(reply.body["count"] == 1);
    CHECK(fake.titles() == std::vector<std::string>{"A"});

    fake.change([](Switches& switches) { switches.is_batch_atomic = false; });
    reply = client.send("PATCH", "/_apis/wit/$batch", requests.dump(), "application/json");
    REQUIRE(reply.body["count"] == 3);
    CHECK(reply.body["value"][0]["code"] == 200);
    CHECK(reply.body["value"][2]["code"] == 404);
    CHECK(Json::parse(reply.body["value"][1]["body"].get<std::string>())["rev"] == 2);
    CHECK(fake.titles() == std::vector<std::string>{"A2", "New"});
    CHECK(fake.violations() == std::vector<std::string>{});

    fake.change([](Switches& switches) { switches.is_batch_missing = true; });
    CHECK(client.send("PATCH", "/_apis/wit/$batch", requests.dump(), "application/json").status ==
          404);
}

TEST_CASE("a process can forbid a way through its states", "[fakes]")
{
    FakeAzureDevOps fake;
    TestClient client{fake};
    fake.customise([](Process& process) {
        process.type("Bug")->transitions = {
            {.from = "", .to = "New", .reasons = {"New"}},
            {.from = "New", .to = "Active", .reasons = {"Approved", "Investigate"}},
            {.from = "Active", .to = "Closed", .reasons = {"Fixed"}}};
    });
    fake.has_item("Bug", {{"System.Title", "A"}});
    CHECK(client.patch(k_item, {set("System.State", "Closed")}).status == 400);
    CHECK(client
              .patch(k_item,
                     Json::array({set("System.State", "Active"), set("System.Reason", "Boredom")}))
              .status == 400);
    CHECK(client
              .patch(
                  k_item,
                  Json::array({set("System.State", "Active"), set("System.Reason", "Investigate")}))
              .status == 200);
    CHECK(client.patch(k_item, {set("System.State", "Closed")}).body["fields"]["System.Reason"] ==
          "Fixed");
    const auto type = client.get("/Fabrikam/_apis/wit/workitemtypes/Bug");
    CHECK(type.body["transitions"]["New"] ==
          Json::array({{{"to", "Active"}, {"actions", nullptr}}}));
}

TEST_CASE("one-line texts can lose the blanks around them", "[fakes]")
{
    FakeAzureDevOps fake;
    TestClient client{fake};
    CHECK(client.create("Bug", {{"System.Title", " A "}}).body["fields"]["System.Title"] == " A ");
    fake.change([](Switches& switches) { switches.is_text_trimmed = true; });
    CHECK(client.create("Bug", {{"System.Title", " A "}}).body["fields"]["System.Title"] == "A");
}
