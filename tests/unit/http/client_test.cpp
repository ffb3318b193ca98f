#include "support/scripted_server.hpp"

#include "syncctl/http/client.hpp"

#include <catch2/catch.hpp>

using namespace syncctl;
using namespace syncctl::http;
using syncctl::test::answer;
using syncctl::test::ScriptedServer;

namespace {

ClientSetup setup_for(const ScriptedServer& server, base::Log& log)
{
    ClientSetup setup{.base = Url::parse(server.url())};
    setup.authorization = {"Authorization", base::Secret{std::string_view{"Basic c2VjcmV0"}}};
    setup.log = &log;
    return setup;
}

} // namespace

TEST_CASE("a request is answered", "[http]")
{
    ScriptedServer server;
    base::NullLog log;
    server.will(answer(200, R"({"a":1})", {{"Content-Type", "application/json; charset=utf-8"}}));
    Client client{setup_for(server, log)};
    const auto outcome = client.send({.method = Method::get, .url = server.url() + "/a?b=c"});
    REQUIRE(std::holds_alternative<Response>(outcome));
    const auto& response = std::get<Response>(outcome);
    CHECK(response.status == 200);
    CHECK(response.is_json());
    CHECK(response.body == R"({"a":1})");
    REQUIRE(server.requests().size() == 1);
    const auto seen = server.requests().front();
    CHECK(seen.target == "/a?b=c");
    CHECK(seen.header("authorization") == "Basic c2VjcmV0");
}

TEST_CASE("a reset on a reused connection never makes a create twice", "[http]")
{
    ScriptedServer server;
    base::NullLog log;
    server.will(answer(200, "{}"));
    server.will(test::script().then_reset());
    server.otherwise(answer(200, "{}"));
    Client client{setup_for(server, log)};
    REQUIRE(std::holds_alternative<Response>(
        client.send({.method = Method::get, .url = server.url() + "/"})));
    const auto outcome = client.send({.method = Method::post,
                                      .url = server.url() + "/create",
                                      .body = "{\"title\":1}",
                                      .is_repeatable = false});
    CHECK(std::holds_alternative<NoAnswer>(outcome));
    REQUIRE(server.requests().size() == 2);
    CHECK(server.requests().back().body == "{\"title\":1}");
}
