#include "fixture.hpp"

using namespace syncctl;
using namespace syncctl::test;

TEST_CASE("lines are merged between long texts that both sides may edit", "[mapping][fields]")
{
    const auto result = compiled(rule_document("Repro <-> description: { merge: lines }"));
    REQUIRE(result.diagnostics.empty());
    CHECK(result.rows.fields.at(0).merges_lines);
    check_error(rule_document("Repro -> description: { merge: lines }"),
                7,
                29,
                "only a rule with '<->'",
                "remove `merge`");
    check_error(rule_document("Tags <-> labels: { merge: lines }"),
                7,
                24,
                "the source field 'Tags' has no lines to merge: it is a list field");
    check_error(rule_document("Repro <-> description: { merge: line }"),
                7,
                37,
                "unknown merge 'line'",
                "'lines'");
}

TEST_CASE("fields are named by reference or display name and stored by reference",
          "[mapping][fields]")
{
    const auto result = compiled(rule_document("Due date <-> note"));
    REQUIRE(result.diagnostics.empty());
    CHECK(result.rows.fields[0].source_field == "Due");
}

TEST_CASE("an unknown field is refused with a suggestion", "[mapping][fields]")
{
    check_error(rule_document("Tickt <-> note"),
                7,
                5,
                "the source has no field 'Tickt' on type 'Bug'",
                "'Ticket'");
    check_error(rule_document("Ticket <-> nte"), 7, 16, "the target has no field 'nte'", "'note'");
}

TEST_CASE("a field that only some types have needs an only", "[mapping][fields]")
{
    const std::string head = "version: 1\nsource: ado\ntarget: sdp\n"
                             "types: [ Bug <-> Incident, Story <-> Request ]\nfields:\n";
    check_error(head + "  - Repro <-> note\n",
                6,
                5,
                "'Repro' is not a field of type 'Story'",
                "only: [Bug]");
    check_clean(head + "  - Repro <-> note: { only: [Bug] }\n");
    check_clean(head + "  - Repro <-> note: { only: Incident }\n");
}

TEST_CASE("only names mapped types", "[mapping][fields]")
{
    check_error(rule_document("Ticket <-> note: { only: [Bgu] }"),
                7,
                31,
                "type 'Bgu' is not mapped",
                "'Bug'");
    check_error(
        rule_document("Ticket <-> note: { only: [Story] }"), 7, 31, "type 'Story' is not mapped");
    check_error(rule_document("Ticket <-> note: { only: [] }"), 7, 30, "'only' names no type");
}

TEST_CASE("a read-only field is not written", "[mapping][fields]")
{
    check_error(
        rule_document("Created <-> note"), 7, 5, "the source field 'Created' is read-only", "'->'");
    check_error(rule_document("Ticket -> id"), 7, 15, "the target field 'id' is read-only", "'<-'");
    check_error(rule_document("<- Created = x"), 7, 8, "read-only");
    check_clean(rule_document("Created -> note"));
    check_clean(rule_document("Ticket <- id"));
}

TEST_CASE("a field has one writer for each pair of types", "[mapping][fields]")
{
    check_error(rule_document("Ticket -> note", "  - Due -> note\n"),
                8,
                12,
                "the target field 'note' is written by the rule on line 7 already",
                "only");
    check_error(rule_document("Ticket <- note", "  - Ticket <- category\n"),
                8,
                5,
                "the source field 'Ticket'");
    check_error(rule_document("Ticket <-> note", "  - -> note = x\n"), 8, 8, "line 7");
    check_error(
        rule_document("Ticket -> note: { only: [Bug] }", "  - Due -> note\n"), 8, 12, "line 7");
    check_error(
        rule_document("Ticket -> note", "  - Due -> note: { only: [Bug] }\n"), 8, 12, "line 7");
    check_error(
        rule_document("Ticket -> note: { only: [Bug] }", "  - Due -> note: { only: [Incident] }\n"),
        8,
        12,
        "line 7");
    check_clean(rule_document("Ticket -> note", "  - Ticket <- category\n"));
    check_clean("version: 1\nsource: ado\ntarget: sdp\ntypes: [ Bug <-> Incident, Story <-> "
                "Request ]\nfields:\n"
                "  - Ticket -> note: { only: [Bug] }\n  - Due -> note: { only: [Story] }\n");
}

TEST_CASE("a display name and its reference are the same field to the writer check",
          "[mapping][fields]")
{
    check_error(
        rule_document("Due <- note", "  - Due date <- category\n"), 8, 5, "'Due' is written");
}

TEST_CASE("an unknown transform is refused with a suggestion", "[mapping][fields]")
{
    check_error(
        rule_document("Ticket <-> note | trimm"), 7, 23, "unknown transform 'trimm'", "'trim'");
    check_error(rule_document("Ticket <-> note | frobnicate"),
                7,
                23,
                "unknown transform",
                "known are: none");
}

TEST_CASE("a one-way transform cannot stand in a two-way rule", "[mapping][fields]")
{
    check_error(rule_document("Ticket <-> note | username"),
                7,
                23,
                "'username' works in one direction only",
                "'->'");
    check_error(rule_document("Ticket <-> note | path_root"), 7, 23, "works in one direction only");
    check_error(rule_document("<-> note = x"), 7, 5, "a constant has one direction");
}

TEST_CASE("older names of transforms are accepted and written back as today", "[mapping][fields]")
{
    const auto result = compiled(rule_document("Ticket <-> note | toUpperCase | toString"));
    REQUIRE_FALSE(mapping::has_errors(result.diagnostics));
    CHECK(result.rows.fields[0].chain[0].name == "upper");
    CHECK(result.rows.fields[0].chain[1].name == "text");
}

TEST_CASE("arguments are checked when the mapping is saved", "[mapping][fields]")
{
    check_error(rule_document("Ticket <-> note | truncate"),
                7,
                23,
                "truncate takes 1 to 2 arguments, not 0",
                "truncate(n[, ellipsis])");
    check_error(rule_document("Ticket <-> note | truncate(x)"),
                7,
                23,
                "a length from 1 to 1000000, not 'x'");
    check_error(rule_document("Ticket <-> note | truncate(0)"), 7, 23, "a length from 1");
    check_error(rule_document("Ticket <-> note | truncate(-5)"), 7, 23, "a length from 1");
    check_error(rule_document("Ticket <-> note | truncate(99999999999999999999)"),
                7,
                23,
                "a length from 1");
    check_error(rule_document("Ticket <-> note | truncate(2, ...)"),
                7,
                23,
                "the ellipsis is longer than 2");
    check_error(
        rule_document("Ticket <-> note | trim(1)"), 7, 23, "trim takes no arguments, not 1");
    check_error(rule_document("Ticket <-> note | prefix"), 7, 23, "prefix takes 1 argument, not 0");
    check_error(rule_document("Ticket <-> note | truncate(ellipsis=x, 5)"), 7, 32, "wrong place");
    check_clean(rule_document("Ticket <-> note | truncate(n=5, ellipsis=...)"));
}

TEST_CASE("a chain must end in what the field takes", "[mapping][fields]")
{
    check_error(rule_document("Priority -> note"),
                7,
                17,
                "'note' takes text, but number arrives",
                "| text");
    check_error(rule_document("Ticket -> count"),
                7,
                15,
                "'count' takes number, but text arrives",
                "| number");
    check_error(rule_document("Tags -> note"), 7, 13, "takes text, but list arrives");
    check_error(
        rule_document("Urgent <-> count"), 7, 16, "takes number, but boolean arrives", "map");
    check_error(rule_document("Priority -> note | upper"),
                7,
                24,
                "'upper' cannot take the number",
                "| text");
    check_error(rule_document("Tags -> labels | trim"), 7, 22, "'trim' cannot take the list");
    check_clean(rule_document("Priority <-> note | text"));
    check_clean(rule_document("Ticket <-> count | number"));
    check_clean(rule_document("Ticket <-> vip | boolean"));
    check_clean(rule_document("Tags <-> labels"));
    check_clean(rule_document("Priority <-> count"));
}

TEST_CASE("constants and defaults must fit their field", "[mapping][fields]")
{
    check_error(rule_document("-> count = many"), 7, 16, "'many' is not a number");
    check_error(rule_document("-> vip = perhaps"), 7, 14, "is not true or false");
    check_error(rule_document("-> priority = Hgh"), 7, 19, "'Hgh' is not among", "'High'");
    check_error(rule_document("-> status = Opne"), 7, 17, "not a status", "'Open'");
    check_error(rule_document("Ticket -> count | default(x)"), 7, 23, "'x' is not a number");
    check_clean(rule_document("-> count = 7"));
    check_clean(rule_document("-> labels = synced"));
}

TEST_CASE("a text that can be too long for its field is a warning", "[mapping][fields]")
{
    check_warning(rule_document("Ticket -> subject"),
                  7,
                  15,
                  "'subject' takes 250 characters",
                  "truncate(250)");
    check_warning(rule_document("Title -> subject"), 7, 14, "'subject' takes 250 characters");
    check_warning(
        rule_document("Title <-> subject | truncate(251)"), 7, 15, "takes 250 characters");
    check_warning(rule_document("Title -> subject | truncate(250) | prefix(x)"),
                  7,
                  14,
                  "takes 250 characters");
    check_clean(rule_document("Title <-> subject | truncate(250)"));
}

TEST_CASE("names with signs of the grammar are written in quotes", "[mapping][fields]")
{
    const auto result = compiled(rule_document("'\"a|b\" <-> note'"));
    CAPTURE(result.diagnostics);
    REQUIRE(result.diagnostics.empty());
    CHECK(result.rows.fields[0].source_field == "a|b");
}

TEST_CASE("a comma in a flow list ends the rule, and the hint says so", "[mapping][fields]")
{
    check_error(document_with("fields: [ Ticket <-> note | truncate(9, x) ]\n"),
                6,
                37,
                "not closed",
                "[ ]");
}

TEST_CASE("arguments with commas, spaces and backslashes are written in quotes",
          "[mapping][fields]")
{
    const auto steps_of = [](const std::string& rule) {
        const auto result = compiled(rule_document("'" + rule + "'"));
        REQUIRE_FALSE(mapping::has_errors(result.diagnostics));
        return result.rows.fields.at(0).chain;
    };
    const auto pattern = steps_of(R"(Title <-> subject | regex_replace("^\\[(\\w+)\\] ", "$1: "))");
    CHECK(pattern.at(0).arguments == std::vector<std::string>{"^\\[(\\w+)\\] ", "$1: "});
    const auto join = steps_of(R"(Tags <-> note | join(", "))");
    CHECK(join.at(0).arguments == std::vector<std::string>{", "});
    const auto zone = steps_of("Ticket <-> note | date(zone=Europe/Berlin)");
    CHECK(zone.at(0).arguments == std::vector<std::string>{"Europe/Berlin"});
}

TEST_CASE("a bad pattern, replacement or zone is refused at its step", "[mapping][fields]")
{
    check_error(rule_document("'Ticket <-> note | regex_replace(\"a(\", b)'"),
                7,
                24,
                "bad pattern at character 3: missing closing parenthesis",
                "regex_replace(pattern, replacement)");
    check_error(rule_document("Ticket <-> note | regex_replace(a, $1)"), 7, 23, "there is no $1");
    check_error(
        rule_document("Ticket <-> note | date(Berlin)"), 7, 23, "unknown time zone 'Berlin'");
}
