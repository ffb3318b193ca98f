#include "fakes/service_desk_client.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

using namespace syncctl::fakes;
using Json = nlohmann::json;
using Edition = FakeServiceDeskPlus::Edition;
using Switches = FakeServiceDeskPlus::Switches;

TEST_CASE("a request is created, read, listed and edited", "[fakes]")
{
    const Edition edition = GENERATE(Edition::on_premises, Edition::cloud);
    FakeServiceDeskPlus fake{{.edition = edition}};
    ServiceDeskClient client{fake};
    const auto created = client.create({{"subject", "Printer on fire"},
                                        {"description", "It <b>burns</b>"},
                                        {"priority", {{"name", "High"}}}});
    REQUIRE(created.status == 200);
    const std::string id = created.body["request"]["id"];
    CHECK(created.body["request"]["status"]["name"] == "Open");
    CHECK(created.body["response_status"]["status_code"] == 2000);

    fake.clock().advance(std::chrono::minutes{1});
    const auto edited = client.edit(id, {{"subject", "Printer is out"}, {"priority", nullptr}});
    REQUIRE(edited.status == 200);
    const auto read = client.get("/requests/" + id);
    CHECK(read.body["request"] == edited.body["request"]);
    CHECK(read.body["request"]["priority"].is_null());

    const auto rows = client.search({{"field", "last_updated_time"},
                                     {"condition", "greater or equal"},
                                     {"value", "1790000060000"}});
    REQUIRE(rows.size() == 1);
    CHECK(rows[0]["subject"] == "Printer is out");
    CHECK(fake.violations() == std::vector<std::string>{});
}

TEST_CASE("ids are small on premises and beyond 53 bits in the cloud", "[fakes]")
{
    FakeServiceDeskPlus on_premises;
    CHECK(on_premises.has_request({{"subject", "A"}}) == "1");
    CHECK_FALSE(on_premises.request("1")->fields.contains("display_id"));
    CHECK(on_premises.id_of("statuses", "Open") == "1");
    CHECK(on_premises.id_of("priorities", "High") == "4");
    FakeServiceDeskPlus cloud{{.edition = Edition::cloud}};
    const std::string id = cloud.has_request({{"subject", "A"}});
    CHECK(id == "123640000000240001");
    CHECK(cloud.request(id)->fields["display_id"] == "101");
    CHECK(cloud.id_of("statuses", "Open") == "123640000000006657");
}

TEST_CASE("what people do is seen by the interface", "[fakes]")
{
    const Edition edition = GENERATE(Edition::on_premises, Edition::cloud);
    FakeServiceDeskPlus fake{{.edition = edition}};
    ServiceDeskClient client{fake};
    const std::string id = fake.has_request({{"subject", "A"},
                                             {"technician", "jamal@fabrikam.example"},
                                             {"site", "Chennai"},
                                             {"group", "Local Support"},
                                             {"udf_fields", {{fake.marker_udf(), "m"}}}});
    const auto read = client.get("/requests/" + id).body["request"];
    CHECK(read == fake.request(id)->fields);
    CHECK(read["technician"]["email_id"] == "jamal@fabrikam.example");
    CHECK(read["group"]["site"]["name"] == "Chennai");
    CHECK(read["udf_fields"][fake.marker_udf()] == "m");

    fake.clock().advance(std::chrono::seconds{1});
    fake.move_to_site(id, "Berlin");
    const auto moved = client.get("/requests/" + id).body["request"];
    CHECK(moved["site"]["name"] == "Berlin");
    CHECK(moved["group"].is_null());
    CHECK(moved["last_updated_time"]["value"] == "1790000001000");
    CHECK(fake.request(id)->edits == 1);

    fake.add_note(id, "Called the customer");
    CHECK(client.get("/requests/" + id).body["request"]["has_notes"] == true);

    const std::string other = fake.has_request({{"subject", "B"}});
    fake.link(id, other);
    CHECK(fake.request(other)->links == std::vector<std::string>{id});
    CHECK(fake.subjects() == std::vector<std::string>{"A", "B"});
}

TEST_CASE("a request in the trash or in the archive is in no list", "[fakes]")
{
    const Edition edition = GENERATE(Edition::on_premises, Edition::cloud);
    FakeServiceDeskPlus fake{{.edition = edition}};
    ServiceDeskClient client{fake};
    const std::string trashed = fake.has_request({{"subject", "Trashed"}});
    const std::string archived = fake.has_request({{"subject", "Archived"}});
    const std::string merged = fake.has_request({{"subject", "Merged"}});
    const std::string destroyed = fake.has_request({{"subject", "Destroyed"}});
    const std::string kept = fake.has_request({{"subject", "Kept"}});
    fake.trash(trashed);
    fake.archive(archived);
    fake.merge(merged, kept);
    fake.destroy(destroyed);

    CHECK(client.list("/requests").body["requests"].size() == 1);
    CHECK(client.get("/requests/" + trashed).body["request"]["is_trashed"] == true);
    for (const std::string& id : {archived, merged, destroyed}) {
        const auto reply = client.get("/requests/" + id);
        CHECK(reply.status == 404);
        CHECK(reply.code() == 4007);
    }
    CHECK(client.get("/requests/" + merged).text.find(kept) != std::string::npos);
    CHECK(client.get("/archive_requests/" + archived).status ==
          (edition == Edition::cloud ? 404 : 200));

    fake.change([](Switches& switches) { switches.is_trash_readable = false; });
    CHECK(client.get("/requests/" + trashed).code() == 4007);
    fake.restore(trashed);
    CHECK(client.get("/requests/" + trashed).body["request"]["is_trashed"] == false);
}

TEST_CASE("save and rewind go back to what was, requests and switches", "[fakes]")
{
    FakeServiceDeskPlus fake;
    ServiceDeskClient client{fake};
    const std::string id = fake.has_request({{"subject", "Before"}});
    fake.save();
    fake.edit(id, {{"subject", "After"}});
    fake.change([](Switches& switches) { switches.is_read_only = true; });
    fake.next_requests({}, faults::lost_response());
    fake.rewind();
    CHECK(fake.request(id)->fields["subject"] == "Before");
    CHECK(client.edit(id, {{"subject", "Other"}}).status == 200);
}

TEST_CASE("a fault meets a request of either server, and an action runs before one", "[fakes]")
{
    FakeServiceDeskPlus fake{{.edition = Edition::cloud}};
    ServiceDeskClient client{fake};
    fake.next_requests(sdp::requests::k_grants, faults::status_before(503));
    CHECK(client.refresh().status == 503);
    CHECK(client.refresh().status == 200);

    fake.next_requests(sdp::requests::k_creates, faults::lost_response());
    CHECK(client.create({{"subject", "Once"}}).status == 0);
    CHECK(fake.subjects() == std::vector<std::string>{"Once"});

    fake.next_requests(sdp::requests::k_creates, faults::internal_error_after());
    CHECK(client.create({{"subject", "Twice"}}).code() == 4004);
    fake.next_requests(sdp::requests::k_creates, faults::failed(500, 4004, "Internal Error"));
    CHECK(client.create({{"subject", "Never"}}).code() == 4004);
    fake.next_requests(sdp::requests::k_lists, faults::maintenance_page());
    CHECK(client.list("/requests").body.is_discarded());
    fake.before_next(sdp::requests::k_lists, [&] {
        fake.has_request({{"subject", "Slipped in"}});
    });
    CHECK(client.list("/requests").body["requests"].size() == 3);
}

TEST_CASE("the log has no credential in it", "[fakes]")
{
    const Edition edition = GENERATE(Edition::on_premises, Edition::cloud);
    FakeServiceDeskPlus fake{{.edition = edition}};
    ServiceDeskClient client{fake};
    const std::string token = edition == Edition::cloud
                                  ? client.refresh().body["access_token"].get<std::string>()
                                  : fake.technician_key();
    client.list("/requests");
    REQUIRE_FALSE(fake.log().empty());
    for (const auto& exchange : fake.log()) {
        std::string all = exchange.request.body + exchange.answer.body;
        for (const auto& [name, value] : exchange.request.headers) {
            all += value;
        }
        for (const std::string& secret : {token, fake.client_secret(), fake.refresh_token()}) {
            CHECK(all.find(secret) == std::string::npos);
        }
    }
}

TEST_CASE("many clients at the same time lose and double no request", "[fakes]")
{
    FakeServiceDeskPlus fake{{.edition = Edition::cloud}};
    std::vector<std::thread> clients;
    std::atomic<int> created = 0;
    for (int i = 0; i < 8; ++i) {
        clients.emplace_back([&] {
            ServiceDeskClient client{fake};
            for (int n = 0; n < 20; ++n) {
                const auto reply = client.create({{"subject", "A"}});
                const std::string id = reply.body["request"]["id"];
                created += client.get("/requests/" + id).status == 200 ? 1 : 0;
            }
        });
    }
    for (int n = 0; n < 50; ++n) {
        fake.edit(fake.has_request({{"subject", "B"}}), {{"subject", "C"}});
    }
    for (std::thread& client : clients) {
        client.join();
    }
    CHECK(created == 160);
    CHECK(fake.ids().size() == 210);
    CHECK(fake.grants() == 8);
    CHECK(fake.violations() == std::vector<std::string>{});
}
