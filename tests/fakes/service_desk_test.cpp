#include "fakes/service_desk_client.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::fakes;
using Json = nlohmann::json;
using Edition = FakeServiceDeskPlus::Edition;

namespace {

const Edition k_both[] = {Edition::on_premises, Edition::cloud};

} // namespace

TEST_CASE("a request is created, read, listed and edited in both editions", "[fakes]")
{
    for (const Edition edition : k_both) {
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
}

TEST_CASE("ids are small on premises and beyond 53 bits in the cloud", "[fakes]")
{
    FakeServiceDeskPlus on_premises;
    CHECK(on_premises.has_request({{"subject", "A"}}) == "1");
    CHECK_FALSE(on_premises.request("1")->fields.contains("display_id"));
    FakeServiceDeskPlus cloud{{.edition = Edition::cloud}};
    const std::string id = cloud.has_request({{"subject", "A"}});
    CHECK(id == "123640000000240001");
    CHECK(cloud.request(id)->fields["display_id"] == "101");
}
