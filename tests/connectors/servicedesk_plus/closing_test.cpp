#include "write_steps.hpp"

namespace syncctl::tests {

using connectors::Done;
using connectors::Refused;
using connectors::Unknown;
using fakes::sdp::ActionPaths;
using Switches = fakes::FakeServiceDeskPlus::Switches;
namespace faults = fakes::faults;

namespace {

const model::Fields k_close{{"status", text("Closed")},
                            {"resolution", text("<p>Toner</p>")},
                            {"closure_info.closure_code", text("Success")},
                            {"closure_info.closure_comments", text("done")}};

} // namespace

TEST_CASE("closing stores the other fields first, and closes with what is told about it",
          "[servicedesk_plus]")
{
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    SdpFixture desk{edition};
    const auto id = desk.has_request("one");
    desk.tracker.requires_fields_on_close({"resolution"});
    auto connector = desk.connect();
    const auto update = an_update(*connector, id, k_close);
    desk.wait(std::chrono::seconds{1});
    const auto done = as<Done>(write_one(*connector, update));
    CHECK(done.shortfalls.empty());
    CHECK(done.item.fields.at("status") == text("Closed"));
    CHECK(done.item.fields.at("closure_info.closure_code") == text("Success"));
    CHECK(done.item.fields.at("closure_info.closure_comments") == text("done"));
    CHECK(done.item.fields.at("resolution") == text("<p>Toner</p>"));
    const auto writes = writes_of(desk.tracker);
    REQUIRE(writes.size() == 2);
    CHECK(writes[1].ends_with(edition == Edition::cloud ? "/_close" : "/close"));
    desk.check_exchanges();
}

TEST_CASE("without closure information a request is closed by its status", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto id = desk.has_request("one");
    auto connector = desk.connect();
    const auto update =
        an_update(*connector, id, {{"status", text("Closed")}, {"subject", text("two")}});
    desk.wait(std::chrono::seconds{1});
    CHECK(as<Done>(write_one(*connector, update)).item.fields.at("status") == text("Closed"));
    CHECK(writes_of(desk.tracker).size() == 1);
}

TEST_CASE("the settings may tell the closure information", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto id = desk.has_request("one");
    auto connector =
        desk.connect({{"closure_code", "Success"}, {"closure_comments", "by syncctl"}});
    const auto update = an_update(*connector, id, {{"status", text("Closed")}});
    desk.wait(std::chrono::seconds{1});
    const auto done = as<Done>(write_one(*connector, update));
    CHECK(done.item.fields.at("closure_info.closure_code") == text("Success"));
    CHECK(done.item.fields.at("closure_info.closure_comments") == text("by syncctl"));
}

TEST_CASE("the other spelling of the closing call is tried once and remembered",
          "[servicedesk_plus]")
{
    SdpFixture desk{Edition::cloud};
    const auto first = desk.has_request("one");
    const auto second = desk.has_request("two");
    desk.tracker.change([](Switches& switches) { switches.action_paths = ActionPaths::plain; });
    auto connector = desk.connect();
    const model::Fields fields{{"status", text("Closed")},
                               {"closure_info.closure_comments", text("done")}};
    const auto close_first = an_update(*connector, first, fields);
    const auto close_second = an_update(*connector, second, fields);
    desk.wait(std::chrono::seconds{1});
    as<Done>(write_one(*connector, close_first));
    as<Done>(write_one(*connector, close_second));
    const auto writes = writes_of(desk.tracker);
    REQUIRE(writes.size() == 3);
    CHECK(writes[0].ends_with("/_close"));
    CHECK(writes[1].ends_with("/close"));
    CHECK(writes[2].ends_with("/close"));
}

TEST_CASE("rules for closing that are not met are told with their fields", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto id = desk.has_request("one");
    desk.tracker.requires_fields_on_close({"resolution", "technician"});
    auto connector = desk.connect();
    SECTION("by its status")
    {
        const auto refused = as<Refused>(
            write_one(*connector, an_update(*connector, id, {{"status", text("Closed")}})));
        CHECK(refused.reason.starts_with("closing needs resolution, technician: map them"));
    }
    SECTION("by its call: what was stored before stays stored")
    {
        const auto update = an_update(*connector, id, k_close);
        desk.wait(std::chrono::seconds{1});
        const auto done = as<Done>(write_one(*connector, update));
        REQUIRE(done.shortfalls.size() == 3);
        CHECK(done.shortfalls[0].field == "closure_info.closure_code");
        CHECK(done.shortfalls[2].field == "status");
        CHECK(done.shortfalls[2].reason.starts_with(
            "stored, but for status: closing needs technician: map them"));
        CHECK(done.item.fields.at("resolution") == text("<p>Toner</p>"));
        CHECK(done.item.fields.at("status") == text("Open"));
        CHECK(done.item.revision == item_of(*connector, id).revision);
    }
}

TEST_CASE("an unknown closure code is refused before anything goes out", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto id = desk.has_request("one");
    auto connector = desk.connect({{"closure_code", "Succes"}});
    const auto refused =
        as<Refused>(write_one(*connector, an_update(*connector, id, {{"status", text("Closed")}})));
    CHECK(refused.reason == "'Succes' is not one of Success, Failure, Unable to reproduce");
    CHECK(refused.field == "closure_info.closure_code");
    CHECK(writes_of(desk.tracker).empty());
}

TEST_CASE("a new request that is to be closed is created and then closed", "[servicedesk_plus]")
{
    SdpFixture desk;
    desk.tracker.requires_fields_on_close({"resolution"});
    auto connector = desk.connect();
    const auto done = as<Done>(write_one(*connector, a_create(k_close)));
    CHECK(done.item.fields.at("status") == text("Closed"));
    CHECK(done.item.marker == k_marker);
    CHECK(writes_of(desk.tracker).size() == 2);
}

TEST_CASE("a closed request is reopened in one request, or by its status first",
          "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto id = desk.has_request("one", {{"status", "Closed"}});
    auto connector = desk.connect();
    const auto update =
        an_update(*connector, id, {{"status", text("Open")}, {"subject", text("two")}});
    desk.wait(std::chrono::seconds{1});
    const bool is_locked = GENERATE(false, true);
    if (is_locked) {
        desk.tracker.next_requests(fakes::sdp::requests::k_edits, faults::failed(403, 4002));
    }
    const auto done = as<Done>(write_one(*connector, update));
    CHECK(done.shortfalls.empty());
    CHECK(done.item.fields.at("status") == text("Open"));
    CHECK(done.item.fields.at("subject") == text("two"));
    CHECK(writes_of(desk.tracker).size() == (is_locked ? 3U : 1U));
}

TEST_CASE("an edit of a closed request is refused with what to do", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto id = desk.has_request("one", {{"status", "Closed"}});
    auto connector = desk.connect();
    const auto refused =
        as<Refused>(write_one(*connector, an_update(*connector, id, {{"subject", text("two")}})));
    CHECK(refused.reason.starts_with("the request is closed, and the tracker takes no edit of it"));
}

TEST_CASE("a step whose answer is lost leaves the whole write open", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto id = desk.has_request("one");
    auto connector = desk.connect();
    const auto update = an_update(*connector, id, k_close);
    desk.wait(std::chrono::seconds{1});
    desk.tracker.next_requests({"PUT", "/close"}, faults::lost_response());
    as<Unknown>(write_one(*connector, update));
}

} // namespace syncctl::tests
