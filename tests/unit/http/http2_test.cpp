// HTTP/2: offered over TLS, taken for what may be sent twice.

#include "http_world.hpp"
#include "support/certificates.hpp"
#include "support/http2_front.hpp"
#include "support/temp_dir.hpp"

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>

using namespace syncctl::http;
using namespace syncctl::test;

namespace {

constexpr const char* k_good = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

/// A scripted server behind a front that speaks HTTP/2.
struct Http2World : HttpWorld {
    explicit Http2World(int requests_per_connection = 0)
        : authority{folder.path()},
          front{folder.path(), authority.issue(), server.port(), requests_per_connection}
    {
        server.otherwise(answer(200, "{}"));
    }

    [[nodiscard]] ClientSetup setup()
    {
        auto setup = HttpWorld::setup();
        setup.base = Url::parse(front.url());
        setup.ca_file = authority.ca_file();
        return setup;
    }

    [[nodiscard]] Client client() { return Client{setup()}; }

    /// It waits when nobody listens, and meanwhile there is a new front.
    [[nodiscard]] Client client_that_revives_the_front()
    {
        random.octet = std::byte{0xff};
        auto setup = this->setup();
        setup.sleep = [this](std::chrono::milliseconds time) {
            clock.advance(time);
            front.start_again();
        };
        return Client{std::move(setup)};
    }

    /// To the front instead of the server.
    [[nodiscard]] Request over_front(Request request) const
    {
        request.url.replace(0, server.url().size(), front.url());
        return request;
    }

    /// How many of the requests that went to the tracker's program have this body.
    [[nodiscard]] std::map<std::string, int> bodies() const
    {
        std::map<std::string, int> counts;
        for (const auto& request : server.requests()) {
            ++counts[request.body];
        }
        return counts;
    }

    TempDir folder;
    Authority authority;
    Http2Front front;
};

std::set<int> connections_of(const std::vector<Http2Front::Seen>& seen, const std::string& protocol)
{
    std::set<int> ports;
    for (const auto& request : seen) {
        if (request.protocol == protocol) {
            ports.insert(request.client_port);
        }
    }
    return ports;
}

/// Lets requests go on once so many of them are there at the same time.
class Meeting {
public:
    explicit Meeting(int size) : m_size{size} {}

    void join()
    {
        std::unique_lock lock{m_mutex};
        m_most = std::max(m_most, ++m_present);
        m_has_met = m_has_met || m_present == m_size;
        m_came.notify_all();
        m_came.wait_for(lock, 10s, [this] { return m_has_met; });
        --m_present;
    }

    [[nodiscard]] int most() const { return m_most; }

private:
    const int m_size;
    std::mutex m_mutex;
    std::condition_variable m_came;
    int m_present = 0;
    int m_most = 0;
    bool m_has_met = false;
};

} // namespace

TEST_CASE("reads share one connection of HTTP/2, as many at a time as are allowed", "[http][http2]")
{
    Http2World world;
    world.limits.concurrency = 5;
    Meeting meeting{5};
    world.server.otherwise(script().then([&] { meeting.join(); }).then_send(k_good));
    auto client = world.client();
    const std::vector<Request> requests(40, world.over_front(world.get()));

    for (const auto& outcome : client.send_all(requests)) {
        CHECK(must_be<Response>(outcome).status == 200);
    }

    CHECK(meeting.most() == 5);
    const auto seen = world.front.answered(40);
    CHECK(seen.size() == 40);
    CHECK(connections_of(seen, "h2").size() == 1);
    CHECK(connections_of(seen, "http/1.1").empty());
    REQUIRE(world.log.details.size() == 40);
    for (const auto& line : world.log.details) {
        CHECK(line.find(" -> HTTP/2 200 in ") != std::string::npos);
    }
}

TEST_CASE("updates go over HTTP/2, creates never do", "[http][http2]")
{
    Http2World world;
    auto client = world.client();
    const std::vector<Request> requests{world.over_front(world.get()),
                                        world.over_front(world.create()),
                                        world.over_front(world.update()),
                                        world.over_front(world.create("another")),
                                        world.over_front(world.get())};
    for (const auto& request : requests) {
        CHECK(must_be<Response>(client.send(request)).status == 200);
    }
    const auto seen = world.front.answered(requests.size());
    REQUIRE(seen.size() == requests.size());
    for (const auto& request : seen) {
        CHECK(request.protocol == (request.method == "POST" ? "http/1.1" : "h2"));
    }
    // Either kind keeps its connection.
    CHECK(connections_of(seen, "h2").size() == 1);
    CHECK(connections_of(seen, "http/1.1").size() == 1);
    CHECK(world.log.details.at(1).find(" -> HTTP/1.1 200 in ") != std::string::npos);
}

TEST_CASE("a server that says goodbye after every few requests is followed", "[http][http2]")
{
    Http2World world{5};
    auto client = world.client();
    std::vector<Request> requests;
    for (int i = 0; i < 90; ++i) {
        auto request = i % 3 == 0   ? world.get()
                       : i % 3 == 1 ? world.create(std::to_string(i))
                                    : world.update();
        requests.push_back(world.over_front(std::move(request)));
    }

    const auto outcomes = client.send_all(requests);

    auto bodies = world.bodies();
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        // A create that crosses with the end of its connection is in doubt; all else comes through.
        if (requests[i].is_repeatable || std::holds_alternative<Response>(outcomes[i])) {
            CHECK(must_be<Response>(outcomes[i]).status == 200);
        }
        if (!requests[i].is_repeatable) {
            const auto count = bodies[requests[i].body];
            CHECK(count <= 1);
            CHECK((count == 1 || std::holds_alternative<NoAnswer>(outcomes[i])));
        }
    }
    CHECK(connections_of(world.front.answered(60), "h2").size() > 5);
}

TEST_CASE("creates whose front dies under them are sent once or not at all", "[http][http2]")
{
    Http2World world;
    world.limits.concurrency = 4;
    // A request is tried three times, so that each of them gets through.
    for (int i = 0; i < 2; ++i) {
        world.server.will(answer(200, "{}"), 19);
        world.server.will(script().then([&] { world.front.kill(); }).then_send(k_good));
    }
    auto client = world.client_that_revives_the_front();
    std::vector<Request> requests;
    for (int i = 0; i < 60; ++i) {
        requests.push_back(world.over_front(world.create(std::to_string(i))));
    }

    const auto outcomes = client.send_all(requests);

    auto bodies = world.bodies();
    int lost = 0;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const auto count = bodies[std::to_string(i)];
        if (std::holds_alternative<Response>(outcomes[i])) {
            CHECK(count == 1);
        } else {
            (void)must_be<NoAnswer>(outcomes[i]);
            CHECK(count <= 1);
            ++lost;
        }
    }
    CHECK(lost >= 2);
    CHECK(lost <= 8);
}

TEST_CASE("reads and updates whose front dies under them come through", "[http][http2]")
{
    Http2World world;
    world.limits.concurrency = 4;
    world.server.will(answer(200, "{}"), 9);
    world.server.will(script().then([&] { world.front.kill(); }).then_send(k_good));
    auto client = world.client_that_revives_the_front();
    std::vector<Request> requests;
    for (int i = 0; i < 30; ++i) {
        requests.push_back(world.over_front(i % 2 == 0 ? world.get() : world.update()));
    }
    for (const auto& outcome : client.send_all(requests)) {
        CHECK(must_be<Response>(outcome).status == 200);
    }
    CHECK(client.traffic().repeats > 0);
}
