#include "connectors/servicedesk_plus/field_value.hpp"
#include "write_steps.hpp"

namespace syncctl::tests {

using connectors::CreateItem;
using connectors::Done;
using connectors::Operation;
using connectors::Refused;
using connectors::RemoveItem;
using connectors::Stale;
using connectors::Transient;
using connectors::Unknown;
using connectors::UpdateItem;
using fakes::sdp::EditReply;
using fakes::sdp::PriorityRule;
using Switches = fakes::FakeServiceDeskPlus::Switches;
namespace requests = fakes::sdp::requests;
namespace faults = fakes::faults;

TEST_CASE("values of every kind are stored and read back", "[servicedesk_plus]")
{
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    const bool is_cloud = edition == Edition::cloud;
    SdpFixture desk{edition};
    auto connector = desk.connect();
    const auto udf = [&](const char* on_premises, const char* cloud) {
        return std::string{"udf_fields."} + (is_cloud ? cloud : on_premises);
    };
    const model::Fields fields{{"subject", text("\xF0\x9F\x98\x80 \"quoted\" & <b> % +")},
                               {"description", text("<p>First<br>second &amp; last</p>")},
                               {"status", text("On Hold")},
                               {"priority", text("High")},
                               {"urgency", text("Urgent")},
                               {"category", text("Hardware")},
                               {"subcategory", text("Printer")},
                               {"item", text("Repair")},
                               {"site", text("Chennai")},
                               {"group", text("Local Support")},
                               {"technician", text("jeniffer@fabrikam.example")},
                               {"requester", text("guest@fabrikam.example")},
                               {"due_by_time", text("2026-12-24T18:00:00.000Z")},
                               {"email_ids_to_notify", model::List{"a@fabrikam.example"}},
                               {"resolution", text("<p>Toner</p>")},
                               {udf("udf_mline_1803", "txt_story"), text("once upon\na time")},
                               {udf("udf_pick_303", "txt_colour"), text("Green")},
                               {udf("udf_multi_305", "txt_multi"), model::List{"Blue", "Red"}},
                               {udf("udf_date_306", "udf_date1"), text("2026-12-24T18:00:00.000Z")},
                               {udf("udf_long_308", "num_cost"), model::Number{"12"}},
                               {udf("udf_double_309", "dbl_rate"), model::Number{"1.5"}},
                               {udf("udf_bool_310", "bool_vip"), true}};

    const auto created = as<Done>(write_one(*connector, a_create(fields)));
    CHECK(created.item.marker == k_marker);
    CHECK(created.item.type == "Incident");
    for (const auto& [field, value] : fields) {
        INFO(field);
        // The editor of the tracker may put a description into a block of its own.
        CHECK(connectors::servicedesk_plus::holds(connectors::servicedesk_plus::form_of(field, {}),
                                                  model::value_of(created.item.fields, field),
                                                  value));
    }
    CHECK(item_of(*connector, created.item.id).fields == created.item.fields);

    // Written again, they are all there already.
    desk.tracker.clear_log();
    as<Done>(write_one(*connector, an_update(*connector, created.item.id, fields)));
    CHECK(writes_of(desk.tracker).empty());
    desk.check_exchanges();
}

TEST_CASE("a null clears, and everything that is not named stays", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto id = desk.has_request(
        "one",
        {{"priority", "High"}, {"technician", "jamal@fabrikam.example"}, {"category", "Hardware"}});
    auto connector = desk.connect();
    const auto done = as<Done>(
        write_one(*connector, an_update(*connector, id, {{"priority", {}}, {"technician", {}}})));
    CHECK_FALSE(done.item.fields.contains("priority"));
    CHECK(shown(desk.tracker, id, "technician").is_null());
    CHECK(shown(desk.tracker, id, "category") == "Hardware");
    desk.check_exchanges();
}

TEST_CASE("an update is a read and a write, and only what differs goes out", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto id = desk.has_request("one", {{"priority", "High"}, {"mode", "E-Mail"}});
    auto connector = desk.connect();
    auto update = an_update(*connector,
                            id,
                            {{"subject", text("one")},
                             {"priority", text("high")}, // a name in any case
                             {"mode", text("Phone Call")}});
    desk.wait(std::chrono::seconds{1});
    desk.tracker.clear_log();
    as<Done>(write_one(*connector, update));
    const auto bodies = sent_bodies(desk.tracker);
    REQUIRE(bodies.size() == 1);
    CHECK(bodies[0] ==
          nlohmann::json{{"mode", {{"id", desk.tracker.id_of("modes", "Phone Call")}}}});
    CHECK(desk.tracker.requests(requests::k_reads) == 1);
}

TEST_CASE("an item that moved on is not written", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto id = desk.has_request("one");
    auto connector = desk.connect();
    const auto update = an_update(*connector, id, {{"subject", text("mine")}});
    desk.wait(std::chrono::seconds{1});
    SECTION("somebody edited it")
    {
        desk.tracker.edit(id, {{"subject", "theirs"}});
    }
    SECTION("it is in the trash")
    {
        desk.tracker.trash(id);
    }
    as<Stale>(write_one(*connector, update));
    CHECK(writes_of(desk.tracker).empty());
}

TEST_CASE("two writes of one item keep their order", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto id = desk.has_request("one");
    const auto other = desk.has_request("two");
    auto connector = desk.connect();
    const auto first = an_update(*connector, id, {{"subject", text("first")}});
    const auto second = an_update(*connector, id, {{"subject", text("second")}});
    const auto third = an_update(*connector, other, {{"subject", text("third")}});
    desk.wait(std::chrono::seconds{1});
    const auto results = connector->write(std::vector<Operation>{first, second, third});
    as<Done>(results[0]);
    as<Stale>(results[1]); // the first one moved it on
    as<Done>(results[2]);
    CHECK(shown(desk.tracker, id, "subject") == "first");
    CHECK(shown(desk.tracker, other, "subject") == "third");
}

TEST_CASE("a reply that does not show the request as it is now is not believed",
          "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto id = desk.has_request("one");
    desk.tracker.change([](Switches& switches) {
        switches.edit_reply = GENERATE(EditReply::old_stamp, EditReply::status);
    });
    auto connector = desk.connect();
    const auto update = an_update(*connector, id, {{"subject", text("two")}});
    desk.wait(std::chrono::seconds{1});
    const auto done = as<Done>(write_one(*connector, update));
    CHECK(done.item.revision == item_of(*connector, id).revision);
    CHECK(done.item.revision != update.expected_revision);
    CHECK(done.item.fields.at("subject") == text("two"));
}

TEST_CASE("a write whose answer is lost is not sent again", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto id = desk.has_request("one");
    auto connector = desk.connect();
    const auto update = an_update(*connector, id, {{"subject", text("two")}});
    desk.wait(std::chrono::seconds{1});
    SECTION("an update")
    {
        desk.tracker.next_requests(requests::k_edits, faults::lost_response());
        as<Unknown>(write_one(*connector, update));
        CHECK(shown(desk.tracker, id, "subject") == "two");
    }
    SECTION("a create")
    {
        const auto fault = GENERATE(faults::lost_response(), faults::internal_error_after());
        desk.tracker.next_requests(requests::k_creates, fault);
        as<Unknown>(write_one(*connector, a_create({})));
        CHECK(desk.tracker.ids().size() == 2);
    }
    CHECK(writes_of(desk.tracker).size() == 1);
}

TEST_CASE("a maintenance page in place of a write's answer leaves it open", "[servicedesk_plus]")
{
    SdpFixture desk;
    auto connector = desk.connect();
    desk.tracker.next_requests(requests::k_creates, faults::maintenance_page());
    as<Unknown>(write_one(*connector, a_create({})));
}

TEST_CASE("an item that cannot be read now is not written", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto id = desk.has_request("one");
    auto connector = desk.connect();
    const auto update = an_update(*connector, id, {{"subject", text("two")}});
    desk.tracker.next_requests(requests::k_reads, faults::failed(500, 4004), 20);
    as<Transient>(write_one(*connector, update));
    CHECK(writes_of(desk.tracker).empty());
}

TEST_CASE("a removal goes to the trash, by the way of the edition", "[servicedesk_plus]")
{
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    SdpFixture desk{edition};
    const auto id = desk.has_request("one");
    auto connector = desk.connect();
    const auto revision = item_of(*connector, id).revision;
    CHECK(as<Done>(write_one(*connector, RemoveItem{id, revision})).item.id == id);
    REQUIRE(desk.tracker.request(id));
    CHECK(desk.tracker.request(id)->is_trashed);
    const auto writes = writes_of(desk.tracker);
    REQUIRE(writes.size() == 1);
    CHECK(writes[0].ends_with(edition == Edition::cloud ? "/requests/" + id
                                                        : "/requests/" + id + "/move_to_trash"));
    desk.check_exchanges();
}

TEST_CASE("a trash that is not there is never replaced by a deletion for good",
          "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto id = desk.has_request("one");
    auto connector = desk.connect();
    const auto revision = item_of(*connector, id).revision;
    desk.tracker.next_requests({"DELETE", "/move_to_trash"}, faults::failed(404, 4007), 5);
    as<Stale>(write_one(*connector, RemoveItem{id, revision}));
    CHECK(writes_of(desk.tracker).size() == 1);
    REQUIRE(desk.tracker.request(id));
}

TEST_CASE("only the revision that was read is removed", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto id = desk.has_request("one");
    auto connector = desk.connect();
    const auto revision = item_of(*connector, id).revision;
    desk.wait(std::chrono::seconds{1});
    desk.tracker.edit(id, {{"subject", "theirs"}});
    as<Stale>(write_one(*connector, RemoveItem{id, revision}));
    CHECK(writes_of(desk.tracker).empty());
}

TEST_CASE("the marker outlives an edit of the text that it stands in", "[servicedesk_plus]")
{
    const auto* const place = GENERATE("description", "subject");
    SdpFixture desk;
    auto connector = desk.connect({{"marker", place}});
    const auto created = as<Done>(write_one(*connector, a_create({{"subject", text("one")}})));
    CHECK(created.item.marker == k_marker);
    CHECK(created.item.fields.at("subject") == text("one"));
    desk.wait(std::chrono::seconds{1});
    const auto edited = as<Done>(
        write_one(*connector,
                  UpdateItem{created.item.id,
                             created.item.revision,
                             {{"subject", text("two")}, {"description", text("<p>new</p>")}}}));
    CHECK(edited.item.marker == k_marker);
    CHECK(edited.item.fields.at("subject") == text("two"));
    CHECK(model::to_text(edited.item.fields.at("description")).find("<p>new</p>") !=
          std::string::npos);
}

TEST_CASE("a value that was accepted and not stored is told, and what was stored stays",
          "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto id = desk.has_request("one", {{"priority", "Low"}});
    desk.tracker.change([](Switches& switches) { switches.warned_fields = {"priority"}; });
    auto connector = desk.connect();
    const auto update =
        an_update(*connector, id, {{"subject", text("two")}, {"priority", text("High")}});
    desk.wait(std::chrono::seconds{1});
    const auto done = as<Done>(write_one(*connector, update));
    REQUIRE(done.shortfalls.size() == 1);
    CHECK(done.shortfalls[0].field == "priority");
    CHECK(done.shortfalls[0].reason == "stored, but for priority: Cannot give value for priority");
    CHECK(done.item.fields.at("subject") == text("two"));
    CHECK(done.item.fields.at("priority") == text("Low"));
    CHECK(done.item.revision == item_of(*connector, id).revision);
}

TEST_CASE("a priority that the tracker calculates is its value", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto id = desk.has_request("one", {{"impact", "Affects User"}, {"urgency", "Low"}});
    desk.tracker.change([](Switches& switches) { switches.priority_rule = PriorityRule::matrix; });
    auto connector = desk.connect();
    const auto update = an_update(*connector, id, {{"priority", text("High")}});
    desk.wait(std::chrono::seconds{1});
    const auto done = as<Done>(write_one(*connector, update));
    CHECK(done.shortfalls.empty());
    CHECK(done.item.fields == item_of(*connector, id).fields);
    CHECK(done.item.fields.at("priority") != text("High"));
}

TEST_CASE("a value that is dropped silently shows in the result", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto id = desk.has_request("one", {{"mode", "E-Mail"}});
    desk.tracker.change([](Switches& switches) { switches.ignored_fields = {"mode"}; });
    auto connector = desk.connect();
    const auto update =
        an_update(*connector, id, {{"subject", text("two")}, {"mode", text("Phone Call")}});
    desk.wait(std::chrono::seconds{1});
    const auto done = as<Done>(write_one(*connector, update));
    CHECK(done.shortfalls.empty());
    CHECK(done.item.fields.at("mode") == text("E-Mail"));
}

TEST_CASE("a batch costs one request per create and two per update", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto ids = desk.has_requests(10);
    auto connector = desk.connect();
    std::vector<Operation> operations;
    for (const auto& id : ids) {
        operations.emplace_back(an_update(*connector, id, {{"priority", text("High")}}));
    }
    for (int i = 0; i < 20; ++i) {
        operations.emplace_back(a_create({{"priority", text("Low")}}));
    }
    desk.wait(std::chrono::seconds{1});
    desk.tracker.clear_log();
    for (const auto& result : connector->write(operations)) {
        as<Done>(result);
    }
    CHECK(writes_of(desk.tracker).size() == 30);
    CHECK(desk.tracker.requests(requests::k_reads) == 10);
    // The lists of names are read once.
    CHECK(desk.tracker.requests({"GET", "/priorities"}) == 1);
    CHECK(desk.tracker.requests({"GET", "/request_types"}) == 1);
    desk.check_exchanges();
}

} // namespace syncctl::tests
