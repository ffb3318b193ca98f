// The whole job by the real binary: two projects of Azure DevOps kept in step.

#include "fakes/azure_devops/fake_azure_devops.hpp"
#include "support/files_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace syncctl::tests {

using fakes::FakeAzureDevOps;
using nlohmann::json;

namespace {

constexpr const char* k_mapping = R"(version: 1
source: dev
target: desk
types: [Bug <-> Bug]
statuses: [New <-> New, Active <-> Active, Resolved <-> Resolved, Closed <-> Closed]
fields:
  - System.Title <-> System.Title
  - System.Tags <-> System.Tags
  - Microsoft.VSTS.Common.Priority <-> Microsoft.VSTS.Common.Priority
  - Microsoft.VSTS.TCM.ReproSteps <-> Microsoft.VSTS.TCM.ReproSteps
deletes: mirror
conflicts: { default: last-write-wins }
)";

FakeAzureDevOps::Setup an_organization(const base::Clock& clock)
{
    FakeAzureDevOps::Setup setup;
    setup.clock = &clock;
    return setup;
}

int id_of(const FakeAzureDevOps& tracker, const std::string& title)
{
    for (const int id : tracker.ids()) {
        if (tracker.item(id)->fields["System.Title"] == title) {
            return id;
        }
    }
    FAIL("no item has the title " << title);
    return 0;
}

/// Two organizations with connectors, a pair and a mapping.
class TwoOrganizations {
public:
    explicit TwoOrganizations(const std::vector<std::string>& filter = {})
    {
        std::ofstream{m_world.path("azure.yaml")} << k_mapping;
        add("dev", dev);
        add("desk", desk);
        std::vector<std::string> pair{"pair", "add", "p", "--source", "dev", "--target", "desk"};
        pair.insert(pair.end(), filter.begin(), filter.end());
        good(pair);
        good({"mapping", "import", "p", m_world.path("azure.yaml")});
    }

    ~TwoOrganizations()
    {
        for (const auto* tracker : {&dev, &desk}) {
            for (const auto& violation : tracker->violations()) {
                CHECK(violation.empty());
            }
        }
    }

    json run(int expected_exit = 0, const std::vector<std::string>& extra = {})
    {
        std::vector<std::string> arguments{"run", "p", "--json"};
        arguments.insert(arguments.end(), extra.begin(), extra.end());
        const auto result = m_world.syncctl(arguments);
        INFO(result.out << result.err);
        CHECK(result.exit == expected_exit);
        CHECK(result.out.find(dev.token()) == std::string::npos);
        CHECK(result.err.find(dev.token()) == std::string::npos);
        const auto envelope = json::parse(result.out);
        const auto data = envelope.find("data");
        return data == envelope.end() || data->empty() ? json::object() : data->at(0);
    }

    std::string sql(const std::string& query) { return m_world.sql(query); }

    /// After edits stop: one more run may write, the one after that has nothing to do and asks each
    /// side once.
    void check_at_rest()
    {
        static_cast<void>(run());
        dev.clear_log();
        desk.clear_log();
        const auto again = run();
        CHECK(again["created"] == 0);
        CHECK(again["updated"] == 0);
        CHECK(dev.requests({}) == 1);
        CHECK(desk.requests({}) == 1);
        CHECK(dev.titles().size() == desk.titles().size());
    }

    base::SystemClock clock;
    FakeAzureDevOps dev{an_organization(clock)};
    FakeAzureDevOps desk{an_organization(clock)};

private:
    void add(const std::string& name, FakeAzureDevOps& tracker)
    {
        const auto token = m_world.path(name + ".token");
        std::ofstream{token} << tracker.token();
        std::filesystem::permissions(token, std::filesystem::perms::owner_read);
        good({"connector",
              "add",
              name,
              "--type",
              "azure-devops",
              "--url",
              tracker.url(),
              "--set",
              "project=Fabrikam",
              "--secret",
              "token=file:" + token});
    }

    void good(const std::vector<std::string>& arguments)
    {
        const auto result = m_world.syncctl(arguments);
        INFO(result.out << result.err);
        REQUIRE(result.exit == 0);
    }

    test::FilesWorld m_world{test::FilesWorldOptions{.has_connectors = false}};
};

} // namespace

TEST_CASE("two projects are kept in step through edits, states, tags and deletions",
          "[azure_devops][sync]")
{
    TwoOrganizations pair;
    for (int i = 0; i < 30; ++i) {
        pair.dev.has_item("Bug",
                          {{"System.Title", "dev " + std::to_string(i)},
                           {"System.State", i % 3 == 0 ? "Active" : "New"},
                           {"System.Tags", "one; two"}});
        pair.desk.has_item("Bug", {{"System.Title", "desk " + std::to_string(i)}});
    }
    CHECK(pair.run()["created"] == 60);
    CHECK(pair.dev.titles().size() == 60);
    CHECK(pair.desk.titles().size() == 60);
    pair.check_at_rest();

    pair.dev.edit(1, {{"System.Title", "dev, edited"}, {"System.Tags", "two"}});
    const int partner = id_of(pair.desk, "dev 0");
    pair.desk.edit(partner, {{"Microsoft.VSTS.Common.Priority", 1}, {"System.State", "Resolved"}});
    CHECK(pair.run()["updated"] == 2);
    CHECK(pair.desk.item(partner)->fields["System.Title"] == "dev, edited");
    CHECK(pair.desk.item(partner)->fields["System.Tags"] == "two");
    CHECK(pair.dev.item(1)->fields["Microsoft.VSTS.Common.Priority"] == 1);
    CHECK(pair.dev.item(1)->fields["System.State"] == "Resolved");
    pair.check_at_rest();

    const auto log =
        json::parse(pair.sql("SELECT execution_log FROM sync_executions ORDER BY id DESC LIMIT 1"));
    REQUIRE(log.size() == 2);
    CHECK(log.at(0)["side"] == "source");
    CHECK(log.at(0)["calls"] == 1);
    CHECK(log.at(0)["bytes_received"] > 0);

    pair.dev.remove(1);
    static_cast<void>(pair.run());
    CHECK(pair.desk.item(partner)->is_deleted);
    CHECK(pair.desk.titles().size() == 59);
    pair.check_at_rest();
}

TEST_CASE("a lost answer makes no second item", "[azure_devops][sync]")
{
    TwoOrganizations pair;
    pair.dev.has_item("Bug", {{"System.Title", "printer on fire"}});
    pair.desk.next_requests({"POST", "workitems/"}, fakes::faults::lost_response());
    static_cast<void>(pair.run(3));
    CHECK(pair.desk.ids().size() == 1);
    static_cast<void>(pair.run());
    CHECK(pair.desk.ids().size() == 1);
    CHECK(pair.dev.ids().size() == 1);
    pair.check_at_rest();
}

TEST_CASE("a filter decides which items get a partner", "[azure_devops][sync]")
{
    TwoOrganizations pair{{"--source-filter", "[System.Tags] Contains 'sync' OR [System.Id] = 0"}};
    pair.dev.has_item("Bug", {{"System.Title", "yes"}, {"System.Tags", "sync"}});
    pair.dev.has_item("Bug", {{"System.Title", "no"}});
    CHECK(pair.run()["created"] == 1);
    CHECK(pair.desk.titles() == std::vector<std::string>{"yes"});
}

TEST_CASE("a token that expires in the middle stops the run and deletes nothing",
          "[azure_devops][sync]")
{
    TwoOrganizations pair;
    for (int i = 0; i < 5; ++i) {
        pair.dev.has_item("Bug", {{"System.Title", "bug"}});
    }
    static_cast<void>(pair.run());
    pair.desk.change([](fakes::Switches& switches) { switches.is_token_expired = true; });
    pair.dev.edit(1, {{"System.Title", "edited"}});
    static_cast<void>(pair.run(12));
    CHECK(pair.dev.titles().size() == 5);
    pair.desk.change([](fakes::Switches& switches) { switches.is_token_expired = false; });
    static_cast<void>(pair.run());
    CHECK(pair.desk.titles().at(0) == "edited");
    pair.check_at_rest();
}

} // namespace syncctl::tests
