#include "kill_sweep.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::test;

TEST_CASE("what a webhook named is looked at, wherever the delivery or the run was killed",
          "[fault][kill]")
{
    CHECK(sweep(webhook_scenarios()) >= KILLS_AT_LEAST);
}
