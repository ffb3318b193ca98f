#include "connectors/azure_devops/patch.hpp"
#include "examples.hpp"

#include <catch2/catch.hpp>

namespace syncctl::tests {

using namespace connectors::azure_devops;
using nlohmann::json;

namespace {

json document(const Patch& patch)
{
    REQUIRE(std::holds_alternative<json>(patch));
    return std::get<json>(patch);
}

connectors::Refused refusal(const Patch& patch)
{
    REQUIRE(std::holds_alternative<connectors::Refused>(patch));
    return std::get<connectors::Refused>(patch);
}

model::Value text(const char* value)
{
    return std::string{value};
}

} // namespace

TEST_CASE("an update tests the revision first and replaces tags", "[azure_devops]")
{
    const auto patch =
        document(update_patch({"6"}, {{"System.Tags", model::List{"Tag1", "Tag2"}}}));
    CHECK(patch == azure_example("workitems.update.tags_replace").at("request").at("body"));
}

TEST_CASE("values keep their JSON type", "[azure_devops]")
{
    const auto patch =
        document(update_patch({"1"},
                              {{"Custom.Cost", model::Number{"1.5"}},
                               {"Custom.Flag", true},
                               {"Microsoft.VSTS.Common.Priority", model::Number{"2"}},
                               {"System.AssignedTo", model::Value{}},
                               {"System.Title", text("a \"quoted\" <b>\n")}}));
    CHECK(patch[0] == json{{"op", "test"}, {"path", "/rev"}, {"value", 1}});
    CHECK(patch[1].at("value") == 1.5);
    CHECK(patch[2].at("value") == true);
    CHECK(patch[3].at("value") == 2);
    CHECK(patch[3].at("value").is_number_integer());
    CHECK(patch[4] == json{{"op", "remove"}, {"path", "/fields/System.AssignedTo"}});
    CHECK(patch[5].at("value") == "a \"quoted\" <b>\n");
}

TEST_CASE("a field name cannot leave its place in the path", "[azure_devops]")
{
    const auto patch = document(update_patch({"1"}, {{"a/../rev~", text("x")}}));
    CHECK(patch[1].at("path") == "/fields/a~1..~1rev~0");
}

TEST_CASE("what the tracker computes is never written", "[azure_devops]")
{
    for (const auto* name : {"System.Id",
                             "System.Rev",
                             "System.Watermark",
                             "system.changeddate",
                             "System.BoardColumnDone",
                             "System.AreaLevel3",
                             "System.TeamProject",
                             "WEF_6CB513B6E70E43499D9FC94E5BBFB784_Kanban.Column"}) {
        CAPTURE(name);
        CHECK(is_unwritable(name));
        CHECK(refusal(update_patch({"1"}, {{name, text("x")}})).field == name);
    }
    for (const auto* name :
         {"System.Title", "System.AreaPath", "System.IterationPath", "System.State", "Custom.Id"}) {
        CHECK_FALSE(is_unwritable(name));
    }
}

TEST_CASE("what cannot be sent is refused before it is", "[azure_devops]")
{
    CHECK(refusal(update_patch({"1"}, {{"System.Tags", model::List{"a;b"}}})).field ==
          "System.Tags");
    CHECK(refusal(update_patch({"1"}, {{"System.Tags", model::List{"a,b"}}})).field ==
          "System.Tags");
    model::List many;
    for (int i = 0; i < 101; ++i) {
        many.push_back("t" + std::to_string(i));
    }
    CHECK(refusal(update_patch({"1"}, {{"System.Tags", many}})).field == "System.Tags");
    CHECK(refusal(update_patch({"1"}, {{"Custom.List", model::List{"a"}}})).field == "Custom.List");
    CHECK(refusal(update_patch({"1"}, {{"Custom.Cost", model::Number{"1.00000000000000000001"}}}))
              .field == "Custom.Cost");
    CHECK(refusal(update_patch({"x"}, {{"System.Title", text("x")}})).field.empty());
}

TEST_CASE("a new item carries its marker and, where nobody says otherwise, the area",
          "[azure_devops]")
{
    const auto patch = document(create_patch(
        {.fields = {{"System.Title", text("Printer on fire")}, {"System.Tags", model::Value{}}},
         .marker = "syncctl:1",
         .marker_field = {},
         .area = "Fiber\\Web"}));
    REQUIRE(patch.size() == 3);
    CHECK(patch[0].at("path") == "/fields/System.Title");
    CHECK(patch[1] ==
          json{{"op", "add"}, {"path", "/fields/System.AreaPath"}, {"value", "Fiber\\Web"}});
    CHECK(patch[2].at("path") == "/relations/-");
    CHECK(patch[2].at("value").at("attributes").at("comment") == "syncctl:1");
    const auto own = document(create_patch({.fields = {{"System.AreaPath", text("Fiber\\App")}},
                                            .marker = "syncctl:1",
                                            .marker_field = "Custom.Sync",
                                            .area = "Fiber\\Web"}));
    REQUIRE(own.size() == 2);
    CHECK(own[0].at("value") == "Fiber\\App");
    CHECK(own[1] == json{{"op", "add"}, {"path", "/fields/Custom.Sync"}, {"value", "syncctl:1"}});
}

} // namespace syncctl::tests
