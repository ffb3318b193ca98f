// So many calls in any minute: no more, and nobody waits who need not.

#include "http_world.hpp"

#include <string>

using namespace syncctl::http;
using namespace syncctl::test;

namespace {

using Ms = std::chrono::milliseconds;
using Times = std::vector<Ms>;

Times arrivals(const HttpWorld& world)
{
    Times times;
    for (const auto& request : world.server.requests()) {
        times.push_back(request.arrived);
    }
    return times;
}

std::vector<Request> several(const HttpWorld& world, std::size_t count)
{
    return std::vector<Request>(count, world.get());
}

} // namespace

TEST_CASE("as many calls as a minute may have wait for nothing", "[http]")
{
    HttpWorld world;
    world.limits.calls_per_minute = 5;
    world.server.otherwise(answer(200, "{}"));
    auto client = world.client();
    (void)client.send_all(several(world, 5));
    CHECK(arrivals(world) == Times(5, 0s));
    CHECK(world.slept.empty());
    CHECK(client.traffic().paced == 0s);
}

TEST_CASE("a call starts a minute after the one so many before it", "[http]")
{
    HttpWorld world;
    world.limits.calls_per_minute = 2;
    world.server.otherwise(answer(200, "{}"));
    auto client = world.client();
    (void)client.send(world.get());
    world.clock.advance(20s);
    (void)client.send(world.get());
    (void)client.send_all(several(world, 4));
    CHECK(arrivals(world) == Times{0s, 20s, 60s, 80s, 120s, 140s});
    CHECK(world.slept == Times{40s, 20s, 40s, 20s});
    CHECK(client.traffic().paced == 120s);
    CHECK(client.traffic().waited == 0s);

    // To the millisecond.
    world.clock.advance(59'999ms);
    (void)client.send_all(several(world, 3));
    CHECK(world.slept == Times{40s, 20s, 40s, 20s, 1ms, 59'999ms});
}

TEST_CASE("without a limit no call waits", "[http]")
{
    HttpWorld world;
    world.limits.calls_per_minute = GENERATE(0, -1);
    world.server.otherwise(answer(200, "{}"));
    auto client = world.client();
    (void)client.send_all(several(world, 100));
    CHECK(world.slept.empty());
}

TEST_CASE("repeats and redirects count as calls", "[http]")
{
    HttpWorld world;
    world.limits.calls_per_minute = 1;
    auto client = world.client();
    SECTION("a repeat")
    {
        world.server.will(answer(503)).will(answer(200, "{}"));
        CHECK(must_be<Response>(client.send(world.get())).status == 200);
        CHECK(client.traffic().repeats == 1);
    }
    SECTION("a redirect")
    {
        world.server.will(answer(302, "", {{"Location", "/there"}})).will(answer(200, "{}"));
        CHECK(must_be<Response>(client.send(world.get())).status == 200);
    }
    SECTION("a call that found nobody")
    {
        world.server.will(script().then_close()).will(answer(200, "{}"));
        (void)must_be<NoAnswer>(client.send(world.create()));
        CHECK(must_be<Response>(client.send(world.create())).status == 200);
    }
    CHECK(arrivals(world) == Times{0s, 60s});
}

TEST_CASE("many calls may take longer than a tracker may keep us waiting", "[http]")
{
    HttpWorld world;
    world.limits.calls_per_minute = 10;
    world.limits.wait_budget = 30s;
    world.server.otherwise(answer(200, "{}"));
    auto client = world.client();
    for (const auto& outcome : client.send_all(several(world, 200))) {
        CHECK(must_be<Response>(outcome).status == 200);
    }
    CHECK(client.traffic().paced == 19min);
    CHECK(client.traffic().waited == 0s);
}

TEST_CASE("of a wait for both only what the tracker asked for counts in the budget", "[http]")
{
    HttpWorld world;
    world.limits.calls_per_minute = 1;
    world.limits.wait_budget = 20s;
    world.server.will(answer(200, "{}", {{"Retry-After", "15"}}));
    world.server.otherwise(answer(200, "{}"));
    auto client = world.client();
    (void)client.send_all(several(world, 2));
    CHECK(arrivals(world) == Times{0s, 60s});
    CHECK(client.traffic().waited == 15s);
    CHECK(client.traffic().paced == 45s);
}

TEST_CASE("a rest that is longer than the minute is the tracker's", "[http]")
{
    HttpWorld world;
    world.limits.calls_per_minute = 1;
    world.limits.wait_budget = 80s;
    world.server.otherwise(answer(200, "{}", {{"Retry-After", "90"}}));
    auto client = world.client();
    const auto outcomes = client.send_all(several(world, 2));
    (void)must_be<Response>(outcomes[0]);
    CHECK(must_be<NotSent>(outcomes[1]).retry_after == 90s);
    CHECK(world.slept.empty());
}

TEST_CASE("a request to stop ends the wait for the next minute", "[http]")
{
    HttpWorld world;
    world.limits.calls_per_minute = 1;
    world.server.otherwise(answer(200, "{}"));
    auto setup = world.setup();
    setup.sleep = [&](Ms) { world.stop.request(15); };
    Client client{std::move(setup)};
    const auto outcomes = client.send_all(several(world, 3));
    (void)must_be<Response>(outcomes[0]);
    CHECK(must_be<NotSent>(outcomes[1]).reason == "the program was asked to stop");
    (void)must_be<NotSent>(outcomes[2]);
    CHECK(world.server.requests().size() == 1);
}
