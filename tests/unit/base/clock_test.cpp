#include "syncctl/base/clock.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::base; // NOLINT(google-build-using-namespace): this file tests that one
                               // module

TEST_CASE("times are written as UTC with milliseconds", "[base]")
{
    CHECK(format_utc({0}) == "1970-01-01T00:00:00.000Z");
    CHECK(format_utc({1'700'000'000'123}) == "2023-11-14T22:13:20.123Z");
    CHECK(format_utc({-1}) == "1969-12-31T23:59:59.999Z");
    CHECK(format_utc({951'782'400'000}) == "2000-02-29T00:00:00.000Z");
}

TEST_CASE("a written time reads back as the same moment", "[base]")
{
    for (const std::int64_t ms : {std::int64_t{0},
                                  std::int64_t{999},
                                  std::int64_t{1'700'000'000'123},
                                  std::int64_t{-62'135'596'800'000},
                                  std::int64_t{253'402'300'799'999}}) {
        const auto read = parse_utc(format_utc({ms}));
        REQUIRE(read.has_value());
        CHECK(read->ms == ms);
    }
}

TEST_CASE("a time in any other form is refused", "[base]")
{
    for (const auto* text : {"",
                             "2024-01-01",
                             "2024-01-01T00:00:00Z",
                             "2024-01-01T00:00:00.000",
                             "2024-01-01T00:00:00.000+00:00",
                             "2024-01-01 00:00:00.000Z",
                             "2024-02-30T00:00:00.000Z",
                             "2023-02-29T00:00:00.000Z",
                             "2024-13-01T00:00:00.000Z",
                             "2024-00-01T00:00:00.000Z",
                             "2024-01-01T24:00:00.000Z",
                             "9999-12-31T23:59:60.000Z",
                             "2024-01-01T00:60:00.000Z",
                             "2024-01-01T00:00:-1.000Z",
                             "2024-01-01T00:00:+1.000Z",
                             "2024-01- 1T00:00:00.000Z",
                             "2024-01-01T00:00:00.000z",
                             " 2024-01-01T00:00:00.00Z"}) {
        INFO(text);
        CHECK_FALSE(parse_utc(text).has_value());
    }
}

TEST_CASE("the monotonic clock never goes back", "[base]")
{
    const SystemClock clock;
    auto before = clock.monotonic();
    for (int i = 0; i < 1000; ++i) {
        const auto now = clock.monotonic();
        REQUIRE(now >= before);
        before = now;
    }
    CHECK(clock.now() > Timestamp{1'700'000'000'000});
}
