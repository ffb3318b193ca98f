#include "fixture.hpp"

using namespace syncctl;
using namespace syncctl::test;

namespace {

std::string rule_when(std::string_view condition)
{
    return rule_document("Ticket <-> note: { when: \"" + std::string{condition} + "\" }");
}

std::string types_document(std::string_view types)
{
    return "version: 1\nsource: ado\ntarget: sdp\ntypes:\n" + std::string{types};
}

} // namespace

TEST_CASE("a rule with conditions compiles to them, by reference", "[mapping][conditions]")
{
    const auto result = compiled(rule_document(
        "Ticket <-> note: { when: [ado.Title is not empty, 'target.count in (1, 2)'] }"));
    CAPTURE(result.diagnostics);
    REQUIRE(result.diagnostics.empty());
    const std::vector<model::Condition> wanted{
        {model::Side::source, "System.Title", model::Comparison::is_not_empty, {}},
        {model::Side::target, "count", model::Comparison::one_of, {"1", "2"}}};
    CHECK(result.rows.fields.at(0).when == wanted);
}

TEST_CASE("a condition names a field that the types of the rule have", "[mapping][conditions]")
{
    check_error(rule_when("source.Titel = x"), 7, 38, "the source has no field 'Titel'", "'Title'");
    check_error(rule_when("target.Title = x"), 7, 38, "the target has no field 'Title'");
    const std::string both = "version: 1\nsource: ado\ntarget: sdp\n"
                             "types: [Bug <-> Incident, Story <-> Request]\nfields:\n";
    check_error(both + "  - Ticket <-> note: { when: source.Repro = x }\n",
                6,
                37,
                "'Repro' is not a field of type 'Story'",
                "only: [Bug]");
    check_clean(both + "  - Ticket <-> note: { when: source.Repro = x, only: [Bug] }\n");
}

TEST_CASE("a condition compares a field with what it can hold", "[mapping][conditions]")
{
    check_error(rule_when("source.Priority = high"), 7, 49, "'high' is not a number");
    check_error(rule_when("source.Urgent = yes"), 7, 47, "'yes' is not true or false");
    check_error(rule_when("target.priority in (High, Lwo)"),
                7,
                57,
                "'Lwo' is not among the values of field 'priority'",
                "'Low'");
    check_error(rule_when("source.State = Nwe"), 7, 46, "'Nwe' is not among", "'New'");
    check_error(rule_when("source.Created > yesterday"), 7, 48, "is not a date");
    check_error(rule_when("source.Ticket > x"), 7, 47, "neither a number nor a date");
    check_error(rule_when("source.Tags = x"), 7, 43, "cannot be compared with '='", "has ELEMENT");
    check_error(rule_when("source.Priority has 1"), 7, 47, "cannot be compared with 'has'");
    check_error(rule_when("source.State < New"), 7, 44, "cannot be compared with '<'");
    for (const std::string good : {"source.Created >= 2024-05-31T00:00:00Z",
                                   "source.Ticket > 12",
                                   "source.Tags has x",
                                   "target.vip != true",
                                   "source.Priority < 2.5",
                                   "target.priority has o",
                                   "target.note = anything"}) {
        check_clean(rule_when(good));
    }
}

TEST_CASE("a mistake in a condition is shown inside of it", "[mapping][conditions]")
{
    check_error(rule_when("source.Ticket == x"), 7, 45, "'==' is not a comparison", "'='");
    check_error(rule_document("Ticket <-> note: { when: [] }"), 7, 30, "names no condition");
    check_error(rule_document("Ticket <-> note: { when: { a: b } }"), 7, 30, "must be a list");
    check_error(rule_document("Ticket <-> note: { when: [source.Ticket in (a, b)] }"),
                7,
                48,
                "is not closed",
                "is quoted");
}

TEST_CASE("conditions of one rule that exclude each other are an error", "[mapping][conditions]")
{
    check_error(
        rule_document("Ticket <-> note: { when: [source.Priority = 1, source.Priority = 2] }"),
        7,
        52,
        "would never run");
    check_clean(
        rule_document("Ticket <-> note: { when: [source.Priority > 1, source.Priority <= 2] }"));
}

TEST_CASE("rules that exclude each other may write one field", "[mapping][conditions]")
{
    const auto two_rules = [](const std::string& one, const std::string& other) {
        return rule_document("Ticket -> note: { when: \"" + one +
                             "\" }\n  - Due -> note: { when: \"" + other + "\" }");
    };
    const std::vector<std::pair<std::string, std::string>> exclusive{
        {"source.Ticket = a", "source.Ticket = b"},
        {"source.Ticket in (a, b)", "source.Ticket in (c, d)"},
        {"source.Ticket = a", "source.Ticket in (c, d)"},
        {"source.Ticket = a", "source.Ticket != a"},
        {"source.Ticket in (a, b)", "source.Ticket not in (b, c, a)"},
        {"source.Ticket is empty", "source.Ticket is not empty"},
        {"source.Ticket is empty", "source.Ticket has a"},
        {"source.Priority < 3", "source.Priority >= 3"},
        {"source.Priority = 2", "source.Priority > 2"},
        {"target.vip = true", "target.vip = false"}};
    for (const auto& [one, other] : exclusive) {
        check_clean(two_rules(one, other));
        check_clean(two_rules(other, one));
    }
    const std::vector<std::pair<std::string, std::string>> overlapping{
        {"source.Ticket = a", "source.Ticket = a"},
        {"source.Priority = 1", "source.Priority = 1.0"},
        {"source.Ticket = a", "source.Due = b"},
        {"source.Priority = 1", "target.count = 2"},
        {"source.Ticket in (a, b)", "source.Ticket in (b, c)"},
        {"source.Ticket in (a, b)", "source.Ticket != a"},
        {"source.Ticket is empty", "source.Ticket != a"},
        {"source.Ticket has a", "source.Ticket has b"},
        {"source.Priority <= 3", "source.Priority >= 3"}};
    for (const auto& [one, other] : overlapping) {
        check_error(
            two_rules(one, other), 8, 12, "is written by the rule on line 7 already", "`when`");
    }
    check_error(rule_document("Ticket -> note: { when: source.Ticket = a }\n  - Due -> note"),
                8,
                12,
                "is written by the rule on line 7 already");
    check_error(rule_document("Due -> note\n  - Ticket -> note: { when: source.Ticket = a }"),
                8,
                15,
                "is written by the rule on line 7 already");
}

TEST_CASE("a type rule with conditions", "[mapping][conditions]")
{
    const auto result = compiled(types_document(
        "  - Bug <-> Incident: { when: [source.Tags has customer, target.vip = true] }\n"
        "  - Bug -> Request\n"));
    CAPTURE(result.diagnostics);
    REQUIRE(result.diagnostics.empty());
    REQUIRE(result.rows.types.size() == 2);
    const std::vector<model::Condition> wanted{
        {model::Side::source, "Tags", model::Comparison::has, {"customer"}},
        {model::Side::target, "vip", model::Comparison::equal, {"true"}}};
    CHECK(result.rows.types[0].when == wanted);
    CHECK(result.rows.types[1].when.empty());
    check_error(types_document("  - Bug <-> Incident: { when: source.Tagz has x }\n"),
                5,
                38,
                "no field 'Tagz' on type 'Bug'",
                "'Tags'");
    check_error(types_document("  - Bug <-> Incident: { only: [Bug] }\n"),
                5,
                25,
                "unknown key 'only'",
                "when");
    check_error(types_document("  - Bug <-> Incident: { when: source.Tags has x }\n"
                               "  - Bug <-> Incident\n"),
                6,
                5,
                "mapped to each other on line 5 already");
}

TEST_CASE("a type line that no new item takes is a warning", "[mapping][conditions]")
{
    check_warning(types_document("  - Bug <-> Incident\n  - Bug -> Request\n"),
                  6,
                  5,
                  "no new item ever takes this line: line 5 comes first");
    // Nothing is known of a partner that is still to be made.
    check_warning(
        types_document("  - Bug <-> Incident: { when: target.vip = true }\n  - Bug -> Request\n"),
        6,
        5,
        "line 5 comes first");
    check_clean(types_document(
        "  - Bug <-> Incident: { when: source.Urgent = true }\n  - Bug -> Request\n"));
    check_clean(types_document("  - Bug <-> Incident\n  - Bug <- Request\n"));
}
