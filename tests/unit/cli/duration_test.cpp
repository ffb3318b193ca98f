#include "duration.hpp"

#include <catch2/catch.hpp>

using syncctl::cli::parse_duration;

TEST_CASE("a duration names its units, the larger first", "[cli]")
{
    CHECK(parse_duration("90s")->count() == 90);
    CHECK(parse_duration("15m")->count() == 900);
    CHECK(parse_duration("2h")->count() == 7200);
    CHECK(parse_duration("1d12h")->count() == 129'600);
    CHECK(parse_duration("1d2h3m4s")->count() == 93'784);
    CHECK(parse_duration("3650d")->count() == 315'360'000);
}

TEST_CASE("anything else is no duration", "[cli]")
{
    for (const auto* text : {"",
                             "2",
                             "h",
                             "0s",
                             "-1h",
                             "+1h",
                             "1.5h",
                             "2 h",
                             "1h1h",
                             "1m1h",
                             "1H",
                             "1w",
                             "3651d",
                             "9223372036854775807d",
                             "99999999999999999999s",
                             "1h2"}) {
        INFO(text);
        CHECK_FALSE(parse_duration(text));
    }
}
