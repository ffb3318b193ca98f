#include "mapping/rule_text.hpp"

#include <catch2/catch.hpp>

using namespace syncctl;
using mapping::parse_rule;
using mapping::RuleProblem;
using mapping::RuleText;

namespace {

RuleText good(std::string_view text)
{
    auto parsed = parse_rule(text);
    CAPTURE(text);
    REQUIRE(std::holds_alternative<RuleText>(parsed));
    return std::get<RuleText>(std::move(parsed));
}

RuleProblem bad(std::string_view text)
{
    auto parsed = parse_rule(text);
    CAPTURE(text);
    REQUIRE(std::holds_alternative<RuleProblem>(parsed));
    return std::get<RuleProblem>(std::move(parsed));
}

} // namespace

TEST_CASE("a rule has two names and an arrow, blanks or not", "[mapping][rule]")
{
    for (const std::string text : {"A b <-> C", "A b<->C", "  A b  <->  C  "}) {
        const auto rule = good(text);
        CHECK(rule.source.text == "A b");
        CHECK(rule.target.text == "C");
        CHECK(rule.arrow == model::Arrow::both);
    }
    CHECK(good("A -> B").arrow == model::Arrow::to_target);
    CHECK(good("A <- B").arrow == model::Arrow::to_source);
}

TEST_CASE("hyphens and equals signs are part of names", "[mapping][rule]")
{
    CHECK(good("pre-sales <-> a=b").source.text == "pre-sales");
    CHECK(good("pre-sales <-> a=b").target.text == "a=b");
    CHECK(good("-1 <-> -2").target.text == "-2");
    CHECK(good("Don't fix <-> x").source.text == "Don't fix");
}

TEST_CASE("names in quotes hold anything", "[mapping][rule]")
{
    const auto rule = good(R"("a -> b | \"c\"" <-> 'x | <y>' | trim)");
    CHECK(rule.source.text == R"(a -> b | "c")");
    CHECK(rule.target.text == "x | <y>");
    REQUIRE(rule.steps.size() == 1);
    CHECK(rule.steps[0].name.text == "trim");
}

TEST_CASE("steps carry their arguments", "[mapping][rule]")
{
    const auto rule =
        good(R"~(A <-> B | trim | truncate(250, "…, (x)") | prefix('a)b') | none())~");
    REQUIRE(rule.steps.size() == 4);
    REQUIRE(rule.steps[1].arguments.size() == 2);
    CHECK(rule.steps[1].arguments[1].text == "…, (x)");
    CHECK(rule.steps[2].arguments[0].text == "a)b");
    CHECK(rule.steps[3].arguments.empty());
}

TEST_CASE("a constant has one field, a direction and a value", "[mapping][rule]")
{
    const auto to_target = good("-> category = Soft ware");
    CHECK(to_target.target.text == "category");
    CHECK(to_target.source.text.empty());
    CHECK(to_target.constant->text == "Soft ware");
    const auto to_source = good("<- 'a = b' = \"x | y\"");
    CHECK(to_source.source.text == "a = b");
    CHECK(to_source.constant->text == "x | y");
    CHECK(good("-> n = <b>").constant->text == "<b>");
    CHECK(good("-> n = \"\"").constant->text.empty());
}

TEST_CASE("a wrong arrow is named with what was meant", "[mapping][rule]")
{
    CHECK(bad("A => B").message == "'=>' is not an arrow");
    CHECK(bad("A => B").offset == 2);
    CHECK(bad("A => B").hint.find("'->'") != std::string::npos);
    CHECK(bad("A ->> B").hint.find("'->'") != std::string::npos);
    CHECK(bad("A <=> B").hint.find("'<->'") != std::string::npos);
    CHECK(bad("A <-- B").hint.find("'<-'") != std::string::npos);
    CHECK(bad("A → B").hint == "did you mean '->'?");
    CHECK(bad("A → B").offset == 2);
    CHECK(bad("A -- B").message == "'--' is not an arrow");
    CHECK(bad("A B").message == "the rule has no arrow");
    CHECK(bad("A | trim").message == "the rule has no arrow");
    CHECK(bad("A -> B -> C").message == "a second arrow in one rule");
    CHECK(bad("A -> B -> C").offset == 7);
}

TEST_CASE("what is missing in a rule is said at its place", "[mapping][rule]")
{
    CHECK(bad("").message == "the rule is empty");
    CHECK(bad("A ->").message == "no name behind the arrow");
    CHECK(bad("-> B").message == "no name before the arrow");
    CHECK(bad("<-> B = x").message == "a constant has one direction");
    CHECK(bad("-> = x").message == "no field before '='");
    CHECK(bad("-> B =").message == "no value behind '='");
    CHECK(bad("-> B = x | trim").message == "a constant takes nothing behind its value");
    CHECK(bad("A -> B = x").message == "a constant has a field on one side only");
    CHECK(bad("A <- = x").message == "a constant has a field on one side only");
    CHECK(bad("A <-> B |").message == "no transform behind '|'");
    CHECK(bad("A <-> B | | trim").message == "no transform behind '|'");
    CHECK(bad("A <-> B | truncate(5").message == "the bracket that opens here is not closed");
    CHECK(bad("A <-> B | truncate(5, )").message == "an argument is missing");
    CHECK(bad("A <-> B | truncate(5(6))").message == "',' or ')' was expected here");
    CHECK(bad("A <-> B | trim() x").message == "'|' was expected here");
    CHECK(bad("'A <-> B").message == "the quote that starts here is not closed");
    CHECK(bad("'A' B").message == "an arrow was expected behind the quoted name");
    CHECK(bad("A <-> 'B' C").message == "'|' was expected here");
}
