#include "fakes/test_client.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using namespace syncctl::fakes;
using Json = nlohmann::json;

namespace {

/// Recorded calls of which syncctl has no use, so the fake has none of them.
bool is_out_of_scope(const std::string& target)
{
    return target.find("/comments") != std::string::npos ||
           target.find("/attachments") != std::string::npos;
}

/// What the recorded requests are about: items 297 to 300, with item 299 at revision 7.
void set_up(FakeAzureDevOps& fake)
{
    fake.customise([](Process& process) {
        WorkItemType* type = process.type("User Story");
        type->name = "Product Backlog Item";
        type->states.push_back({.name = "Committed", .category = "InProgress"});
        type->transitions.push_back(
            {.from = "New", .to = "Committed", .reasons = {"Commitment made by the team"}});
        for (TypeField& field : type->fields) {
            if (field.reference == "System.State") {
                field.allowed.emplace_back("Committed");
            }
        }
    });
    fake.numbers_items_from(297);
    for (int i = 0; i < 4; ++i) {
        fake.has_item("Product Backlog Item", {{"System.Title", "Item"}});
    }
    for (int rev = 2; rev <= 7; ++rev) {
        fake.edit(299, {{"System.Title", "Revision " + std::to_string(rev)}});
    }
}

void replay(const std::string& file, ServerAge age)
{
    FakeAzureDevOps fake{{.project = "Fabrikam-Fiber-Git"}};
    set_up(fake);
    fake.change([age](Switches& switches) { switches.age = age; });
    TestClient client{fake};
    std::ifstream stream{std::string{SYNCCTL_TEST_DATA} + "/azure_devops/recorded/" + file};
    int understood = 0;
    const Json recording = Json::parse(stream);
    for (const Json& recorded : recording.at("requests")) {
        const std::string path = recorded.at("path");
        if (is_out_of_scope(path)) {
            continue;
        }
        httplib::Headers headers;
        for (const auto& [name, value] : recorded.at("headers").items()) {
            if (name == "authorization" && value.get<std::string>().starts_with("Bearer")) {
                headers.emplace(name, "Bearer " + fake.token());
            }
            if (name == "authorization" || name == "connection") {
                continue;
            }
            // The recorder called this resource released, which it is not on such a server.
            const bool is_states = path.ends_with("/states") && age == ServerAge::server_2020;
            headers.emplace(name,
                            is_states && name == "accept"
                                ? "application/json;api-version=6.0-preview.1"
                                : value);
        }
        const Json& body = recorded.at("body");
        INFO(file << ": " << recorded.at("call"));
        const auto reply = client.send_as_is(recorded.at("method"),
                                             path.substr(std::string{"/{organization}"}.size()),
                                             body.is_null() ? "" : body.dump(),
                                             std::move(headers));
        INFO(reply.text);
        CHECK(reply.status == 200);
        ++understood;
    }
    CHECK(understood > 20);
    CHECK(fake.violations() == std::vector<std::string>{});
}

} // namespace

TEST_CASE("the fake understands what Microsoft's client sends to the service", "[fakes]")
{
    replay("services-7.1.json", ServerAge::services);
}

TEST_CASE("the fake understands what Microsoft's client sends to Server 2020", "[fakes]")
{
    replay("server-6.0.json", ServerAge::server_2020);
}
