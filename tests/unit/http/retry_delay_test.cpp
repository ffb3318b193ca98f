#include "http/retry_delay.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace syncctl::http;
using namespace std::chrono_literals;

TEST_CASE("the delay doubles, is spread over its whole range and ends at a minute", "[http]")
{
    CHECK(retry_delay(1, std::nullopt, 0.0) == 0ms);
    CHECK(retry_delay(1, std::nullopt, 0.5) == 500ms);
    CHECK(retry_delay(2, std::nullopt, 0.5) == 1000ms);
    CHECK(retry_delay(5, std::nullopt, 0.5) == 8000ms);
    CHECK(retry_delay(7, std::nullopt, 0.999) == 59'940ms);
    CHECK(retry_delay(1'000'000, std::nullopt, 0.5) == 30'000ms);
}

TEST_CASE("Retry-After is the least", "[http]")
{
    CHECK(retry_delay(1, 7s, 0.0) == 7s);
    CHECK(retry_delay(1, 7s, 0.99) == 7s);
    CHECK(retry_delay(5, 2s, 0.5) == 8000ms);
    CHECK(retry_delay(1, 0s, 0.5) == 500ms);
    CHECK(retry_delay(1, 3600s, 0.5) == 3600s);
}

TEST_CASE("what kind of failure a try was", "[http]")
{
    CHECK(trouble_of(Response{.status = 200}) == Trouble::none);
    CHECK(trouble_of(Response{.status = 400}) == Trouble::none);
    CHECK(trouble_of(Response{.status = 401}) == Trouble::none);
    CHECK(trouble_of(Response{.status = 403}) == Trouble::none);
    CHECK(trouble_of(Response{.status = 403, .retry_after = 1s}) == Trouble::throttled);
    CHECK(trouble_of(Response{.status = 400, .is_throttled = true}) == Trouble::throttled);
    CHECK(trouble_of(Response{.status = 429}) == Trouble::throttled);
    CHECK(trouble_of(Response{.status = 503}) == Trouble::unavailable);
    CHECK(trouble_of(Response{.status = 501}) == Trouble::none);
    for (const int status : {408, 500, 502, 504}) {
        CHECK(trouble_of(Response{.status = status}) == Trouble::failed);
    }
    CHECK(trouble_of(NotSent{.is_connection = true}) == Trouble::connection);
    CHECK(trouble_of(NotSent{.is_connection = true, .is_tls = true}) == Trouble::hopeless);
    CHECK(trouble_of(NotSent{}) == Trouble::hopeless);
    CHECK(trouble_of(NoAnswer{}) == Trouble::no_answer);
    CHECK(trouble_of(NoAnswer{.is_too_large = true}) == Trouble::hopeless);
}

TEST_CASE("what may be processed already is repeated only when that does no harm", "[http]")
{
    struct Row {
        Trouble trouble;
        bool has_retry_after;
        int repeatable;
        int once;
    };

    const std::vector<Row> rows{
        {Trouble::none, true, 0, 0},
        {Trouble::hopeless, true, 0, 0},
        {Trouble::connection, false, 2, 2},
        {Trouble::no_answer, true, 5, 0},
        {Trouble::throttled, false, 5, 5},
        {Trouble::throttled, true, 5, 5},
        {Trouble::unavailable, false, 5, 0},
        {Trouble::unavailable, true, 5, 5},
        {Trouble::failed, true, 2, 0},
    };
    for (const auto& row : rows) {
        INFO(static_cast<int>(row.trouble));
        CHECK(repeats_worth(row.trouble, true, row.has_retry_after, 5) == row.repeatable);
        CHECK(repeats_worth(row.trouble, false, row.has_retry_after, 5) == row.once);
        CHECK(repeats_worth(row.trouble, true, row.has_retry_after, 0) == 0);
    }
}
