// The program is asked to stop: waits end, reading is left off, a write gets its answer.

#include "http_world.hpp"

#include <unistd.h>

#include <fstream>
#include <future>
#include <string>
#include <thread>

using namespace syncctl::http;
using namespace syncctl::test;

namespace {

using Ms = std::chrono::milliseconds;

Script throttled(const std::string& retry_after)
{
    return answer(429, "slow down", {{"Retry-After", retry_after}});
}

/// As proc(5) tells: the state stands behind the name of the program, which is in parentheses.
void wait_until_asleep(pid_t thread)
{
    for (;;) {
        std::ifstream in{"/proc/self/task/" + std::to_string(thread) + "/stat"};
        std::string stat;
        std::getline(in, stat);
        const auto name_end = stat.rfind(')');
        if (name_end == std::string::npos || stat.substr(name_end, 3) == ") S") {
            return;
        }
        std::this_thread::yield();
    }
}

} // namespace

TEST_CASE("a request to stop ends a wait and starts nothing new", "[http]")
{
    HttpWorld world;
    world.limits.concurrency = 1;
    world.server.otherwise(throttled("60"));
    auto setup = world.setup();
    setup.sleep = [&](Ms) { world.stop.request(15); };
    Client client{std::move(setup)};
    const std::vector<Request> requests(3, world.get());
    const auto outcomes = client.send_all(requests);
    CHECK(must_be<Response>(outcomes[0]).status == 429);
    (void)must_be<NotSent>(outcomes[1]);
    (void)must_be<NotSent>(outcomes[2]);
    (void)must_be<NotSent>(client.send(world.get()));
    CHECK(world.server.requests().size() == 1);
}

TEST_CASE("a request to stop leaves off reading", "[http]")
{
    HttpWorld world;
    world.server.will(script().then([&] { world.stop.request(15); }).then_stall());
    auto client = world.client();
    CHECK(must_be<NoAnswer>(client.send(world.get())).evidence == "the program was asked to stop");
}

TEST_CASE("a request to stop lets a write finish", "[http]")
{
    HttpWorld world;
    std::promise<void> reader_has_left;
    world.server.at("/slow", script().then_stall().then([&] { reader_has_left.set_value(); }));
    world.server.at("/items",
                    script()
                        .then([&] {
                            world.stop.request(15);
                            // By then the client has seen that it is to stop.
                            reader_has_left.get_future().wait();
                        })
                        .then_send("HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}"));
    auto client = world.client();
    const std::vector<Request> requests{world.get("/slow"), world.create()};
    const auto outcomes = client.send_all(requests);
    (void)must_be<NoAnswer>(outcomes[0]);
    CHECK(must_be<Response>(outcomes[1]).status == 201);
}

TEST_CASE("the real sleep ends when the program is to stop", "[http]")
{
    struct TellingLog final : syncctl::base::Log {
        void warning(std::string_view /*text*/) override {}

        void detail(std::string_view /*text*/) override { answered.set_value(); }

        std::promise<void> answered;
    };

    HttpWorld world;
    TellingLog log;
    world.server.otherwise(throttled("600"));
    auto setup = world.setup();
    setup.log = &log;
    setup.sleep = nullptr;
    setup.clock = nullptr;
    setup.random = nullptr;
    Client client{std::move(setup)};
    const auto waiting = ::gettid();
    std::thread stopper{[&] {
        log.answered.get_future().wait();
        wait_until_asleep(waiting);
        world.stop.request(2);
    }};
    CHECK(must_be<Response>(client.send(world.get())).status == 429);
    stopper.join();
}
