#include "fakes/service_desk_client.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::fakes;
using Json = nlohmann::json;
using Edition = FakeServiceDeskPlus::Edition;
using Switches = FakeServiceDeskPlus::Switches;
using namespace std::chrono_literals;

namespace {

httplib::Headers with_key(const std::string& key)
{
    return {{"Accept", "application/vnd.manageengine.sdp.v3+json"}, {"authtoken", key}};
}

httplib::Headers with_token(const std::string& token)
{
    return {{"Accept", "application/vnd.manageengine.sdp.v3+json"},
            {"Authorization", "Zoho-oauthtoken " + token}};
}

} // namespace

TEST_CASE("the key is wanted in the header authtoken", "[fakes]")
{
    FakeServiceDeskPlus fake;
    ServiceDeskClient client{fake};
    const auto status_of = [&](const httplib::Headers& headers) {
        return client.send_as_is("GET", "/api/v3/requests", "", headers).status;
    };
    CHECK(status_of(with_key(fake.technician_key())) == 200);
    CHECK(status_of(with_key("wrong")) == 401);
    CHECK(status_of({{"Authorization", "authtoken: " + fake.technician_key()}}) == 401);

    const std::string old = fake.technician_key();
    fake.renew_technician_key();
    CHECK(status_of(with_key(old)) == 401);
    CHECK(status_of(with_key(fake.technician_key())) == 200);
}

TEST_CASE("a refused key has status 400 or 401 and always the inner code 401", "[fakes]")
{
    FakeServiceDeskPlus fake;
    ServiceDeskClient client{fake};
    const int status = GENERATE(400, 401);
    fake.change([status](Switches& switches) { switches.auth_error_status = status; });
    fake.disables_technician("sync@fabrikam.example");
    const auto reply = client.list("/requests");
    CHECK(reply.status == status);
    CHECK(reply.code() == 401);
}

TEST_CASE("a key may be for reading only, or for the requests of one site", "[fakes]")
{
    FakeServiceDeskPlus fake;
    ServiceDeskClient client{fake};
    const std::string here = fake.has_request({{"subject", "Here"}, {"site", "Berlin"}});
    const std::string there = fake.has_request({{"subject", "There"}, {"site", "Chennai"}});
    fake.change([](Switches& switches) {
        switches.is_read_only = true;
        switches.only_site = "Berlin";
    });
    CHECK(client.list("/requests").body["requests"].size() == 1);
    CHECK(client.get("/requests/" + there).code() == 4007);
    CHECK(client.edit(here, {{"subject", "A"}}).code() == 4002);
    CHECK(client.create({{"subject", "A"}}).status == 403);
}

TEST_CASE("an access token is granted for an hour", "[fakes]")
{
    FakeServiceDeskPlus fake{{.edition = Edition::cloud}};
    ServiceDeskClient client{fake};
    const auto granted = client.refresh();
    CHECK(granted.body["expires_in"] == 3600);
    CHECK_FALSE(granted.body.contains("refresh_token"));
    fake.clock().advance(59min);
    CHECK(client.list("/requests").status == 200);
    fake.clock().advance(1min);
    CHECK(client.list("/requests").status == 401);
    client.refresh();
    CHECK(client.list("/requests").status == 200);
    fake.expire_access_tokens();
    CHECK(client.list("/requests").status == 401);
    CHECK(fake.grants() == 2);
}

TEST_CASE("a refusal of the accounts server has status 200", "[fakes]")
{
    FakeServiceDeskPlus fake{{.edition = Edition::cloud}};
    FakeServiceDeskPlus other{{.edition = Edition::cloud}};
    httplib::Client accounts{"127.0.0.1", fake.accounts_port()};
    const auto error_of =
        [&](const std::string& id, const std::string& secret, const std::string& token) {
            const auto answer = accounts.Post("/oauth/v2/token",
                                              httplib::Params{{"grant_type", "refresh_token"},
                                                              {"client_id", id},
                                                              {"client_secret", secret},
                                                              {"refresh_token", token}});
            REQUIRE(answer);
            CHECK(answer->status == 200);
            return Json::parse(answer->body).value("error", "");
        };
    const std::string old = fake.refresh_token();
    CHECK(error_of(fake.client_id(), fake.client_secret(), old).empty());
    CHECK(error_of("x", fake.client_secret(), old) == "invalid_client");
    CHECK(error_of(fake.client_id(), "x", old) == "invalid_client");
    CHECK(error_of(fake.client_id(), fake.client_secret(), other.refresh_token()) ==
          "invalid_code");
    fake.renew_refresh_token();
    CHECK(error_of(fake.client_id(), fake.client_secret(), old) == "invalid_code");
    fake.change([](Switches& switches) { switches.is_other_data_centre = true; });
    CHECK(error_of(fake.client_id(), fake.client_secret(), fake.refresh_token()) == "invalid_code");
}

TEST_CASE("ten access tokens are granted in ten minutes", "[fakes]")
{
    FakeServiceDeskPlus fake{{.edition = Edition::cloud}};
    ServiceDeskClient client{fake};
    for (int i = 0; i < 10; ++i) {
        CHECK(client.refresh().status == 200);
    }
    auto denied = client.refresh();
    CHECK(denied.status == 400);
    CHECK(denied.body["error"] == "Access Denied");
    fake.change([](Switches& switches) { switches.is_denied_with_200 = true; });
    denied = client.refresh();
    CHECK(denied.status == 200);
    CHECK(denied.body["error"] == "Access Denied");
    fake.clock().advance(10min);
    CHECK(client.refresh().body.contains("access_token"));
}

TEST_CASE("the sixteenth access token ends the oldest one", "[fakes]")
{
    FakeServiceDeskPlus fake{{.edition = Edition::cloud}};
    ServiceDeskClient client{fake};
    const std::string first = client.refresh().body["access_token"];
    for (int i = 1; i < 16; ++i) {
        fake.clock().advance(1min + 1s);
        client.refresh();
    }
    const std::string path = fake.url().substr(fake.url().find("/app/")) + "/api/v3/requests";
    CHECK(client.send_as_is("GET", path, "", with_token(first)).status == 401);
    CHECK(client.list("/requests").status == 200);
}

TEST_CASE("a bad token is answered in one of several ways, all with 401", "[fakes]")
{
    FakeServiceDeskPlus fake{{.edition = Edition::cloud}};
    ServiceDeskClient client{fake};
    const std::string path = "/app/itdesk/api/v3/requests";
    const auto reply_to = [&](sdp::BadToken bad_token) {
        fake.change([&](Switches& switches) { switches.bad_token = bad_token; });
        const auto reply = client.send_as_is("GET", path, "", with_token("x"));
        CHECK(reply.status == 401);
        return reply;
    };
    CHECK(reply_to(sdp::BadToken::invalid_token).body["code"] == "INVALID_TOKEN");
    CHECK(reply_to(sdp::BadToken::invalid_oauthtoken).body["code"] == "INVALID_OAUTHTOKEN");
    CHECK(reply_to(sdp::BadToken::envelope_4022).code() == 4022);
    CHECK(reply_to(sdp::BadToken::text).body.is_discarded());
}

TEST_CASE("a scope that is missing is a 401 for the calls that need it", "[fakes]")
{
    FakeServiceDeskPlus fake{{.edition = Edition::cloud}};
    ServiceDeskClient client{fake};
    fake.change([](Switches& switches) { switches.revoked_scopes = {"setup", "users"}; });
    CHECK(client.refresh().body["scope"] == "SDPOnDemand.requests.ALL");
    CHECK(client.list("/requests").status == 200);
    CHECK(client.list("/technicians").body["code"] == "OAUTH_SCOPE_MISMATCH");
    fake.change(
        [](Switches& switches) { switches.missing_scope = sdp::MissingScope::unauthorised; });
    const auto reply = client.list("/statuses");
    CHECK(reply.status == 401);
    CHECK(reply.code() == 401);
}

TEST_CASE("another portal, another root and another server have nothing", "[fakes]")
{
    FakeServiceDeskPlus fake{{.edition = Edition::cloud}};
    ServiceDeskClient client{fake};
    const std::string token = client.refresh().body["access_token"];
    CHECK(client.send_as_is("GET", "/api/v3/requests", "", with_token(token)).status == 200);
    CHECK(client.send_as_is("GET", "/app/other/api/v3/requests", "", with_token(token)).code() ==
          4007);
    FakeServiceDeskPlus on_premises;
    ServiceDeskClient local{on_premises};
    CHECK(local
              .send_as_is(
                  "GET", "/app/itdesk/api/v3/requests", "", with_key(on_premises.technician_key()))
              .code() == 4007);
}

TEST_CASE("an installation with several portals wants the number of one", "[fakes]")
{
    FakeServiceDeskPlus fake;
    ServiceDeskClient client{fake};
    fake.change([](Switches& switches) { switches.portal_id = "2"; });
    httplib::Headers headers = with_key(fake.technician_key());
    CHECK(client.send_as_is("GET", "/api/v3/requests", "", headers).code() == 4007);
    headers.emplace("PORTALID", "2");
    CHECK(client.send_as_is("GET", "/api/v3/requests", "", headers).status == 200);
}

TEST_CASE("a caller who asks too often is locked out for a while", "[fakes]")
{
    const Edition edition = GENERATE(Edition::on_premises, Edition::cloud);
    const auto lock = edition == Edition::cloud ? 300s : 60s;
    FakeServiceDeskPlus fake{{.edition = edition}};
    ServiceDeskClient client{fake};
    fake.throttles({"GET", "/requests"}, 1);
    CHECK(client.list("/requests").status == 200);
    const auto blocked = client.list("/requests");
    CHECK(blocked.status == 400);
    CHECK(blocked.code() == (edition == Edition::cloud ? 4015 : 4000));
    CHECK(fake.too_early().empty());
    CHECK(client.list("/statuses").status == 200); // only that address is blocked
    fake.clock().advance(lock - 1ms);
    CHECK(client.list("/requests").status == 400);
    CHECK(fake.too_early().size() == 1);
    fake.clock().advance(1ms);
    CHECK(client.list("/requests").status == 200);
}

TEST_CASE("calls are counted by the minute", "[fakes]")
{
    FakeServiceDeskPlus fake{{.edition = Edition::cloud}};
    ServiceDeskClient client{fake};
    fake.change([](Switches& switches) {
        switches.calls_per_minute = 3;
        switches.lock_ms = 5'000;
        switches.throttling = sdp::Throttling::code_4015_429;
    });
    for (int i = 0; i < 3; ++i) {
        CHECK(client.list("/requests").status == 200);
    }
    const auto blocked = client.list("/requests");
    CHECK(blocked.status == 429);
    CHECK(blocked.headers.find("Retry-After")->second == "5");
    fake.clock().advance(5s);
    CHECK(client.list("/requests").status == 200);
    fake.clock().advance(60s);
    CHECK(client.list("/requests").status == 200);
}
