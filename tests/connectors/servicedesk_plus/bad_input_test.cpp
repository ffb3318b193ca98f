#include "write_steps.hpp"

namespace syncctl::tests {

using connectors::Done;
using connectors::Refused;
using connectors::SignedOut;
using connectors::Stale;
using connectors::UpdateItem;
using fakes::sdp::PriorityRule;
using Switches = fakes::FakeServiceDeskPlus::Switches;

namespace {

Refused refused_create(connectors::Connector& connector, const model::Fields& fields)
{
    return as<Refused>(write_one(connector, a_create(fields)));
}

} // namespace

TEST_CASE("a field that the template needs is named", "[servicedesk_plus]")
{
    SdpFixture desk;
    desk.tracker.requires_fields({"category", "subcategory"});
    auto connector = desk.connect();
    const auto refused = refused_create(*connector, {{"category", text("Hardware")}});
    CHECK(refused.reason == "the template needs subcategory: give them a rule in the mapping, or a "
                            "value under `defaults`");
    CHECK(refused.field == "subcategory");
}

TEST_CASE("an unknown name is refused with the known ones, and nothing is sent",
          "[servicedesk_plus]")
{
    SdpFixture desk;
    auto connector = desk.connect();
    const auto status = refused_create(*connector, {{"status", text("Opne")}});
    CHECK(status.reason == "'Opne' is not one of Open, On Hold, Closed, Resolved, Canceled");
    CHECK(status.field == "status");
    CHECK(refused_create(*connector, {{"technician", text("nobody@fabrikam.example")}}).reason ==
          "the tracker has no technician 'nobody@fabrikam.example'");
    // A requester is no technician.
    CHECK(refused_create(*connector, {{"technician", text("guest@fabrikam.example")}}).field ==
          "technician");
    CHECK(writes_of(desk.tracker).empty());
}

TEST_CASE("a requester that the tracker does not know is refused by it", "[servicedesk_plus]")
{
    SdpFixture desk;
    auto connector = desk.connect();
    CHECK(refused_create(*connector, {{"requester", text("who@fabrikam.example")}}).field ==
          "requester");
}

TEST_CASE("a name that exists more than once is the one of its parent", "[servicedesk_plus]")
{
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    SdpFixture desk{edition};
    auto connector = desk.connect();
    const auto done = as<Done>(write_one(*connector,
                                         a_create({{"site", text("Chennai")},
                                                   {"group", text("Local Support")},
                                                   {"category", text("Software")},
                                                   {"subcategory", text("MS Office")},
                                                   {"item", text("Install")}})));
    CHECK(done.item.fields.at("group") == text("Local Support"));
    CHECK(done.item.fields.at("item") == text("Install"));

    const auto refused = refused_create(*connector, {{"group", text("Local Support")}});
    CHECK(refused.reason.starts_with("'Local Support' exists more than once: the site tells"));
    const auto stray = refused_create(
        *connector, {{"category", text("Hardware")}, {"subcategory", text("Browser")}});
    CHECK(stray.reason == "'Browser' is not one of Printer, Laptop");
}

TEST_CASE("a request that was moved to another site takes the group of that one",
          "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto id = desk.has_request("one", {{"site", "Berlin"}, {"group", "Local Support"}});
    auto connector = desk.connect();
    const auto stale = an_update(*connector, id, {{"group", text("Local Support")}});
    desk.wait(std::chrono::seconds{1});
    desk.tracker.move_to_site(id, "Chennai");
    as<Stale>(write_one(*connector, stale));

    const auto update = an_update(*connector, id, {{"group", text("Local Support")}});
    desk.wait(std::chrono::seconds{1});
    const auto done = as<Done>(write_one(*connector, update));
    CHECK(done.item.fields.at("site") == text("Chennai"));
    CHECK(done.item.fields.at("group") == text("Local Support"));
}

TEST_CASE("names are sent where a list is not to be had", "[servicedesk_plus]")
{
    SdpFixture desk{Edition::cloud};
    desk.tracker.change([](Switches& switches) {
        switches.revoked_scopes = {"setup", "users"};
        switches.missing_scope = GENERATE(fakes::sdp::MissingScope::oauth_scope_mismatch,
                                          fakes::sdp::MissingScope::unauthorised);
    });
    auto connector = desk.connect();
    const auto done = as<Done>(write_one(
        *connector,
        a_create({{"priority", text("High")}, {"technician", text("jeniffer@fabrikam.example")}})));
    CHECK(done.item.fields.at("priority") == text("High"));
    CHECK(done.item.fields.at("technician") == text("jeniffer@fabrikam.example"));
    const auto bodies = sent_bodies(desk.tracker);
    REQUIRE(bodies.size() == 1);
    CHECK(bodies[0].at("priority") == nlohmann::json{{"name", "High"}});
    CHECK(bodies[0].at("technician") == nlohmann::json{{"email_id", "jeniffer@fabrikam.example"}});
    // Only the lists are closed to this token.
    as<Done>(write_one(*connector, a_create({})));
}

TEST_CASE("an installation that takes ids only gets ids", "[servicedesk_plus]")
{
    SdpFixture desk;
    desk.tracker.change([](Switches& switches) {
        switches.id_only_fields = {"priority", "category", "status"};
    });
    auto connector = desk.connect();
    as<Done>(write_one(*connector,
                       a_create({{"priority", text("High")},
                                 {"category", text("Software")},
                                 {"status", text("On Hold")}})));
}

TEST_CASE("a subject that the tracker does not take is refused before it is sent",
          "[servicedesk_plus]")
{
    SdpFixture desk;
    auto connector = desk.connect();
    CHECK(refused_create(*connector, {{"subject", text(std::string(251, 'x'))}}).reason ==
          "the subject is 1 character too long: it takes 250");
    CHECK(refused_create(*connector, {{"subject", text("one\r\ntwo")}}).field == "subject");
    CHECK(writes_of(desk.tracker).empty());
}

TEST_CASE("what the tracker takes out of a description is gone, and nothing else",
          "[servicedesk_plus]")
{
    SdpFixture desk;
    auto connector = desk.connect();
    const std::string html = "<p>Look:</p><script>alert(1)</script>"
                             "<img src=\"/inlineimages/1.png\"><p onclick=\"x()\">end</p>";
    const auto done = as<Done>(write_one(*connector, a_create({{"description", text(html)}})));
    const auto stored = model::to_text(done.item.fields.at("description"));
    CHECK(stored.find("<script") == std::string::npos);
    CHECK(stored.find("Look:") != std::string::npos);
    CHECK(stored.find("inlineimages") != std::string::npos);
    CHECK(done.item.marker == k_marker);
    CHECK(done.item.fields == item_of(*connector, done.item.id).fields);
}

TEST_CASE("an id that is none of the tracker's goes nowhere", "[servicedesk_plus]")
{
    SdpFixture desk;
    auto connector = desk.connect();
    const auto* const id = GENERATE("", "../1", "1/move_to_trash", "12345678901234567890", "abc");
    const auto refused =
        as<Refused>(write_one(*connector, UpdateItem{id, {"1"}, {{"subject", text("two")}}}));
    CHECK(refused.reason == "'" + std::string{id} + "' is no id of this tracker");
    as<Refused>(write_one(*connector, connectors::RemoveItem{id, {"1"}}));
    CHECK(desk.tracker.log().empty());
}

TEST_CASE("a field that is not on the form is refused by its name", "[servicedesk_plus]")
{
    SdpFixture desk;
    desk.tracker.has_udf({.key = "udf_sline_9", .label = "Room", .is_on_template = false});
    auto connector = desk.connect();
    CHECK(refused_create(*connector, {{"udf_fields.udf_sline_9", text("12")}}).field ==
          "udf_fields.udf_sline_9");
    CHECK(refused_create(*connector, {{"udf_fields.udf_sline_99", text("12")}}).field ==
          "udf_fields.udf_sline_99");
    desk.tracker.change(
        [](Switches& switches) { switches.priority_rule = PriorityRule::matrix_fails; });
    const auto refused = refused_create(*connector, {{"priority", text("High")}});
    CHECK(refused.field == "priority");
    CHECK(refused.reason.find("Cannot give value for priority") != std::string::npos);
}

TEST_CASE("a credential that is refused ends the writing", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto id = desk.has_request("one");
    auto connector = desk.connect();
    const auto update = an_update(*connector, id, {{"subject", text("two")}});
    SECTION("the key was renewed")
    {
        desk.tracker.renew_technician_key();
    }
    SECTION("its technician is disabled")
    {
        desk.tracker.disables_technician("sync@fabrikam.example");
    }
    desk.tracker.clear_log();
    const auto results =
        connector->write(std::vector<connectors::Operation>{update, a_create({}), a_create({})});
    for (const auto& result : results) {
        as<SignedOut>(result);
    }
    CHECK(writes_of(desk.tracker).empty());
    CHECK(desk.tracker.log().size() <= 1); // more of them would lock the account
}

TEST_CASE("a key that may only read is refused for every write", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto id = desk.has_request("one");
    desk.tracker.change([](Switches& switches) { switches.is_read_only = true; });
    auto connector = desk.connect();
    const auto refused =
        as<Refused>(write_one(*connector, an_update(*connector, id, {{"subject", text("two")}})));
    CHECK_FALSE(refused.reason.empty());
    as<Refused>(write_one(*connector, a_create({})));
}

} // namespace syncctl::tests
