#include "kill_sweep.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::test;

TEST_CASE("setup, migrations, cleanup and configuration may be killed at any place and typed again",
          "[fault][kill]")
{
    CHECK(sweep(administration_scenarios()) >= KILLS_AT_LEAST);
}
