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
    check_clean(
        with_table("Priority <-> priority | map(table=p)", "1 <-> High, 2 -> High, 2 <- Low"));
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
