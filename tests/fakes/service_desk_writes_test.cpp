#include "fakes/service_desk_client.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::fakes;
using Json = nlohmann::json;
using Edition = FakeServiceDeskPlus::Edition;
using Switches = FakeServiceDeskPlus::Switches;

namespace {

Json by_name(const std::string& name)
{
    return {{"name", name}};
}

/// A fake with one request.
struct Desk {
    explicit Desk(Edition edition = Edition::on_premises)
        : fake{{.edition = edition}}, client{fake}, id{fake.has_request({{"subject", "A"}})}
    {
    }

    Json read() { return client.get("/requests/" + id).body.at("request"); }

    FakeServiceDeskPlus fake;
    ServiceDeskClient client;
    std::string id;
};

} // namespace

TEST_CASE("a new request has what the template and the credential's owner give it", "[fakes]")
{
    Desk desk{GENERATE(Edition::on_premises, Edition::cloud)};
    const Json created = desk.client.create({{"subject", "A"}}).body["request"];
    CHECK(created["requester"]["email_id"] == "sync@fabrikam.example");
    CHECK(created["created_by"]["email_id"] == "sync@fabrikam.example");
    CHECK(created["template"]["name"] == "Default Request");
    CHECK(created["status"]["name"] == "Open");
    desk.fake.change([](Switches& switches) { switches.is_create_201 = true; });
    CHECK(desk.client.create({{"subject", "A"}}).status == 201);
}

TEST_CASE("a subject is one line of at most 250 characters", "[fakes]")
{
    Desk desk;
    const auto code = [&](const Json& subject) {
        return desk.client.create({{"subject", subject}}).code();
    };
    std::string longest;
    for (int i = 0; i < 250; ++i) {
        longest += "\u00e4";
    }
    CHECK(code(longest) == 0);
    CHECK(code(longest + "a") == 4001);
    CHECK(code("two\nlines") == 4001);
    CHECK(code(7) == 4021);
    CHECK(code("") == 4012);
    CHECK(desk.client.create(Json::object()).code() == 4012);
}

TEST_CASE("what the template requires is asked for at create and may not be emptied", "[fakes]")
{
    Desk desk;
    desk.fake.requires_fields({"category", "subcategory"});
    const auto refused = desk.client.create({{"subject", "A"}});
    CHECK(refused.status == 400);
    CHECK(refused.body["response_status"]["messages"][0]["fields"] ==
          Json{"category", "subcategory"});
    const auto created = desk.client.create({{"subject", "A"},
                                             {"category", by_name("Software")},
                                             {"subcategory", by_name("MS Office")}});
    CHECK(created.status == 200);
    // Another category leaves no subcategory.
    const std::string id = created.body["request"]["id"];
    CHECK(desk.client.edit(id, {{"category", by_name("Hardware")}}).code() == 4012);
    CHECK(desk.client.edit(desk.id, {{"subject", "B"}}).status == 200);
}

TEST_CASE("references are ids or names, people mail addresses as well", "[fakes]")
{
    Desk desk{GENERATE(Edition::on_premises, Edition::cloud)};
    const auto edit = [&](const char* field, const Json& value) {
        return desk.client.edit(desk.id, {{field, value}});
    };
    CHECK(edit("priority", by_name("High")).status == 200);
    CHECK(edit("priority", {{"id", desk.fake.id_of("priorities", "Low")}}).status == 200);
    CHECK(desk.read()["priority"]["name"] == "Low");
    CHECK(edit("technician", {{"email_id", "jamal@fabrikam.example"}}).status == 200);
    CHECK(edit("technician", nullptr).status == 200);
    CHECK(desk.read()["technician"].is_null());

    CHECK(edit("status", by_name("No such")).field() == "status");
    CHECK(edit("priority", {{"id", "987654321"}}).code() == 4001);
    CHECK(edit("priority", {{"id", 4}}).code() == 4021);
    CHECK(edit("priority", "High").code() == 4021);
    CHECK(edit("requester", {{"email", "jamal@fabrikam.example"}}).field() == "email");
    CHECK(edit("technician", {{"email_id", "guest@fabrikam.example"}}).code() == 4001);
    CHECK(edit("status", nullptr).code() == 4001);
    desk.fake.disables_technician("jamal@fabrikam.example");
    CHECK(edit("technician", {{"email_id", "jamal@fabrikam.example"}}).code() == 4001);
}

TEST_CASE("a tenant may take ids only, and may make requesters known", "[fakes]")
{
    Desk desk;
    const Json unknown{{"email_id", "new@fabrikam.example"}};
    CHECK(desk.client.edit(desk.id, {{"requester", unknown}}).field() == "requester");
    desk.fake.change([](Switches& switches) {
        switches.id_only_fields = {"status"};
        switches.are_unknown_requesters_added = true;
    });
    CHECK(desk.client.edit(desk.id, {{"status", by_name("On Hold")}}).field() == "status");
    CHECK(desk.client.edit(desk.id, {{"priority", by_name("High")}}).status == 200);
    CHECK(desk.client.edit(desk.id, {{"requester", unknown}}).status == 200);
    CHECK(desk.read()["requester"]["email_id"] == "new@fabrikam.example");
}

TEST_CASE("group, technician, subcategory and item have to fit", "[fakes]")
{
    Desk desk;
    desk.fake.has_technician("Local", "local@fabrikam.example", {"Network"}, {"Berlin"});
    const auto field = [&](const Json& fields) {
        return desk.client.edit(desk.id, fields).field();
    };
    CHECK(field({{"group", by_name("Local Support")}}) == "group");
    CHECK(field({{"site", by_name("Chennai")}, {"group", by_name("Local Support")}}).empty());
    CHECK(desk.read()["group"]["site"]["name"] == "Chennai");
    CHECK(field({{"group", by_name("Hardware Problems")}}).empty());
    desk.fake.change([](Switches& s) { s.do_siteless_groups_serve_all = false; });
    CHECK(field({{"group", by_name("Network")}}) == "group");
    CHECK(field({{"site", nullptr}, {"group", by_name("Hardware Problems")}}).empty());
    CHECK(field({{"technician", by_name("Local")}}) == "technician");
    CHECK(field({{"technician", by_name("Local")}, {"group", by_name("Network")}}).empty());
    CHECK(field({{"site", by_name("Chennai")}, {"group", nullptr}}) == "technician");

    CHECK(field({{"category", by_name("Hardware")}, {"subcategory", by_name("MS Office")}}) ==
          "subcategory");
    CHECK(field({{"category", by_name("Software")},
                 {"subcategory", by_name("MS Office")},
                 {"item", by_name("Install")}})
              .empty());
    CHECK(field({{"item", by_name("Repair")}}) == "item");
}

TEST_CASE("unknown and read-only fields are refused, each in its way", "[fakes]")
{
    Desk desk{GENERATE(Edition::on_premises, Edition::cloud)};
    const auto reply = desk.client.edit(desk.id, {{"nope", 1}});
    CHECK(reply.code() == 4001);
    CHECK(reply.field() == "nope");
    CHECK(desk.client.edit(desk.id, {{"created_time", {{"value", "1"}}}}).code() == 4014);
    desk.fake.change([](Switches& switches) { switches.read_only_field = 4009; });
    CHECK(desk.client.edit(desk.id, {{"created_time", {{"value", "1"}}}}).code() == 4009);
    CHECK(desk.client.send("PUT", "/requests/" + desk.id, {{"requests", Json::object()}}).field() ==
          "requests");
    CHECK(desk.client.send("PUT", "/requests/" + desk.id).code() == 4001);
}

TEST_CASE("moments are milliseconds as text", "[fakes]")
{
    Desk desk;
    const auto code = [&](const Json& value) {
        return desk.client.edit(desk.id, {{"due_by_time", value}}).code();
    };
    CHECK(code({{"value", "1790000000000"}}) == 0);
    CHECK(desk.read()["due_by_time"]["value"] == "1790000000000");
    CHECK(code({{"value", 1'790'000'000'000}}) == 4021);
    CHECK(code("1790000000000") == 4021);
    CHECK(code({{"value", "1"}, {"display_value", "then"}}) == 4001);
    CHECK(code(nullptr) == 0);
}

TEST_CASE("custom fields have types, lengths and values", "[fakes]")
{
    Desk desk;
    desk.fake.has_udf({.key = "udf_sline_1", .label = "Short", .max_length = 25});
    desk.fake.has_udf({.key = "udf_sline_2", .label = "Elsewhere", .is_on_template = false});
    const auto code = [&](const char* key, const Json& value) {
        return desk.client.edit(desk.id, {{"udf_fields", {{key, value}}}}).code();
    };
    CHECK(code("udf_sline_1", std::string(25, 'x')) == 0);
    CHECK(code("udf_sline_1", std::string(26, 'x')) == 4001);
    CHECK(code("udf_sline_1", "two\nlines") == 4001);
    CHECK(code("udf_mline_1803", "two\nlines") == 0);
    CHECK(code("udf_pick_303", "Red") == 0);
    CHECK(code("udf_pick_303", "Pink") == 4001);
    CHECK(code("udf_multi_305", {"Red", "Blue"}) == 0);
    CHECK(code("udf_multi_305", "Red") == 4001);
    CHECK(code("udf_date_306", {{"value", "1790000000000"}}) == 0);
    CHECK(code("udf_date_306", "1790000000000") == 4021);
    CHECK(code("udf_day_307", {{"value", "2026-11-26"}}) == 0);
    CHECK(code("udf_long_308", 7) == 0);
    CHECK(code("udf_long_308", "7") == 4021);
    CHECK(code("udf_double_309", 7.5) == 0);
    CHECK(code("udf_bool_310", true) == 0);
    CHECK(code("udf_pick_303", nullptr) == 0);
    CHECK(code("udf_sline_9", "x") == 4001);
    CHECK(code("udf_sline_2", "x") == 4009);
    const Json udfs = desk.read()["udf_fields"];
    CHECK(udfs["udf_multi_305"] == Json{"Red", "Blue"});
    CHECK_FALSE(udfs.contains("udf_sline_2"));
}

TEST_CASE("a description is HTML without scripts, wrapped on premises", "[fakes]")
{
    const std::string sent = "<p onclick=\"x()\">A</p><script>alert(1)</script>";
    Desk on_premises;
    on_premises.client.edit(on_premises.id, {{"description", sent}});
    const std::string stored = on_premises.read()["description"];
    CHECK(stored == "<div class=\"sdp-ze-default-wrapper\" style=\"font-family: Roboto, Arial; "
                    "font-size: 10pt\"><div><p>A</p></div></div>");
    on_premises.client.edit(on_premises.id, {{"description", stored}});
    CHECK(on_premises.read()["description"] == stored);
    on_premises.fake.change([](Switches& switches) { switches.is_description_wrapped = false; });
    on_premises.client.edit(on_premises.id, {{"description", sent}});
    CHECK(on_premises.read()["description"] == "<p>A</p>");

    Desk cloud{Edition::cloud};
    cloud.client.edit(cloud.id, {{"description", sent}});
    CHECK(cloud.read()["description"] == "<p>A</p>");
    cloud.fake.change([](Switches& switches) { switches.is_html_sanitised = false; });
    cloud.client.edit(cloud.id, {{"description", sent}});
    CHECK(cloud.read()["description"] == sent);
}

TEST_CASE("fields may be off the form, or be ignored with a warning or without one", "[fakes]")
{
    Desk desk;
    desk.fake.change([](Switches& switches) {
        switches.fields_off_form = {"urgency"};
        switches.warned_fields = {"impact"};
        switches.ignored_fields = {"level", "udf_fields.udf_sline_1802"};
    });
    CHECK(desk.client.edit(desk.id, {{"urgency", by_name("High")}}).field() == "urgency");

    const auto warned = desk.client.edit(
        desk.id, {{"impact", by_name("Affects Group")}, {"priority", by_name("High")}});
    CHECK(warned.status == 200);
    CHECK(warned.body["response_status"]["status_code"] == 3000);
    CHECK(warned.field() == "impact");
    CHECK(desk.read()["impact"].is_null());
    CHECK(desk.read()["priority"]["name"] == "High");

    const auto ignored = desk.client.edit(
        desk.id, {{"level", by_name("Tier 1")}, {"udf_fields", {{"udf_sline_1802", "x"}}}});
    CHECK(ignored.body["response_status"]["status_code"] == 2000);
    CHECK(desk.read()["level"].is_null());
    CHECK(desk.read()["udf_fields"]["udf_sline_1802"].is_null());
}

TEST_CASE("the priority may follow from impact and urgency", "[fakes]")
{
    Desk desk;
    const auto rule = [&](sdp::PriorityRule priority_rule) {
        desk.fake.change([&](Switches& switches) { switches.priority_rule = priority_rule; });
    };
    const Json both{{"impact", by_name("Affects Business")}, {"urgency", by_name("Urgent")}};
    Json all = both;
    all["priority"] = by_name("Low");
    desk.client.edit(desk.id, all);
    CHECK(desk.read()["priority"]["name"] == "Low");
    rule(sdp::PriorityRule::matrix);
    CHECK(desk.client.edit(desk.id, all).body["response_status"]["status_code"] == 2000);
    CHECK(desk.read()["priority"]["name"] == "High");
    rule(sdp::PriorityRule::matrix_warns);
    CHECK(desk.client.edit(desk.id, all).field() == "priority");
    rule(sdp::PriorityRule::matrix_fails);
    CHECK(desk.client.edit(desk.id, all).code() == 4001);
    CHECK(desk.client.edit(desk.id, both).code() == 0);
}

TEST_CASE("the reply to an edit may show the old stamp, or nothing", "[fakes]")
{
    Desk desk;
    const auto reply = [&](sdp::EditReply form) {
        desk.fake.change([form](Switches& switches) { switches.edit_reply = form; });
        desk.fake.clock().advance(std::chrono::seconds{1});
        return desk.client.edit(desk.id, {{"subject", "B"}}).body;
    };
    CHECK(reply(sdp::EditReply::old_stamp)["request"]["last_updated_time"].is_null());
    CHECK(desk.read()["last_updated_time"]["value"] == "1790000001000");
    CHECK(reply(sdp::EditReply::whole)["request"]["last_updated_time"]["value"] == "1790000002000");
    CHECK_FALSE(reply(sdp::EditReply::status).contains("request"));
    CHECK(desk.fake.request(desk.id)->edits == 3);
}

TEST_CASE("a business rule edits what was just created", "[fakes]")
{
    Desk desk;
    desk.fake.change([](Switches& switches) {
        switches.business_rule = {{"technician", "jamal@fabrikam.example"}};
    });
    const Json created = desk.client.create({{"subject", "A"}}).body["request"];
    CHECK(created["technician"].is_null());
    const auto stored = desk.fake.request(created["id"]);
    CHECK(stored->fields["technician"]["name"] == "Jamal Hartnett");
    CHECK(stored->last_updated_ms == stored->created_ms);
}
