#include "fakes/service_desk_client.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::fakes;
using Json = nlohmann::json;
using Edition = FakeServiceDeskPlus::Edition;
using Switches = FakeServiceDeskPlus::Switches;

namespace {

std::vector<std::string> names(const Json& rows)
{
    std::vector<std::string> found;
    for (const Json& row : rows) {
        found.push_back(row["name"]);
    }
    return found;
}

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("a new installation has the usual lists", "[fakes]")
{
    const Edition edition = GENERATE(Edition::on_premises, Edition::cloud);
    FakeServiceDeskPlus fake{{.edition = edition}};
    ServiceDeskClient client{fake};
    const auto list = [&](const std::string& name) {
        return names(client.list("/" + name).body.at(name));
    };
    CHECK(list("statuses") == Names{"Open", "On Hold", "Closed", "Resolved", "Canceled"});
    CHECK(list("priorities") == Names{"Low", "Normal", "Medium", "High"});
    CHECK(list("urgencies").size() == 4);
    CHECK(list("impacts").size() == 4);
    CHECK(list("levels").size() == 3);
    CHECK(list("modes").size() == 3);
    CHECK(list("categories") == Names{"Hardware", "Software"});
    CHECK(list("sites") == Names{"Berlin", "Chennai"});
    CHECK(list("request_types") == Names{"Incident", "Request For Information", "Service Request"});
    CHECK(list("request_templates").front() == "Default Request");
    CHECK(list("closure_codes").size() == 3);
    CHECK(list("technicians") == Names{"Sync Service", "Jamal Hartnett", "Jeniffer Doe"});
    CHECK(list("users").size() == 5);
    CHECK(list("udf_fields").size() == 9);
    CHECK(fake.violations() == std::vector<std::string>{});
}

TEST_CASE("groups and the categories below have other paths in each edition", "[fakes]")
{
    FakeServiceDeskPlus on_premises;
    ServiceDeskClient local{on_premises};
    CHECK(local.list("/groups").code() == 4007);
    CHECK(names(local.list("/support_groups").body["support_groups"]) ==
          Names{"Hardware Problems", "Network", "Local Support", "Local Support"});
    CHECK(local.list("/subcategories").body["subcategories"].size() == 4);
    const std::string software = on_premises.id_of("categories", "Software");
    const std::string office = on_premises.id_of("subcategories", "MS Office");
    CHECK(names(local.list("/categories/" + software + "/subcategories").body["subcategories"]) ==
          Names{"MS Office", "Browser"});
    CHECK(names(local.list("/subcategories/" + office + "/items").body["items"]) ==
          Names{"Install", "Upgrade"});

    FakeServiceDeskPlus fake{{.edition = Edition::cloud}};
    ServiceDeskClient client{fake};
    CHECK(client.list("/support_groups").code() == 4007);
    CHECK(client.list("/groups").body["groups"].size() == 4);
    CHECK(client.list("/subcategories").code() == 4007);
    const std::string below = "/categories/" + fake.id_of("categories", "Software") +
                              "/subcategories/" + fake.id_of("subcategories", "MS Office") +
                              "/items";
    CHECK(client.list(below).body["items"].size() == 2);
    const std::string flat =
        "/subcategories/" + fake.id_of("subcategories", "MS Office") + "/items";
    CHECK(client.list(flat).body["items"].size() == 2);
    fake.change([](Switches& switches) { switches.has_flat_items = false; });
    CHECK(client.list(flat).code() == 4007);
}

TEST_CASE("metadata is searched and paged as requests are", "[fakes]")
{
    FakeServiceDeskPlus fake;
    ServiceDeskClient client{fake};
    const auto found = client.list(
        "/technicians",
        {{"row_count", 1},
         {"search_criteria",
          {{"field", "email_id"}, {"condition", "is"}, {"value", "JAMAL@fabrikam.example"}}}});
    CHECK(names(found.body["technicians"]) == Names{"Jamal Hartnett"});
    const auto page = client.list("/statuses", {{"row_count", 2}, {"start_index", 3}});
    CHECK(names(page.body["statuses"]) == Names{"Closed", "Resolved"});
    CHECK(page.body["list_info"]["has_more_rows"] == true);
    fake.disables_technician("jamal@fabrikam.example");
    CHECK(client.list("/technicians").body["technicians"].size() == 2);
}

TEST_CASE("what people set up is listed", "[fakes]")
{
    FakeServiceDeskPlus fake;
    ServiceDeskClient client{fake};
    fake.has_status("Waiting for vendor", true, true);
    fake.has_site("Lyon");
    fake.has_group("Printers", "Lyon");
    fake.has_person("Ada", "ada@fabrikam.example");
    fake.has_technician("Bob", "bob@fabrikam.example");
    fake.has_category("Network");
    fake.has_subcategory("Network", "Cable");
    fake.has_item("Cable", "Pull");
    fake.has_priority("Urgent");
    fake.has_request_type("Change");
    fake.has_template("Laptop");
    fake.renames("statuses", "Open", "Offen");
    CHECK(client.list("/statuses").body["statuses"][0]["name"] == "Offen");
    CHECK(client.list("/statuses").body["statuses"][0]["internal_name"] == "Open");
    const Json request = client
                             .create({{"subject", "A"},
                                      {"status", {{"name", "Waiting for vendor"}}},
                                      {"site", {{"name", "Lyon"}}},
                                      {"group", {{"name", "Printers"}}},
                                      {"requester", {{"email_id", "ada@fabrikam.example"}}},
                                      {"technician", {{"email_id", "bob@fabrikam.example"}}},
                                      {"category", {{"name", "Network"}}},
                                      {"subcategory", {{"name", "Cable"}}},
                                      {"item", {{"name", "Pull"}}},
                                      {"priority", {{"name", "Urgent"}}},
                                      {"request_type", {{"name", "Change"}}},
                                      {"template", {{"name", "Laptop"}}}})
                             .body.at("request");
    CHECK(request["item"]["name"] == "Pull");
    CHECK(request["template"]["name"] == "Laptop");
}

TEST_CASE("builds may have no catalogue of custom fields and no field catalogue", "[fakes]")
{
    FakeServiceDeskPlus fake{{.edition = Edition::cloud}};
    ServiceDeskClient client{fake};
    const auto metainfo = client.get("/requests/_metainfo").body["metainfo"]["fields"];
    CHECK(metainfo["subject"]["constraints"]["max_length"] == 250);
    CHECK(metainfo["udf_fields"]["fields"]["udf_char1"]["field_type"] == "Single Line");
    fake.change([](Switches& switches) {
        switches.has_udf_catalogue = false;
        switches.has_metainfo = false;
    });
    CHECK(client.list("/udf_fields").code() == 4007);
    CHECK(client.get("/requests/_metainfo").code() == 4007);
}

TEST_CASE("the layout of a template tells its fields and which are mandatory in the cloud",
          "[fakes]")
{
    FakeServiceDeskPlus fake{{.edition = Edition::cloud}};
    ServiceDeskClient client{fake};
    fake.requires_fields({"category"});
    fake.change([](Switches& switches) { switches.fields_off_form = {"urgency"}; });
    const std::string path =
        "/request_templates/" + fake.id_of("request_templates", "Default Request");
    std::map<std::string, bool> mandatory;
    const Json layouts = client.get(path + "/layouts").body.at("layouts");
    for (const Json& field : layouts[0]["sections"][0]["fields"]) {
        mandatory[field["name"]] = field["mandatory"];
    }
    CHECK(mandatory.at("subject"));
    CHECK(mandatory.at("category"));
    CHECK_FALSE(mandatory.at("priority"));
    CHECK_FALSE(mandatory.contains("urgency"));
    CHECK(mandatory.contains("udf_fields.udf_char1"));
    CHECK(client.get(path + "/_get_template_with_layout").body["request_template"]["layouts"] ==
          layouts);
    fake.change([](Switches& switches) { switches.has_layouts = false; });
    CHECK(client.get(path + "/layouts").code() == 4007);
    FakeServiceDeskPlus on_premises;
    ServiceDeskClient local{on_premises};
    CHECK(local.get("/request_templates/1").body["request_template"]["is_default"] == true);
    CHECK(local.get("/request_templates/1/layouts").code() == 4007);
}
