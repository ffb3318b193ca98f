#include "write_steps.hpp"

#include "syncctl/base/error.hpp"

#include <algorithm>

namespace syncctl::tests {

using Switches = fakes::FakeServiceDeskPlus::Switches;
namespace faults = fakes::faults;

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
    "connection encryption sign-in portal reading lists marker writing clock rate limit";

} // namespace

TEST_CASE("a test of the connection goes from the outside in and writes nothing",
          "[servicedesk_plus]")
{
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    SdpFixture desk{edition};
    const auto checks = desk.connect({{"marker", desk.tracker.marker_udf()}})->test();
    CHECK(names_of(checks) == k_all_good);
    CHECK(named(checks, "lists").detail == "5 statuses can be read");
    CHECK(named(checks, "writing").detail == "not tried: a test writes nothing");
    CHECK(writes_of(desk.tracker).empty());
    desk.check_exchanges();
}

TEST_CASE("a marker without a field of its own is no failure", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto checks = desk.connect()->test();
    CHECK(names_of(checks) == k_all_good);
    CHECK(named(checks, "marker").detail == "in the last line of the description");
    CHECK_FALSE(named(checks, "marker").hint.empty());
}

TEST_CASE("a test of the connection stops where it fails, with a hint", "[servicedesk_plus]")
{
    SdpFixture desk;
    auto connector = desk.connect();
    SECTION("a wrong key, however it is answered")
    {
        desk.tracker.change(
            [](Switches& switches) { switches.auth_error_status = GENERATE(400, 401); });
        desk.tracker.renew_technician_key();
        const auto checks = connector->test();
        CHECK(names_of(checks) == "connection encryption sign-in! clock rate limit");
        CHECK(named(checks, "sign-in").code == ErrorCode::authentication);
        CHECK(named(checks, "sign-in").hint.find("--secret technician_key=prompt") !=
              std::string::npos);
    }
    SECTION("the key of a technician who is disabled")
    {
        desk.tracker.disables_technician("sync@fabrikam.example");
        CHECK(names_of(connector->test()) == "connection encryption sign-in! clock rate limit");
    }
    SECTION("another program at this address")
    {
        desk.tracker.next_requests({}, faults::maintenance_page(), 100);
        const auto checks = connector->test();
        CHECK(names_of(checks) == "connection encryption sign-in! clock rate limit");
        CHECK(named(checks, "sign-in").hint.starts_with("is this the address"));
    }
    SECTION("no such portal")
    {
        desk.tracker.next_requests({}, faults::failed(404, 4007, "Invalid URL"), 100);
        const auto checks = connector->test();
        CHECK(names_of(checks) == "connection encryption sign-in portal! clock rate limit");
        CHECK(named(checks, "portal").code == ErrorCode::not_found);
    }
    SECTION("a user who may not see requests")
    {
        desk.tracker.next_requests(
            {}, faults::failed(403, 4002, "User does not have this permission"), 100);
        const auto checks = connector->test();
        CHECK(names_of(checks) == "connection encryption sign-in portal reading! clock rate limit");
        CHECK(named(checks, "reading").code == ErrorCode::forbidden);
    }
}

TEST_CASE("a wrong portal of the cloud is told as such", "[servicedesk_plus]")
{
    SdpFixture desk{Edition::cloud};
    desk.url = "http://127.0.0.1:" + std::to_string(desk.tracker.port()) + "/app/nope";
    const auto checks = desk.connect()->test();
    CHECK(names_of(checks) == "connection encryption sign-in portal! clock rate limit");
    CHECK(named(checks, "portal").hint.find("https://HOST/app/PORTAL") != std::string::npos);
}

TEST_CASE("a tracker that is not there is told as such", "[servicedesk_plus]")
{
    SdpFixture desk;
    desk.url = "http://127.0.0.1:1";
    const auto checks = desk.connect()->test();
    CHECK(names_of(checks) == "connection!");
    CHECK(checks[0].code == ErrorCode::network);
}

TEST_CASE("a refresh token that is revoked fails the sign-in", "[servicedesk_plus]")
{
    SdpFixture desk{Edition::cloud};
    auto connector = desk.connect();
    desk.tracker.renew_refresh_token();
    const auto checks = connector->test();
    CHECK(names_of(checks) == "connection encryption sign-in! clock rate limit");
    CHECK(named(checks, "sign-in").hint.find("--secret refresh_token=prompt") != std::string::npos);
}

TEST_CASE("a right that is missing for lists is told beside everything that works",
          "[servicedesk_plus]")
{
    SdpFixture desk{Edition::cloud};
    desk.tracker.change([](Switches& switches) {
        switches.revoked_scopes = {"setup"};
        switches.missing_scope = GENERATE(fakes::sdp::MissingScope::oauth_scope_mismatch,
                                          fakes::sdp::MissingScope::unauthorised);
    });
    const auto checks = desk.connect()->test();
    CHECK(names_of(checks) == "connection encryption sign-in portal reading lists! marker writing "
                              "clock rate limit");
    CHECK(named(checks, "lists").hint.find("SDPOnDemand.setup.READ") != std::string::npos);
}

TEST_CASE("a marker field is tried before it is relied on", "[servicedesk_plus]")
{
    SdpFixture desk;
    SECTION("there is none of this key")
    {
        const auto checks = desk.connect({{"marker", "udf_sline_999"}})->test();
        CHECK_FALSE(named(checks, "marker").ok);
        CHECK(named(checks, "marker").detail.starts_with("'udf_sline_999' cannot be searched"));
    }
    SECTION("it is too short")
    {
        desk.tracker.has_udf({.key = "udf_sline_25", .label = "Short", .max_length = 25});
        const auto checks = desk.connect({{"marker", "udf_sline_25"}})->test();
        CHECK(named(checks, "marker").detail ==
              "'udf_sline_25' takes 25 characters, and a marker needs 72");
    }
}

} // namespace syncctl::tests
