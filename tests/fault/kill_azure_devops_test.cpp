#include "kill_sweep.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::test;

TEST_CASE("a run between two organizations may be killed at any place, between any two calls of "
          "the network as well: what follows ends as if nothing had happened",
          "[fault][kill][azure_devops]")
{
    CHECK(sweep(azure_devops_scenarios()) >= KILLS_AT_LEAST);
}
