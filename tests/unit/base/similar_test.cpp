#include "syncctl/base/text.hpp"

#include <catch2/catch.hpp>

#include <vector>

using syncctl::base::closest_match;

TEST_CASE("a mistyped word finds the one that was meant", "[base]")
{
    const std::vector<std::string> commands{
        "connector", "conflicts", "cleanup", "run", "status", "setup"};
    CHECK(closest_match("conector", commands) == "connector");
    CHECK(closest_match("CONFLICTS", commands) == "conflicts");
    CHECK(closest_match("stauts", commands) == "status");
    CHECK(closest_match("rnu", commands) == "run");
    CHECK(closest_match("cleanupp", commands) == "cleanup");
}

TEST_CASE("nothing is suggested when nothing is close", "[base]")
{
    const std::vector<std::string> commands{"connector", "run"};
    CHECK_FALSE(closest_match("frobnicate", commands).has_value());
    CHECK_FALSE(closest_match("xyz", commands).has_value());
    CHECK_FALSE(closest_match("", commands).has_value());
    CHECK_FALSE(closest_match("run", {}).has_value());
    CHECK_FALSE(closest_match(std::string(100'000, 'r'), commands).has_value());
}

TEST_CASE("among equally close words the first one wins", "[base]")
{
    const std::vector<std::string> names{"abcd", "abce"};
    CHECK(closest_match("abcx", names) == "abcd");
}
