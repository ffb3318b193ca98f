#include "connectors/servicedesk_plus/marker_text.hpp"
#include "sdp_fixture.hpp"

#include "syncctl/base/error.hpp"

namespace syncctl::tests {

using connectors::Absent;
using connectors::Forbidden;
using connectors::Unreadable;
using Edition = SdpFixture::Edition;
using fakes::sdp::NoStamp;
using fakes::sdp::StatusForm;

namespace requests = fakes::sdp::requests;

TEST_CASE("a request is read in both editions as people see it", "[servicedesk_plus]")
{
    SdpFixture desk{GENERATE(Edition::on_premises, Edition::cloud)};
    desk.tracker.has_udf({.key = "udf_long_1", .label = "Floor", .type = "long"});
    const auto id = desk.has_request("Printer is out",
                                     {{"description", "<p>Out of paper</p>"},
                                      {"priority", "High"},
                                      {"group", "Network"},
                                      {"technician", "jamal@fabrikam.example"},
                                      {"udf_fields", {{"udf_long_1", 7}}}});
    const auto created = base::format_utc(desk.tracker.clock().now());
    auto connector = desk.connect();
    const auto item = item_of(*connector, id);
    CHECK(item.id == id);
    CHECK(item.type == "Incident");
    CHECK(item.identity == created);
    CHECK(item.marker.empty());
    CHECK(item.fields.at("subject") == text("Printer is out"));
    CHECK(item.fields.at("description") == text("<p>Out of paper</p>"));
    CHECK(item.fields.at("priority") == text("High"));
    CHECK(item.fields.at("group") == text("Network"));
    CHECK(item.fields.at("technician") == text("jamal@fabrikam.example"));
    CHECK(item.fields.at("created_time") == text(created));
    CHECK(item.fields.at("udf_fields.udf_long_1") == model::Value{model::Number{"7"}});

    desk.wait(std::chrono::seconds{1});
    desk.tracker.edit(id, {{"priority", nullptr}});
    const auto edited = item_of(*connector, id);
    CHECK_FALSE(edited.fields.contains("priority"));
    CHECK(edited.revision.text != item.revision.text);
    CHECK(edited.modified_at == desk.tracker.clock().now());
    CHECK(edited.identity == item.identity);
    desk.check_exchanges();
}

TEST_CASE("results come in the order of the ids, however many there are", "[servicedesk_plus]")
{
    SdpFixture desk;
    auto ids = desk.has_requests(120);
    std::reverse(ids.begin(), ids.end());
    ids.insert(ids.begin() + 60, {"no number", ids.front()});
    auto connector = desk.connect();
    const auto results = connector->get(ids);
    REQUIRE(results.size() == 122);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        CAPTURE(i);
        if (i == 60) {
            CHECK(unreadable(results[i]).find("no id of a request") != std::string::npos);
        } else {
            CHECK(std::get<model::WorkItem>(results[i]).id == ids[i]);
        }
    }
    CHECK(desk.tracker.requests(requests::k_reads) == 121);
    desk.check_exchanges();
}

TEST_CASE("an id that cannot be one is told and never sent", "[servicedesk_plus]")
{
    SdpFixture desk;
    auto connector = desk.connect();
    for (const auto* id : {"", "0", "abc", "../users", "1?x", "1/notes", "12345678901234567890"}) {
        CAPTURE(id);
        CHECK_FALSE(unreadable(get_one(*connector, id)).empty());
    }
    CHECK(desk.tracker.log().empty());
}

TEST_CASE("the form of the envelope and of missing stamps does not matter", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto form =
        GENERATE(StatusForm::by_call, StatusForm::always_object, StatusForm::always_array);
    const auto stamp = GENERATE(NoStamp::null, NoStamp::text, NoStamp::null_value);
    desk.tracker.change([&](auto& switches) {
        switches.status_form = form;
        switches.no_stamp = stamp;
    });
    const auto id = desk.has_request("Printer is out");
    auto connector = desk.connect();
    const auto item = item_of(*connector, id);
    CHECK(item.revision.text == "c" + std::to_string(desk.tracker.clock().now().ms));
    CHECK_FALSE(item.fields.contains("due_by_time"));
    CHECK_FALSE(item.fields.contains("last_updated_time"));
}

TEST_CASE("a marker is read and not shown, wherever it stands", "[servicedesk_plus]")
{
    using connectors::servicedesk_plus::description_with_marker;
    using connectors::servicedesk_plus::subject_with_marker;
    SdpFixture desk;
    const std::string marker = "syncctl:0b6d2c1e-7f0a-4c59-9b0e-2f6b6d9f3a11:source:<4> & 7";
    const auto in_subject =
        desk.has_request(subject_with_marker("Printer", marker), {{"description", "<p>out</p>"}});
    const auto in_text = desk.has_request(
        "Printer", {{"description", description_with_marker("<p>out</p>", marker)}});
    const auto in_field = desk.has_request(
        "Printer",
        {{"description", "<p>out</p>"}, {"udf_fields", {{desk.tracker.marker_udf(), marker}}}});
    auto connector = desk.connect({{"marker", desk.tracker.marker_udf()}});
    for (const auto& id : {in_subject, in_text, in_field}) {
        const auto item = item_of(*connector, id);
        CHECK(item.marker == marker);
        CHECK(item.fields.at("subject") == text("Printer"));
        CHECK(item.fields.at("description") == text("<p>out</p>"));
    }
}

TEST_CASE("one request that cannot be read hides no other", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto ids = desk.has_requests(3);
    auto connector = desk.connect();
    SECTION("an answer about another request")
    {
        desk.tracker.next_requests({"GET", "/requests/" + ids[1]},
                                   fakes::faults::changed_body([](nlohmann::json& body) {
                                       body["request"]["id"] = "4711";
                                   }));
    }
    SECTION("an answer without a request")
    {
        desk.tracker.next_requests(
            {"GET", "/requests/" + ids[1]},
            fakes::faults::changed_body([](nlohmann::json& body) { body.erase("request"); }));
    }
    SECTION("a field of a shape that nobody knows")
    {
        desk.tracker.next_requests({"GET", "/requests/" + ids[1]},
                                   fakes::faults::changed_body([](nlohmann::json& body) {
                                       body["request"]["group"] = {{"color", "red"}};
                                   }));
    }
    SECTION("an internal error, again and again")
    {
        desk.tracker.next_requests(
            {"GET", "/requests/" + ids[1]}, fakes::faults::failed(500, 4004), 20);
    }
    SECTION("no JSON")
    {
        desk.tracker.next_requests(
            {"GET", "/requests/" + ids[1]}, fakes::faults::garbage_json(), 20);
    }
    const auto results = connector->get(ids);
    CHECK(std::holds_alternative<model::WorkItem>(results.at(0)));
    CHECK_FALSE(unreadable(results.at(1)).empty());
    CHECK(std::holds_alternative<model::WorkItem>(results.at(2)));
}

TEST_CASE("a request that this user may not see is forbidden", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto id = desk.has_request("Printer is out");
    auto connector = desk.connect();
    desk.tracker.next_requests(requests::k_reads, fakes::faults::failed(403, 4002));
    CHECK(std::holds_alternative<Forbidden>(get_one(*connector, id)));
}

TEST_CASE("when it is the tracker that cannot be read, no request is blamed", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto ids = desk.has_requests(3);
    auto connector = desk.connect();
    SECTION("a maintenance page instead of every answer")
    {
        desk.tracker.next_requests(requests::k_reads, fakes::faults::maintenance_page(), 100);
    }
    SECTION("a maintenance page instead of one answer")
    {
        desk.tracker.next_requests(requests::k_reads, fakes::faults::maintenance_page(), 1, 1);
    }
    SECTION("a key that is no longer good")
    {
        desk.tracker.renew_technician_key();
    }
    SECTION("a throttle lock that does not end")
    {
        desk.tracker.next_requests(requests::k_reads, fakes::faults::url_blocked(), 1000);
    }
    SECTION("connections that are closed")
    {
        desk.tracker.next_requests(requests::k_reads, fakes::faults::reset_before(), 1000);
    }
    SECTION("internal errors for every request")
    {
        desk.tracker.next_requests(requests::k_reads, fakes::faults::failed(500, 4004), 1000);
    }
    CHECK_THROWS_AS(connector->get(ids), Error);
}

TEST_CASE("after a credential was refused nothing more is sent", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto id = desk.has_request("Printer is out");
    auto connector = desk.connect();
    desk.tracker.renew_technician_key();
    CHECK_THROWS_AS(get_one(*connector, id), Error);
    const auto sent = desk.tracker.log().size();
    CHECK_THROWS_AS(get_one(*connector, id), Error);
    CHECK(desk.tracker.log().size() == sent);
}

} // namespace syncctl::tests
