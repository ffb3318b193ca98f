#include "ado_fixture.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/connectors/azure_devops.hpp"

#include <algorithm>

namespace syncctl::tests {

using fakes::Switches;

namespace {

std::string names_of(const std::vector<connectors::Check>& checks)
{
    std::string names;
    for (const auto& check : checks) {
        names += (names.empty() ? "" : " ") + check.name + (check.ok ? "" : "!");
    }
    return names;
}

const connectors::Check& named(const std::vector<connectors::Check>& checks,
                               const std::string& name)
{
    const auto found = std::find_if(
        checks.begin(), checks.end(), [&](const auto& check) { return check.name == name; });
    REQUIRE(found != checks.end());
    return *found;
}

constexpr const char* k_all_good =
    "connection encryption sign-in project reading writing clock rate limit";

} // namespace

TEST_CASE("a test of the connection goes from the outside in and writes nothing", "[azure_devops]")
{
    AdoFixture ado;
    const auto checks = ado.connect()->test();
    CHECK(names_of(checks) == k_all_good);
    CHECK(ado.tracker.ids().empty());
    ado.check_exchanges();
}

TEST_CASE("a test of the connection stops where it fails, with a hint", "[azure_devops]")
{
    AdoFixture ado;
    SECTION("an expired token")
    {
        const auto kind = GENERATE(fakes::BadCredential::json_401,
                                   fakes::BadCredential::page_203,
                                   fakes::BadCredential::redirect_302,
                                   fakes::BadCredential::page_200);
        ado.tracker.change([&](Switches& switches) {
            switches.is_token_expired = true;
            switches.bad_credential = kind;
        });
        const auto checks = ado.connect()->test();
        CHECK(names_of(checks) == "connection encryption sign-in! clock rate limit");
        CHECK(named(checks, "sign-in").hint.find("--secret token=prompt") != std::string::npos);
    }
    SECTION("another project")
    {
        const auto checks = ado.connect({{"project", "Nowhere"}})->test();
        CHECK(names_of(checks) == "connection encryption sign-in project! clock rate limit");
    }
    SECTION("a token that may only read")
    {
        ado.tracker.change([](Switches& switches) { switches.is_token_read_only = true; });
        const auto checks = ado.connect()->test();
        CHECK(names_of(checks) ==
              "connection encryption sign-in project reading writing! clock rate limit");
        CHECK(named(checks, "writing").hint.find("read & write") != std::string::npos);
    }
    SECTION("nobody there")
    {
        ado.limits.repeats = 0;
        ado.tracker.next_requests({}, fakes::faults::closed_before(), 100);
        const auto checks = ado.connect()->test();
        CHECK(names_of(checks) == "connection!");
        CHECK_FALSE(checks[0].hint.empty());
    }
}

TEST_CASE("a server without a good certificate is told from one that is not there",
          "[azure_devops]")
{
    AdoFixture ado; // speaks plain http
    ado.limits.repeats = 0;
    connectors::ConnectorSetup setup{.name = "ado",
                                     .url = "https" + ado.tracker.url().substr(4),
                                     .settings = {{"project", "Fabrikam"}},
                                     .credentials = {},
                                     .log = nullptr};
    setup.credentials.emplace("token", base::Secret{"abc"});
    const auto checks = connectors::azure_devops_type().make(std::move(setup))->test();
    CHECK(names_of(checks) == "connection encryption!");
    CHECK(named(checks, "encryption").hint.find("ca_file") != std::string::npos);
}

TEST_CASE("a clock that is wrong is told and stops nothing", "[azure_devops]")
{
    AdoFixture ado;
    ado.tracker.change([](Switches& switches) { switches.clock_offset_ms = -600'000; });
    const auto checks = ado.connect()->test();
    CHECK(names_of(checks) == k_all_good);
    CHECK(named(checks, "clock").detail.find("ahead") != std::string::npos);
    CHECK_FALSE(named(checks, "clock").hint.empty());
}

TEST_CASE("a project is described with types, states, fields and trees", "[azure_devops]")
{
    AdoFixture ado;
    ado.tracker.has_area("Fabrikam\\Web\\Shop");
    ado.tracker.has_iteration("Fabrikam\\Sprint 1");
    const auto metadata = ado.connect()->describe();
    const auto* bug = metadata.find_type("Bug");
    REQUIRE(bug != nullptr);
    CHECK(bug->status_field()->reference == "System.State");
    CHECK(bug->find_status("New")->category == model::StatusCategory::proposed);
    CHECK(bug->find_status("Closed")->category == model::StatusCategory::completed);
    CHECK(bug->find_field("System.Tags")->type == model::FieldType::list);
    CHECK(bug->find_field("System.AssignedTo")->type == model::FieldType::user);
    CHECK(bug->find_field("Microsoft.VSTS.TCM.ReproSteps")->type == model::FieldType::html);
    CHECK(bug->find_field("Microsoft.VSTS.Common.Priority")->type == model::FieldType::number);
    CHECK(bug->find_field("System.Title")->is_required);
    CHECK(bug->find_field("System.ChangedDate")->is_readonly);
    const auto& areas = bug->find_field("System.AreaPath")->allowed;
    CHECK(std::find(areas.begin(), areas.end(), "Fabrikam\\Web\\Shop") != areas.end());
    CHECK_FALSE(bug->find_field("System.AreaPath")->is_readonly);
    const auto& iterations = bug->find_field("System.IterationPath")->allowed;
    CHECK(std::find(iterations.begin(), iterations.end(), "Fabrikam\\Sprint 1") !=
          iterations.end());
    ado.check_exchanges();
}

TEST_CASE("the type azure-devops says what it takes, and makes connectors", "[azure_devops]")
{
    const auto type = connectors::azure_devops_type();
    CHECK(type.name == "azure-devops");
    CHECK_FALSE(type.url_problem("https://dev.azure.com/fabrikam/Fiber").has_value());
    connectors::ConnectorSetup setup{.name = "ado",
                                     .url = "https://dev.azure.com/fabrikam/Fiber",
                                     .settings = {},
                                     .credentials = {},
                                     .log = nullptr};
    setup.credentials.emplace("token", base::Secret{"abc"});
    CHECK(type.make(std::move(setup)) != nullptr);
}

TEST_CASE("plain http to another machine is refused unless it is allowed", "[azure_devops]")
{
    const auto make = [](std::map<std::string, std::string> settings) {
        connectors::ConnectorSetup setup{.name = "ado",
                                         .url = "http://tfs.example.test/tfs/Main/Fiber",
                                         .settings = std::move(settings),
                                         .credentials = {},
                                         .log = nullptr};
        setup.credentials.emplace("token", base::Secret{"abc"});
        return connectors::azure_devops_type().make(std::move(setup));
    };
    CHECK_THROWS_AS(make({}), Error);
    CHECK_NOTHROW(make({{"allow_http", "true"}}));
    CHECK_THROWS_AS(make({{"ca_file", "/no/such/file"}, {"allow_http", "true"}}), Error);
}

} // namespace syncctl::tests
