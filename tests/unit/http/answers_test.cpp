// Answers that are wrong on purpose: none of them is ever taken for a whole one.

#include "http_world.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <sys/resource.h>

using namespace syncctl::http;
using namespace syncctl::test;
using namespace std::string_literals;

namespace {

std::string gzip(std::string_view text)
{
    z_stream z{};
    REQUIRE(deflateInit2(
                &z, Z_BEST_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 9, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string octets(deflateBound(&z, text.size()), '\0');
    std::string copy{text};
    z.next_in = reinterpret_cast<Bytef*>(copy.data());
    z.avail_in = static_cast<uInt>(copy.size());
    z.next_out = reinterpret_cast<Bytef*>(octets.data());
    z.avail_out = static_cast<uInt>(octets.size());
    REQUIRE(deflate(&z, Z_FINISH) == Z_STREAM_END);
    octets.resize(z.total_out);
    deflateEnd(&z);
    return octets;
}

std::string numbers()
{
    std::string text = "[0";
    for (int i = 1; i < 50'000; ++i) {
        text += fmt::format(",{}", i);
    }
    return text + "]";
}

/// A GET that is not repeated, answered by these octets; then the connection is closed.
Outcome outcome_of(HttpWorld& world, const std::string& octets)
{
    world.limits.repeats = 0;
    world.server.will(raw(octets).then_close());
    auto client = world.client();
    return client.send(world.get());
}

std::string evidence_of(const std::string& octets)
{
    HttpWorld world;
    return must_be<NoAnswer>(outcome_of(world, octets)).evidence;
}

Outcome compressed(HttpWorld& world, const std::string& body, const Headers& headers)
{
    world.limits.repeats = 0;
    world.server.will(answer(200, body, headers));
    auto client = world.client();
    return client.send(world.get());
}

std::string evidence_of_compressed(const std::string& body, const Headers& headers)
{
    HttpWorld world;
    return must_be<NoAnswer>(compressed(world, body, headers)).evidence;
}

std::string chunk(std::string_view octets)
{
    return fmt::format("{:x}\r\n{}\r\n", octets.size(), octets);
}

} // namespace

TEST_CASE("a body that is cut off is no answer", "[http]")
{
    for (const auto& octets : std::vector<std::string>{
             "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"a\":1",
             "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n",
             "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n",
             "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
             "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n",
             "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nab\r\n0\r\n\r\n",
             "HTTP/1.1 200 OK\r\nContent-Length: 1",
             "HTTP/1.1 200 OK\r\n",
             "HTTP/1.1 100 Continue\r\n\r\n",
             "HTT",
             ""}) {
        INFO(octets);
        CHECK_FALSE(evidence_of(octets).empty());
    }
}

TEST_CASE("a malformed head is no answer", "[http]")
{
    for (const auto& octets : std::vector<std::string>{
             std::string{"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}"},
             std::string{"HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\n{}"},
             std::string{"HTTP/1.1 200 OK\r\nContent-Length: 2x\r\n\r\n{}"},
             std::string{"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n{}"},
             std::string{"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} "},
             std::string{"HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\n{}"},
             std::string{"HTTP/1.1 200 OK\r\nX-Folded: a\r\n b\r\nContent-Length: 2\r\n\r\n{}"},
             std::string{"HTTP/1.1 200 OK\r\nX-Folded: a\r\n\tb: c\r\nContent-Length: 2\r\n\r\n{}"},
             "HTTP/1.1 200 OK\r\nX-Nul: a\0b\r\nContent-Length: 2\r\n\r\n{}"s,
             std::string{"HTTP/1.1 200 OK\r\nX-Cr: a\rb\r\nContent-Length: 2\r\n\r\n{}"},
             std::string{"HTTP/1.1 200 OK\r\nno colon\r\nContent-Length: 2\r\n\r\n{}"},
             std::string{"HTTP/1.1 200 OK\r\nbad name: x\r\nContent-Length: 2\r\n\r\n{}"},
             std::string{"HTTP/1.1 200 OK\r\n: x\r\nContent-Length: 2\r\n\r\n{}"},
             std::string{"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n{}"},
             std::string{"HTTP/1.1 99 Low\r\nContent-Length: 2\r\n\r\n{}"},
             std::string{"HTTP/1.1 2000 High\r\nContent-Length: 2\r\n\r\n{}"},
             std::string{"HTTP/1.1 abc\r\nContent-Length: 2\r\n\r\n{}"},
             std::string{"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n{}"},
             std::string{"{\"a\":1}"},
             std::string{"ICY 200 OK\r\n\r\n{}"}}) {
        INFO(octets);
        CHECK_FALSE(evidence_of(octets).empty());
    }
}

TEST_CASE("headers are bounded in all", "[http]")
{
    std::string many = "HTTP/1.1 200 OK\r\n";
    for (int i = 0; i < 100'000; ++i) {
        many += fmt::format("X-{}: y\r\n", i);
    }
    const std::string long_line = "HTTP/1.1 200 OK\r\nX: " + std::string(1 << 20U, 'y') + "\r\n";
    std::string interim;
    for (int i = 0; i < 10'000; ++i) {
        interim += "HTTP/1.1 102 Processing\r\n\r\n";
    }
    std::string trailers = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n";
    for (int i = 0; i < 100'000; ++i) {
        trailers += "X-Trailer: y\r\n";
    }
    for (const auto& octets : {many, long_line, interim, trailers}) {
        HttpWorld world;
        world.limits.repeats = 3;
        world.server.otherwise(raw(octets + "Content-Length: 2\r\n\r\n{}"));
        auto client = world.client();
        CHECK(must_be<NoAnswer>(client.send(world.get())).is_too_large);
        CHECK(client.traffic().bytes_received < 1 << 20U);
        CHECK(world.server.requests().size() == 1); // It would not be smaller the next time.
    }
}

TEST_CASE("a body larger than the limit ends the transfer", "[http]")
{
    HttpWorld world;
    world.limits.body_bytes = 100'000;
    const std::string large(100'001, 'x');
    std::string endless = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 300; ++i) {
        endless += chunk(std::string(10'000, 'x'));
    }
    for (const auto& script : {answer(200, large),
                               raw("HTTP/1.1 200 OK\r\n\r\n" + large).then_close(),
                               raw(endless).then_stall()}) {
        world.server.will(script);
        auto client = world.client();
        const auto no_answer = must_be<NoAnswer>(client.send(world.get()));
        CHECK(no_answer.evidence.find("larger than 100000 octets") != std::string::npos);
        CHECK(no_answer.is_too_large);
    }
    CHECK(world.server.requests().size() == 3);
    world.server.will(answer(200, std::string(100'000, 'x')));
    auto client = world.client();
    CHECK(must_be<Response>(client.send(world.get())).body.size() == 100'000);
}

TEST_CASE("a bomb is stopped at the limit of what comes out", "[http]")
{
    const auto bomb = gzip(std::string(64 << 20U, '\0'));
    REQUIRE(bomb.size() < 100'000);
    HttpWorld world;
    rusage before{};
    ::getrusage(RUSAGE_SELF, &before);
    const auto no_answer =
        must_be<NoAnswer>(compressed(world, bomb, {{"Content-Encoding", "gzip"}}));
    CHECK(no_answer.evidence.find("larger than 16777216 octets") != std::string::npos);
    rusage after{};
    ::getrusage(RUSAGE_SELF, &after);
    CHECK(after.ru_maxrss - before.ru_maxrss < 100 * 1024);
}

TEST_CASE("a compressed body is taken only as a whole", "[http]")
{
    const auto text = numbers();
    const auto whole = gzip(text);
    const Headers coding{{"Content-Encoding", "gzip"}};
    {
        HttpWorld world;
        CHECK(must_be<Response>(compressed(world, whole, coding)).body == text);
        CHECK(must_be<Response>(compressed(world, "", coding)).body.empty());
        CHECK(must_be<Response>(compressed(world, text, {{"Content-Encoding", "identity"}})).body ==
              text);
        CHECK(world.server.requests()[0].header("Accept-Encoding") == "gzip");
    }
    auto wrong_sum = whole;
    wrong_sum[wrong_sum.size() - 6] = static_cast<char>(wrong_sum[wrong_sum.size() - 6] ^ 1);
    auto wrong_octet = whole;
    wrong_octet[wrong_octet.size() / 2] =
        static_cast<char>(wrong_octet[wrong_octet.size() / 2] ^ 0x55);
    for (const auto& body : {whole.substr(0, whole.size() / 2),
                             whole.substr(0, whole.size() - 8),
                             whole.substr(0, whole.size() - 1),
                             whole.substr(0, 5),
                             wrong_sum,
                             wrong_octet,
                             whole + "garbage",
                             whole + whole,
                             text}) {
        CHECK_FALSE(evidence_of_compressed(body, coding).empty());
    }
    for (const auto* name : {"gzip, gzip", "br", "zstd", "deflate", "compress", "x", "gzip,"}) {
        CHECK_FALSE(evidence_of_compressed(whole, {{"Content-Encoding", name}}).empty());
    }
    CHECK_FALSE(evidence_of_compressed(gzip(whole),
                                       {{"Content-Encoding", "gzip"}, {"Content-Encoding", "gzip"}})
                    .empty());
}

TEST_CASE("a transfer coding other than chunked is refused, decodable or not", "[http]")
{
    const auto whole = gzip(numbers());
    for (const auto* coding : {"gzip, chunked", "gzip", "chunked, chunked", "identity"}) {
        const auto framed = std::string_view{coding}.find("chunked") == std::string_view::npos
                                ? whole
                                : chunk(whole) + "0\r\n\r\n";
        CHECK_FALSE(
            evidence_of(fmt::format("HTTP/1.1 200 OK\r\nTransfer-Encoding: {}\r\n\r\n", coding) +
                        framed)
                .empty());
    }
}

TEST_CASE("a compressed body cut off by the connection is no answer", "[http]")
{
    const auto whole = gzip(numbers());
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n";
    CHECK_FALSE(evidence_of(head + "\r\n" + whole.substr(0, whole.size() - 3)).empty());
    CHECK_FALSE(evidence_of(head + "Transfer-Encoding: chunked\r\n\r\n" +
                            chunk(whole.substr(0, whole.size() - 3)) + "0\r\n\r\n")
                    .empty());
}

TEST_CASE("an interim answer and a trailer are no part of the answer", "[http]")
{
    HttpWorld world;
    const auto response = must_be<Response>(
        outcome_of(world,
                   "HTTP/1.1 103 Early Hints\r\nRetry-After: 9\r\nX-Early: 1\r\n\r\n"
                   "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-Late: 2\r\n\r\n"
                   "2\r\n{}\r\n0\r\nRetry-After: 9\r\nX-Trailer: 3\r\n\r\n"));
    CHECK(response.status == 200);
    CHECK(response.body == "{}");
    CHECK(response.header("X-Early").empty());
    CHECK(response.header("X-Late") == "2");
    CHECK(response.header("X-Trailer").empty());
    CHECK_FALSE(response.retry_after);
    CHECK(world.slept.empty());
}

TEST_CASE("what a status means is not for this layer to say", "[http]")
{
    HttpWorld world;
    auto client = world.client();
    const std::vector<std::pair<int, std::string>> answers{{200, ""},
                                                           {203, "<html>Sign in</html>"},
                                                           {204, ""},
                                                           {200, R"({"error":"no"})"},
                                                           {201, "{}"},
                                                           {304, ""},
                                                           {400, "{}"},
                                                           {401, "no"},
                                                           {403, "no"},
                                                           {404, "no"},
                                                           {409, "{}"},
                                                           {412, "{}"},
                                                           {418, ""},
                                                           {501, ""},
                                                           {599, ""}};
    for (const auto& [status, body] : answers) {
        world.server.will(answer(status, body, {{"Content-Type", "text/html"}}));
        const auto response = must_be<Response>(client.send(world.get()));
        CHECK(response.status == status);
        CHECK(response.body == body);
    }
    CHECK(world.server.requests().size() == answers.size());
}

TEST_CASE("of an error the beginning of the body is enough", "[http]")
{
    HttpWorld world;
    world.server.will(answer(400, std::string(200'000, 'x')));
    auto client = world.client();
    CHECK(must_be<Response>(client.send(world.get())).body.size() == 64 * 1024);
}
