// Well-formed answers, and how requests look on the wire.

#include "http_world.hpp"

using namespace syncctl::http;
using namespace syncctl::test;

TEST_CASE("an answer comes back whole", "[http]")
{
    HttpWorld world;
    world.server.will(
        answer(200, R"({"a":1})", {{"Content-Type", "application/json; charset=utf-8"}}));
    auto client = world.client();
    const auto response = must_be<Response>(client.send(world.get("/a?b=c")));
    CHECK(response.status == 200);
    CHECK(response.is_json());
    CHECK(response.body == R"({"a":1})");
    CHECK(response.header("content-type") == "application/json; charset=utf-8");
    CHECK(response.header("X-None").empty());
    REQUIRE(world.server.requests().size() == 1);
    const auto seen = world.server.requests().front();
    CHECK(seen.method == "GET");
    CHECK(seen.target == "/a?b=c");
    CHECK(seen.header("Authorization") == "Basic OnMzY3JldC10b2tlbg==");
    CHECK(seen.header("User-Agent").value_or("").rfind("syncctl/", 0) == 0);
}

TEST_CASE("what counts as JSON", "[http]")
{
    const auto is_json = [](std::string type) {
        return Response{.headers = {{"Content-Type", std::move(type)}}}.is_json();
    };
    CHECK(is_json("application/json"));
    CHECK(is_json("Application/JSON ; charset=utf-8"));
    CHECK(is_json("application/vnd.example+json"));
    CHECK(is_json("application/problem+JSON;x=y"));
    CHECK_FALSE(is_json(""));
    CHECK_FALSE(is_json("text/html"));
    CHECK_FALSE(is_json("text/json"));
    CHECK_FALSE(is_json("application/json-patch"));
    CHECK_FALSE(is_json("application/+json"));
    CHECK_FALSE(is_json("text/html; x=application/json"));
}

TEST_CASE("every method goes out as asked, with its body", "[http]")
{
    HttpWorld world;
    world.server.otherwise(answer(200));
    auto client = world.client();
    const std::vector<std::pair<Method, std::string>> methods{{Method::get, "GET"},
                                                              {Method::post, "POST"},
                                                              {Method::put, "PUT"},
                                                              {Method::patch, "PATCH"},
                                                              {Method::del, "DELETE"},
                                                              {Method::options, "OPTIONS"}};
    for (const bool is_repeatable : {true, false}) {
        for (const auto& [method, name] : methods) {
            for (const std::string body : {"", "some\nbody"}) {
                if (method == Method::get && !body.empty()) {
                    continue;
                }
                (void)must_be<Response>(client.send({.method = method,
                                                     .url = world.server.url() + "/x",
                                                     .headers = {{"X-Empty", ""}},
                                                     .body = body,
                                                     .is_repeatable = is_repeatable}));
                const auto seen = world.server.requests().back();
                INFO(name << ' ' << is_repeatable << " '" << body << "'\n" << seen.head);
                CHECK(seen.method == name);
                CHECK(seen.body == body);
                CHECK(seen.header("X-Empty") == "");
                CHECK_FALSE(seen.header("Content-Type"));
                CHECK_FALSE(seen.header("Expect"));
                CHECK_FALSE(seen.header("Transfer-Encoding"));
            }
        }
    }
}

TEST_CASE("a body larger than any buffer goes out whole, either way", "[http]")
{
    HttpWorld world;
    world.server.otherwise(answer(200));
    auto client = world.client();
    std::string body(3 << 20U, 'x');
    body[1 << 20U] = '\0';
    auto request = world.create(body);
    (void)must_be<Response>(client.send(request));
    request.is_repeatable = true;
    (void)must_be<Response>(client.send(request));
    CHECK(world.server.requests()[0].body == body);
    CHECK(world.server.requests()[1].body == body);
    CHECK(client.traffic().bytes_sent > 2 * (3 << 20U));
}

TEST_CASE("outcomes stand in the order of the requests, not of the answers", "[http]")
{
    HttpWorld world;
    world.limits.concurrency = 4;
    for (int i = 0; i < 20; ++i) {
        world.server.will(answer(200, "x"));
    }
    auto client = world.client();
    std::vector<Request> requests;
    for (int i = 0; i < 20; ++i) {
        requests.push_back(world.get("/" + std::to_string(i)));
    }
    requests[7].url = "https://elsewhere.test/";
    const auto outcomes = client.send_all(requests);
    REQUIRE(outcomes.size() == 20);
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        CHECK(std::holds_alternative<Response>(outcomes[i]) == (i != 7));
    }
    CHECK(world.server.requests().size() == 19);
    CHECK(client.traffic().calls == 19);
    CHECK(client.send_all({}).empty());
}

TEST_CASE("connections are kept alive, and there are no more than allowed", "[http]")
{
    HttpWorld world;
    world.limits.concurrency = 3;
    world.server.otherwise(answer(200, "{}"));
    auto client = world.client();
    const std::vector<Request> requests(30, world.get());
    (void)client.send_all(requests);
    (void)client.send_all(requests);
    CHECK(world.server.connections() <= 3);
    CHECK(world.server.requests().size() == 60);
}

TEST_CASE("a host of which one address does not answer is reached by the other", "[http]")
{
    HttpWorld world; // It listens on 127.0.0.1 only; localhost is ::1 as well.
    world.server.otherwise(answer(200, "{}"));
    auto setup = world.setup();
    const auto url = "http://localhost:" + std::to_string(world.server.port());
    setup.base = Url::parse(url);
    Client client{std::move(setup)};
    CHECK(must_be<Response>(client.send({.url = url + "/"})).status == 200);
}

TEST_CASE("a create has a connection of its own", "[http]")
{
    HttpWorld world;
    world.server.otherwise(answer(200, "{}"));
    auto client = world.client();
    (void)client.send(world.get());
    (void)client.send(world.create());
    (void)client.send(world.create());
    (void)client.send(world.get());
    const auto requests = world.server.requests();
    REQUIRE(requests.size() == 4);
    CHECK(requests[1].connection == 1);
    CHECK(requests[2].connection == 2);
    CHECK(requests[3].connection == 0);
    // And nobody uses it afterwards.
    (void)client.send_all(std::vector<Request>(8, world.get()));
    for (const auto& seen : world.server.requests()) {
        CHECK((seen.method == "POST" || (seen.connection != 1 && seen.connection != 2)));
    }
}

TEST_CASE("a header that could break the message is not sent", "[http]")
{
    HttpWorld world;
    auto client = world.client();
    for (const Header& header : {Header{"X-A", "b\r\nX-Evil: c"},
                                 Header{"X-A", "b\nc"},
                                 Header{"X-A", std::string{"b\0c", 3}},
                                 Header{"X-A\r\nX-Evil", "c"},
                                 Header{"X A", "c"},
                                 Header{"", "c"},
                                 Header{"Host", "evil.test"},
                                 Header{"Content-Length", "0"},
                                 Header{"transfer-encoding", "chunked"},
                                 Header{"Cookie", "a=b"},
                                 Header{"authorization", "Basic b3RoZXI="}}) {
        INFO(header.name);
        auto request = world.get();
        request.headers.push_back(header);
        (void)must_be<NotSent>(client.send(request));
    }
    CHECK(world.server.connections() == 0);
}

TEST_CASE("no request and no credential leaves the base's origin", "[http]")
{
    HttpWorld world;
    ScriptedServer other;
    auto client = world.client();
    for (const auto& url : {other.url() + "/",
                            "http://localhost:" + std::to_string(world.server.port()) + "/",
                            "https://127.0.0.1:" + std::to_string(world.server.port()) + "/",
                            std::string{"file:///etc/passwd"},
                            std::string{"/relative"},
                            world.server.url() + "\\@127.0.0.1:" + std::to_string(other.port()),
                            "http://127.0.0.1:" + std::to_string(world.server.port()) +
                                "@127.0.0.1:" + std::to_string(other.port())}) {
        INFO(url);
        auto request = world.get();
        request.url = url;
        const auto not_sent = must_be<NotSent>(client.send(request));
        CHECK_FALSE(not_sent.is_connection);
    }
    CHECK(other.connections() == 0);
    CHECK(world.server.connections() == 0);
}

TEST_CASE("a token that was refreshed is used from then on", "[http]")
{
    HttpWorld world;
    world.server.otherwise(answer(200));
    auto client = world.client();
    (void)client.send(world.get());
    client.authorize({"Authorization", syncctl::base::Secret{std::string_view{"Bearer fresh"}}});
    (void)client.send(world.get());
    CHECK(world.server.requests()[0].header("Authorization") == "Basic OnMzY3JldC10b2tlbg==");
    CHECK(world.server.requests()[1].header("Authorization") == "Bearer fresh");
}

TEST_CASE("the clock offset is measured from the answers", "[http]")
{
    HttpWorld world;
    world.server.will(answer(200));
    world.server.will(answer(200, "", {{"Date", "Thu, 26 Nov 2026 11:50:00 GMT"}}));
    auto client = world.client();
    (void)client.send(world.get());
    CHECK_FALSE(client.clock_offset());
    (void)client.send(world.get());
    REQUIRE(client.clock_offset());
    CHECK(client.clock_offset()->offset == 599'500ms);
    CHECK(client.clock_offset()->uncertainty == 500ms);
}

TEST_CASE("neither the log nor an outcome holds a secret", "[http]")
{
    HttpWorld world;
    world.server.will(
        answer(200, "{}", {{"Set-Cookie", "session=planted"}, {"X-Echo", "s3cret-token"}}));
    world.server.will(raw("s3cret-token OnMzY3JldC10b2tlbg==\r\n\r\n"));
    auto client = world.client();
    (void)client.send(world.get("/a?token=in-the-query"));
    world.limits.repeats = 0;
    const auto no_answer = must_be<NoAnswer>(client.send(world.create()));
    std::string said = no_answer.evidence;
    REQUIRE(world.log.details.size() == 2);
    for (const auto& line : world.log.details) {
        said += line;
    }
    INFO(said);
    for (const auto* secret : {"s3cret", "OnMz", "in-the-query", "planted"}) {
        CHECK(said.find(secret) == std::string::npos);
    }
    CHECK(said.find("/a?token=***") != std::string::npos);
}

TEST_CASE("what libcurl says of a failure is redacted as well", "[http]")
{
    HttpWorld world;
    auto setup = world.setup();
    // A label longer than 63 letters, so that no resolver is asked.
    const auto url = "https://s3cret-token." + std::string(64, 'x') + ".invalid";
    setup.base = Url::parse(url);
    Client client{std::move(setup)};
    const auto not_sent = must_be<NotSent>(client.send({.url = url + "/"}));
    CHECK(not_sent.reason.find("***.xxx") != std::string::npos);
    for (const auto& line : world.log.details) {
        CHECK(line.find("s3cret") == std::string::npos);
    }
}
