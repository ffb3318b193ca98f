#include "fixture.hpp"
#include "support/values.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/mapping/rules.hpp"

using namespace syncctl;
using namespace syncctl::test;
using mapping::Rules;
using mapping::TransformProblem;
using model::Number;
using model::Side;
using model::Value;

namespace {

constexpr std::string_view k_statuses =
    "statuses: [ New <-> Open, Active <-> In Progress, Active <- On Hold, Closed <-> Closed,\n"
    "  Doing <-> In Progress, Doing <- On Hold, Done <-> Closed ]\n";

std::string two_types(std::string_view more)
{
    return "version: 1\nsource: ado\ntarget: sdp\ntypes: [ Bug <-> Incident, Story -> Request ]\n" +
           std::string{more};
}

Rules rules_of(std::string_view document)
{
    const auto result = compiled(document);
    CAPTURE(document, result.diagnostics);
    REQUIRE_FALSE(mapping::has_errors(result.diagnostics));
    return Rules{result.rows, development(), service_desk()};
}

Value value_of(const mapping::TransformResult& result)
{
    if (const auto* problem = std::get_if<TransformProblem>(&result)) {
        FAIL("unexpected problem: " << problem->reason);
    }
    return std::get<Value>(result);
}

std::string problem_of(const mapping::TransformResult& result)
{
    const auto* problem = std::get_if<TransformProblem>(&result);
    return problem == nullptr ? "(no problem)" : problem->reason;
}

model::WorkItem item(std::string type, model::Fields fields)
{
    model::WorkItem work_item;
    work_item.id = "7";
    work_item.type = std::move(type);
    work_item.fields = std::move(fields);
    return work_item;
}

const mapping::FieldRule& only_rule(const Rules& rules)
{
    const auto* types = rules.for_types("Bug", "Incident");
    REQUIRE(types != nullptr);
    REQUIRE(types->fields.size() == 1);
    return types->fields.front();
}

model::WorkItem item_of_type(std::string type, model::Fields fields = {})
{
    model::WorkItem item;
    item.type = std::move(type);
    item.fields = std::move(fields);
    return item;
}

} // namespace

TEST_CASE("the first type rule that fits an item is the one for it", "[mapping][rules]")
{
    const auto rules = rules_of("version: 1\nsource: ado\ntarget: sdp\n"
                                "types: [ Bug <-> Incident, Bug -> Request, Story <- Incident ]\n");
    CHECK(rules.for_item(Side::source, item_of_type("Bug"))->target_type == "Incident");
    CHECK(rules.for_item(Side::target, item_of_type("Incident"))->source_type == "Bug");
    CHECK(rules.for_item(Side::source, item_of_type("Epic")) == nullptr);
    CHECK(rules.for_types("Bug", "Request") != nullptr);
    CHECK(rules.for_types("Story", "Request") == nullptr);
}

TEST_CASE("the arrow of a type rule says where a partner may be created", "[mapping][rules]")
{
    const auto rules = rules_of(two_types(""));
    CHECK(rules.for_types("Bug", "Incident")->may_create_on(Side::source));
    CHECK(rules.for_types("Story", "Request")->may_create_on(Side::target));
    CHECK_FALSE(rules.for_types("Story", "Request")->may_create_on(Side::source));
}

TEST_CASE("statuses become a rule between the status fields, per type pair", "[mapping][rules]")
{
    const auto rules =
        rules_of(two_types(std::string{k_statuses} + "conflicts: { status: manual }\n"));
    const auto* bug = rules.for_types("Bug", "Incident")->find("System.State <-> status");
    REQUIRE(bug != nullptr);
    CHECK(bug->strategy() == model::Strategy::manual);
    CHECK(value_of(bug->towards(Side::target, text("Active"))) == text("In Progress"));
    CHECK(value_of(bug->towards(Side::source, text("On Hold"))) == text("Active"));
    CHECK(problem_of(bug->towards(Side::target, text("Doing"))).find("no line for 'Doing'") !=
          std::string::npos);
    const auto* story = rules.for_types("Story", "Request")->find("System.State <-> status");
    REQUIRE(story != nullptr);
    CHECK(value_of(story->towards(Side::source, text("In Progress"))) == text("Doing"));
}

TEST_CASE("mapped statuses of unknown types are refused with the way to learn them",
          "[mapping][rules]")
{
    const auto result = compiled(two_types(k_statuses));
    CHECK_THROWS_AS((Rules{result.rows, {}, service_desk()}), Error);
    CHECK_NOTHROW(Rules{compiled(two_types("")).rows, {}, {}});
}

TEST_CASE("a rule limited to types runs between those only", "[mapping][rules]")
{
    const auto rules =
        rules_of(two_types("fields:\n  - Repro <-> note: { only: [Bug] }\n  - Ticket <- id\n"));
    CHECK(rules.for_types("Bug", "Incident")->find("Repro <-> note") != nullptr);
    CHECK(rules.for_types("Story", "Request")->find("Repro <-> note") == nullptr);
    CHECK(rules.for_types("Story", "Request")->find("Ticket <- id") != nullptr);
}

TEST_CASE("an arrow decides which side a rule writes", "[mapping][rules]")
{
    const auto rules = rules_of(rule_document("Ticket <- id"));
    CHECK(only_rule(rules).writes(Side::source));
    CHECK_FALSE(only_rule(rules).writes(Side::target));
    CHECK(only_rule(rules).line() == 7);
}

TEST_CASE("a rule's own strategy wins over the default", "[mapping][rules]")
{
    const auto rules =
        rules_of(rule_document("Ticket <-> note: { conflict: source-priority }",
                               "  - Due <-> category\nconflicts: { default: manual }\n"));
    const auto* types = rules.for_types("Bug", "Incident");
    CHECK(types->find("Ticket <-> note")->strategy() == model::Strategy::source_priority);
    CHECK(types->find("Due <-> category")->strategy() == model::Strategy::manual);
}

TEST_CASE("results of a table take the type of the field", "[mapping][rules]")
{
    const auto rules = rules_of(rule_document("Priority <-> priority | map(p)",
                                              "values: { p: [ 1 <-> High, 2 <-> Low ] }\n"));
    CHECK(value_of(only_rule(rules).towards(Side::target, Value{Number{"1"}})) == text("High"));
    CHECK(value_of(only_rule(rules).towards(Side::source, text("Low"))) == Value{Number{"2"}});
    CHECK(problem_of(only_rule(rules).towards(Side::source, text("Medium")))
              .find("(mapping line 7)") != std::string::npos);
}

TEST_CASE("constants take the type of the field", "[mapping][rules]")
{
    const auto rules =
        rules_of(rule_document("-> count = 7", "  - <- Urgent = true\n  - -> labels = synced\n"));
    const auto& fields = rules.for_types("Bug", "Incident")->fields;
    REQUIRE(fields.size() == 3);
    CHECK(fields[0].is_constant());
    CHECK(value_of(fields[0].towards(Side::target, Value{})) == Value{Number{"7"}});
    CHECK(value_of(fields[1].towards(Side::source, Value{})) == Value{true});
    CHECK(value_of(fields[2].towards(Side::target, Value{})) == Value{model::List{"synced"}});
    CHECK(fields[0].name() == "-> count = 7");
    CHECK(fields[1].field(Side::target).empty());
}

TEST_CASE("a boolean goes back into a text field as true or false", "[mapping][rules]")
{
    const auto rules = rules_of(rule_document("Ticket <-> vip | boolean"));
    CHECK(value_of(only_rule(rules).towards(Side::target, text("yes"))) == Value{true});
    CHECK(value_of(only_rule(rules).towards(Side::source, Value{true})) == text("true"));
}

TEST_CASE("a value of another type or beyond a limit is a problem of that field",
          "[mapping][rules]")
{
    const auto rules = rules_of(
        rule_document("Ticket -> subject", "  - Due -> priority\n  - Priority <-> count\n"));
    const auto& fields = rules.for_types("Bug", "Incident")->fields;
    CHECK(problem_of(fields[0].towards(Side::target, text(std::string(251, 'x')))) ==
          "251 characters, but field 'subject' takes 250 (mapping line 7)");
    CHECK(value_of(fields[0].towards(Side::target, text(std::string(250, 'x')))) ==
          text(std::string(250, 'x')));
    CHECK(problem_of(fields[0].towards(Side::target, Value{Number{"1"}}))
              .find("a number value does not go") != std::string::npos);
    CHECK(
        problem_of(fields[1].towards(Side::target, text("Urgent"))).find("'Urgent' is not among") !=
        std::string::npos);
    CHECK(problem_of(fields[2].towards(Side::target, text("5"))).find("add `| number`") !=
          std::string::npos);
    CHECK(model::is_null(value_of(fields[0].towards(Side::target, Value{}))));
}

TEST_CASE("truncate keeps a value within the limit of the field", "[mapping][rules]")
{
    const auto rules = rules_of(rule_document("Ticket <-> subject | truncate(250)"));
    CHECK(value_of(only_rule(rules).towards(Side::target, text(std::string(999, 'x')))) ==
          text(std::string(250, 'x')));
}

TEST_CASE("defaults carry the type of their field and only those the type has", "[mapping][rules]")
{
    const auto rules = rules_of(two_types("defaults:\n  source: { Repro: none, Priority: 2 }\n"
                                          "  target: { vip: false, category: Software }\n"));
    const auto incident = rules.defaults_for(Side::target, "Incident");
    CHECK(incident.at("vip") == Value{false});
    CHECK(incident.at("category") == text("Software"));
    CHECK(rules.defaults_for(Side::source, "Bug").at("Priority") == Value{Number{"2"}});
    CHECK(rules.defaults_for(Side::source, "Story").count("Repro") == 0);
}

TEST_CASE("equal values give equal match keys on both sides, through the rule between them",
          "[mapping][rules]")
{
    const auto rules = rules_of(two_types("fields: [ Title <-> subject | trim | truncate(5) ]\n"
                                          "match: [ Title <-> subject ]\n"));
    const auto& types = *rules.for_types("Bug", "Incident");
    const auto source_key = [&](Value value) {
        return rules.match_key(
            Side::source, types, item("Bug", {{"System.Title", std::move(value)}}));
    };
    const auto target_key = [&](Value value) {
        return rules.match_key(
            Side::target, types, item("Incident", {{"subject", std::move(value)}}));
    };
    REQUIRE(source_key(text("Hello")));
    CHECK(source_key(text(" Hello world ")) == target_key(text("Hello")));
    CHECK(source_key(text("Hello")) == target_key(text(" Hello there")));
    CHECK(source_key(text("Hello")) != target_key(text("Other")));
    CHECK_FALSE(source_key(text("")));
    CHECK_FALSE(source_key(Value{}));
    CHECK_FALSE(source_key(Value{Number{"1"}}));
}

TEST_CASE("match keys meet through value tables and upper case", "[mapping][rules]")
{
    const std::string head = "version: 1\nsource: ado\ntarget: sdp\ntypes: [ Bug <-> Incident ]\n";
    const auto rules =
        rules_of(head + "fields: [ Priority <-> priority | map(p), Ticket <-> note | upper ]\n"
                        "values: { p: [ 1 <-> High, 2 <-> Low ] }\n"
                        "match: [ Priority <-> priority, Ticket <-> note ]\n");
    const auto& types = *rules.for_types("Bug", "Incident");
    const auto bug = item("Bug", {{"Priority", Value{Number{"1"}}}, {"Ticket", text("abc")}});
    const auto incident = item("Incident", {{"priority", text("High")}, {"note", text("aBc")}});
    const auto other = item("Incident", {{"priority", text("Low")}, {"note", text("aBc")}});
    CHECK(rules.match_key(Side::source, types, bug) ==
          rules.match_key(Side::target, types, incident));
    CHECK(rules.match_key(Side::source, types, bug) != rules.match_key(Side::target, types, other));
    CHECK_FALSE(
        rules.match_key(Side::source,
                        types,
                        item("Bug", {{"Priority", Value{Number{"8"}}}, {"Ticket", text("x")}})));
}

TEST_CASE("items of types that are not mapped to each other never match", "[mapping][rules]")
{
    const auto rules = rules_of(two_types("match: [ Ticket <-> note ]\n"));
    const auto bug = rules.match_key(
        Side::source, *rules.for_types("Bug", "Incident"), item("Bug", {{"Ticket", text("x")}}));
    const auto request = rules.match_key(
        Side::target, *rules.for_types("Story", "Request"), item("Request", {{"note", text("x")}}));
    CHECK(bug);
    CHECK(request);
    CHECK(bug != request);
}

TEST_CASE("an id can be matched", "[mapping][rules]")
{
    const auto rules =
        rules_of("version: 1\nsource: ado\ntarget: sdp\ntypes: [ Bug <-> Incident ]\n"
                 "match: [ Ticket <-> id ]\n");
    const auto& types = *rules.for_types("Bug", "Incident");
    CHECK(rules.match_key(Side::source, types, item("Bug", {{"Ticket", text("7")}})) ==
          rules.match_key(Side::target, types, item("Incident", {})));
}

TEST_CASE("the base keeps each mapped field of a side once", "[mapping][rules]")
{
    const auto rules =
        rules_of(rule_document("Ticket <-> note", "  - Ticket -> category\n  - -> vip = true\n"));
    const auto& types = *rules.for_types("Bug", "Incident");
    CHECK(Rules::base_fields(types, Side::source) == std::vector<std::string>{"Ticket"});
    CHECK(Rules::base_fields(types, Side::target) ==
          std::vector<std::string>{"category", "note", "vip"});
}

TEST_CASE("an item is closed with the first completed status of its type", "[mapping][rules]")
{
    const auto rules = rules_of(two_types("deletes: close\n"));
    CHECK(rules.deletes() == model::DeletePolicy::close);
    CHECK(rules.closing_status(Side::source, "Story") ==
          std::pair<std::string, std::string>{"System.State", "Done"});
    CHECK(rules.closing_status(Side::target, "Incident")->second == "Closed");
    CHECK_FALSE(rules.closing_status(Side::target, "Problem"));
}
