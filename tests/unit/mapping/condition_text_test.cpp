#include "mapping/condition_text.hpp"

#include "syncctl/mapping/document.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <variant>
#include <vector>

using namespace syncctl;
using model::Comparison;
using model::Side;

namespace {

const model::BothSides<std::string> k_names{"dev", "desk.two"};

mapping::ConditionText parsed(const std::string& text)
{
    const auto result = mapping::parse_condition(text, k_names);
    CAPTURE(text);
    if (const auto* problem = std::get_if<mapping::RuleProblem>(&result)) {
        FAIL(problem->message);
    }
    return std::get<mapping::ConditionText>(result);
}

void check_parsed(const std::string& text, const model::Condition& wanted)
{
    const auto result = parsed(text);
    CAPTURE(text, result.field.text);
    std::vector<std::string> values;
    for (const auto& value : result.values) {
        values.push_back(value.text);
    }
    CHECK(model::Condition{result.side, result.field.text, result.comparison, values} == wanted);
}

void check_refused(const std::string& text,
                   std::size_t offset,
                   const std::string& message,
                   const std::string& hint = {})
{
    const auto result = mapping::parse_condition(text, k_names);
    CAPTURE(text);
    REQUIRE(std::holds_alternative<mapping::RuleProblem>(result));
    const auto& problem = std::get<mapping::RuleProblem>(result);
    CAPTURE(problem.message, problem.hint);
    CHECK(problem.offset == offset);
    CHECK(problem.message.find(message) != std::string::npos);
    CHECK(problem.hint.find(hint) != std::string::npos);
}

} // namespace

TEST_CASE("each comparison is read", "[mapping][conditions]")
{
    check_parsed("source.A = 1", {Side::source, "A", Comparison::equal, {"1"}});
    check_parsed("target.A!=1", {Side::target, "A", Comparison::different, {"1"}});
    check_parsed("source.A < 1", {Side::source, "A", Comparison::less, {"1"}});
    check_parsed("source.A <= 1", {Side::source, "A", Comparison::at_most, {"1"}});
    check_parsed("source.A > 1", {Side::source, "A", Comparison::greater, {"1"}});
    check_parsed("source.A >= -1.5", {Side::source, "A", Comparison::at_least, {"-1.5"}});
    check_parsed("source.A in (1, b c)", {Side::source, "A", Comparison::one_of, {"1", "b c"}});
    check_parsed("source.A not  in(x)", {Side::source, "A", Comparison::none_of, {"x"}});
    check_parsed("source.Tags has a b", {Side::source, "Tags", Comparison::has, {"a b"}});
    check_parsed("source.A is empty", {Side::source, "A", Comparison::is_empty, {}});
    check_parsed("source.A is not empty ", {Side::source, "A", Comparison::is_not_empty, {}});
}

TEST_CASE("a side is named by its word or by its connector", "[mapping][conditions]")
{
    check_parsed("dev.System.Title = x", {Side::source, "System.Title", Comparison::equal, {"x"}});
    check_parsed("desk.two.status = x", {Side::target, "status", Comparison::equal, {"x"}});
    check_refused("status = x", 0, "starts with the side", "`source.FIELD`");
    check_refused("sorce.A = x", 0, "starts with the side", "did you mean 'source.FIELD'?");
    check_refused("", 0, "the condition is empty");
}

TEST_CASE("fields and values with any signs are quoted", "[mapping][conditions]")
{
    check_parsed("source.Due date = next week",
                 {Side::source, "Due date", Comparison::equal, {"next week"}});
    check_parsed(R"(source."a = b has \"c\"" has 'x, (y)')",
                 {Side::source, "a = b has \"c\"", Comparison::has, {"x, (y)"}});
    check_parsed("source.A in ('', \"(\")", {Side::source, "A", Comparison::one_of, {"", "("}});
    check_parsed("source.has has has", {Side::source, "has", Comparison::has, {"has"}});
    check_parsed("source.Severity = 1 - Critical",
                 {Side::source, "Severity", Comparison::equal, {"1 - Critical"}});
}

TEST_CASE("each mistake is told with its place and what was meant", "[mapping][conditions]")
{
    check_refused("source.A == 1", 9, "'==' is not a comparison", "did you mean '='?");
    check_refused("source.A <> 1", 9, "'<>' is not a comparison", "did you mean '!='?");
    check_refused("source.A ≠ 1", 9, "'≠' is not a comparison", "did you mean '!='?");
    check_refused("source.A contains x", 9, "'contains' is not a comparison", "'has'");
    check_refused("source.A is null", 9, "'is' is not a comparison", "'is empty'");
    check_refused("source.\"A\" likes x", 11, "'likes' is not a comparison", "known are");
    check_refused("source.A", 7, "does not compare", "known are: =");
    check_refused("source. = 1", 8, "no field behind the side");
    check_refused("source.A =", 9, "no value behind '='", "is empty");
    check_refused("source.A in 1, 2", 9, "takes its values in brackets", "`in (A, B)`");
    check_refused("source.A in ()", 13, "a value is missing");
    check_refused("source.A in (1, 2", 12, "is not closed");
    check_refused("source.A in (1 2(", 16, "',' or ')' was expected here");
    check_refused("source.A = 1, 2", 12, "',' cannot stand", "`in (A, B)`");
    check_refused("source.A is empty now", 18, "nothing can stand behind");
    check_refused("source.A = 'x", 11, "is not closed");
    check_refused(
        "source.A = 1 and target.B has x", 13, "a second condition in one text", "`when: [A, B]`");
}

TEST_CASE("a condition that is written is read back as it was", "[mapping][conditions]")
{
    const std::vector<std::string> odd{"x",
                                       "",
                                       " ",
                                       "a b",
                                       "=",
                                       "1, 2",
                                       "(",
                                       "\"",
                                       "\\",
                                       "'",
                                       " has ",
                                       "日本",
                                       "\n",
                                       "and source.B"};
    for (const auto& field : odd) {
        for (const auto& value : odd) {
            for (const auto comparison :
                 {Comparison::equal, Comparison::none_of, Comparison::has, Comparison::is_empty}) {
                model::Condition condition{Side::target, field, comparison, {}};
                if (comparison != Comparison::is_empty) {
                    condition.values = {value};
                }
                if (comparison == Comparison::none_of) {
                    condition.values.push_back(field);
                }
                check_parsed(mapping::written_condition(condition), condition);
            }
        }
    }
}
