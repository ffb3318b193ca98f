#include "fakes/service_desk_client.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::fakes;
using Json = nlohmann::json;
using Edition = FakeServiceDeskPlus::Edition;
using Switches = FakeServiceDeskPlus::Switches;

namespace {

const Json k_done{{"request", {{"closure_info", {{"closure_comments", "done"}}}}}};

/// A fake with one request.
struct Desk {
    explicit Desk(Edition edition = Edition::on_premises)
        : fake{{.edition = edition}}, client{fake}, id{fake.has_request({{"subject", "A"}})}
    {
    }

    [[nodiscard]] std::string path(const std::string& below = "") const
    {
        return "/requests/" + id + below;
    }

    Json read() { return client.get(path()).body.at("request"); }

    FakeServiceDeskPlus fake;
    ServiceDeskClient client;
    std::string id;
};

} // namespace

TEST_CASE("closing has a path of its own in each edition", "[fakes]")
{
    Desk on_premises;
    CHECK(on_premises.client.put(on_premises.path("/_close"), k_done).code() == 4007);
    const auto closed = on_premises.client.put(on_premises.path("/close"), k_done);
    CHECK(closed.status == 200);
    CHECK_FALSE(closed.body.contains("request"));
    const Json request = on_premises.read();
    CHECK(request["status"]["name"] == "Closed");
    CHECK(request["completed_time"]["value"] == "1790000000000");
    CHECK(request["closure_info"]["closure_comments"] == "done");

    Desk cloud{Edition::cloud};
    CHECK(cloud.client.put(cloud.path("/close"), k_done).code() == 4007);
    CHECK(cloud.client.put(cloud.path("/_close"), k_done).status == 200);
    Desk tenant{Edition::cloud};
    tenant.fake.change([](Switches& s) { s.action_paths = sdp::ActionPaths::plain; });
    CHECK(tenant.client.put(tenant.path("/_close"), k_done).code() == 4007);
    CHECK(tenant.client.put(tenant.path("/close"), k_done).status == 200);
}

TEST_CASE("closing wants what the closure rules say, in either way", "[fakes]")
{
    Desk desk;
    desk.fake.requires_fields_on_close({"resolution", "technician"});
    const auto refused = desk.client.put(desk.path("/close"), k_done);
    CHECK(refused.status == 400);
    CHECK(refused.code() == 4003);
    CHECK(refused.body["response_status"]["messages"][0]["fields"] ==
          Json{"resolution", "technician"});
    CHECK(desk.client.edit(desk.id, {{"status", {{"name", "Closed"}}}}).code() == 4003);
    CHECK(desk.client
              .edit(desk.id,
                    {{"status", {{"name", "Closed"}}},
                     {"resolution", {{"content", "Replaced"}}},
                     {"technician", {{"name", "Jeniffer Doe"}}}})
              .status == 200);
    CHECK(desk.read()["resolution"]["content"] == "Replaced");
}

TEST_CASE("a closure code is checked, and nothing else goes with closing", "[fakes]")
{
    Desk desk;
    const auto close = [&](const Json& request) {
        return desk.client.put(desk.path("/close"), {{"request", request}});
    };
    CHECK(close({{"closure_info", {{"closure_code", {{"name", "No such"}}}}}}).field() ==
          "closure_code");
    CHECK(close({{"subject", "B"}}).field() == "subject");
    CHECK(close({{"closure_info", {{"comments", "B"}}}}).field() == "comments");
    CHECK(close({{"closure_info", {{"closure_code", {{"name", "Success"}}}}}}).status == 200);
    CHECK(desk.read()["closure_info"]["closure_code"]["name"] == "Success");
}

TEST_CASE("a closed request is not edited until it is open again", "[fakes]")
{
    Desk desk;
    desk.fake.edit(desk.id, {{"status", "Closed"}});
    const auto refused = desk.client.edit(desk.id, {{"subject", "B"}});
    CHECK(refused.status == 403);
    CHECK(refused.code() == 4002);
    CHECK(desk.client.edit(desk.id, {{"status", {{"name", "Open"}}}}).status == 200);
    CHECK(desk.read()["is_reopened"] == true);
    CHECK_FALSE(desk.read().contains("completed_time"));
    CHECK(desk.client.edit(desk.id, {{"subject", "B"}}).status == 200);

    desk.fake.edit(desk.id, {{"status", "Closed"}});
    desk.fake.change([](Switches& switches) { switches.are_closed_locked = false; });
    CHECK(desk.client.edit(desk.id, {{"subject", "C"}}).status == 200);
}

TEST_CASE("a resolved request has its time and can still be edited", "[fakes]")
{
    Desk desk{Edition::cloud};
    CHECK(desk.client.edit(desk.id, {{"status", {{"name", "Resolved"}}}}).status == 200);
    CHECK(desk.read()["resolved_time"]["value"] == "1790000000000");
    CHECK(desk.read()["completed_time"].is_null());
    CHECK(desk.client.edit(desk.id, {{"subject", "B"}}).status == 200);
}

TEST_CASE("a request is assigned, and picked up without input_data", "[fakes]")
{
    Desk desk{GENERATE(Edition::on_premises, Edition::cloud)};
    const std::string assign =
        desk.fake.url().find("/app/") == std::string::npos ? "/assign" : "/_assign";
    const Json fields{
        {"request",
         {{"technician", {{"name", "Jeniffer Doe"}}}, {"group", {{"name", "Network"}}}}}};
    CHECK(desk.client.put(desk.path(assign), fields).status == 200);
    CHECK(desk.read()["technician"]["name"] == "Jeniffer Doe");
    CHECK(desk.client.put(desk.path("/pickup"), fields).code() == 4001);
    CHECK(desk.client.put(desk.path("/pickup")).status == 200);
    CHECK(desk.read()["technician"]["name"] == "Sync Service");
}

TEST_CASE("DELETE is for ever on premises, and only from the trash", "[fakes]")
{
    Desk desk;
    CHECK(desk.client.del(desk.path()).code() == 4002);
    CHECK(desk.client.del(desk.path("/move_to_trash")).status == 200);
    CHECK(desk.read()["is_trashed"] == true);
    CHECK(desk.client.edit(desk.id, {{"subject", "B"}}).code() == 4002);
    CHECK(desk.client.put(desk.path("/restore_from_trash")).status == 200);
    CHECK(desk.read()["is_trashed"] == false);
    CHECK(desk.client.del(desk.path("/move_to_trash")).status == 200);
    CHECK(desk.client.del(desk.path()).status == 200);
    CHECK(desk.client.get(desk.path()).code() == 4007);
    CHECK(desk.fake.ids().empty());
}

TEST_CASE("DELETE is the way to the trash in the cloud", "[fakes]")
{
    Desk desk{Edition::cloud};
    CHECK(desk.client.del(desk.path("/move_to_trash")).code() == 4007);
    CHECK(desk.client.del(desk.path()).status == 200);
    CHECK(desk.read()["is_trashed"] == true);
    CHECK(desk.read()["deleted_time"]["value"] == "1790000000000");
    CHECK(desk.client.put(desk.path("/restore_from_trash")).status == 200);
    CHECK(desk.read()["deleted_time"].is_null());
    desk.fake.trash(desk.id);
    desk.fake.change([](Switches& switches) { switches.has_cloud_restore = false; });
    CHECK(desk.client.put(desk.path("/restore_from_trash")).code() != 0);
}

TEST_CASE("links are known at both ends", "[fakes]")
{
    Desk desk{GENERATE(Edition::on_premises, Edition::cloud)};
    const std::string other = desk.fake.has_request({{"subject", "B"}});
    const Json link{
        {"link_requests",
         Json::array({{{"linked_request", {{"id", other}}}, {"comments", "by syncctl"}}})}};
    CHECK(desk.client.send("POST", desk.path("/link_requests"), link).status == 200);
    const Json links =
        desk.client.get("/requests/" + other + "/link_requests").body["link_requests"];
    REQUIRE(links.size() == 1);
    CHECK(links[0]["linked_request"]["id"] == desk.id);
    CHECK(links[0]["comments"] == "by syncctl");
    CHECK(desk.read()["has_linked_requests"] == true);
    CHECK(desk.client.send("DELETE", desk.path("/link_requests"), link).status == 200);
    CHECK(desk.read()["has_linked_requests"] == false);
    const Json nowhere{{"link_requests", Json::array({{{"linked_request", {{"id", "99"}}}}})}};
    CHECK(desk.client.send("POST", desk.path("/link_requests"), nowhere).code() == 4001);
}

TEST_CASE("a request is merged into another one for good", "[fakes]")
{
    Desk desk{GENERATE(Edition::on_premises, Edition::cloud)};
    const std::string action =
        desk.fake.url().find("/app/") == std::string::npos ? "/merge_requests" : "/_merge_requests";
    const std::string other = desk.fake.has_request({{"subject", "B"}});
    const Json into{{"merge_requests", Json::array({{{"id", other}}})}};
    CHECK(desk.client.put(desk.path(action), into).status == 200);
    const auto gone = desk.client.get("/requests/" + other);
    CHECK(gone.code() == 4007);
    CHECK(gone.text.find(desk.id) != std::string::npos);
    CHECK(desk.client.put(desk.path(action), into).code() == 4001);
}

TEST_CASE("a resolution is read without input_data", "[fakes]")
{
    Desk desk{GENERATE(Edition::on_premises, Edition::cloud)};
    const Json resolution{{"resolution", {{"content", "Replaced"}}}};
    CHECK(desk.client.send("POST", desk.path("/resolutions"), resolution).status == 200);
    CHECK(desk.client.get(desk.path("/resolutions")).body["resolution"]["content"] == "Replaced");
    CHECK(desk.read()["resolution"]["content"] == "Replaced");
    CHECK(desk.client.list(desk.path("/resolutions")).code() == 4001);
}

TEST_CASE("notes have another root in each edition, and lists leave out their text", "[fakes]")
{
    Desk desk{GENERATE(Edition::on_premises, Edition::cloud)};
    const bool is_cloud = desk.fake.url().find("/app/") != std::string::npos;
    const std::string root = is_cloud ? "request_note" : "note";
    const std::string wrong = is_cloud ? "note" : "request_note";
    const Json text{{"description", "Called"}, {"show_to_requester", false}};
    CHECK(desk.client.send("POST", desk.path("/notes"), {{wrong, text}}).field() == wrong);
    const auto created = desk.client.send("POST", desk.path("/notes"), {{root, text}});
    const std::string note = "/notes/" + created.body.at(root).at("id").get<std::string>();
    CHECK_FALSE(desk.client.list(desk.path("/notes")).body["notes"][0].contains("description"));
    CHECK(desk.client.get(desk.path(note)).body[root]["description"] == "Called");
    CHECK(desk.client.put(desk.path(note), {{root, {{"description", "Wrote"}}}}).status == 200);
    CHECK(desk.fake.request(desk.id)->notes == std::vector<std::string>{"Wrote"});
    CHECK(desk.client.del(desk.path(note)).status == 200);
    CHECK(desk.client.get(desk.path(note)).code() == 4007);
}

TEST_CASE("a note is no update of the request, unless a build says so", "[fakes]")
{
    Desk desk;
    desk.fake.add_note(desk.id, "Called");
    CHECK(desk.read()["last_updated_time"].is_null());
    desk.fake.change([](Switches& switches) { switches.are_notes_updates = true; });
    desk.fake.add_note(desk.id, "Called again");
    CHECK(desk.read()["last_updated_time"]["value"] == "1790000000000");
}
