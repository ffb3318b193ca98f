#include "fixture.hpp"

using namespace syncctl;
using namespace syncctl::test;

namespace {

void check_round_trip(std::string_view document)
{
    const auto first = compiled(document);
    CAPTURE(document, first.diagnostics);
    REQUIRE_FALSE(mapping::has_errors(first.diagnostics));
    const auto written = mapping::to_document(first.rows, "ado", "sdp");
    const auto second = compiled(written);
    CAPTURE(written, second.diagnostics);
    REQUIRE_FALSE(mapping::has_errors(second.diagnostics));
    CHECK(without_lines(first.rows) == without_lines(second.rows));
}

} // namespace

TEST_CASE("rows written as a document compile to the same rows", "[mapping][export]")
{
    check_round_trip(
        "version: 1\nsource: ado\ntarget: sdp\ntypes: [ Bug <-> Incident ]\n"
        "statuses: [ New <-> Open, Active <-> In Progress, Active <- _, Closed <-> Closed ]\n"
        "fields:\n"
        "  - Title <-> subject | trim | truncate(250, '…, (x)')\n"
        "  - Repro <-> description | prefix(' a \"b\" \\\\ '): { only: [Bug], conflict: manual }\n"
        "  - Priority <-> priority | map(p)\n"
        "  - '\"a|b\" -> note'\n"
        "  - -> category = 'a | b'\n"
        "  - <- Urgent = true\n"
        "values: { p: [ 1 <-> High, 2 <-> Low ] }\n"
        "defaults: { source: { Due: 'x: y # z' }, target: { count: -1 } }\n"
        "match: [ Title <-> subject ]\n"
        "deletes: mirror\n"
        "conflicts: { default: source-priority, System.State: manual, Title: manual }\n");
}

TEST_CASE("conditions, categories and merged lines survive the way into a document",
          "[mapping][export]")
{
    check_round_trip(
        "version: 1\nsource: ado\ntarget: sdp\n"
        "types:\n"
        "  - Bug <-> Incident: { when: ['source.Tags has \"a, b\"', target.vip = true] }\n"
        "  - Bug -> Request\n"
        "statuses: [ New <-> Open ]\n"
        "unlisted_statuses: category\n"
        "fields:\n"
        "  - Title <-> subject: { when: 'source.Due date in (\"(a)\", b c)', merge: lines }\n"
        "  - Repro -> note: { only: [Bug], when: [source.\"a|b\" is empty, source.Priority >= 2] "
        "}\n");
}

TEST_CASE("people survive the way into a document", "[mapping][export]")
{
    const auto check = [](std::string_view users) {
        check_round_trip(
            rule_document("Ticket <-> note | user\n  - Due -> category | user\n", users));
    };
    check("");
    check("users: { unknown: leave }\n");
    check("users:\n  match: table\n  map: [ 'a@b <-> \"c d\"', x -> y, z <- w ]\n"
          "  unknown: { source: '\"odd: #\"@x', target: error }\n");
}

TEST_CASE("a rule that is too long for a simple key is written with a mark", "[mapping][export]")
{
    model::MappingRows rows;
    rows.types = {{"Bug", "Incident", model::Arrow::both, 0}};
    model::FieldMappingRow row;
    row.source_field = std::string(2000, 'x');
    row.target_field = "y";
    row.strategy = model::Strategy::manual;
    rows.fields = {row};
    const auto result = mapping::compile(mapping::to_document(rows, "a", "b"), {});
    CAPTURE(result.diagnostics);
    CHECK(without_lines(result.rows) == rows);
}

TEST_CASE("names with any signs survive the way into a document", "[mapping][export]")
{
    model::MappingRows rows;
    rows.types = {{"Bug", "Incident", model::Arrow::both, 0}};
    for (const std::string odd :
         {"a\"b", "'",   "x -> y", "- x",  "#",      "a: b",   "\n\t",   "\x01",
          "=",    "",    " x ",    "日本", "\u0085", "\u2028", "\uFEFF", "null",
          "~",    "[a]", "{",      "%",    "@",      "\\",     "a, b"}) {
        model::FieldMappingRow row;
        row.target_field = "f" + std::to_string(rows.fields.size());
        row.arrow = model::Arrow::to_target;
        row.constant = odd;
        rows.fields.push_back(row);
        rows.defaults.source["d" + odd] = odd;
    }
    const auto written = mapping::to_document(rows, "a: b", "#");
    const auto result = mapping::compile(written, {});
    CAPTURE(written, result.diagnostics);
    REQUIRE_FALSE(mapping::has_errors(result.diagnostics));
    CHECK(without_lines(result.rows) == rows);
    CHECK(result.source_name == "a: b");
    CHECK(result.target_name == "#");
}
