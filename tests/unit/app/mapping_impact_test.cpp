#include "syncctl/app/mapping_revisions.hpp"

#include <catch2/catch.hpp>

using namespace syncctl;
using app::compare_rules;
using app::summary_of;
using model::Arrow;

namespace {

using Kind = app::RuleChange::Kind;

model::FieldMappingRow field(const std::string& source, const std::string& target)
{
    model::FieldMappingRow row;
    row.source_field = source;
    row.target_field = target;
    return row;
}

model::MappingRows some_rows()
{
    model::MappingRows rows;
    rows.types = {{.source_type = "Bug", .target_type = "Incident"}};
    rows.statuses = {{.source_status = "New", .target_status = "Open"}};
    rows.fields = {field("Title", "subject"), field("Notes", "description")};
    return rows;
}

} // namespace

TEST_CASE("rules that only moved are no change", "[app][mapping]")
{
    auto after = some_rows();
    std::swap(after.fields[0], after.fields[1]);
    after.fields[0].line = 99;
    CHECK(compare_rules(some_rows(), after).empty());
    CHECK(summary_of({}).empty());
}

TEST_CASE("every kind of change is told with the rule before and after", "[app][mapping]")
{
    auto after = some_rows();
    after.types.push_back({.source_type = "Story", .target_type = "Request"});
    after.statuses.clear();
    after.fields[0].arrow = Arrow::to_target;
    after.deletes = model::DeletePolicy::close;
    after.defaults.target["urgency"] = "Low";
    const auto changes = compare_rules(some_rows(), after);
    REQUIRE(changes.size() == 5);
    CHECK(changes[0].kind == Kind::added);
    CHECK(changes[0].after == "Story <-> Request");
    CHECK(changes[0].types == std::vector<std::string>{"Story", "Request"});
    CHECK(changes[1].kind == Kind::removed);
    CHECK(changes[1].before == "New <-> Open");
    CHECK(changes[2].kind == Kind::changed);
    CHECK(changes[2].before == "Title <-> subject");
    CHECK(changes[2].after == "Title -> subject");
    CHECK(changes[3].after == "target: urgency = Low");
    CHECK(changes[4].after == "close");
    CHECK(summary_of(changes) ==
          "1 type added, 1 status removed, 1 field changed, 1 default added, deletes: close");
}

TEST_CASE("two rules for the same fields are told apart, and a table belongs to its rule",
          "[app][mapping]")
{
    auto before = some_rows();
    before.fields.push_back(field("Title", "subject"));
    before.fields[0].only_types = {"Bug"};
    before.fields[2].only_types = {"Story"};
    auto after = before;
    after.fields[2].only_types = {"Epic"};
    const auto changes = compare_rules(before, after);
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].before == "Title <-> subject only Story");
    CHECK(changes[0].types == std::vector<std::string>{"Epic", "Story"});

    auto mapped = some_rows();
    mapped.fields[0].chain = {
        {.name = "map", .arguments = {"t"}, .table = {{.source = "1", .target = "High"}}}};
    auto other = mapped;
    other.fields[0].chain[0].table[0].target = "Low";
    REQUIRE(compare_rules(mapped, other).size() == 1);
    CHECK(compare_rules(mapped, other)[0].before == compare_rules(mapped, other)[0].after);
}
