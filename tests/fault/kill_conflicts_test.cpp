#include "kill_sweep.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::test;

TEST_CASE("a conflict, a decision and a changed mapping outlive a kill at any place",
          "[fault][kill]")
{
    CHECK(sweep(conflict_scenarios()) >= KILLS_AT_LEAST);
}
