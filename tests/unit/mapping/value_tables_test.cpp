#include "fixture.hpp"

using namespace syncctl;
using namespace syncctl::test;

namespace {

std::string with_table(std::string_view rule, std::string_view lines)
{
    return rule_document(rule, "values:\n  p: [ " + std::string{lines} + " ]\n");
}

} // namespace

TEST_CASE("a value table that is used and unambiguous is clean", "[mapping][values]")
{
    check_clean(
        with_table("Priority <-> priority | map(p)", "1 <-> High, 2 <-> Medium, 3 <-> Low"));
    check_clean(with_table("Priority <-> priority | map(table=p)",
                           "1 <-> High, 2 -> High, 2 <- Low, 2 <- Medium"));
}

TEST_CASE("an unknown value table is refused with a suggestion", "[mapping][values]")
{
    check_error(with_table("Priority <-> priority | map(q)", "1 <-> High"),
                7,
                29,
                "no value table 'q'",
                "'p'");
    check_error(rule_document("Priority <-> priority | map(q)"),
                7,
                29,
                "no value table 'q'",
                "add it under");
}

TEST_CASE("an unused or empty value table is a warning", "[mapping][values]")
{
    check_warning(with_table("Ticket <-> note", "1 <-> High"), 9, 3, "value table 'p' is not used");
    check_warning(document_with("values: { p: [] }\n"), 6, 11, "value table 'p' has no lines");
}

TEST_CASE("each direction that is used must be a function", "[mapping][values]")
{
    check_error(with_table("Priority <-> priority | map(p)", "1 <-> High, 2 <-> High"),
                9,
                26,
                "'High' has a line towards the source already (line 9)",
                "'->'");
    check_error(with_table("Priority <-> priority | map(p)", "1 <-> High, 1 <-> Low"),
                9,
                20,
                "'1' has a line towards the target already",
                "'<-'");
    check_clean(with_table("Priority -> priority | map(p)", "1 <-> High, 2 <-> High"));
}

TEST_CASE("a table without lines in the rule's direction is an error of the rule",
          "[mapping][values]")
{
    check_error(with_table("Priority <-> priority | map(p)", "1 -> High, 2 -> Low"),
                7,
                29,
                "table 'p' has no line towards the source");
}

TEST_CASE("what a table writes must go into the field", "[mapping][values]")
{
    check_error(with_table("Priority <-> priority | map(p)", "1 <-> Hihg"),
                9,
                14,
                "'Hihg' is not among",
                "'High'");
    check_error(with_table("Priority <-> priority | map(p)", "one <-> High"),
                9,
                8,
                "'one' is not a number");
}

TEST_CASE("names in a table may be empty or hold signs, in quotes", "[mapping][values]")
{
    check_clean(with_table("Ticket <-> note | map(p)",
                           R"('"" <-> none', '"a|b" <-> "x -> y"', '"<" <-> less')"));
    check_error(
        with_table("Ticket <-> note | map(p)", "a | b <-> c"), 9, 8, "the rule has no arrow");
}

TEST_CASE("the tables of all rules together are bounded", "[mapping][values]")
{
    std::string lines;
    for (int i = 0; i < 2000; ++i) {
        lines += (i == 0 ? "" : ", ") + std::to_string(i) + " <-> v" + std::to_string(i);
    }
    std::string fields = "fields:\n";
    for (int i = 0; i < 150; ++i) {
        fields += "  - a" + std::to_string(i) + " -> b" + std::to_string(i) + " | map(p)\n";
    }
    const auto result =
        mapping::compile(document_with(fields + "values:\n  p: [ " + lines + " ]\n"), {});
    REQUIRE_FALSE(result.diagnostics.empty());
    CHECK(result.diagnostics[0].message.find("more than 200000 lines") != std::string::npos);
}

TEST_CASE("a value that a field can hold and no line brings on is a warning", "[mapping][values]")
{
    check_warning(with_table("Priority <-> priority | map(p)", "1 <-> High, 2 <-> Medium"),
                  7,
                  29,
                  "the target field 'priority' can hold 'Low', which 'Priority' cannot become",
                  "add a line to 'p', or one for '_'");
    check_clean(with_table("Priority <-> priority | map(p)", "1 <-> High, 2 <- _"));
    check_clean(with_table("Priority -> priority | map(p)", "1 <-> High, 2 <-> Medium"));
}

TEST_CASE("choices of one side that the other one does not offer are a warning",
          "[mapping][values]")
{
    auto source = development();
    source.types[0].fields.push_back(a_field("Impact", FieldType::choice));
    source.types[0].fields.back().allowed = {"High", "Low", "Critical"};
    const auto target = service_desk();
    const mapping::Surroundings around{"ado", "sdp", &source, &target, model::Direction::both};
    const auto result = mapping::compile(rule_document("Impact <-> priority"), around);
    CAPTURE(result.diagnostics);
    CHECK(has(result,
              {mapping::Severity::warning,
               7,
               5,
               "the source field 'Impact' can hold 'Critical', which 'priority' cannot become",
               "`| map(TABLE)`"}));
    CHECK(has(result,
              {mapping::Severity::warning,
               7,
               16,
               "the target field 'priority' can hold 'Medium', which 'Impact' cannot become",
               "`| map(TABLE)`"}));
}

TEST_CASE("a value that does not come back from a lossless chain is a warning", "[mapping][values]")
{
    auto source = development();
    source.types[0].fields.push_back(a_field("Level", FieldType::choice));
    source.types[0].fields.back().allowed = {"1", "02", "3"};
    const auto target = service_desk();
    const mapping::Surroundings around{"ado", "sdp", &source, &target, model::Direction::both};
    const auto result = mapping::compile(rule_document("Level <-> count | number"), around);
    CAPTURE(result.diagnostics);
    CHECK(has(result,
              {mapping::Severity::warning,
               7,
               5,
               "'02' of the source field 'Level' becomes '2' in 'count'",
               "write two rules"}));
    CHECK_FALSE(has(mapping::compile(rule_document("Level -> count | number"), around),
                    {mapping::Severity::warning, 7, 5, "", ""}));
    check_warning(
        with_table("Ticket <-> count | map(p)", "a <-> 1.0, b <-> 2"),
        7,
        5,
        "'a' of the source field 'Ticket' becomes '1' in 'count', which does not come back");
}
