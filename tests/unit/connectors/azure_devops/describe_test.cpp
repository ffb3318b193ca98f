#include "connectors/azure_devops/describe.hpp"
#include "examples.hpp"

#include "syncctl/base/error.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace syncctl::tests {

using namespace connectors::azure_devops;
using model::FieldType;

namespace {

std::vector<model::FieldInfo> published_fields()
{
    const auto types = azure_answer("workitemtypes.list");
    const auto fields = azure_answer("fields.list");
    const auto areas = azure_answer("classificationnodes.area");
    const auto iterations = azure_answer("classificationnodes.iteration");
    return fields_of(azure_answer("workitemtypes.fields.list"),
                     {.types = types, .fields = fields, .areas = areas, .iterations = iterations});
}

const model::FieldInfo& field(const std::vector<model::FieldInfo>& fields, const std::string& name)
{
    const auto found = std::find_if(
        fields.begin(), fields.end(), [&](const auto& each) { return each.reference == name; });
    REQUIRE(found != fields.end());
    return *found;
}

} // namespace

TEST_CASE("published field lists are read with types, rights and choices", "[azure_devops]")
{
    const auto fields = published_fields();
    CHECK(field(fields, "System.State").type == FieldType::status);
    CHECK_FALSE(field(fields, "System.State").is_required); // the service fills it
    CHECK(field(fields, "System.Title").is_required);
    CHECK(field(fields, "System.Title").max_length == 255U);
    const auto& iteration = field(fields, "System.IterationPath");
    CHECK_FALSE(iteration.is_readonly); // whatever the list of fields says
    CHECK(iteration.type == FieldType::choice);
    CHECK_FALSE(iteration.allowed.empty());
    CHECK(field(fields, "Microsoft.VSTS.Common.Priority").type == FieldType::number);
}

TEST_CASE("states come with their category", "[azure_devops]")
{
    const auto statuses = statuses_of(azure_answer("workitemtypes.states.list").at("value"));
    REQUIRE(statuses.size() == 5);
    CHECK(statuses[0].category == model::StatusCategory::proposed);
    CHECK(statuses[2].name == "CustomState");
    CHECK(statuses[2].category == model::StatusCategory::in_progress);
    CHECK(statuses[4].category == model::StatusCategory::completed);
}

TEST_CASE("a type comes with its workflow, without the states of new items", "[azure_devops]")
{
    auto types = azure_answer("workitemtypes.list");
    const auto transitions = types_of(types).types.at(0).transitions;
    CHECK(transitions.at("Active") == std::vector<std::string>{"Active", "Closed"});
    CHECK(transitions.count("") == 0);
    REQUIRE(types["value"][0]["transitions"].contains(""));
    types["value"][0].erase("transitions");
    CHECK(types_of(types).types.at(0).transitions.empty());
}

TEST_CASE("a tree path is joined from the names of its nodes", "[azure_devops]")
{
    const auto paths = paths_of(azure_answer("classificationnodes.area"));
    REQUIRE(paths.size() >= 3);
    CHECK(paths[0] == "Fabrikam-Fiber-Git");
    CHECK(paths[1] == "Fabrikam-Fiber-Git\\Devices");
    CHECK(paths[2] == "Fabrikam-Fiber-Git\\Devices\\Windows Phone");
}

TEST_CASE("disabled types are left out, and an answer without a list is no empty list",
          "[azure_devops]")
{
    auto types = azure_answer("workitemtypes.list");
    CHECK(types_of(types).types.size() == 2);
    types["value"][0]["isDisabled"] = true;
    REQUIRE(types_of(types).types.size() == 1);
    CHECK(types_of(types).types[0].name == "Task");
    CHECK_THROWS_AS(types_of(nlohmann::json::object()), Error);
    CHECK_THROWS_AS(types_of(nlohmann::json{{"value", nullptr}}), Error);
}

TEST_CASE("hostile metadata is bounded", "[azure_devops]")
{
    auto deep = nlohmann::json{{"name", "leaf"}};
    for (int i = 0; i < 40; ++i) {
        deep = {{"name", "n"}, {"children", nlohmann::json::array({deep})}};
    }
    CHECK(paths_of(deep).size() <= 21);
    auto many = nlohmann::json::array();
    for (int i = 0; i < 1500; ++i) {
        many.push_back({{"name", "T" + std::to_string(i)}});
    }
    CHECK(types_of({{"value", many}}).types.size() == 1000);
    CHECK(statuses_of(nlohmann::json{{"x", 1}}).empty());
    CHECK(paths_of(nlohmann::json::array()).empty());
}

} // namespace syncctl::tests
