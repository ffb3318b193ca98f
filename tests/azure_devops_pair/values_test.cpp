// Values that trackers rewrite, refuse or cannot hold: no endless writes, and an error of that item
// alone which says where and why.

#include "azure_pair.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::test;
using nlohmann::json;
using syncctl::fakes::Switches;

namespace {

constexpr const char* k_title = "System.Title";
constexpr const char* k_steps = "Microsoft.VSTS.TCM.ReproSteps";
constexpr const char* k_assigned = "System.AssignedTo";

/// A field of its own of the desk's issues.
void add_note(AzurePair& pair, const std::string& type)
{
    pair.desk.customise([&](auto& process) {
        process.fields.push_back({.reference = "Custom.Note", .name = "Note", .type = type});
        process.type("Issue")->fields.push_back(
            {.reference = "Custom.Note", .is_required = false, .allowed = {}, .default_value = {}});
    });
}

/// One item failed, with this error, and goes on failing without being written; the others are
/// done.
void check_one_refused(AzurePair& pair,
                       const std::string& item,
                       const std::string& field,
                       const std::vector<std::string>& words)
{
    const int ok = pair.add_bug("a good one");
    const auto report = pair.run(k_partial);
    CHECK(report["failed"] == 1);
    CHECK(pair.desk_field(pair.partner_of_bug(ok), k_title) == "a good one");
    pair.check_error(item, field, words);
}

} // namespace

TEST_CASE("HTML with scripts comes over without them, and is not written again and again",
          "[azure_devops][pair][values]")
{
    AzurePair pair;
    pair.dev.change([](Switches& switches) { switches.is_html_sanitised = false; });
    const std::string html =
        "<div onclick=\"steal()\">a<script>alert(1)</script>b</div><custom>c</custom>";
    pair.dev.has_item("Bug", {{k_title, "hostile"}, {k_steps, html}});

    static_cast<void>(pair.run());

    const int partner = pair.partner_of_bug(1);
    CHECK(pair.desk_field(partner, "System.Description") ==
          "<div>ab</div>&lt;custom&gt;c&lt;/custom&gt;");
    CHECK(pair.dev_field(1, k_steps) == html); // what the desk made of it does not flow back
    pair.check_third_run_writes_nothing();

    pair.desk.edit(partner, {{"System.Description", "<div>cleaned up</div>"}});
    static_cast<void>(pair.run());
    CHECK(pair.dev_field(1, k_steps) == "<div>cleaned up</div>");
    pair.check_third_run_writes_nothing();
}

TEST_CASE("emoji, right-to-left text and blanks come to rest, whatever a tracker makes of them",
          "[azure_devops][pair][values]")
{
    const std::string hebrew = "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D";
    const std::string emoji = "\xF0\x9F\x94\xA5";
    AzurePair pair;
    pair.desk.change([](Switches& switches) {
        switches.are_emoji_entities = true;
        switches.is_text_trimmed = true;
    });
    pair.dev.has_item("Bug", {{k_title, "  " + hebrew + " " + emoji}, {k_steps, "on " + emoji}});

    static_cast<void>(pair.run());

    const int partner = pair.partner_of_bug(1);
    CHECK(pair.desk_field(partner, k_title) == hebrew + " " + emoji);
    CHECK(pair.desk_field(partner, "System.Description") == "on &#128293;");
    pair.check_third_run_writes_nothing();
}

TEST_CASE("NUL and control characters in an answer are no reason to stop",
          "[azure_devops][pair][values]")
{
    AzurePair pair;
    pair.dev.has_item("Bug", {{k_title, std::string{"nul\0 bell\x07 red\x1b[31m", 18}}});
    const auto shown = pair.syncctl({"-v", "run", "p"});
    INFO(shown.out << shown.err);
    CHECK(shown.exit == 0);
    CHECK((shown.out + shown.err).find('\x1b') == std::string::npos);
    const auto title = pair.desk_field(pair.partner_of_bug(1), k_title).get<std::string>();
    CHECK(title.find("bell") != std::string::npos);
    CHECK(title.find('\0') == std::string::npos);
    pair.check_third_run_writes_nothing();
}

TEST_CASE("a million characters come over; what makes them more is refused for that item",
          "[azure_devops][pair][values]")
{
    AzurePair pair{
        {.rules = {"System.Description -> Custom.Note | prefix(DEV)"}, .has_pair = false}};
    add_note(pair, "html");
    pair.set_up();
    pair.dev.has_item("Bug", {{k_title, "large"}, {k_steps, std::string(1'000'000, 'd')}});
    pair.dev.has_item(
        "Bug", {{k_title, "too large"}, {"System.Description", std::string(1'000'000, 'd')}});
    check_one_refused(pair, "dev:2", "", {"TF237099", "too long"});
    CHECK(pair.desk_field(pair.partner_of_bug(1), "System.Description").get<std::string>().size() ==
          1'000'000);
    CHECK(pair.desk.titles().size() == 2);

    pair.dev.edit(2, {{"System.Description", "short"}});
    static_cast<void>(pair.run());
    CHECK(pair.desk_field(pair.partner_of_bug(2), "Custom.Note") == "DEVshort");
    pair.check_third_run_writes_nothing();
}

TEST_CASE("a text longer than 255 characters is an error of that item",
          "[azure_devops][pair][values]")
{
    AzurePair pair{{.rules = {"System.Description -> Custom.Note"}, .has_pair = false}};
    const bool is_known = GENERATE(true, false);
    CAPTURE(is_known);
    add_note(pair, is_known ? "string" : "html");
    pair.set_up();
    pair.desk.customise([](auto& process) { // since the last discover, perhaps
        for (auto& field : process.fields) {
            field.type = field.reference == "Custom.Note" ? "string" : field.type;
        }
    });
    pair.dev.has_item("Bug", {{k_title, "long"}, {"System.Description", std::string(256, 'x')}});
    if (is_known) {
        check_one_refused(pair,
                          "dev:1",
                          "System.Description -> Custom.Note",
                          {"256 characters", "'Custom.Note' takes 255", "mapping line"});
    } else {
        check_one_refused(pair, "dev:1", "Custom.Note", {"Note", "too long", "TooLong"});
    }
    pair.dev.edit(1, {{"System.Description", std::string(255, 'x')}});
    static_cast<void>(pair.run());
    CHECK(pair.desk_field(pair.partner_of_bug(1), "Custom.Note") == std::string(255, 'x'));
    pair.check_third_run_writes_nothing();
}

TEST_CASE("people go over by their mail; a person whom the other side does not know is an error",
          "[azure_devops][pair][values]")
{
    AzurePair pair{{.rules = {"System.AssignedTo <-> System.AssignedTo"}}};
    pair.link_four();
    const int printer = pair.partner_of_bug(1);
    pair.dev.edit(1, {{k_assigned, "jamal@fabrikam.example"}});
    static_cast<void>(pair.run());
    CHECK(pair.desk_field(printer, k_assigned)["uniqueName"] == "jamal@fabrikam.example");
    pair.check_third_run_writes_nothing();

    // Another display name is the same person, and so is a text in place of an object.
    pair.desk.rename_person("jamal@fabrikam.example", "Jamal H. (vendor)");
    pair.desk.change([](Switches& switches) { switches.are_identities_text = true; });
    pair.desk.edit(printer, {{k_title, "printer, edited"}});
    static_cast<void>(pair.run());
    CHECK(pair.dev_field(1, k_title) == "printer, edited");
    pair.check_third_run_writes_nothing();

    pair.dev.has_person("Nur Dev", "nur@dev.example");
    pair.dev.edit(2, {{k_assigned, "nur@dev.example"}});
    check_one_refused(pair,
                      "desk:" + std::to_string(pair.partner_of_bug(2)),
                      k_assigned,
                      {"Assigned To", "UnknownIdentity", "nur@dev.example", "no such person"});
    pair.desk.has_person("Nur Dev", "nur@dev.example");
    static_cast<void>(pair.run());
    CHECK(pair.desk_field(pair.partner_of_bug(2), k_assigned)["uniqueName"] == "nur@dev.example");
    pair.check_third_run_writes_nothing();
}

TEST_CASE("dates are the same moment on both sides and come to rest",
          "[azure_devops][pair][values]")
{
    constexpr const char* k_due = "Microsoft.VSTS.Scheduling.DueDate";
    AzurePair pair{
        {.rules = {"Microsoft.VSTS.Scheduling.DueDate <-> Microsoft.VSTS.Scheduling.DueDate"}}};
    pair.link_four();
    pair.dev.edit(1, {{k_due, "2026-12-24T18:30:00+01:00"}});
    static_cast<void>(pair.run());
    CHECK(pair.desk_field(pair.partner_of_bug(1), k_due) == "2026-12-24T17:30:00Z");
    pair.check_third_run_writes_nothing();
    pair.desk.edit(pair.partner_of_bug(1), {{k_due, nullptr}});
    static_cast<void>(pair.run());
    CHECK(pair.dev_field(1, k_due).is_null());
    pair.check_third_run_writes_nothing();
}

TEST_CASE("areas and iterations go over where the nodes exist", "[azure_devops][pair][values]")
{
    AzurePair pair{{.rules = {"System.AreaPath <-> System.AreaPath",
                              "System.IterationPath <-> System.IterationPath"},
                    .has_pair = false}};
    for (auto* tracker : {&pair.dev, &pair.desk}) {
        tracker->has_area("Fabrikam\\Web");
        tracker->has_iteration("Fabrikam\\Sprint 1");
    }
    pair.dev.has_area("Fabrikam\\Lab");
    pair.set_up();
    pair.dev.has_item("Bug",
                      {{k_title, "in the web"},
                       {"System.AreaPath", "Fabrikam\\Web"},
                       {"System.IterationPath", "Fabrikam\\Sprint 1"}});
    static_cast<void>(pair.run());
    CHECK(pair.desk_field(pair.partner_of_bug(1), "System.AreaPath") == "Fabrikam\\Web");
    CHECK(pair.desk_field(pair.partner_of_bug(1), "System.IterationPath") == "Fabrikam\\Sprint 1");
    pair.check_third_run_writes_nothing();

    pair.dev.has_item("Bug", {{k_title, "in the lab"}, {"System.AreaPath", "Fabrikam\\Lab"}});
    check_one_refused(pair,
                      "dev:2",
                      "System.AreaPath <-> System.AreaPath",
                      {"'Fabrikam\\Lab'", "'System.AreaPath'", "mapping line"});
    pair.desk.has_area("Fabrikam\\Lab");
    pair.must({"connector", "discover", "desk"});
    pair.must({"mapping", "import", "p", pair.path("pair.yaml")});
    static_cast<void>(pair.run());
    CHECK(pair.desk_field(pair.partner_of_bug(2), "System.AreaPath") == "Fabrikam\\Lab");
    pair.check_third_run_writes_nothing();
}

TEST_CASE("with an area set, only its items get a partner, and new ones are made in it",
          "[azure_devops][pair][values]")
{
    AzurePair pair{{.settings = {"area=Fabrikam\\Web"}, .has_pair = false}};
    pair.dev.has_area("Fabrikam\\Web\\Shop");
    pair.desk.has_area("Fabrikam\\Web");
    pair.set_up();
    pair.dev.has_item("Bug", {{k_title, "inside"}, {"System.AreaPath", "Fabrikam\\Web\\Shop"}});
    pair.dev.has_item("Bug", {{k_title, "outside"}});
    CHECK(pair.run()["created"] == 1);
    CHECK(pair.desk.titles() == std::vector<std::string>{"inside"});
    CHECK(pair.desk_field(pair.partner_of_bug(1), "System.AreaPath") == "Fabrikam\\Web");
    pair.check_third_run_writes_nothing();
}

TEST_CASE("an area that does not exist is told when the connector is added",
          "[azure_devops][pair][values]")
{
    const AzurePair pair{{.settings = {"area=Fabrikam\\Nowhere"}, .has_pair = false}};
    const auto added = pair.syncctl(pair.connector_arguments("dev", pair.dev));
    INFO(added.err);
    CHECK(added.exit == k_failed);
    check_words(added.err, {"TF401347", "System.AreaPath", "area"});
}
