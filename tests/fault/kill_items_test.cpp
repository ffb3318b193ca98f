#include "kill_sweep.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::test;

TEST_CASE("a run that writes items may be killed at any place: two more runs end as if nothing had "
          "happened",
          "[fault][kill]")
{
    CHECK(sweep(item_scenarios()) >= KILLS_AT_LEAST);
}
