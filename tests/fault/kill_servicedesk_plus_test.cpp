#include "kill_sweep.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::test;

TEST_CASE("a run between Azure DevOps and ServiceDesk Plus may be killed at any place, between any "
          "two calls of the network as well: what follows ends as if nothing had happened",
          "[fault][kill][servicedesk_plus]")
{
    CHECK(sweep(servicedesk_plus_scenarios()) >= KILLS_AT_LEAST);
}
