// Redirects: followed for reading, within the origin, three times; never for a write.

#include "http_world.hpp"

using namespace syncctl::http;
using namespace syncctl::test;

namespace {

Script redirect(int status, const std::string& location)
{
    return answer(status, "moved", {{"Location", location}});
}

} // namespace

TEST_CASE("a GET follows redirects within its origin", "[http]")
{
    HttpWorld world;
    world.server.will(redirect(301, "/b/c"))
        .will(redirect(302, "d?e=f"))
        .will(redirect(308, world.server.url() + "/g#h"))
        .will(answer(200, "there"));
    auto client = world.client();
    CHECK(must_be<Response>(client.send(world.get("/a"))).body == "there");
    const auto requests = world.server.requests();
    REQUIRE(requests.size() == 4);
    CHECK(requests[1].target == "/b/c");
    CHECK(requests[2].target == "/b/d?e=f");
    CHECK(requests[3].target == "/g");
    CHECK(requests[3].header("Authorization"));
    CHECK(client.traffic().calls == 4);
    CHECK(client.traffic().repeats == 0);
}

TEST_CASE("a fourth redirect, and a loop, end with the redirect itself", "[http]")
{
    HttpWorld world;
    world.server.otherwise(redirect(302, "/again"));
    auto client = world.client();
    const auto response = must_be<Response>(client.send(world.get()));
    CHECK(response.status == 302);
    CHECK(response.redirect_origin == world.server.url());
    CHECK(world.server.requests().size() == 4);
}

TEST_CASE("a redirect to another origin is not followed and sends nothing there", "[http]")
{
    HttpWorld world;
    ScriptedServer other;
    const auto own_port = std::to_string(world.server.port());
    const std::string unusable = "an unusable URL";
    const std::vector<std::pair<std::string, std::string>> targets{
        {other.url() + "/x", other.url()},
        {"//127.0.0.1:" + std::to_string(other.port()) + "/x", other.url()},
        {"http://localhost:" + own_port + "/x", "http://localhost:" + own_port},
        {"https://127.0.0.1:" + own_port + "/x", "https://127.0.0.1:" + own_port},
        {"https://login.example/_signin?token=abc", "https://login.example:443"},
        {"file:///etc/passwd", unusable},
        {"ftp://127.0.0.1/x", unusable},
        {"http://user:pass@127.0.0.1:" + own_port + "/", unusable},
        {"http://127.0.0.1:" + own_port + "\\@127.0.0.1:" + std::to_string(other.port()), unusable},
        {"http://127.0.0.1:" + own_port + "@127.0.0.1:" + std::to_string(other.port()), unusable},
        {"/" + std::string(20'000, 'x'), unusable},
        {"javascript:alert(1)", unusable}};
    for (const int status : {301, 302, 303, 307, 308}) {
        for (const auto& [location, origin] : targets) {
            INFO(status << ' ' << location.substr(0, 80));
            world.server.will(redirect(status, location));
            auto client = world.client();
            const auto response = must_be<Response>(client.send(world.get()));
            CHECK(response.status == status);
            CHECK(response.redirect_origin == origin);
        }
    }
    CHECK(other.connections() == 0);
    CHECK(world.server.requests().size() == 5 * targets.size());
}

TEST_CASE("a Location with a line break or of 64 KiB is no answer", "[http]")
{
    HttpWorld world;
    world.limits.repeats = 0;
    world.server.will(raw("HTTP/1.1 302 Found\r\nLocation: /x\rSet-Cookie: a=b\r\n\r\n"));
    world.server.will(redirect(302, "/" + std::string(65'536, 'x')));
    auto client = world.client();
    (void)must_be<NoAnswer>(client.send(world.get()));
    (void)must_be<NoAnswer>(client.send(world.get()));
    CHECK(world.server.requests().size() == 2);
}

TEST_CASE("a write is never redirected, wherever to", "[http]")
{
    HttpWorld world;
    ScriptedServer other;
    for (const int status : {301, 302, 303, 307, 308}) {
        for (const auto& location : {std::string{"/elsewhere"}, other.url() + "/x"}) {
            for (const auto& request : {world.create(), world.update()}) {
                world.server.will(redirect(status, location));
                auto client = world.client();
                const auto response = must_be<Response>(client.send(request));
                CHECK(response.status == status);
                CHECK_FALSE(response.redirect_origin.empty());
            }
        }
    }
    CHECK(world.server.requests().size() == 20);
    CHECK(other.connections() == 0);
}

TEST_CASE("a credential in a header of its own stays as well", "[http]")
{
    HttpWorld world;
    ScriptedServer other;
    auto setup = world.setup();
    setup.authorization = {"authtoken", syncctl::base::Secret{std::string_view{"s3cret-token"}}};
    Client client{std::move(setup)};
    world.server.will(redirect(302, other.url() + "/x"));
    (void)must_be<Response>(client.send(world.get()));
    CHECK(world.server.requests().back().header("authtoken") == "s3cret-token");
    CHECK(other.received().empty());
}

TEST_CASE("a redirect without a target is an answer like any other", "[http]")
{
    HttpWorld world;
    world.server.will(answer(302)).will(answer(300, "", {{"Location", "/x"}}));
    auto client = world.client();
    CHECK(must_be<Response>(client.send(world.get())).redirect_origin.empty());
    CHECK(must_be<Response>(client.send(world.get())).status == 300);
}
