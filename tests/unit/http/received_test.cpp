// Octets of the worst kind: whatever comes, nothing beyond the limits is kept.

#include "http/gunzip.hpp"
#include "http/received.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

using syncctl::http::Gunzip;
using syncctl::http::Received;
using namespace std::string_literals;

namespace {

/// `{"a":"aaaaaaaaaaaaaaaaaaaa"}`, compressed by gzip -9n.
const std::string k_zipped{"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\x56\x4a\x54\xb2\x52"
                           "\x4a\xc4\x02\x94\x6a\x01\x84\x14\x28\x08\x1c\x00\x00\x00"s};

bool feed(Received& received, const std::vector<std::string>& lines, const std::string& body)
{
    for (const auto& line : lines) {
        if (!received.take_line(line)) {
            return false;
        }
    }
    return received.take_body(body) && received.finish();
}

} // namespace

TEST_CASE("it makes no difference where a compressed body is divided", "[http]")
{
    for (std::size_t size = 1; size <= k_zipped.size(); ++size) {
        Gunzip gunzip;
        std::string text;
        const auto sink = [&](std::string_view part) {
            text += part;
            return true;
        };
        for (std::size_t at = 0; at < k_zipped.size(); at += size) {
            CHECK((at == 0) == gunzip.is_complete());
            REQUIRE(gunzip.feed(std::string_view{k_zipped}.substr(at, size), sink));
        }
        CHECK(gunzip.is_complete());
        CHECK(text == R"({"a":"aaaaaaaaaaaaaaaaaaaa"})");
        CHECK_FALSE(gunzip.feed("x", sink));
    }
}

TEST_CASE("no damaged answer is taken for the whole one", "[http]")
{
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 random{seed};
    const std::vector<std::string> head{"HTTP/1.1 200 OK\r\n",
                                        "Content-Type: application/json\r\n",
                                        "Content-Encoding: gzip\r\n",
                                        "\r\n"};
    Received sound{1000, 1000};
    REQUIRE(feed(sound, head, k_zipped));
    const auto whole = sound.take().body;
    for (int i = 0; i < 20'000; ++i) {
        auto lines = head;
        auto body = k_zipped;
        auto& damaged = random() % 2 == 0 ? body : lines[random() % lines.size()];
        const auto at = random() % damaged.size();
        switch (random() % 3) {
        case 0:
            damaged[at] = static_cast<char>(random());
            break;
        case 1:
            damaged.erase(at, 1 + random() % 8);
            break;
        default:
            damaged.insert(at, std::string(1 + random() % 8, static_cast<char>(random())));
        }
        Received received{1000, 1000};
        if (feed(received, lines, body)) {
            const auto response = received.take();
            // A damaged head may say nothing of a coding; a decoded body is right or none.
            CHECK((response.body == whole || response.body == body));
            CHECK(response.headers.size() <= 8);
        } else {
            CHECK_FALSE(received.problem().empty());
        }
    }
}

TEST_CASE("a body before the head, and a head that never ends, are no answers", "[http]")
{
    Received early{1000, 1000};
    CHECK_FALSE(early.take_body("x"));
    Received open{1000, 1000};
    CHECK(open.take_line("HTTP/1.1 200 OK\r\n"));
    CHECK(open.take_line("A: b\r\n"));
    CHECK_FALSE(open.finish());
    CHECK(open.problem() == "its head is not complete");
    Received none{1000, 1000};
    CHECK_FALSE(none.finish());
}
