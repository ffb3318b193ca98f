// Values and items that one side has and the other cannot take: an error of that item alone, which
// says where and why, and everything else goes on.

#include "desk_pair.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::test;
using nlohmann::json;

namespace {

/// One item failed, with this error; the others are done.
void check_one_refused(DeskPair& pair,
                       const std::string& item,
                       const std::string& field,
                       const std::vector<std::string>& words)
{
    const int good = pair.add_bug("a good one");
    const auto report = pair.run(k_partial);
    CHECK(report["failed"] == 1);
    CHECK(pair.partner_field(good, "subject").get<std::string>().starts_with("a good one"));
    pair.check_error(item, field, words);
}

/// Once the value is right the item goes over, and all comes to rest.
void check_healed(DeskPair& pair, int bug, const json& fields)
{
    pair.dev.edit(bug, fields);
    static_cast<void>(pair.run());
    CHECK_FALSE(pair.partner_of_bug(bug).empty());
    pair.check_third_run_writes_nothing();
}

} // namespace

TEST_CASE("a subject that a desk does not take is refused before it is sent",
          "[servicedesk_plus][pair][bad-input]")
{
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud)}};
    pair.link_four();
    SECTION("over 250 characters")
    {
        pair.dev.edit(1, {{k_title, std::string(251, 'x')}});
        check_one_refused(pair,
                          "dev:1",
                          "System.Title <-> subject",
                          {"251 characters", "'subject' takes 250", "mapping line"});
        pair.clear_logs();
        check_healed(pair, 1, {{k_title, std::string(250, 'x')}});
    }
    SECTION("of several lines")
    {
        pair.dev.edit(1, {{k_title, "one\ntwo\r\nthree"}});
        check_one_refused(pair,
                          "desk:" + pair.partner_of_bug(1),
                          "subject",
                          {"a subject is one line", "line breaks", "transform"});
        check_healed(pair, 1, {{k_title, "one, two, three"}});
    }
    SECTION("empty")
    {
        pair.dev.edit(1, {{k_title, "  "}});
        check_one_refused(
            pair, "desk:" + pair.partner_of_bug(1), "subject", {"a request needs a subject"});
        check_healed(pair, 1, {{k_title, "printer"}});
    }
}

TEST_CASE("a marker in the subject takes its share of the 250 characters",
          "[servicedesk_plus][pair][bad-input]")
{
    DeskPair pair{{.marker = "subject"}};
    pair.dev.has_item("Bug", {{k_title, std::string(245, 'x')}});
    check_one_refused(pair, "dev:1", "System.Title <-> subject", {"245 characters", "'subject'"});
    check_healed(pair, 1, {{k_title, std::string(100, 'x')}});
}

TEST_CASE("names that a desk does not know are refused with those that it knows",
          "[servicedesk_plus][pair][bad-input]")
{
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud),
                   .rules = {"System.AssignedTo <-> technician",
                             "Custom.Reporter <-> requester",
                             "Custom.Urgency <-> urgency"},
                   .has_pair = false}};
    pair.add_dev_field("Custom.Reporter");
    pair.add_dev_field("Custom.Urgency");
    pair.dev.has_person("Nur Dev", "nur@dev.example");
    pair.set_up();
    pair.link_four();
    const auto item = "desk:" + pair.partner_of_bug(1);
    SECTION("a technician")
    {
        pair.dev.edit(1, {{k_assigned, "nur@dev.example"}});
        check_one_refused(pair, item, "technician", {"no technician 'nur@dev.example'"});
        pair.desk.has_technician("Nur Dev", "nur@dev.example");
        static_cast<void>(pair.run());
        CHECK(pair.partner_field(1, "technician") == "Nur Dev");
    }
    SECTION("somebody who is no technician")
    {
        pair.dev.has_person("Guest", "guest@fabrikam.example");
        pair.dev.edit(1, {{k_assigned, "guest@fabrikam.example"}});
        check_one_refused(pair, item, "technician", {"no technician 'guest@fabrikam.example'"});
        pair.dev.edit(1, {{k_assigned, nullptr}});
        static_cast<void>(pair.run());
    }
    SECTION("a requester")
    {
        pair.dev.edit(1, {{"Custom.Reporter", "nobody@fabrikam.example"}});
        check_one_refused(pair, item, "requester", {"'nobody@fabrikam.example'", "4001"});
        pair.dev.edit(1, {{"Custom.Reporter", "guest@fabrikam.example"}});
        static_cast<void>(pair.run());
        CHECK(pair.partner_field(1, "requester") == "Guest");
    }
    SECTION("an entry of a list")
    {
        pair.dev.edit(1, {{"Custom.Urgency", "Urgnt"}});
        check_one_refused(pair,
                          "dev:1",
                          "Custom.Urgency <-> urgency",
                          {"'Urgnt'", "not among the values of field 'urgency'", "mapping line"});
        pair.dev.edit(1, {{"Custom.Urgency", "Urgent"}});
        static_cast<void>(pair.run());
        CHECK(pair.partner_field(1, "urgency") == "Urgent");
    }
    pair.check_third_run_writes_nothing();
}

TEST_CASE("technicians of one name are told apart by their mail only",
          "[servicedesk_plus][pair][bad-input]")
{
    DeskPair pair{{.rules = {"Custom.Owner <-> technician"}, .has_pair = false}};
    pair.add_dev_field("Custom.Owner");
    pair.desk.has_technician("Jamal Hartnett", "jamal.hartnett@fabrikam.example");
    pair.set_up();
    pair.link_four();
    pair.dev.edit(1, {{"Custom.Owner", "Jamal Hartnett"}});
    check_one_refused(pair,
                      "desk:" + pair.partner_of_bug(1),
                      "technician",
                      {"2 technicians are called 'Jamal Hartnett'", "a mail address"});
    check_healed(pair, 1, {{"Custom.Owner", "jamal@fabrikam.example"}});
}

TEST_CASE("a status that the mapping does not know is an error of its item",
          "[servicedesk_plus][pair][bad-input]")
{
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud)}};
    pair.link_four();
    SECTION("one that was there")
    {
        pair.desk.edit(pair.partner_of_bug(1), {{"status", "Canceled"}});
        check_one_refused(pair,
                          "dev:1",
                          "System.State <-> status",
                          {"statuses has no line for 'Canceled'", "mapping line"});
        CHECK(pair.dev_field(1, k_state) == "New");
    }
    SECTION("one that somebody added since")
    {
        pair.desk.has_status("Waiting for parts", true, true);
        pair.desk.edit(pair.partner_of_bug(1), {{"status", "Waiting for parts"}});
        check_one_refused(pair,
                          "dev:1",
                          "System.State <-> status",
                          {"statuses has no line for 'Waiting for parts'", "mapping line"});
    }
    SECTION("one that was renamed")
    {
        pair.desk.renames("statuses", "In Progress", "Under way");
        pair.dev.edit(1, {{k_state, "Active"}});
        check_one_refused(pair,
                          "desk:" + pair.partner_of_bug(1),
                          "status",
                          {"'In Progress' is not one of Open, On Hold"});
        pair.desk.renames("statuses", "Under way", "In Progress");
        static_cast<void>(pair.run());
        CHECK(pair.partner_field(1, "status") == "In Progress");
    }
}

TEST_CASE("a closed request takes no edit, and the error says what to do",
          "[servicedesk_plus][pair][bad-input]")
{
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud)}};
    pair.link_four();
    const auto printer = pair.partner_of_bug(1);
    pair.dev.edit(1, {{k_state, "Closed"}});
    static_cast<void>(pair.run());
    pair.dev.edit(1, {{k_title, "printer, edited"}});
    check_one_refused(pair, "desk:" + printer, "", {"the request is closed", "reopen it"});
    CHECK(pair.desk_field(printer, "subject") == "printer");
    pair.desk.edit(printer, {{"status", "Open"}});
    static_cast<void>(pair.run());
    CHECK(pair.desk_field(printer, "subject") == "printer, edited");
    CHECK(pair.dev_field(1, k_state) == "New");
    pair.check_third_run_writes_nothing();
}

TEST_CASE("a field that the template needs is named, with what to do",
          "[servicedesk_plus][pair][bad-input]")
{
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud)}};
    pair.desk.requires_fields({"category", "impact"});
    pair.add_bug("printer");
    const auto report = pair.run(k_partial);
    CHECK(report["failed"] == 1);
    CHECK(pair.desk.ids().empty());
    pair.check_error("dev:1",
                     "category",
                     {"the template needs category, impact", "a rule in the mapping", "defaults"});
    pair.desk.requires_fields({});
    static_cast<void>(pair.run());
    CHECK(pair.desk.subjects() == std::vector<std::string>{"printer"});
    pair.check_third_run_writes_nothing();
}

TEST_CASE("a request that was moved to another site goes on; a group of the old one is refused",
          "[servicedesk_plus][pair][bad-input]")
{
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud),
                   .rules = {"Custom.Team <-> group"},
                   .has_pair = false}};
    pair.add_dev_field("Custom.Team");
    pair.desk.has_group("Berlin Desk", "Berlin");
    pair.set_up();
    pair.link_four();
    const auto printer = pair.partner_of_bug(1);
    pair.desk.edit(printer, {{"site", "Berlin"}, {"group", "Berlin Desk"}});
    static_cast<void>(pair.run());
    REQUIRE(pair.dev_field(1, "Custom.Team") == "Berlin Desk");

    pair.desk.move_to_site(printer, "Chennai");
    pair.dev.edit(1, {{k_title, "printer, edited"}});
    static_cast<void>(pair.run());
    CHECK(pair.desk_field(printer, "subject") == "printer, edited");
    CHECK(pair.dev_field(1, "Custom.Team").is_null());
    pair.check_third_run_writes_nothing();

    pair.dev.edit(1, {{"Custom.Team", "Berlin Desk"}});
    check_one_refused(pair, "desk:" + printer, "group", {"group", "'Berlin Desk'", "4001"});
    check_healed(pair, 1, {{"Custom.Team", nullptr}});
}

TEST_CASE("requests of a site that the user may not see any more lose no partner",
          "[servicedesk_plus][pair][bad-input]")
{
    DeskPair pair;
    pair.link_four();
    pair.desk.has_site("Reykjavik");
    pair.desk.change([](auto& switches) { switches.only_site = "Reykjavik"; });
    pair.dev.edit(1, {{k_title, "printer, edited"}});
    for (int i = 0; i < 3; ++i) {
        static_cast<void>(pair.syncctl({"run", "p", "--full"}));
        pair.let_time_pass();
    }
    CHECK(pair.dev.titles().size() == 4);
    CHECK(pair.desk.ids().size() == 4);
    pair.desk.change([](auto& switches) { switches.only_site.reset(); });
    static_cast<void>(pair.run());
    CHECK(pair.partner_field(1, "subject") == "printer, edited");
    pair.check_third_run_writes_nothing();
}

TEST_CASE("a field that is not on the template is refused by its name",
          "[servicedesk_plus][pair][bad-input]")
{
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    const std::string key = edition == Edition::cloud ? "txt_off" : "udf_sline_77";
    DeskPair pair{
        {.edition = edition, .rules = {"Custom.Note -> udf_fields." + key}, .has_pair = false}};
    pair.add_dev_field("Custom.Note");
    pair.desk.has_udf({.key = key, .label = "Off the form", .is_on_template = false});
    pair.set_up();
    pair.link_four();
    pair.dev.edit(1, {{"Custom.Note", "a note"}, {k_title, "printer, edited"}});
    check_one_refused(
        pair, "desk:" + pair.partner_of_bug(1), "udf_fields." + key, {"cannot be written", "4009"});
    pair.desk.has_udf({.key = key, .label = "Off the form"});
    static_cast<void>(pair.run());
    CHECK(pair.partner_field(1, "udf_fields." + key) == "a note");
    CHECK(pair.partner_field(1, "subject") == "printer, edited");
    pair.check_third_run_writes_nothing();
}

TEST_CASE("a marker field that is not on the template keeps new items away, and is named",
          "[servicedesk_plus][pair][bad-input]")
{
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud)}};
    const auto key = pair.desk.marker_udf();
    pair.desk.has_udf({.key = key, .label = "External reference", .is_on_template = false});
    pair.add_bug("printer");
    CHECK(pair.run(k_partial)["failed"] == 1);
    CHECK(pair.desk.ids().empty()); // without a marker a second one might be made
    pair.check_error(
        "dev:1", "udf_fields." + key, {"4009", "field of the marker", "on every template"});
    pair.desk.has_udf({.key = key, .label = "External reference"});
    static_cast<void>(pair.run());
    CHECK(pair.desk.subjects() == std::vector<std::string>{"printer"});
    pair.check_third_run_writes_nothing();
}

TEST_CASE("a build that lists no custom fields is told of them by a setting",
          "[servicedesk_plus][pair][bad-input]")
{
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    const std::string key = edition == Edition::cloud ? "txt_colour" : "udf_pick_303";
    const bool is_told = GENERATE(true, false);
    DeskWorldOptions options{
        .edition = edition, .rules = {"Custom.Colour <-> udf_fields." + key}, .has_pair = false};
    if (is_told) {
        options.settings = {"fields=" + key};
    }
    DeskPair pair{options};
    pair.add_dev_field("Custom.Colour");
    pair.desk.change([](auto& switches) {
        switches.has_udf_catalogue = false;
        switches.has_metainfo = false;
    });
    if (!is_told) {
        CHECK_THROWS_WITH(pair.set_up(), Catch::Contains("no field 'udf_fields." + key + "'"));
        return;
    }
    pair.set_up();
    pair.link_four();
    pair.dev.edit(1, {{"Custom.Colour", "Green"}});
    static_cast<void>(pair.run());
    CHECK(pair.partner_field(1, "udf_fields." + key) == "Green");
    pair.check_third_run_writes_nothing();
}

TEST_CASE("a key that may only read is refused for every write, and nothing is half done",
          "[servicedesk_plus][pair][bad-input]")
{
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud)}};
    pair.link_four();
    pair.desk.change([](auto& switches) { switches.is_read_only = true; });
    pair.dev.edit(1, {{k_title, "printer, edited"}});
    pair.desk.edit(pair.incident("keyboard"), {{"subject", "keyboard, wet"}});
    static_cast<void>(pair.run(k_partial));
    CHECK(pair.partner_field(1, "subject") == "printer");
    CHECK(pair.dev_field(pair.partner_of_incident(pair.incident("keyboard")), k_title) ==
          "keyboard, wet"); // reading is allowed
    pair.check_error("desk:" + pair.partner_of_bug(1), "", {"this permission", "4002"});
    pair.desk.change([](auto& switches) { switches.is_read_only = false; });
    static_cast<void>(pair.run());
    CHECK(pair.partner_field(1, "subject") == "printer, edited");
    pair.check_third_run_writes_nothing();
}
