// TLS: verified, at least 1.2, and without it no octet of a request leaves.

#include "http_world.hpp"
#include "support/certificates.hpp"
#include "support/temp_dir.hpp"

#include "syncctl/base/error.hpp"

#include <cstdlib>
#include <fstream>

using namespace syncctl::http;
using namespace syncctl::test;
using syncctl::Error;
using syncctl::ErrorCode;

namespace {

/// A client of this server that trusts this authority.
Client trusting(HttpWorld& world, const std::string& ca_file)
{
    auto setup = world.setup();
    setup.ca_file = ca_file;
    return Client{std::move(setup)};
}

/// Refused while connecting, with no octet of the request sent, and not tried again.
void check_refused(HttpWorld& world, const std::string& ca_file)
{
    world.server.otherwise(answer(200, "{}"));
    auto client = trusting(world, ca_file);
    for (const auto& request : {world.get(), world.create()}) {
        const auto not_sent = must_be<NotSent>(client.send(request));
        INFO(not_sent.reason);
        CHECK(not_sent.is_connection);
        CHECK(not_sent.is_tls);
    }
    CHECK(world.server.requests().empty());
    CHECK(world.server.received().empty());
    CHECK(world.server.connections() == 2);
    CHECK(world.slept.empty());
}

class Variable {
public:
    Variable(const char* name, const std::string& value) : m_name{name}
    {
        ::setenv(name, value.c_str(), 1);
    }

    ~Variable() { ::unsetenv(m_name); }

    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

private:
    const char* m_name;
};

} // namespace

TEST_CASE("a certificate of the authority that was named is accepted", "[http]")
{
    const TempDir folder;
    Authority authority{folder.path()};
    HttpWorld world{authority.issue()};
    world.server.otherwise(answer(200, "{}"));
    auto client = trusting(world, authority.ca_file());
    CHECK(must_be<Response>(client.send(world.get())).status == 200);
    CHECK(must_be<Response>(client.send(world.create())).status == 200);
    CHECK(must_be<Response>(client.send(world.get())).status == 200);
    CHECK(world.server.connections() == 1);
}

TEST_CASE("a certificate that cannot be verified is refused", "[http]")
{
    const TempDir folder;
    const TempDir other_folder;
    Authority authority{folder.path()};
    Authority other{other_folder.path()};
    SECTION("of another authority")
    {
        HttpWorld world{other.issue()};
        check_refused(world, authority.ca_file());
    }
    SECTION("of an authority that the system does not know")
    {
        HttpWorld world{authority.issue()};
        check_refused(world, "");
    }
    SECTION("for another name")
    {
        HttpWorld world{authority.issue({.names = "DNS:localhost,IP:127.0.0.2"})};
        check_refused(world, authority.ca_file());
    }
    SECTION("expired")
    {
        HttpWorld world{
            authority.issue({.begins = std::chrono::hours{-48}, .ends = std::chrono::hours{-1}})};
        check_refused(world, authority.ca_file());
    }
    SECTION("not yet valid")
    {
        HttpWorld world{authority.issue({.begins = std::chrono::hours{1}})};
        check_refused(world, authority.ca_file());
    }
    SECTION("TLS 1.1 only")
    {
        auto identity = authority.issue();
        identity.is_limited_to_tls_1_1 = true;
        HttpWorld world{identity};
        check_refused(world, authority.ca_file());
    }
}

TEST_CASE("plain HTTP on the port for https gets no request", "[http]")
{
    const TempDir folder;
    Authority authority{folder.path()};
    HttpWorld world{authority.issue()};
    for (const int connection : {0, 1}) {
        world.server.at_accept(connection, answer(200, "{}").then_stall());
    }
    check_refused(world, authority.ca_file());
}

TEST_CASE("a certificate that changes for the worse is noticed on the next connection", "[http]")
{
    const TempDir folder;
    const TempDir other_folder;
    Authority authority{folder.path()};
    Authority other{other_folder.path()};
    HttpWorld good{authority.issue()};
    good.server.otherwise(answer(200, "{}"));
    auto client = trusting(good, authority.ca_file());
    (void)must_be<Response>(client.send(good.get()));
    HttpWorld bad{other.issue()};
    check_refused(bad, authority.ca_file());
}

TEST_CASE("a CA file that is missing, empty or something else is named", "[http]")
{
    const TempDir folder;
    HttpWorld world;
    std::ofstream{folder / "empty.pem"};
    std::ofstream{folder / "text.pem"} << "not a certificate\n";
    for (const auto& path :
         {folder / "missing.pem", folder / "empty.pem", folder / "text.pem", folder.path()}) {
        auto setup = world.setup();
        setup.ca_file = path.string();
        try {
            const Client client{std::move(setup)};
            FAIL(path.string() << " was accepted");
        } catch (const Error& error) {
            CHECK(error.code() == ErrorCode::setting);
            CHECK(error.message().find(path.string()) != std::string::npos);
        }
    }
}

TEST_CASE("a CA file that only looks like one trusts nobody", "[http]")
{
    const TempDir folder;
    Authority authority{folder.path()};
    HttpWorld world{authority.issue()};
    const auto broken = (folder / "broken.pem").string();
    std::ofstream{broken} << "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    auto client = trusting(world, broken);
    const auto not_sent = must_be<NotSent>(client.send(world.get()));
    CHECK(not_sent.is_tls);
    CHECK(world.server.received().empty());
}

TEST_CASE("plain HTTP is for loopback, or wanted and warned about", "[http]")
{
    HttpWorld world;
    {
        const auto client = world.client();
        CHECK(world.log.warnings.empty());
    }
    for (const auto* url :
         {"http://tracker.example", "http://8.8.8.8", "http://127.0.0.1.evil.test"}) {
        auto setup = world.setup();
        setup.base = Url::parse(url);
        CHECK_THROWS_AS(Client{std::move(setup)}, Error);
        auto wanted = world.setup();
        wanted.base = Url::parse(url);
        wanted.allow_http = true;
        world.log.warnings.clear();
        const Client client{std::move(wanted)};
        CHECK(world.log.warnings.size() == 1);
    }
}

TEST_CASE("a proxy sees the name of the host and nothing else", "[http]")
{
    HttpWorld world;
    ScriptedServer proxy;
    proxy.otherwise(answer(502, "no"));
    const Variable variable{"https_proxy",
                            "http://user:proxy-secret@127.0.0.1:" + std::to_string(proxy.port())};
    auto setup = world.setup();
    setup.base = Url::parse("https://tracker.example");
    Client client{std::move(setup)};
    const auto not_sent =
        must_be<NotSent>(client.send({.url = "https://tracker.example/secret/path"}));
    CHECK(not_sent.is_connection);
    REQUIRE_FALSE(proxy.requests().empty());
    for (const auto& seen : proxy.requests()) {
        CHECK(seen.method == "CONNECT");
        CHECK(seen.target == "tracker.example:443");
    }
    CHECK(proxy.received().find("OnMz") == std::string::npos);
    CHECK(proxy.received().find("secret/path") == std::string::npos);
    std::string said = not_sent.reason;
    for (const auto& line : world.log.details) {
        said += line;
    }
    CHECK(said.find("proxy-secret") == std::string::npos);
}

TEST_CASE("a hostile proxy cannot answer for the tracker", "[http]")
{
    const TempDir folder;
    Authority authority{folder.path()};
    HttpWorld world;
    ScriptedServer proxy;
    // It agrees to connect and goes on in plain text.
    proxy.otherwise(
        raw("HTTP/1.1 200 Connected\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"));
    const Variable variable{"https_proxy", "http://127.0.0.1:" + std::to_string(proxy.port())};
    auto setup = world.setup();
    setup.base = Url::parse("https://tracker.example");
    Client client{std::move(setup)};
    const auto not_sent = must_be<NotSent>(client.send({.url = "https://tracker.example/"}));
    CHECK(not_sent.is_tls);
    CHECK(proxy.received().find("OnMz") == std::string::npos);
}

TEST_CASE("through a proxy it is the tracker that is verified, and whose answer counts", "[http]")
{
    const TempDir folder;
    Authority authority{folder.path()};
    const bool is_tracker = GENERATE(true, false);
    // Proxy and tracker in one: what follows the proxy's answer is the tracker's.
    HttpWorld world{
        authority.issue({.names = is_tracker ? "DNS:tracker.example" : "DNS:evil.example"})};
    world.server.at_accept(
        0,
        script()
            .then_read_head()
            .then_send("HTTP/1.1 200 Connected\r\nRetry-After: 9\r\nX-Proxy: 1\r\n\r\n")
            .then_start_tls());
    world.server.otherwise(answer(204, "", {{"X-Tracker", "1"}}));
    const Variable variable{"https_proxy",
                            "http://127.0.0.1:" + std::to_string(world.server.port())};
    auto setup = world.setup();
    setup.base = Url::parse("https://tracker.example");
    setup.ca_file = authority.ca_file();
    Client client{std::move(setup)};
    const auto outcome = client.send({.url = "https://tracker.example/x"});
    if (is_tracker) {
        const auto response = must_be<Response>(outcome);
        CHECK(response.status == 204);
        CHECK(response.header("X-Tracker") == "1");
        CHECK(response.header("X-Proxy").empty());
        CHECK(world.server.requests().front().header("Authorization"));
    } else {
        CHECK(must_be<NotSent>(outcome).is_tls);
        CHECK(world.server.requests().empty());
    }
    const auto received = world.server.received();
    CHECK(received.rfind("CONNECT tracker.example:443 HTTP/1.1\r\n", 0) == 0);
    CHECK(received.substr(0, received.find("\r\n\r\n")).find("Authorization") == std::string::npos);
}

TEST_CASE("what is sent in clear, or to this machine, takes no detour", "[http]")
{
    const TempDir folder;
    Authority authority{folder.path()};
    ScriptedServer proxy;
    const auto url = "http://127.0.0.1:" + std::to_string(proxy.port());
    const Variable plain{"http_proxy", url};
    const Variable encrypted{"https_proxy", url};
    const Variable any{"all_proxy", url};
    HttpWorld world;
    world.server.otherwise(answer(200));
    CHECK(must_be<Response>(world.client().send(world.get())).status == 200);
    HttpWorld tls{authority.issue()};
    tls.server.otherwise(answer(200));
    CHECK(must_be<Response>(trusting(tls, authority.ca_file()).send(tls.get())).status == 200);
    CHECK(proxy.connections() == 0);
}

TEST_CASE("no .netrc is read", "[http]")
{
    const TempDir folder;
    std::ofstream{folder / ".netrc"} << "machine 127.0.0.1 login planted password planted\n";
    const Variable home{"HOME", folder.path().string()};
    HttpWorld world;
    world.server.otherwise(answer(200));
    auto setup = world.setup();
    setup.authorization = {};
    Client client{std::move(setup)};
    (void)must_be<Response>(client.send(world.get()));
    CHECK_FALSE(world.server.requests().front().header("Authorization"));
}

TEST_CASE("a cookie is not sent back", "[http]")
{
    HttpWorld world;
    world.server.otherwise(answer(200, "", {{"Set-Cookie", "a=b; Path=/"}}));
    auto client = world.client();
    (void)client.send(world.get());
    (void)client.send(world.get());
    CHECK_FALSE(world.server.requests().back().header("Cookie"));
}
