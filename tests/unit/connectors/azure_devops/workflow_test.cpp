#include "connectors/azure_devops/workflow.hpp"
#include "examples.hpp"

#include <catch2/catch.hpp>

namespace syncctl::tests {

using namespace connectors::azure_devops;
using Path = std::vector<std::string>;

TEST_CASE("a state is reached by the fewest steps that the type allows", "[azure_devops]")
{
    const auto answer = azure_answer("workitemtypes.list");
    const auto& types = answer.at("value");
    const Workflow bug{types.at(0)};
    CHECK(bug.path("New", "Closed") == Path{"Closed"});
    CHECK(bug.path("New", "Resolved") == Path{"Closed", "Resolved"});
    CHECK(bug.path("new", "resolved").empty()); // names are kept as they are, not guessed
    CHECK(bug.path("Resolved", "New").empty());
    CHECK(bug.path_of_new("New") == Path{"New"});
    CHECK(bug.path_of_new("Resolved") == Path{"New", "Closed", "Resolved"});
    CHECK(bug.is_initial("New"));
    CHECK_FALSE(bug.is_initial("Active"));
    CHECK(bug.path("New", "No such state").empty());
}

TEST_CASE("a workflow that cannot be read has no way", "[azure_devops]")
{
    for (const auto& type : {nlohmann::json(nullptr),
                             nlohmann::json{{"transitions", 7}},
                             nlohmann::json{{"transitions", {{"New", {{{"to", 7}}}}}}},
                             nlohmann::json{{"transitions", {{"New", nullptr}}}}}) {
        CHECK(Workflow{type}.path("New", "Closed").empty());
        CHECK(Workflow{type}.path_of_new("New").empty());
    }
    const Workflow circle{nlohmann::json{{"transitions",
                                          {{"A", nlohmann::json::array({{{"to", "B"}}})},
                                           {"B", nlohmann::json::array({{{"to", "A"}}})}}}}};
    CHECK(circle.path("A", "C").empty());
}

} // namespace syncctl::tests
