#include "http/clock_estimate.hpp"
#include "http/http_date.hpp"
#include "http/pace.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace syncctl::http;
using namespace std::chrono_literals;
using syncctl::base::parse_utc;
using syncctl::base::Timestamp;

namespace {

const Timestamp k_now = *parse_utc("2026-11-26T12:00:00.250Z");

Response with(std::vector<Header> headers)
{
    return {.status = 200, .headers = std::move(headers)};
}

} // namespace

TEST_CASE("an HTTP date is read in its one current form", "[http]")
{
    CHECK(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT") ==
          parse_utc("1994-11-06T08:49:37.000Z"));
    for (const auto* text : {"",
                             "Sunday, 06-Nov-94 08:49:37 GMT",
                             "Sun Nov  6 08:49:37 1994",
                             "Sun, 06 Nov 1994 08:49:37 UTC",
                             "Sun, 06 Foo 1994 08:49:37 GMT",
                             "Sun, 31 Feb 1994 08:49:37 GMT",
                             "Sun, 06 Nov 1994 24:49:37 GMT",
                             "Sun, -6 Nov 1994 08:49:37 GMT",
                             "Sun, 06 Nov 19x4 08:49:37 GMT"}) {
        INFO(text);
        CHECK_FALSE(parse_http_date(text));
    }
}

TEST_CASE("Retry-After is read as seconds or as a date", "[http]")
{
    CHECK(read_retry_after("7", k_now) == 7s);
    CHECK(read_retry_after("0", k_now) == 0s);
    CHECK(read_retry_after("86400", k_now) == 24h);
    CHECK(read_retry_after("Thu, 26 Nov 2026 12:01:30 GMT", k_now) == 90s);
}

TEST_CASE("Retry-After is believed whatever its size, for a week at most", "[http]")
{
    CHECK(read_retry_after("604799", k_now) == 604'799s);
    CHECK(read_retry_after("Thu, 03 Dec 2026 11:59:59 GMT", k_now) == 604'799s);
    for (const auto* text : {"604800",
                             "1000000",
                             "99999999",
                             "18446744073709551616",
                             "99999999999999999999999999",
                             "Thu, 03 Dec 2026 12:00:01 GMT",
                             "Fri, 31 Dec 9999 23:59:59 GMT"}) {
        INFO(text);
        CHECK(read_retry_after(text, k_now) == k_longest_quiet);
    }
    CHECK(k_longest_quiet == std::chrono::days{7});
}

TEST_CASE("a Retry-After that cannot be read, or is past, counts as none", "[http]")
{
    for (const auto* text : {"",
                             "-1",
                             "1e9",
                             "abc",
                             "7.5",
                             "+7",
                             "0x7",
                             "Thu, 26 Nov 2026 11:59:59 GMT",
                             "Thu, 01 Jan 1970 00:00:00 GMT"}) {
        INFO(text);
        CHECK_FALSE(read_retry_after(text, k_now));
    }
}

TEST_CASE("rate-limit headers ask for a pause, Retry-After comes first", "[http]")
{
    CHECK(asked_pause(with({}), k_now) == 0s);
    CHECK(asked_pause(with({{"retry-after", "5"},
                            {"X-RateLimit-Delay", "0.512"},
                            {"X-RateLimit-Remaining", "0"},
                            {"X-RateLimit-Reset", "1795694700"}}),
                      k_now) == 5s);
    CHECK(asked_pause(with({{"X-RateLimit-Delay", "0.512"}}), k_now) == 512ms);
    CHECK(asked_pause(with({{"X-RateLimit-Delay", "2"}}), k_now) == 2s);
    CHECK(asked_pause(with({{"X-RateLimit-Delay", "1.5"}}), k_now) == 1500ms);
    CHECK(asked_pause(with({{"X-RateLimit-Delay", "-3"}}), k_now) == 0s);
    CHECK(asked_pause(with({{"X-RateLimit-Delay", "99999999999"}}), k_now) == 0s);
    CHECK(asked_pause(with({{"X-RateLimit-Remaining", "12"}, {"X-RateLimit-Reset", "1795694700"}}),
                      k_now) == 0s);
    CHECK(asked_pause(with({{"X-RateLimit-Remaining", "0"}, {"X-RateLimit-Reset", "1795694700"}}),
                      k_now) == 300s);
    CHECK(asked_pause(with({{"X-RateLimit-Remaining", "0"}, {"X-RateLimit-Reset", "17956947000"}}),
                      k_now) == 0s);
}

TEST_CASE("a moment is seen from the tracker's clock, not from ours", "[http]")
{
    // The tracker is ten minutes ahead of us.
    CHECK(asked_pause(with({{"Date", "Thu, 26 Nov 2026 12:10:00 GMT"},
                            {"Retry-After", "Thu, 26 Nov 2026 12:10:20 GMT"}}),
                      k_now) == 20s);
    CHECK(asked_pause(with({{"Date", "Thu, 26 Nov 2026 12:10:00 GMT"},
                            {"X-RateLimit-Remaining", "0"},
                            {"X-RateLimit-Reset", "1795695030"}}),
                      k_now) == 30s);
}

TEST_CASE("the clock offset covers the header's whole second and half the round trip", "[http]")
{
    ClockEstimate estimate;
    CHECK_FALSE(estimate.value());
    const auto date = *parse_utc("2026-11-26T12:00:00.000Z");
    estimate.note({date.ms + 3'000}, {date.ms + 3'400}, date);
    REQUIRE(estimate.value());
    CHECK(estimate.value()->offset == 2'700ms);
    CHECK(estimate.value()->uncertainty == 700ms);

    SECTION("a better measurement replaces it, a worse one does not")
    {
        estimate.note({date.ms + 3'000}, {date.ms + 9'000}, date);
        CHECK(estimate.value()->uncertainty == 700ms);
        estimate.note({date.ms + 3'100}, {date.ms + 3'200}, date);
        CHECK(estimate.value()->offset == 2'650ms);
        CHECK(estimate.value()->uncertainty == 550ms);
    }
    SECTION("a clock that was set starts it afresh")
    {
        estimate.note({date.ms + 603'000}, {date.ms + 604'000}, date);
        CHECK(estimate.value()->offset == 603'000ms);
        CHECK(estimate.value()->uncertainty == 1'000ms);
    }
    SECTION("our own clock going back measures nothing")
    {
        estimate.note({date.ms + 3'100}, {date.ms}, date);
        CHECK(estimate.value()->offset == 2'700ms);
    }
}
