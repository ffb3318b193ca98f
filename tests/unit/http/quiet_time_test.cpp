// What a tracker asked for outlives the client that was told.

#include "http_world.hpp"

using namespace syncctl::http;
using namespace syncctl::test;
using syncctl::base::Timestamp;

namespace {

/// By the clock of the world, which begins at noon.
Timestamp noon_and(std::chrono::milliseconds later)
{
    return {SleepClock::k_start_ms + later.count()};
}

/// The next process: another client, the same tracker.
Client next_client(HttpWorld& world, std::optional<Timestamp> not_before)
{
    auto setup = world.setup();
    setup.not_before = not_before;
    return Client{std::move(setup)};
}

Script busy_for(const std::string& retry_after)
{
    return answer(429, "slow down", {{"Retry-After", retry_after}});
}

} // namespace

TEST_CASE("a client tells until when its tracker wants no request", "[http]")
{
    HttpWorld world;
    auto client = world.client();
    CHECK_FALSE(client.quiet_until());

    SECTION("none was asked for")
    {
        world.server.otherwise(answer(200, "{}"));
        (void)must_be<Response>(client.send(world.get()));
        CHECK_FALSE(client.quiet_until());
    }
    SECTION("longer than it may wait")
    {
        world.server.otherwise(busy_for("3600"));
        (void)must_be<Response>(client.send(world.get()));
        CHECK(client.quiet_until() == noon_and(1h));
        world.clock.advance(59min);
        CHECK(client.quiet_until() == noon_and(1h));
        world.clock.advance(1min);
        CHECK_FALSE(client.quiet_until());
    }
    SECTION("after a success")
    {
        world.server.otherwise(answer(200, "{}", {{"Retry-After", "5"}}));
        (void)must_be<Response>(client.send(world.get()));
        CHECK(client.quiet_until() == noon_and(5s));
    }
    SECTION("it was waited for")
    {
        world.server.will(busy_for("7"));
        world.server.otherwise(answer(200, "{}"));
        (void)must_be<Response>(client.send(world.get()));
        CHECK_FALSE(client.quiet_until());
    }
    SECTION("the latest of several")
    {
        world.limits.concurrency = 2;
        world.server.will(busy_for("7200"));
        world.server.otherwise(busy_for("3600"));
        const std::vector<Request> requests(2, world.get());
        (void)client.send_all(requests);
        CHECK(client.quiet_until() == noon_and(2h));
    }
    SECTION("for ever, which is a week")
    {
        world.server.otherwise(busy_for("99999999999999999999"));
        (void)must_be<Response>(client.send(world.get()));
        CHECK(client.quiet_until() == noon_and(24h * 7));
    }
}

TEST_CASE("what an earlier client was told is waited for by the next one", "[http]")
{
    HttpWorld world;
    world.server.otherwise(answer(200, "{}"));
    auto client = next_client(world, noon_and(40s));
    CHECK(client.quiet_until() == noon_and(40s));
    CHECK(must_be<Response>(client.send(world.create())).status == 200);
    CHECK(world.slept == std::vector<std::chrono::milliseconds>{40s});
    CHECK(world.server.requests().at(0).arrived == 40s);
    CHECK(client.traffic().waited == 40s);
    CHECK_FALSE(client.quiet_until());
}

TEST_CASE("what is longer than the next client may wait ends without a request", "[http]")
{
    HttpWorld world;
    world.server.otherwise(answer(200, "{}"));
    auto client = next_client(world, noon_and(1h));
    for (const auto& request : {world.get(), world.create()}) {
        const auto not_sent = must_be<NotSent>(client.send(request));
        CHECK(not_sent.reason ==
              "the tracker asked for no request before 2026-11-26T13:00:00.000Z");
        CHECK(not_sent.retry_after == 3600s);
        CHECK_FALSE(not_sent.is_connection);
    }
    CHECK(world.slept.empty());
    CHECK(world.server.connections() == 0);
    // Exactly what it was given, so that nobody has to write it down again.
    CHECK(client.quiet_until() == noon_and(1h));

    world.clock.advance(1h);
    CHECK(must_be<Response>(client.send(world.get())).status == 200);
    CHECK_FALSE(client.quiet_until());
}

TEST_CASE("a time that has passed holds nothing up", "[http]")
{
    HttpWorld world;
    world.server.otherwise(answer(200, "{}"));
    for (const auto& passed : {noon_and(0s), noon_and(-1ms), Timestamp{1}}) {
        auto client = next_client(world, passed);
        CHECK_FALSE(client.quiet_until());
        CHECK(must_be<Response>(client.send(world.get())).status == 200);
    }
    CHECK(world.slept.empty());
}

TEST_CASE("a clock that was set back by years keeps nobody waiting for them", "[http]")
{
    HttpWorld world;
    world.server.otherwise(answer(200, "{}"));
    auto client = next_client(world, noon_and(24h * 365 * 5));
    CHECK(client.quiet_until() == noon_and(24h * 7));
    CHECK(must_be<NotSent>(client.send(world.get())).retry_after == 24h * 7);
    world.clock.advance(24h * 7);
    CHECK(must_be<Response>(client.send(world.get())).status == 200);
}

TEST_CASE("a tracker that says in its own words that it is locked is waited for", "[http]")
{
    HttpWorld world;
    auto setup = world.setup();
    setup.lock_time = [](const Response& response) -> std::optional<std::chrono::seconds> {
        return response.body == "locked" ? std::optional<std::chrono::seconds>{40s} : std::nullopt;
    };
    const auto locked = answer(400, "locked");
    SECTION("within the budget, and a create is sent again: it was not processed")
    {
        world.server.will(locked);
        world.server.otherwise(answer(200, "{}"));
        Client client{std::move(setup)};
        auto create = world.get();
        create.method = Method::post;
        create.is_repeatable = false;
        CHECK(must_be<Response>(client.send(create)).status == 200);
        CHECK(world.server.requests().at(1).arrived == 40s);
        CHECK(client.traffic().waited == 40s);
        CHECK_FALSE(client.quiet_until());
    }
    SECTION("for longer than it may wait")
    {
        world.server.otherwise(locked);
        setup.limits.wait_budget = 10s;
        Client client{std::move(setup)};
        const auto response = must_be<Response>(client.send(world.get()));
        CHECK(response.is_throttled);
        CHECK(response.retry_after == 40s);
        CHECK(client.quiet_until() == noon_and(40s));
        CHECK(must_be<NotSent>(client.send(world.get())).retry_after == 40s);
    }
    SECTION("another failure is none")
    {
        world.server.otherwise(answer(400, "no such field"));
        Client client{std::move(setup)};
        CHECK_FALSE(must_be<Response>(client.send(world.get())).is_throttled);
        CHECK_FALSE(client.quiet_until());
    }
}
