#include "engine/guard.hpp"

#include <catch2/catch.hpp>

using syncctl::engine::check_guard;
using syncctl::engine::GuardFacts;

TEST_CASE("a usual run passes the guard", "[engine][guard]")
{
    GuardFacts facts;
    facts.links = 1000;
    facts.deletions = 10;
    facts.updated_links = 900;
    CHECK_FALSE(check_guard(facts, {}, "p"));
}

TEST_CASE("an emptied side stops the run", "[engine][guard]")
{
    GuardFacts facts;
    facts.links = 1;
    facts.is_emptied.target = true;
    const auto stop = check_guard(facts, {}, "p");
    REQUIRE(stop);
    CHECK(stop->reason.find("target side lists no item") != std::string::npos);
}

TEST_CASE("a side that shows many new items and none of the linked ones stops the run",
          "[engine][guard]")
{
    GuardFacts facts;
    facts.links = 100;
    facts.unlinked.source = 12;
    facts.shows_only_strangers.source = true;
    const auto stop = check_guard(facts, {}, "p");
    REQUIRE(stop);
    CHECK(stop->reason.find("source side shows 12 new items, but none of the linked items") !=
          std::string::npos);
    CHECK(stop->hint.find("account") != std::string::npos);
}

TEST_CASE("deletions are limited by number and by share", "[engine][guard]")
{
    GuardFacts facts;
    SECTION("more than the limit")
    {
        facts.links = 100'000;
        facts.deletions = 11;
        CHECK(check_guard(facts, {}, "p"));
        CHECK_FALSE(check_guard(facts, {.max_deletes = 11}, "p"));
    }
    SECTION("more than a tenth of the links")
    {
        facts.links = 19;
        facts.deletions = 2;
        CHECK(check_guard(facts, {}, "p"));
        facts.links = 20;
        CHECK_FALSE(check_guard(facts, {}, "p"));
    }
    SECTION("one deletion never stops a small pair")
    {
        facts.links = 2;
        facts.deletions = 1;
        CHECK_FALSE(check_guard(facts, {}, "p"));
    }
}

TEST_CASE("a changed mapping that would rewrite most links stops the run", "[engine][guard]")
{
    GuardFacts facts;
    facts.is_mapping_changed = true;
    facts.links = 100;
    facts.updated_links = 51;
    CHECK(check_guard(facts, {}, "p"));
    facts.updated_links = 50;
    CHECK_FALSE(check_guard(facts, {}, "p"));
    facts.updated_links = 51;
    facts.links = 102;
    CHECK_FALSE(check_guard(facts, {}, "p"));
    facts.links = 100;
    facts.is_mapping_changed = false;
    CHECK_FALSE(check_guard(facts, {}, "p"));
}

TEST_CASE("a first run that would duplicate everything stops and proposes a match rule",
          "[engine][guard]")
{
    GuardFacts facts;
    facts.unlinked = {100, 5000};
    facts.same_titles = 50;
    const auto stop = check_guard(facts, {}, "p");
    REQUIRE(stop);
    CHECK(stop->hint.find("match:") != std::string::npos);

    SECTION("fewer than 50 are no flood")
    {
        facts.same_titles = 49;
        CHECK_FALSE(check_guard(facts, {}, "p"));
    }
    SECTION("less than half of either side may be chance")
    {
        facts.unlinked = {101, 5000};
        CHECK_FALSE(check_guard(facts, {}, "p"));
    }
    SECTION("a match rule makes links of them")
    {
        facts.has_match_rule = true;
        CHECK_FALSE(check_guard(facts, {}, "p"));
    }
    SECTION("a pair with links is no first run")
    {
        facts.links = 1;
        CHECK_FALSE(check_guard(facts, {}, "p"));
    }
}
