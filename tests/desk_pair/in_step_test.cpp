// The whole job by the real binary: an Azure DevOps and a ServiceDesk Plus of each edition.

#include "desk_pair.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::test;
using nlohmann::json;

TEST_CASE("an initial load gives every item a partner in the status that corresponds",
          "[servicedesk_plus][pair]")
{
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud)}};
    pair.add_bug("new", "New");
    pair.add_bug("active", "Active");
    pair.add_bug("resolved", "Resolved");
    pair.add_bug("closed", "Closed");
    const auto open = pair.add_incident("open", "Open");
    const auto in_progress = pair.add_incident("in progress", "In Progress");
    const auto on_hold = pair.add_incident("on hold", "On Hold");
    const auto resolved = pair.add_incident("resolved", "Resolved");
    const auto closed = pair.add_incident("closed", "Closed");

    const auto report = pair.run();

    CHECK(report["created"] == 9);
    CHECK(report["failed"] == 0);
    CHECK(pair.partner_field(1, "status") == "Open");
    CHECK(pair.partner_field(2, "status") == "In Progress");
    CHECK(pair.partner_field(3, "status") == "Resolved");
    CHECK(pair.partner_field(4, "status") == "Closed");
    const auto state = [&](const std::string& incident) {
        return pair.dev_field(pair.partner_of_incident(incident), k_state);
    };
    CHECK(state(open) == "New");
    CHECK(state(in_progress) == "Active");
    CHECK(state(on_hold) == "Active");
    CHECK(state(resolved) == "Resolved");
    CHECK(state(closed) == "Closed");
    CHECK(pair.desk_field(on_hold, "status") == "On Hold"); // which the other side calls Active
    pair.check_third_run_writes_nothing();
}

TEST_CASE("edits of both sides, of different fields, meet in both items",
          "[servicedesk_plus][pair]")
{
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud)}};
    pair.link_four();
    const auto printer = pair.partner_of_bug(1);
    pair.dev.edit(1, {{k_title, "printer on fire"}, {k_priority, 1}});
    pair.desk.edit(printer, {{"status", "In Progress"}, {"description", "<b>smoke</b>"}});

    CHECK(pair.run()["updated"] == 2);

    CHECK(pair.desk_field(printer, "subject") == "printer on fire");
    CHECK(pair.desk_field(printer, "priority") == "High");
    CHECK(pair.dev_field(1, k_state) == "Active");
    CHECK(pair.dev_field(1, k_steps) == "<b>smoke</b>");
    pair.check_third_run_writes_nothing();
}

TEST_CASE("a new item of a run's dry twin is told and not made", "[servicedesk_plus][pair]")
{
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud)}};
    pair.link_four();
    pair.dev.edit(1, {{k_title, "printer on fire"}});
    pair.add_bug("new bug");
    pair.clear_logs();

    const auto report = pair.run(0, {"-n"});

    CHECK(report["created"] == 1);
    CHECK(report["updated"] == 1);
    CHECK(pair.writes_sent() == 0);
    const auto shown = pair.syncctl({"run", "p", "-n"});
    CHECK(shown.exit == 0);
    check_words(shown.out, {"printer on fire", "new bug", pair.partner_of_bug(1), "subject"});
    CHECK(pair.writes_sent() == 0);
    const auto done = pair.run();
    CHECK(done["created"] == 1);
    CHECK(done["updated"] == 1);
    pair.check_third_run_writes_nothing();
}

TEST_CASE("the link in a work item leads to the page of its request", "[servicedesk_plus][pair]")
{
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    DeskPair pair{{.edition = edition}};
    const auto keyboard = pair.add_incident("keyboard");
    static_cast<void>(pair.run());
    const auto item = pair.dev.item(pair.partner_of_incident(keyboard));
    REQUIRE(item.has_value());
    REQUIRE(item->relations.size() == 1);
    CHECK(item->relations[0]["rel"] == "Hyperlink");
    const auto page = edition == Edition::cloud
                          ? pair.desk.url() + "/ui/requests/" + keyboard + "/details#"
                          : pair.desk.url() + "/WorkOrder.do?woMode=viewWO&woID=" + keyboard + "#";
    CHECK(item->relations[0]["url"].get<std::string>().starts_with(page));
    pair.check_third_run_writes_nothing();
}

TEST_CASE("a filter decides which requests get a partner; linked ones go on",
          "[servicedesk_plus][pair]")
{
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud),
                   .pair = {"--target-filter", "group=Network; status!=Closed"}}};
    const auto add = [&](const char* subject, const char* status, const char* group) {
        return pair.desk.has_request({{"subject", subject},
                                      {"status", status},
                                      {"group", group},
                                      {"request_type", "Incident"}});
    };
    const auto switchboard = add("switch", "Open", "Network");
    add("old router", "Closed", "Network");
    add("printer", "Open", "Hardware Problems");

    CHECK(pair.run()["created"] == 1);
    CHECK(pair.dev.titles() == std::vector<std::string>{"switch"});

    pair.desk.edit(switchboard, {{"status", "Closed"}, {"group", "Hardware Problems"}});
    static_cast<void>(pair.run());
    CHECK(pair.dev_field(1, k_state) == "Closed");
    pair.check_third_run_writes_nothing();
}

TEST_CASE("a filter that cannot be meant is refused where it is given", "[servicedesk_plus][pair]")
{
    struct Row {
        const char* filter;
        std::vector<std::string> words;
    };

    const DeskPair pair;
    pair.must({"pair", "remove", "p", "-y"});
    for (const auto& row :
         std::vector<Row>{{"gruop=Network", {"no field 'gruop'", "did you mean 'group'?"}},
                          {"group", {"'group' is no condition", "field=value"}},
                          {"colour=Red", {"no field 'colour'", "udf_fields.KEY"}}}) {
        INFO(row.filter);
        const auto added = pair.syncctl({"pair",
                                         "add",
                                         "p",
                                         "--source",
                                         "dev",
                                         "--target",
                                         "desk",
                                         "--target-filter",
                                         row.filter});
        CHECK(added.exit == k_usage);
        check_words(added.err, row.words);
    }
    CHECK(pair.rows({"pair", "list"}).empty());
}

TEST_CASE("what was discovered is told by its names and keys", "[servicedesk_plus][pair]")
{
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    DeskPair pair{{.edition = edition}};
    const auto shown = pair.syncctl({"connector", "discover", "desk"});
    INFO(shown.out << shown.err);
    CHECK(shown.exit == 0);
    check_words(shown.out,
                {"Incident",
                 "Service Request",
                 "In Progress",
                 "priority",
                 "subcategory",
                 edition == Edition::cloud ? "udf_fields.txt_colour" : "udf_fields.udf_pick_303"});
    // The field of the marker is nobody's to map.
    CHECK(shown.out.find(pair.desk.marker_udf()) == std::string::npos);
    const auto told = pair.rows({"connector", "discover", "desk"});
    REQUIRE(told.size() == 3);
    CHECK(told[0]["type"] == "Incident");
    CHECK(told[0]["statuses"].size() == 6);
}

TEST_CASE("the test of a connection says what was tried, check by check",
          "[servicedesk_plus][pair]")
{
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    DeskPair pair{{.edition = edition}};
    pair.add_incident("keyboard");
    const auto shown = pair.syncctl({"connector", "test", "desk"});
    INFO(shown.out << shown.err);
    CHECK(shown.exit == 0);
    check_words(shown.out,
                {"connection",
                 pair.desk.url(),
                 "encryption",
                 "plain http",
                 "sign-in",
                 edition == Edition::cloud ? "an access token" : "technician key",
                 "portal",
                 edition == Edition::cloud ? "itdesk" : "the default one",
                 "requests can be read",
                 "6 statuses",
                 pair.desk.marker_udf() + "' can be searched",
                 "a test writes nothing"});
    pair.clear_logs();
    const auto checks = pair.rows({"connector", "test", "desk"});
    CHECK(std::all_of(
        checks.begin(), checks.end(), [](const auto& check) { return check["ok"] == true; }));
    CHECK(pair.writes_sent() == 0);
}

TEST_CASE("a tracker's clock that is ten minutes off loses no edit, and the newer one wins",
          "[servicedesk_plus][pair]")
{
    const int offset_ms = GENERATE(600'000, -600'000);
    CAPTURE(offset_ms);
    DeskPair pair;
    pair.desk.change([=](auto& switches) { switches.clock_offset_ms = offset_ms; });
    pair.link_four();
    const auto printer = pair.partner_of_bug(1);
    pair.dev.edit(1, {{k_title, "by dev"}});
    pair.clock.advance(std::chrono::minutes{1});
    pair.desk.edit(printer, {{"subject", "by desk"}});
    pair.dev.edit(2, {{k_title, "scanner, edited"}});
    pair.clock.advance(std::chrono::minutes{1});

    static_cast<void>(pair.run());

    CHECK(pair.dev_field(1, k_title) == "by desk");
    CHECK(pair.desk_field(printer, "subject") == "by desk");
    CHECK(pair.partner_field(2, "subject") == "scanner, edited");
    CHECK(pair.rows({"conflicts", "list", "--state", "all"}).size() == 1);
    pair.check_third_run_writes_nothing();
    const auto tested = pair.syncctl({"connector", "test", "desk"});
    check_words(tested.out,
                {offset_ms < 0 ? "ahead of the tracker" : "behind the tracker",
                 "set the clock of this machine"});
}
