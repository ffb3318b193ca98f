// Repeats: what is asked again, when, and what never is.

#include "http_world.hpp"

#include <set>

using namespace syncctl::http;
using namespace syncctl::test;

namespace {

using Ms = std::chrono::milliseconds;

Script throttled(const std::string& retry_after)
{
    return answer(429, "slow down", {{"Retry-After", retry_after}});
}

} // namespace

TEST_CASE("a reset on a reused connection never makes a create twice", "[http]")
{
    HttpWorld world;
    world.server.will(answer(200, "{}"));
    world.server.will(script().then_reset());
    world.server.otherwise(answer(200, "{}"));
    auto client = world.client();
    (void)must_be<Response>(client.send(world.get()));
    (void)must_be<NoAnswer>(client.send(world.create()));
    const auto requests = world.server.requests();
    REQUIRE(requests.size() == 2);
    CHECK(requests[1].method == "POST");
    CHECK(client.traffic().repeats == 0);
}

TEST_CASE("of many creates on kept connections that die under them none is sent twice", "[http]")
{
    const bool is_reset = GENERATE(true, false);
    HttpWorld world;
    world.limits.concurrency = 4;
    for (int i = 0; i < 60; ++i) {
        auto dies = script();
        is_reset ? dies.then_reset() : dies.then_close();
        world.server.will(i % 5 == 4 ? dies : answer(201, "{}"));
    }
    world.server.otherwise(answer(201, "{}"));
    auto client = world.client();
    std::vector<Request> requests;
    for (int i = 0; i < 60; ++i) {
        requests.push_back(world.create(std::to_string(i)));
    }
    const auto outcomes = client.send_all(requests);
    CHECK(std::count_if(outcomes.begin(), outcomes.end(), [](const Outcome& outcome) {
              return std::holds_alternative<NoAnswer>(outcome);
          }) == 12);
    std::multiset<std::string> seen;
    for (const auto& request : world.server.requests()) {
        seen.insert(request.body);
    }
    CHECK(seen.size() == 60);
    CHECK(std::set<std::string>{seen.begin(), seen.end()}.size() == 60);
    CHECK(client.traffic().calls == 60);
}

TEST_CASE("a create without a body is not sent twice either", "[http]")
{
    HttpWorld world;
    world.server.will(answer(200, "{}")).will(script().then_close());
    world.server.otherwise(answer(200, "{}"));
    auto client = world.client();
    (void)must_be<Response>(client.send(world.get()));
    auto request = world.create("");
    request.method = Method::del;
    (void)must_be<NoAnswer>(client.send(request));
    CHECK(world.server.requests().size() == 2);
}

TEST_CASE("a create is sent once, whatever comes back after it was sent", "[http]")
{
    const std::vector<Script> answers{
        script().then_reset(),
        script().then_close(),
        raw("HTTP/1.1 201 Cre").then_reset(),
        raw("HTTP/1.1 201 Created\r\nContent-Length: 9\r\n\r\n{").then_close(),
        raw("nonsense\r\n\r\n"),
        answer(201, "x", {{"Content-Encoding", "gzip"}}),
        answer(500),
        answer(502),
        answer(503),
        answer(504),
        answer(408)};
    for (const auto& first : answers) {
        HttpWorld world;
        world.server.will(first);
        world.server.otherwise(answer(201, "{}"));
        auto client = world.client();
        const auto outcome = client.send(world.create());
        CHECK_FALSE(std::holds_alternative<NotSent>(outcome));
        CHECK(world.server.requests().size() == 1);
        CHECK(world.slept.empty());
    }
}

TEST_CASE("a create that was turned away is sent again", "[http]")
{
    for (const auto& first : {answer(429),
                              throttled("3"),
                              answer(503, "", {{"Retry-After", "3"}}),
                              answer(403, "", {{"Retry-After", "3"}})}) {
        HttpWorld world;
        world.server.will(first).will(answer(201, "{}"));
        auto client = world.client();
        CHECK(must_be<Response>(client.send(world.create())).status == 201);
        const auto requests = world.server.requests();
        REQUIRE(requests.size() == 2);
        CHECK(requests[0].body == requests[1].body);
    }
}

TEST_CASE("reading, and a write guarded by a revision, are repeated", "[http]")
{
    for (const auto& first : {script().then_reset(),
                              raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{").then_close(),
                              answer(500),
                              answer(502),
                              answer(503),
                              answer(504),
                              answer(408),
                              answer(429)}) {
        HttpWorld world;
        world.server.otherwise(answer(200, "{}"));
        auto client = world.client();
        for (const auto& request : {world.get(), world.update()}) {
            // libcurl repeats once by itself when the connection was a reused one.
            world.server.will(first, 2);
            CHECK(must_be<Response>(client.send(request)).status == 200);
        }
        CHECK(world.server.requests().size() >= 4);
    }
}

TEST_CASE("the wait is spread by chance and doubles", "[http]")
{
    HttpWorld world;
    world.random.octet = std::byte{0x80}; // jitter just above one half
    world.server.otherwise(answer(429, "slow down"));
    auto client = world.client();
    const auto response = must_be<Response>(client.send(world.get()));
    CHECK(response.status == 429);
    CHECK(response.body == "slow down");
    CHECK(world.server.requests().size() == 6);
    CHECK(world.slept == std::vector<Ms>{501ms, 1003ms, 2007ms, 4015ms, 8031ms});
    CHECK(client.traffic().repeats == 5);
    CHECK(client.traffic().calls == 6);
    CHECK(client.traffic().waited == 15'557ms);
}

TEST_CASE("Retry-After is waited for, and is given with the last answer", "[http]")
{
    HttpWorld world;
    world.limits.repeats = 2;
    world.server.otherwise(throttled("7"));
    auto client = world.client();
    const auto response = must_be<Response>(client.send(world.get()));
    CHECK(response.retry_after == 7s);
    CHECK(world.slept == std::vector<Ms>{7s, 7s});
    const auto requests = world.server.requests();
    REQUIRE(requests.size() == 3);
    CHECK(requests[1].arrived == 7s);
    CHECK(requests[2].arrived == 14s);
}

TEST_CASE("Retry-After as a date is seen from the tracker's own clock", "[http]")
{
    HttpWorld world;
    world.server.will(answer(503,
                             "",
                             {{"Date", "Thu, 26 Nov 2026 12:10:00 GMT"},
                              {"Retry-After", "Thu, 26 Nov 2026 12:10:12 GMT"}}));
    world.server.will(answer(200));
    auto client = world.client();
    CHECK(must_be<Response>(client.send(world.get())).status == 200);
    CHECK(world.slept == std::vector<Ms>{12s});
}

TEST_CASE("a Retry-After that makes no sense leads to the usual back-off", "[http]")
{
    for (const auto* value : {"-1", "1e9", "abc", "Thu, 01 Jan 1970 00:00:00 GMT"}) {
        HttpWorld world;
        world.random.octet = std::byte{0xff};
        world.server.otherwise(throttled(value));
        auto client = world.client();
        const auto response = must_be<Response>(client.send(world.get()));
        CHECK_FALSE(response.retry_after);
        CHECK(world.server.requests().size() == 6);
        CHECK(client.traffic().waited < 32s);
    }
}

TEST_CASE("no wait goes beyond the budget", "[http]")
{
    HttpWorld world;
    world.limits.wait_budget = 20s;
    world.server.otherwise(throttled("8"));
    auto client = world.client();
    CHECK(must_be<Response>(client.send(world.get())).retry_after == 8s);
    CHECK(world.slept == std::vector<Ms>{8s, 8s});
    // The tracker's wish still stands for the next request of this client.
    const auto not_sent = must_be<NotSent>(client.send(world.get()));
    CHECK(not_sent.retry_after == 8s);
    CHECK_FALSE(not_sent.is_connection);
    CHECK(world.server.requests().size() == 3);
}

TEST_CASE("a wish for an hour is not waited for and not ignored", "[http]")
{
    HttpWorld world;
    world.server.otherwise(throttled("3600"));
    auto client = world.client();
    CHECK(must_be<Response>(client.send(world.get())).retry_after == 3600s);
    CHECK(must_be<NotSent>(client.send(world.create())).retry_after == 3600s);
    CHECK(world.slept.empty());
    CHECK(world.server.requests().size() == 1);
}

TEST_CASE("after a success that asks for a pause the next request waits", "[http]")
{
    HttpWorld world;
    world.server.will(answer(200, "{}", {{"Retry-After", "5"}}));
    world.server.will(
        answer(200, "{}", {{"X-RateLimit-Remaining", "0"}, {"X-RateLimit-Reset", "1795694430"}}));
    world.server.will(answer(200, "{}", {{"X-RateLimit-Delay", "0.512"}}));
    world.server.otherwise(answer(200, "{}"));
    auto client = world.client();
    for (int i = 0; i < 4; ++i) {
        CHECK(must_be<Response>(client.send(world.create())).status == 200);
    }
    const auto requests = world.server.requests();
    REQUIRE(requests.size() == 4); // A success is not repeated.
    CHECK(requests[1].arrived == 5s);
    CHECK(requests[2].arrived == 30s);
    CHECK(requests[3].arrived == 30'512ms);
    CHECK(client.traffic().waited == 30'512ms);
}

TEST_CASE("a storm of 429 is met with fewer requests, none of them early", "[http]")
{
    HttpWorld world;
    world.server.will(throttled("2"), 20);
    world.server.otherwise(answer(200, "{}"));
    auto client = world.client();
    const std::vector<Request> requests(30, world.get());
    for (const auto& outcome : client.send_all(requests)) {
        CHECK(must_be<Response>(outcome).status == 200);
    }
    // The server's clock moves only while the client sleeps, so that a wave is what arrived at
    // once.
    std::map<Ms, int> waves;
    for (const auto& seen : world.server.requests()) {
        ++waves[seen.arrived];
    }
    std::vector<int> sizes;
    auto last = Ms{-2000};
    for (const auto& [arrived, count] : waves) {
        CHECK(arrived - last >= 2s);
        sizes.push_back(count);
        last = arrived;
    }
    // The last wave is all the rest, once the tracker has recovered.
    CHECK(sizes == std::vector<int>{8, 4, 2, 1, 1, 1, 1, 1, 1, 30});
}

TEST_CASE("a tracker that is not there is asked three times, not once per request", "[http]")
{
    HttpWorld world;
    int port = 0;
    {
        const ScriptedServer gone;
        port = gone.port();
    }
    auto setup = world.setup();
    const auto url = "http://127.0.0.1:" + std::to_string(port);
    setup.base = Url::parse(url);
    Client client{std::move(setup)};
    const std::vector<Request> requests(100, Request{.url = url + "/"});
    const auto outcomes = client.send_all(requests);
    for (const auto& outcome : outcomes) {
        CHECK(must_be<NotSent>(outcome).is_connection);
        CHECK_FALSE(must_be<NotSent>(outcome).is_tls);
    }
    CHECK(client.traffic().calls == 0);
    CHECK(client.traffic().repeats == 2 * 8);
}

TEST_CASE("a create whose connection is refused is tried again", "[http]")
{
    HttpWorld world;
    auto setup = world.setup();
    int port = 0;
    {
        const ScriptedServer gone;
        port = gone.port();
    }
    setup.base = Url::parse("http://127.0.0.1:" + std::to_string(port));
    Client client{std::move(setup)};
    auto request = world.create();
    request.url = "http://127.0.0.1:" + std::to_string(port) + "/items";
    (void)must_be<NotSent>(client.send(request));
    CHECK(client.traffic().repeats == 2);
}

TEST_CASE("a host without an address is out of reach", "[http]")
{
    HttpWorld world;
    auto setup = world.setup();
    // Longer than a name can be, so that no resolver is asked.
    const auto url = "https://" + std::string(64, 'x') + ".invalid";
    setup.base = Url::parse(url);
    Client client{std::move(setup)};
    const auto not_sent = must_be<NotSent>(client.send({.url = url + "/"}));
    CHECK(not_sent.is_connection);
    CHECK_FALSE(not_sent.is_tls);
}

TEST_CASE("a guarded write that may have been done is never said to be turned away", "[http]")
{
    SECTION("lost answer, then 429 to the end")
    {
        HttpWorld world;
        world.server.will(script().then_reset());
        world.server.otherwise(throttled("1"));
        auto client = world.client();
        (void)must_be<NoAnswer>(client.send(world.update()));
    }
    SECTION("server error, then not reachable")
    {
        HttpWorld world;
        auto setup = world.setup();
        auto server = std::make_unique<ScriptedServer>();
        const auto url = server->url();
        setup.base = Url::parse(url);
        setup.sleep = [&](Ms time) {
            world.clock.advance(time);
            server.reset();
        };
        world.random.octet = std::byte{0xff};
        server->will(answer(502));
        Client client{std::move(setup)};
        auto request = world.update();
        request.url = url + "/items/1";
        (void)must_be<NoAnswer>(client.send(request));
    }
    SECTION("for reading the last answer is all there is to know")
    {
        HttpWorld world;
        world.server.will(script().then_reset());
        world.server.otherwise(throttled("1"));
        auto client = world.client();
        CHECK(must_be<Response>(client.send(world.get())).status == 429);
    }
    SECTION("a real answer to a repeat counts")
    {
        HttpWorld world;
        world.server.will(script().then_reset()).will(answer(412, "{}"));
        auto client = world.client();
        CHECK(must_be<Response>(client.send(world.update())).status == 412);
    }
}
