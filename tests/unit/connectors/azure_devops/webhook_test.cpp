#include "connectors/azure_devops/webhook.hpp"
#include "examples.hpp"

#include "syncctl/base/error.hpp"

#include <catch2/catch.hpp>

namespace syncctl::tests {

using namespace connectors::azure_devops;
using nlohmann::json;
using Ids = std::vector<std::string>;

namespace {

const std::string k_collection = "https://dev.azure.com/fabrikam/";

Ids named_by(const json& body, const std::string& project = "FabrikamCloud")
{
    return items_named_by({.url = k_collection + project, .settings = {}, .body = body.dump()});
}

json an_event(const std::string& type)
{
    const auto document = azure_example("webhooks.workitem");
    for (const auto& event : document.at("events")) {
        if (event.at("event") == type) {
            return event.at("body");
        }
    }
    throw std::runtime_error{"no example of " + type};
}

} // namespace

TEST_CASE("each published event names its work item, an update not its own number",
          "[azure_devops][webhook]")
{
    const auto example = azure_example("webhooks.workitem");
    for (const auto& event : example.at("events")) {
        INFO(event.at("event"));
        CHECK(named_by(event.at("body")) == Ids{"5"});
    }
}

TEST_CASE("a newer event names the work item of an update in workItemId", "[azure_devops][webhook]")
{
    auto event = an_event("workitem.updated");
    event["resource"]["workItemId"] = 77;
    CHECK(named_by(event) == Ids{"77"});
}

TEST_CASE("an event of another project names nothing", "[azure_devops][webhook]")
{
    for (const auto* type : {"workitem.created", "workitem.updated"}) {
        const auto event = an_event(type);
        CHECK(named_by(event, "fabrikamcloud") == Ids{"5"}); // names know no case
        CHECK(named_by(event, "Other").empty());
        CHECK(named_by(event, "BE9B3917-87e6-42a4-a549-2bc06a7a878f") == Ids{"5"});
        CHECK(named_by(event, "aaaaaaaa-87e6-42a4-a549-2bc06a7a878f").empty());
    }
    SECTION("one that does not say which leaves it to the item")
    {
        auto event = an_event("workitem.created");
        event["resource"].erase("fields");
        CHECK(named_by(event, "Other") == Ids{"5"});
    }
    SECTION("the project may be a setting")
    {
        const auto body = an_event("workitem.created").dump();
        const std::string url = "https://dev.azure.com/fabrikam";
        const std::map<std::string, std::string> other{{"project", "Other"}};
        CHECK(items_named_by({.url = url, .settings = other, .body = body}).empty());
    }
}

TEST_CASE("events of other things name nothing", "[azure_devops][webhook]")
{
    CHECK(named_by({{"eventType", "git.push"}, {"resource", {{"id", 5}}}}).empty());
    CHECK(named_by({{"eventType", "build.complete"}}).empty());
}

TEST_CASE("an event without a work item cannot be read", "[azure_devops][webhook]")
{
    const std::vector<json> bodies{
        json::object(),
        json::array(),
        json("workitem.created"),
        {{"eventType", "workitem.created"}},
        {{"eventType", "workitem.created"}, {"resource", 5}},
        {{"eventType", "workitem.created"}, {"resource", {{"id", -5}}}},
        {{"eventType", "workitem.created"}, {"resource", {{"id", "5 OR 1=1"}}}},
        {{"eventType", "workitem.created"}, {"resource", {{"id", 5.5}}}},
        {{"eventType", "workitem.created"}, {"resource", {{"id", {{"id", 5}}}}}},
        {{"eventType", "workitem.updated"}, {"resource", {{"id", 2}}}}};
    for (const auto& body : bodies) {
        INFO(body.dump());
        CHECK_THROWS_AS(named_by(body), Error);
    }
}

TEST_CASE("a script may name work items as well", "[azure_devops][webhook]")
{
    CHECK(named_by({{"id", 5}}) == Ids{"5"});
    CHECK(named_by({{"ids", {5, "6"}}}) == Ids{"5", "6"});
}

} // namespace syncctl::tests
