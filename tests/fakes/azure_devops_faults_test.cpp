#include "fakes/test_client.hpp"

#include <catch2/catch.hpp>

#include <chrono>

using namespace syncctl::fakes;
using Json = nlohmann::json;

namespace {

const Matching k_creates{.method = "POST", .path = "/workitems/$"};

/// Creates an item under a fault; says what the client saw and whether the item is there.
struct Outcome {
    TestClient::Reply reply;
    bool is_stored = false;
};

Outcome create_under(Fault fault)
{
    FakeAzureDevOps fake;
    TestClient client{fake};
    fake.next_requests(k_creates, std::move(fault));
    Outcome outcome{.reply = client.create("Bug", {{"System.Title", "A"}})};
    outcome.is_stored = !fake.ids().empty();
    CHECK(fake.log().back().fault.empty() == false);
    // Only the one request was hit. A new client, as the connection may be about to end.
    CHECK(TestClient{fake}.create("Bug", {{"System.Title", "B"}}).status == 200);
    return outcome;
}

} // namespace

TEST_CASE("a fault of the connection leaves no answer, with or without effect", "[fakes]")
{
    for (const auto& fault : {faults::reset_before(), faults::closed_before()}) {
        const auto outcome = create_under(fault);
        INFO(fault.name);
        CHECK(outcome.reply.status == 0);
        CHECK_FALSE(outcome.is_stored);
    }
    for (const auto& fault : {faults::reset_after(),
                              faults::lost_response(),
                              faults::truncated_body(),
                              faults::truncated_head(),
                              faults::longer_length()}) {
        const auto outcome = create_under(fault);
        INFO(fault.name);
        CHECK(outcome.reply.status == 0);
        CHECK(outcome.is_stored);
    }
}

TEST_CASE("a new connection waits before its first request when told to, a kept one does not",
          "[fakes]")
{
    constexpr std::chrono::milliseconds k_wait{300};
    constexpr int k_requests = 6;
    FakeAzureDevOps fake;
    fake.change(
        [&](Switches& switches) { switches.connect_ms = static_cast<int>(k_wait.count()); });
    const auto begin = std::chrono::steady_clock::now();
    TestClient client{fake};
    for (int i = 0; i < k_requests; ++i) {
        CHECK(client.get("/_apis/projects").status == 200);
    }
    const auto took = std::chrono::steady_clock::now() - begin;
    CHECK(took >= k_wait);
    CHECK(took < k_wait * k_requests);
    CHECK(TestClient{fake}.get("/_apis/projects").status == 200);
    CHECK(std::chrono::steady_clock::now() - begin >= 2 * k_wait);
}

TEST_CASE("a fault of the content is answered with a success that is none", "[fakes]")
{
    for (const auto& fault : {faults::garbage_json(),
                              faults::html_200(),
                              faults::empty_200(),
                              faults::shorter_length()}) {
        const auto outcome = create_under(fault);
        INFO(fault.name);
        CHECK(outcome.reply.status == 200);
        CHECK(outcome.reply.body.is_discarded());
        CHECK(outcome.is_stored);
    }
    CHECK(create_under(faults::no_content_204()).reply.status == 204);
    CHECK(create_under(faults::deep_json(500)).reply.text.size() == 1000);
    CHECK(create_under(faults::body("{}")).reply.body == Json::object());
    CHECK(create_under(faults::huge(std::size_t{1} << 20U)).reply.text.size() >
          (std::size_t{1} << 20U));
}

TEST_CASE("a refusal is not carried out, a status after applying is", "[fakes]")
{
    for (const auto& [fault, status] : {std::pair{faults::page_203(), 203},
                                        {faults::redirect_302(), 302},
                                        {faults::unauthorized_401(), 401},
                                        {faults::forbidden_403(), 403},
                                        {faults::throttled_429("7"), 429},
                                        {faults::status_before(503), 503}}) {
        const auto outcome = create_under(fault);
        CHECK(outcome.reply.status == status);
        CHECK_FALSE(outcome.is_stored);
    }
    const auto outcome = create_under(faults::status_after(502));
    CHECK(outcome.reply.status == 502);
    CHECK(outcome.is_stored);
}

TEST_CASE("a stalled answer ends when the client has enough", "[fakes]")
{
    FakeAzureDevOps fake;
    httplib::Client client{"127.0.0.1", fake.port()};
    client.set_read_timeout(0, 50'000);
    for (const auto& fault :
         {faults::stall_before(), faults::stall_after(), faults::stall_in_body()}) {
        fake.next_requests({}, fault);
        CHECK_FALSE(client.Get("/fabrikam/_apis/connectionData"));
    }
}

TEST_CASE("a fake ends though a client is still waiting", "[fakes]")
{
    auto fake = std::make_unique<FakeAzureDevOps>();
    fake->next_requests({}, faults::stall_before());
    TestClient client{*fake};
    std::thread waiting{[&] { CHECK(client.get("/_apis/projects").status == 0); }};
    while (fake->requests({}) == 0) {
        std::this_thread::yield();
    }
    fake.reset();
    waiting.join();
}

TEST_CASE("random faults are the same for the same seed", "[fakes]")
{
    const auto statuses = [](std::uint64_t seed) {
        FakeAzureDevOps fake;
        TestClient client{fake};
        fake.random_faults(seed, 0.5, {faults::status_before(503), faults::throttled_429()});
        std::vector<int> seen;
        for (int i = 0; i < 20; ++i) {
            seen.push_back(client.get("/_apis/projects").status);
        }
        return seen;
    };
    CHECK(statuses(1) == statuses(1));
    CHECK(statuses(1) != statuses(2));
}

TEST_CASE("a request that comes before Retry-After is over is noted", "[fakes]")
{
    FakeAzureDevOps fake;
    TestClient client{fake};
    fake.next_requests({}, faults::throttled_429("7"));
    const auto blocked = client.get("/_apis/projects");
    CHECK(blocked.headers.find("Retry-After")->second == "7");
    fake.clock().advance(std::chrono::seconds{7});
    CHECK(client.get("/_apis/projects").status == 200);
    CHECK(fake.too_early().empty());
    fake.next_requests({}, faults::slow_down("2"));
    CHECK(client.get("/_apis/projects").status == 200);
    fake.clock().advance(std::chrono::milliseconds{1999});
    CHECK(client.get("/_apis/projects").status == 200);
    REQUIRE(fake.too_early().size() == 1);
    fake.clock().advance(std::chrono::milliseconds{1});
    fake.next_requests({}, faults::throttled_429("Mon, 21 Sep 2026 14:14:00 GMT"));
    CHECK(client.get("/_apis/projects").status == 429);
    CHECK(client.get("/_apis/projects").status == 200);
    CHECK(fake.too_early().size() == 2);
    CHECK(header_of(fake.log()[0].request.headers, "Authorization") == "Basic ***");
}

TEST_CASE("a bad credential is answered in any of the known ways", "[fakes]")
{
    FakeAzureDevOps fake;
    TestClient client{fake};
    fake.change([](Switches& switches) { switches.is_token_expired = true; });
    const auto answer = [&](BadCredential form, const std::string& method = "GET") {
        fake.change([form](Switches& switches) { switches.bad_credential = form; });
        return client.send(method,
                           "/_apis/wit/workitems/1",
                           method == "GET" ? "" : "[]",
                           "application/json-patch+json");
    };
    CHECK(answer(BadCredential::page_203).status == 203);
    CHECK(answer(BadCredential::page_200).headers.find("Content-Type")->second ==
          "text/html; charset=utf-8");
    CHECK(answer(BadCredential::redirect_302).status == 302);
    CHECK(answer(BadCredential::text_401).body.is_discarded());
    CHECK(answer(BadCredential::json_401).body["typeKey"] == "UnauthorizedRequestException");
    CHECK(answer(BadCredential::mixed).status == 203);
    CHECK(answer(BadCredential::mixed, "PATCH").status == 401);

    fake.change([](Switches& switches) { switches = {}; });
    CHECK(client
              .send_as_is(
                  "GET", "/_apis/connectionData", "", {{"Authorization", "Bearer " + fake.token()}})
              .status == 200);
    CHECK(client.send_as_is("GET", "/_apis/connectionData", "", {{"Authorization", "Bearer x"}})
              .status == 302);
}

TEST_CASE("rights are refused as servers refuse them", "[fakes]")
{
    FakeAzureDevOps fake;
    TestClient client{fake};
    fake.has_area("Fabrikam\\Secret");
    fake.has_item("Bug", {{"System.Title", "A"}, {"System.AreaPath", "Fabrikam\\Secret"}});
    fake.has_item("Bug", {{"System.Title", "B"}});
    fake.change([](Switches& switches) { switches.unreadable_areas = {"Fabrikam\\Secret"}; });
    CHECK(client.get("/_apis/wit/workitems/1")
              .body["message"]
              .get<std::string>()
              .starts_with("TF401232"));
    CHECK(client.get("/_apis/wit/workitems?ids=1,2").status == 404);
    CHECK(client.get("/_apis/wit/workitems?ids=1,2&errorPolicy=omit").body["count"] == 1);
    fake.change([](Switches& switches) { switches.is_omitted_null = true; });
    CHECK(client.get("/_apis/wit/workitems?ids=1,2&errorPolicy=omit").body["value"][0].is_null());

    fake.change([](Switches& switches) {
        switches = {};
        switches.unwritable_areas = {"Fabrikam\\Secret"};
    });
    const Json title{{{"op", "add"}, {"path", "/fields/System.Title"}, {"value", "C"}}};
    CHECK(client.patch("/_apis/wit/workitems/1", title).status == 403);
    CHECK(client.patch("/_apis/wit/workitems/2", title).status == 200);
    fake.change([](Switches& switches) { switches.is_token_read_only = true; });
    CHECK(client.patch("/_apis/wit/workitems/2", title).status == 403);
    CHECK(client.post("/_apis/wit/workitemsbatch", {{"ids", {1}}}).status == 200);
    CHECK(fake.violations() == std::vector<std::string>{});
}

TEST_CASE("versions that a server does not have are refused", "[fakes]")
{
    FakeAzureDevOps fake;
    TestClient client{fake};
    const auto key = [&](ServerAge age, const std::string& path) -> std::string {
        fake.change([age](Switches& switches) { switches.age = age; });
        const auto reply =
            client.send_as_is("GET", path, "", {{"X-TFS-FedAuthRedirect", "Suppress"}});
        return reply.status == 200 ? "" : reply.body.value("typeKey", "?");
    };
    const std::string tags = "/Fabrikam/_apis/wit/tags?api-version=";
    CHECK(key(ServerAge::services, tags + "7.1").empty());
    CHECK(key(ServerAge::services, tags + "7.2").starts_with("VssInvalidPreviewVersion"));
    CHECK(key(ServerAge::services, tags + "7.3").starts_with("VssVersionOutOfRange"));
    CHECK(
        key(ServerAge::services, "/Fabrikam/_apis/wit/tags").starts_with("VssVersionNotSpecified"));
    CHECK(key(ServerAge::server_2022, tags + "7.1").starts_with("VssVersionOutOfRange"));
    CHECK(key(ServerAge::server_2022, tags + "7.0").empty());
    CHECK(key(ServerAge::server_2020, tags + "6.0").starts_with("VssInvalidPreviewVersion"));
    CHECK(key(ServerAge::server_2020, tags + "6.0-preview.1").empty());
    CHECK(key(ServerAge::server_2020, "/_apis/wit/fields?api-version=6.0").empty());
    CHECK(key(ServerAge::services, "/_apis/connectionData?api-version=7.1")
              .starts_with("VssInvalidPreviewVersion"));
    CHECK(key(ServerAge::services, "/_apis/connectionData?api-version=7.1-preview.1").empty());
}

TEST_CASE("reads can lag behind writes", "[fakes]")
{
    FakeAzureDevOps fake;
    TestClient client{fake};
    fake.change([](Switches& switches) { switches.stale_requests = 1; });
    CHECK(client.create("Bug", {{"System.Title", "A"}}).status == 200);
    CHECK(client.get("/_apis/wit/workitems/1").status == 404);
    CHECK(client.get("/_apis/wit/workitems/1").status == 200);
}

TEST_CASE("the server's clock can differ and can be kept to itself", "[fakes]")
{
    FakeAzureDevOps fake;
    TestClient client{fake};
    CHECK(client.get("/_apis/projects").headers.find("Date")->second ==
          "Mon, 21 Sep 2026 14:13:20 GMT");
    fake.change([](Switches& switches) { switches.clock_offset_ms = 600'000; });
    CHECK(client.get("/_apis/projects").headers.find("Date")->second ==
          "Mon, 21 Sep 2026 14:23:20 GMT");
    fake.change([](Switches& switches) { switches.has_date = false; });
    const auto headers = client.get("/_apis/projects").headers;
    CHECK(headers.find("Date") == headers.end());
}

TEST_CASE("people can do something between two requests", "[fakes]")
{
    FakeAzureDevOps fake;
    TestClient client{fake};
    const int id = fake.has_item("Bug", {{"System.Title", "A"}});
    fake.before_next({.method = "PATCH", .path = "workitems"}, [&] {
        fake.edit(id, {{"System.Title", "B"}});
    });
    const Json operations{{{"op", "test"}, {"path", "/rev"}, {"value", 1}}};
    CHECK(client.get("/_apis/wit/workitems/1").body["rev"] == 1);
    CHECK(client.patch("/_apis/wit/workitems/1", operations).status == 412);
    CHECK(fake.item(id)->rev == 2);
}

TEST_CASE("an answer can be changed, compressed, or compressed and broken", "[fakes]")
{
    FakeAzureDevOps fake;
    TestClient client{fake};
    fake.has_item("Bug", {{"System.Title", "A"}});
    const std::string path = "/_apis/wit/workitems/1";
    fake.next_requests({}, faults::changed_body([](Json& body) { body["id"] = 7; }));
    CHECK(client.get(path).body["id"] == 7);
    fake.next_requests({}, faults::refused(400, "SomeException", "VS402335: too slow"));
    CHECK(client.get(path).body["message"] == "VS402335: too slow");
    const httplib::Headers accept{{"Accept-Encoding", "gzip"}};
    CHECK(client.send("GET", path, "", "", accept).headers.count("Content-Encoding") == 0);
    fake.change([](Switches& switches) { switches.is_gzipped = true; });
    const auto compressed = client.send("GET", path, "", "", accept);
    CHECK(compressed.headers.find("Content-Encoding")->second == "gzip");
    CHECK(compressed.body["id"] == 1);
    fake.next_requests({}, faults::broken_gzip());
    CHECK(client.send("GET", path, "", "", accept).body.is_discarded());
}

TEST_CASE("a wrong request is a violation", "[fakes]")
{
    FakeAzureDevOps fake;
    TestClient client{fake};
    client.get("/_apis/wit/fields?$expnad=none");
    REQUIRE(fake.violations().size() == 1);
    CHECK(fake.violations()[0].find("no parameter $expnad") != std::string::npos);
}
