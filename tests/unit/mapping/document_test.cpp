#include "fixture.hpp"

using namespace syncctl;
using namespace syncctl::test;

namespace {

constexpr std::string_view k_full = R"(version: 1
source: ado
target: sdp
types:
  - Bug <-> Incident
  - Story -> Request
statuses:
  - New <-> Open
  - Active <-> In Progress
  - Active <- On Hold
  - Closed <-> Closed
  - Doing <-> In Progress
  - Doing <- On Hold
  - Done <-> Closed
fields:
  - Title <-> subject | trim | truncate(250)
  - Repro steps <-> description: { only: [Bug] }
  - Priority <-> priority | map(priority)
  - Ticket <- id
  - Tags <-> labels: { conflict: target-priority }
  - -> category = Software
  - <- Urgent = true
values:
  priority: [ 1 <-> High, 2 <-> Medium, 3 <-> Low ]
defaults:
  source: { Due date: soon }
  target: { count: 0 }
match: [ System.Title <-> subject ]
deletes: close
conflicts: { default: manual, Title: source-priority, status: target-priority }
)";

} // namespace

TEST_CASE("a document with every section compiles to rows", "[mapping][document]")
{
    const auto result = compiled(k_full);
    CAPTURE(result.diagnostics);
    REQUIRE(result.diagnostics.empty());
    const auto& rows = result.rows;
    CHECK(result.source_name == "ado");
    CHECK(result.target_name == "sdp");
    REQUIRE(rows.types.size() == 2);
    CHECK(rows.types[1] == model::TypeMappingRow{"Story", "Request", model::Arrow::to_target, 6});
    REQUIRE(rows.statuses.size() == 7);
    CHECK(rows.statuses[2] ==
          model::StatusMappingRow{"Active", "On Hold", model::Arrow::to_source, 10});
    REQUIRE(rows.fields.size() == 8);
    CHECK(rows.fields[0].source_field == "System.Title");
    CHECK(rows.fields[0].chain.size() == 2);
    CHECK(rows.fields[0].chain[1].arguments == std::vector<std::string>{"250"});
    CHECK(rows.fields[0].strategy == model::Strategy::source_priority);
    CHECK(rows.fields[0].line == 16);
    CHECK(rows.fields[1].source_field == "Repro");
    CHECK(rows.fields[1].only_types == std::vector<std::string>{"Bug"});
    CHECK(rows.fields[2].chain[0].table.size() == 3);
    CHECK(rows.fields[3].arrow == model::Arrow::to_source);
    CHECK(rows.fields[4].strategy == model::Strategy::target_priority);
    CHECK(rows.fields[5].constant == "Software");
    CHECK(rows.fields[5].source_field.empty());
    CHECK(rows.fields[6].constant == "true");
    CHECK(rows.fields[6].source_field == "Urgent");
    CHECK(rows.defaults.source.at("Due") == "soon");
    CHECK(rows.defaults.target.at("count") == "0");
    REQUIRE(rows.match.size() == 1);
    CHECK(rows.match[0].source_field == "System.Title");
    CHECK(rows.deletes == model::DeletePolicy::close);
    CHECK(rows.default_strategy == model::Strategy::manual);
}

TEST_CASE("without metadata a document is checked as far as it can be", "[mapping][document]")
{
    const auto result = mapping::compile(k_full, {});
    CAPTURE(result.diagnostics);
    CHECK_FALSE(mapping::has_errors(result.diagnostics));
    CHECK(mapping::has_errors(mapping::compile(rule_document("A => b"), {}).diagnostics));
}

TEST_CASE("all mistakes of a document are reported in one pass, in the order of their places",
          "[mapping][document]")
{
    const auto result = compiled("version: 2\n"
                                 "source: adoo\n"
                                 "target: sdp\n"
                                 "types: [ Bgu <-> Incident, Bug <-> Incident ]\n"
                                 "feilds: []\n"
                                 "fields:\n"
                                 "  - Titel <-> subject | truncate(250)\n"
                                 "  - Priority => priority\n"
                                 "  - Repro -> description | uper\n"
                                 "deletes: sometimes\n");
    CAPTURE(result.diagnostics);
    REQUIRE(result.diagnostics.size() == 8);
    const std::vector<std::pair<int, int>> places{
        {1, 10}, {2, 9}, {4, 10}, {5, 1}, {7, 5}, {8, 14}, {9, 28}, {10, 10}};
    for (std::size_t i = 0; i < places.size(); ++i) {
        CHECK(result.diagnostics[i].line == places[i].first);
        CHECK(result.diagnostics[i].column == places[i].second);
    }
    CHECK(result.diagnostics[2].hint == "did you mean 'Bug'?");
    CHECK(result.diagnostics[3].hint == "did you mean 'fields'?");
    CHECK(result.diagnostics[4].hint == "did you mean 'Title'?");
    CHECK(result.diagnostics[6].hint == "did you mean 'upper'?");
}

TEST_CASE("a version other than 1 is refused", "[mapping][document]")
{
    check_error(
        "version: 2\nsource: ado\ntarget: sdp\ntypes: [Bug <-> Incident]\n", 1, 10, "version '2'");
    check_error("version: [1]\nsource: ado\ntarget: sdp\ntypes: [Bug <-> Incident]\n",
                1,
                10,
                "must be text");
}

TEST_CASE("version, source, target and types are required", "[mapping][document]")
{
    check_error("deletes: never\n", 1, 1, "'version' is missing", "version: 1");
    check_error("deletes: never\n", 1, 1, "'source' is missing");
    check_error("deletes: never\n", 1, 1, "'target' is missing");
    check_error("deletes: never\n", 1, 1, "'types' is missing");
    check_error("version: 1\nsource: ado\ntarget: sdp\ntypes: []\n", 4, 1, "no types are mapped");
    check_error("version: 1\nsource: ado\ntarget: sdp\ntypes:\n", 4, 1, "no types are mapped");
}

TEST_CASE("source and target must be the connectors of the pair", "[mapping][document]")
{
    check_error("version: 1\nsource: adoo\ntarget: sdp\ntypes: [Bug <-> Incident]\n",
                2,
                9,
                "the source of this pair is 'ado', not 'adoo'",
                "write `source: ado`");
    check_error("version: 1\nsource: sdp\ntarget: ado\ntypes: [Bug <-> Incident]\n",
                3,
                9,
                "the target of this pair is 'sdp'",
                "swapped");
}

TEST_CASE("unknown keys are refused with a suggestion", "[mapping][document]")
{
    check_error(
        document_with("feilds: []\n"), 6, 1, "unknown key 'feilds'", "did you mean 'fields'?");
    check_error(
        document_with("zzzzzzzz: []\n"), 6, 1, "unknown key 'zzzzzzzz'", "known are: version");
    check_error(
        document_with("defaults: { sorce: {} }\n"), 6, 13, "unknown key 'sorce'", "'source'");
    check_error(
        rule_document("Ticket <-> note: { onyl: [Bug] }"), 7, 24, "unknown key 'onyl'", "'only'");
}

TEST_CASE("a section of the wrong kind says what it must be", "[mapping][document]")
{
    check_error(
        document_with("fields: Title <-> subject\n"), 6, 9, "fields must be a list, not text");
    check_error(
        document_with("values: [ a ]\n"), 6, 9, "values must be a mapping of keys, not a list");
    check_error(document_with("values: { p: 1 <-> 2 }\n"), 6, 14, "value table 'p' must be a list");
    check_error(
        document_with("statuses: [ [ New <-> Open ] ]\n"), 6, 13, "one line of text, not a list");
    check_error(document_with("conflicts: manual\n"), 6, 12, "must be a mapping");
    check_error(
        document_with("defaults: { target: { note: [x] } }\n"), 6, 29, "must be text, not a list");
    check_error(document_with("defaults: { target: { note: } }\n"), 6, 29, "must be text");
    check_error(
        document_with("fields:\n  - Ticket <-> note: { only: [Bug] }\n    Due <-> note: {}\n"),
        7,
        5,
        "one key with its options");
}

TEST_CASE("what becomes of statuses without a line is error or category", "[mapping][document]")
{
    check_error(document_with("unlisted_statuses: categories\n"),
                6,
                20,
                "unknown unlisted_statuses 'categories'",
                "'category'");
    CHECK_FALSE(
        compiled(document_with("unlisted_statuses: error\n")).rows.unlisted_statuses_by_category);
    CHECK(compiled(document_with("unlisted_statuses: category\n"))
              .rows.unlisted_statuses_by_category);
}

TEST_CASE("unknown types are refused with a suggestion", "[mapping][document]")
{
    check_error("version: 1\nsource: ado\ntarget: sdp\ntypes:\n  - Bug <-> Incidnet\n",
                5,
                13,
                "the target has no type 'Incidnet'",
                "did you mean 'Incident'?");
    check_error("version: 1\nsource: ado\ntarget: sdp\ntypes:\n  - Epic <-> Incident\n",
                5,
                5,
                "the source has no type 'Epic'",
                "its types are: Bug, Story");
}

TEST_CASE("a type pair is mapped once", "[mapping][document]")
{
    check_error(
        "version: 1\nsource: ado\ntarget: sdp\ntypes:\n  - Bug <-> Incident\n  - Bug -> Incident\n",
        6,
        5,
        "mapped to each other on line 5 already");
}

TEST_CASE("type and status rules take no transforms and no constants", "[mapping][document]")
{
    check_error(
        document_with("statuses:\n  - New <-> Open | trim\n"), 7, 20, "takes no transforms");
    check_error(document_with("statuses:\n  - -> status = Open\n"), 7, 5, "takes no constant");
}

TEST_CASE("a delete policy and a strategy come from a short list", "[mapping][document]")
{
    check_error(document_with("deletes: nevr\n"), 6, 10, "unknown delete policy 'nevr'", "'never'");
    check_error(document_with("conflicts: { default: newest }\n"),
                6,
                23,
                "unknown conflict strategy 'newest'");
    check_error(rule_document("Ticket <-> note: { conflict: manuel }"),
                7,
                34,
                "unknown conflict strategy 'manuel'",
                "did you mean 'manual'?");
}

TEST_CASE("a strategy names a source field that has a rule", "[mapping][document]")
{
    check_error(rule_document("Ticket <-> note", "conflicts: { Tickt: manual }\n"),
                8,
                14,
                "no rule has the source field 'Tickt'",
                "'Ticket'");
    check_error(
        rule_document("Ticket <-> note: { conflict: manual }", "conflicts: { Ticket: manual }\n"),
        8,
        14,
        "decided on line 7 already");
    check_error(document_with("conflicts: { status: manual }\n"),
                6,
                14,
                "no rule has the source field 'status'");
    check_warning(
        rule_document("Ticket -> note: { conflict: manual }"), 7, 23, "no conflicts to decide");
}

TEST_CASE("the status field's own name sets the strategy of the statuses", "[mapping][document]")
{
    const auto result = compiled(document_with(
        "statuses: [ New <-> Open, Active <-> In Progress, Active <- On Hold, Closed <-> Closed ]\n"
        "conflicts: { System.State: manual }\n"));
    CAPTURE(result.diagnostics);
    REQUIRE_FALSE(mapping::has_errors(result.diagnostics));
    REQUIRE(result.rows.fields.size() == 1);
    CHECK(result.rows.fields[0].strategy == model::Strategy::manual);
}

TEST_CASE("match rules name known fields, once, without direction", "[mapping][document]")
{
    check_error(document_with("match: []\n"), 6, 1, "written twice");
    const std::string head = "version: 1\nsource: ado\ntarget: sdp\ntypes: [Bug <-> Incident]\n";
    check_error(head + "match: [ Titel <-> subject ]\n", 5, 10, "has no field 'Titel'", "'Title'");
    check_error(head + "match: [ Title -> subject ]\n", 5, 16, "has no direction", "'<->'");
    check_error(head + "match: [ Title <-> subject, System.Title <-> subject ]\n",
                5,
                29,
                "a match rule already");
    check_clean(head + "match: [ Ticket <-> id ]\n");
}

TEST_CASE("defaults name writable fields and fit them", "[mapping][document]")
{
    check_error(document_with("defaults: { target: { categry: x } }\n"),
                6,
                23,
                "no field 'categry'",
                "'category'");
    check_error(
        document_with("defaults: { target: { count: many } }\n"), 6, 30, "'many' is not a number");
    check_error(document_with("defaults: { target: { priority: Urgent } }\n"),
                6,
                33,
                "'Urgent' is not among");
    check_error(document_with("defaults: { source: { Created: x } }\n"), 6, 23, "read-only");
    check_error(document_with("defaults: { source: { Due: x, Due date: y } }\n"),
                6,
                31,
                "has a default already");
    check_clean(document_with(
        "defaults: { source: { Urgent: true, Tags: new }, target: { status: Open } }\n"));
}

TEST_CASE("what a new item requires without any rule is a warning", "[mapping][document]")
{
    auto source = development();
    auto target = service_desk();
    target.types[0].fields[4].is_required = true; // category
    const auto check = [&](std::string_view document, model::Direction direction) {
        return mapping::compile(document, {"ado", "sdp", &source, &target, direction});
    };
    const auto missing = check(document_with(""), model::Direction::both);
    CHECK(
        has(missing,
            {mapping::Severity::warning, 4, 10, "a new 'Incident' needs 'category'", "defaults"}));
    CHECK(check(document_with("defaults: { target: { category: x } }\n"), model::Direction::both)
              .diagnostics.empty());
    CHECK(check(rule_document("-> category = x"), model::Direction::both).diagnostics.empty());
    CHECK(check(document_with(""), model::Direction::target_to_source).diagnostics.empty());
}

TEST_CASE("an arrow that the pair's direction never follows is a warning", "[mapping][document]")
{
    const auto result =
        compiled(rule_document("Ticket <- note"), model::Direction::source_to_target);
    CHECK(has(result, {mapping::Severity::warning, 7, 12, "the pair runs source-to-target", ""}));
    CHECK(compiled(rule_document("Ticket <-> note"), model::Direction::source_to_target)
              .diagnostics.empty());
}

TEST_CASE("two fields with one display name must be told apart by reference", "[mapping][document]")
{
    auto source = development();
    source.types[0].fields.push_back(a_field("Custom.Title", FieldType::text, "Title"));
    const auto target = service_desk();
    const mapping::Surroundings around{"ado", "sdp", &source, &target, model::Direction::both};
    const auto result = mapping::compile(rule_document("Title -> note"), around);
    CHECK(has(result,
              {mapping::Severity::error, 7, 5, "several fields called 'Title'", "reference"}));
    CHECK(mapping::compile(rule_document("Custom.Title -> note"), around).diagnostics.empty());
}

TEST_CASE("a document that names no default strategy takes the one of its surroundings",
          "[mapping]")
{
    const std::string document =
        "version: 1\nsource: a\ntarget: b\ntypes: [X <-> Y]\nfields: [T <-> t]\n";
    mapping::Surroundings surroundings;
    surroundings.default_strategy = model::Strategy::manual;
    CHECK(mapping::compile(document, surroundings).rows.default_strategy ==
          model::Strategy::manual);
    const auto named = document + "conflicts: { default: source-priority }\n";
    CHECK(mapping::compile(named, surroundings).rows.default_strategy ==
          model::Strategy::source_priority);
}
