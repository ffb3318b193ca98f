#include "connectors/files/filter.hpp"
#include "connectors/files/tracker_document.hpp"
#include "folder_fixture.hpp"

#include <catch2/catch.hpp>

namespace syncctl::connectors::files {

namespace {

model::WorkItem a_bug()
{
    model::WorkItem item;
    item.id = "7";
    item.type = "Bug";
    item.fields = {{"Title", std::string{"100% _done"}},
                   {"DueDate", std::string{"2026-05-01"}},
                   {"Priority", model::Number{"2"}},
                   {"Tags", model::List{"ui", "print"}}};
    return item;
}

bool holds(const std::string& filter)
{
    const auto parsed = parse_filter(filter);
    REQUIRE(std::holds_alternative<std::vector<Condition>>(parsed));
    return matches(a_bug(),
                   std::get<std::vector<Condition>>(parsed),
                   read_tracker_document(tests::k_bug_tracker, "tracker.json"));
}

} // namespace

TEST_CASE("a filter compares one field exactly", "[files]")
{
    CHECK(holds(""));
    CHECK(holds("type=Bug"));
    CHECK(holds("id=7"));
    CHECK(holds("Title=100% _done"));
    CHECK(holds("Due date = 2026-05-01"));
    CHECK(holds("DueDate=2026-05-01"));
    CHECK(holds("Priority=2"));
    CHECK(holds("Tags=print"));
    CHECK(holds("Owner="));
    CHECK_FALSE(holds("Title=100"));
    CHECK_FALSE(holds("Title=%"));
    CHECK_FALSE(holds("title=100% _done"));
    CHECK_FALSE(holds("Priority=2.0"));
    CHECK_FALSE(holds("Tags=pri"));
    CHECK_FALSE(holds("Unknown="));
    CHECK_FALSE(holds("Title=' OR 1=1 --"));
}

TEST_CASE("all conditions of a filter must hold", "[files]")
{
    CHECK(holds("type=Bug; Priority=2"));
    CHECK_FALSE(holds("type=Bug; Priority=3"));
}

TEST_CASE("a filter that is no condition is refused", "[files]")
{
    for (const char* text : {"Bug", "=x", "a=b;", ";", "a=b;;c=d", "a=\xFF"}) {
        CAPTURE(text);
        CHECK(std::holds_alternative<FilterProblem>(parse_filter(text)));
    }
}

TEST_CASE("a filter with an unknown field is refused with a suggestion", "[files]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();

    CHECK_FALSE(connector->filter_problem("Severity=High").has_value());
    CHECK_FALSE(connector->filter_problem("").has_value());
    const auto problem = connector->filter_problem("Severty=High");
    REQUIRE(problem.has_value());
    CHECK_THAT(*problem, Catch::Matchers::Contains("did you mean 'Severity'?"));
    CHECK(connector->filter_problem("' OR 1=1 --").has_value());
    CHECK(connector->filter_problem("nonsense").has_value());
}

} // namespace syncctl::connectors::files
