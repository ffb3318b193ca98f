// Servers that are slow on purpose. Real time, with limits of a second or less.

#include "http_world.hpp"
#include "support/certificates.hpp"
#include "support/temp_dir.hpp"

using namespace syncctl::http;
using namespace syncctl::test;

namespace {

void make_short(Limits& limits)
{
    limits.repeats = 0;
    limits.stall_timeout = 1s;
    limits.total_timeout = 10s;
}

} // namespace

TEST_CASE("a server that takes the request and says nothing is given up", "[http]")
{
    HttpWorld world;
    make_short(world.limits);
    world.server.otherwise(script().then_stall());
    auto client = world.client();
    // Both at once, so that it takes no longer than one.
    const std::vector<Request> requests{world.get(), world.create()};
    for (const auto& outcome : client.send_all(requests)) {
        (void)must_be<NoAnswer>(outcome);
    }
}

TEST_CASE("one octet at a time ends by the stall limit, in the head and in the body", "[http]")
{
    HttpWorld world;
    make_short(world.limits);
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n";
    world.server.will(script().then_trickle(head + std::string(1000, 'x'), 20ms));
    world.server.will(raw(head).then_trickle(std::string(1000, 'x'), 20ms));
    auto client = world.client();
    const std::vector<Request> requests(2, world.get());
    for (const auto& outcome : client.send_all(requests)) {
        (void)must_be<NoAnswer>(outcome);
    }
}

TEST_CASE("a transfer that never stalls ends by the total limit", "[http]")
{
    HttpWorld world;
    make_short(world.limits);
    world.limits.stall_timeout = 30s;
    world.limits.total_timeout = 1s;
    world.server.will(raw("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
                          .then_trickle(std::string(100'000, 'x'), 1ms));
    auto client = world.client();
    (void)must_be<NoAnswer>(client.send(world.get()));
}

TEST_CASE("a handshake that is never finished was not a request", "[http]")
{
    const TempDir folder;
    Authority authority{folder.path()};
    HttpWorld world{authority.issue()};
    make_short(world.limits);
    world.limits.connect_timeout = 300ms;
    world.server.at_accept(0, script().then_stall());
    world.server.at_accept(1, script().then_trickle("\x16\x03\x03\x40", 200ms).then_stall());
    auto setup = world.setup();
    setup.ca_file = authority.ca_file();
    Client client{std::move(setup)};
    for (int i = 0; i < 2; ++i) {
        const auto not_sent = must_be<NotSent>(client.send(world.create()));
        CHECK(not_sent.is_connection);
    }
    CHECK(world.server.requests().empty());
}

TEST_CASE("a handshake that is cut off is tried again", "[http]")
{
    const TempDir folder;
    Authority authority{folder.path()};
    HttpWorld world{authority.issue()};
    world.random.octet = std::byte{0xff};
    world.server.at_accept(0, script().then_reset());
    world.server.at_accept(1, script().then_reset());
    world.server.otherwise(answer(201, "{}"));
    auto setup = world.setup();
    setup.ca_file = authority.ca_file();
    Client client{std::move(setup)};
    CHECK(must_be<Response>(client.send(world.create())).status == 201);
    CHECK(client.traffic().repeats == 2);
    CHECK(world.server.requests().size() == 1);
}

TEST_CASE("an answer that comes after the client has left is ignored", "[http]")
{
    HttpWorld world;
    make_short(world.limits);
    world.server.will(
        script().then_trickle(std::string(1, 'H'), 1300ms).then_send("TTP/1.1 200 OK\r\n"));
    world.server.otherwise(answer(200, "mine"));
    auto client = world.client();
    (void)must_be<NoAnswer>(client.send(world.create()));
    CHECK(must_be<Response>(client.send(world.get())).body == "mine");
}
