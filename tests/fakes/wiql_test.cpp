#include "fakes/test_client.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::fakes;
using Json = nlohmann::json;

namespace {

std::vector<int> ids(const TestClient::Reply& reply)
{
    std::vector<int> ids;
    for (const Json& row : reply.body.value("workItems", Json::array())) {
        ids.push_back(row["id"]);
    }
    return ids;
}

class Queries {
public:
    Queries() : m_client{fake}
    {
        fake.has_area("Fabrikam\\Web\\Shop");
        fake.has_item("Bug",
                      {{"System.Title", "Printer's fire"},
                       {"System.AreaPath", "Fabrikam\\Web\\Shop"},
                       {"System.Tags", "red; blue"}});
        fake.clock().advance(std::chrono::hours{24});
        fake.has_item("Task",
                      {{"System.Title", "Paper jam"},
                       {"Microsoft.VSTS.Common.Priority", 1},
                       {"System.AssignedTo", "jamal@fabrikam.example"}});
        fake.has_item("User Story", {{"System.Title", "Print faster"}, {"System.State", "Active"}});
    }

    TestClient::Reply ask(const std::string& condition, const std::string& parameters = "")
    {
        return m_client.post(
            "/Fabrikam/_apis/wit/wiql?" + parameters + "api-version=7.1",
            {{"query", "SELECT [System.Id], [Title] FROM WorkItems WHERE " + condition}});
    }

    FakeAzureDevOps fake;

private:
    TestClient m_client;
};

using Ids = std::vector<int>;

} // namespace

TEST_CASE("conditions of a query select items", "[fakes]")
{
    Queries queries;
    const auto found = [&](const std::string& condition) {
        const auto reply = queries.ask(condition);
        INFO(condition << ": " << reply.text);
        CHECK(reply.status == 200);
        return ids(reply);
    };
    CHECK(found("[System.TeamProject] = @project") == Ids{1, 2, 3});
    CHECK(found("[System.WorkItemType] = 'bug'") == Ids{1});
    CHECK(found("[System.WorkItemType] <> 'Bug' AND [System.State] = 'New'") == Ids{2});
    CHECK(found("[System.WorkItemType] IN ('Bug', 'Task')") == Ids{1, 2});
    CHECK(found("[System.WorkItemType] NOT IN ('Bug', 'Task')") == Ids{3});
    CHECK(found("[System.Title] CONTAINS 'PRINT'") == Ids{1, 3});
    CHECK(found("[System.Title] = 'Printer''s fire'") == Ids{1});
    CHECK(found("NOT [System.Title] CONTAINS 'print' OR [System.Id] = 1") == Ids{1, 2});
    CHECK(found("[System.Id] > 1 AND ([Priority] < 2 OR [System.State] = 'Active')") == Ids{2, 3});
    CHECK(found("[System.AreaPath] UNDER 'Fabrikam\\Web'") == Ids{1});
    CHECK(found("[System.AreaPath] NOT UNDER 'Fabrikam\\Web'") == Ids{2, 3});
    CHECK(found("[System.Tags] CONTAINS 'blue'") == Ids{1});
    CHECK(found("[System.Tags] CONTAINS 'blu'").empty());
    CHECK(found("[System.AssignedTo] = 'Jamal Hartnett'") == Ids{2});
    CHECK(found("[System.AssignedTo] = ''") == Ids{1, 3});
    CHECK(found("[System.AssignedTo] IS NOT EMPTY") == Ids{2});
    CHECK(found("[System.CreatedDate] = [System.ChangedDate]") == Ids{1, 2, 3});
    CHECK(found("[System.Id] > 0 ORDER BY [Microsoft.VSTS.Common.Priority], [System.Id] DESC") ==
          Ids{2, 3, 1});
    CHECK(ids(queries.ask("[System.Id] > 1 ORDER BY [System.Id]", "$top=1&")) == Ids{2});
    CHECK(queries.fake.violations() == std::vector<std::string>{});
}

TEST_CASE("a time in a query needs timePrecision", "[fakes]")
{
    Queries queries;
    const std::string changed = queries.fake.item(2)->fields["System.ChangedDate"];
    const std::string condition = "[System.ChangedDate] >= '" + changed + "'";
    const auto refused = queries.ask(condition);
    CHECK(refused.status == 400);
    CHECK(refused.body["message"].get<std::string>().find("date precision") != std::string::npos);
    CHECK(ids(queries.ask(condition, "timePrecision=true&")) == Ids{2, 3});
    CHECK(ids(queries.ask("[System.ChangedDate] >= '" + changed.substr(0, 10) + "'")) == Ids{2, 3});
    CHECK(ids(queries.ask("[System.ChangedDate] < @today")) == Ids{1});
}

TEST_CASE("a query that is wrong or finds too much is refused", "[fakes]")
{
    Queries queries;
    const auto message = [&](const std::string& condition) {
        const auto reply = queries.ask(condition);
        CHECK(reply.status == 400);
        return reply.body["message"].get<std::string>();
    };
    CHECK(message("[System.Sprint] = 'x'")
              .starts_with("TF51005: The query references a field that does not exist."));
    CHECK(message("[System.Title] = 'x").find("end of string") != std::string::npos);
    for (const char* wrong : {"",
                              "[System.Title]",
                              "[System.Title] =",
                              "[System.Title] LIKE 'x'",
                              "([System.Id] = 1",
                              "[System.Id] = 1 extra",
                              "[System.Id] = 'x'",
                              "[System.CreatedDate] = 'soon'",
                              "[System.CreatedDate] = [System.Title]",
                              "[System.Id] = @nothing"}) {
        INFO(wrong);
        CHECK_FALSE(message(wrong).empty());
    }
    queries.fake.change([](Switches& switches) { switches.query_wall = 2; });
    CHECK(message("[System.Id] > 0").starts_with("VS402337"));
    CHECK(ids(queries.ask("[System.Id] > 0", "$top=2&")) == Ids{1, 2});
    queries.fake.change([](Switches& switches) { switches.is_wall_before_top = true; });
    CHECK(queries.ask("[System.Id] > 0", "$top=2&").status == 400);
    CHECK(ids(queries.ask("[System.Id] > 1", "$top=1&")) == Ids{2});
}

TEST_CASE("an answer to a query tells when it was asked, unless the server does not", "[fakes]")
{
    Queries queries;
    CHECK(queries.ask("[System.Id] > 0").body.contains("asOf"));
    queries.fake.change([](Switches& switches) { switches.has_as_of = false; });
    CHECK_FALSE(queries.ask("[System.Id] > 0").body.contains("asOf"));
}

TEST_CASE("deleted and unreadable items are in no query", "[fakes]")
{
    Queries queries;
    queries.fake.remove(2);
    queries.fake.change([](Switches& switches) { switches.unreadable_areas = {"Fabrikam\\Web"}; });
    CHECK(ids(queries.ask("[System.Id] > 0")) == Ids{3});
    CHECK(ids(queries.ask("[System.IsDeleted] = true")) == Ids{2});
}

TEST_CASE("a query can lag behind other reads", "[fakes]")
{
    Queries queries;
    queries.fake.change([](Switches& switches) { switches.query_lag_requests = 2; });
    CHECK(ids(queries.ask("[System.Id] > 0")) == Ids{1, 2, 3});
    queries.fake.has_item("Bug", {{"System.Title", "New"}});
    CHECK(ids(queries.ask("[System.Id] > 0")) == Ids{1, 2, 3});
    CHECK(ids(queries.ask("[System.Id] > 0")) == Ids{1, 2, 3});
    CHECK(ids(queries.ask("[System.Id] > 0")) == Ids{1, 2, 3, 4});
}
