// Somebody changes a project between two runs, or in the middle of one.

#include "azure_pair.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::test;
using syncctl::fakes::Switches;

namespace {

constexpr const char* k_title = "System.Title";

std::string desk_item(int id)
{
    return "desk:" + std::to_string(id);
}

/// Bug 1 cannot be written to the desk; bug 2 can.
void check_only_first_failed(AzurePair& pair,
                             const std::string& item,
                             const std::string& field,
                             const std::vector<std::string>& words)
{
    pair.dev.edit(2, {{k_title, "scanner, edited"}});
    const auto report = pair.run(k_partial);
    CHECK(report["failed"] == 1);
    CHECK(pair.desk_field(pair.partner_of_bug(2), k_title) == "scanner, edited");
    pair.check_error(item, field, words);
}

} // namespace

TEST_CASE("a field that was removed is an error of the items that need it",
          "[azure_devops][pair][changes]")
{
    AzurePair pair;
    pair.link_four();
    const auto is_gone = [](const auto& field) { return field.reference == "System.Description"; };
    pair.desk.customise([&](auto& process) {
        std::erase_if(process.fields, is_gone);
        std::erase_if(process.type("Issue")->fields, is_gone);
    });
    pair.dev.edit(1, {{"Microsoft.VSTS.TCM.ReproSteps", "steps"}});
    check_only_first_failed(pair,
                            desk_item(pair.partner_of_bug(1)),
                            "System.Description",
                            {"TF51535", "Cannot find field System.Description", "HTTP 400"});
    pair.must({"connector", "discover", "desk"});
    const auto checked = pair.syncctl({"mapping", "validate", "p"});
    CHECK(checked.exit == k_bad_setting);
    check_words(checked.err, {"p:10:", "no field 'System.Description'"});
}

TEST_CASE("a type that was disabled gets no new items; linked ones go on",
          "[azure_devops][pair][changes]")
{
    AzurePair pair;
    pair.link_four();
    pair.desk.customise([](auto& process) { process.type("Issue")->is_disabled = true; });
    pair.add_bug("new bug"); // dev:5
    check_only_first_failed(pair, "dev:5", "", {"VS402323", "Issue", "HTTP 404"});
    CHECK(pair.desk.titles().size() == 4);
    pair.must({"connector", "discover", "desk"});
    const auto checked = pair.syncctl({"mapping", "validate", "p"});
    CHECK(checked.exit == k_bad_setting);
    check_words(checked.err, {"p:4:", "no type 'Issue'", "Task, Epic"});
}

TEST_CASE("a value that is not in the list of the other side is named with its field",
          "[azure_devops][pair][changes]")
{
    AzurePair pair;
    pair.link_four();
    pair.dev.edit(1, {{"Microsoft.VSTS.Common.Priority", 9}});
    check_only_first_failed(pair,
                            desk_item(pair.partner_of_bug(1)),
                            "Microsoft.VSTS.Common.Priority",
                            {"not one of the values", "'9'", "TF401320", "Priority", "HTTP 400"});
    pair.dev.edit(1, {{"Microsoft.VSTS.Common.Priority", 3}});
    static_cast<void>(pair.run());
    CHECK(pair.desk_field(pair.partner_of_bug(1), "Microsoft.VSTS.Common.Priority") == 3);
    pair.check_third_run_writes_nothing();
}

TEST_CASE("a state that cannot be reached is an error of the item", "[azure_devops][pair][changes]")
{
    AzurePair pair;
    pair.link_four();
    pair.desk.customise([](auto& process) {
        std::erase_if(process.type("Issue")->transitions,
                      [](const auto& step) { return step.to == "Done"; });
    });
    pair.dev.edit(1, {{"System.State", "Closed"}});
    check_only_first_failed(
        pair, desk_item(pair.partner_of_bug(1)), "System.State", {"'Done'", "TF401320", "State"});
    CHECK(pair.desk_field(pair.partner_of_bug(1), "System.State") == "To Do");
}

TEST_CASE("an area where the user may not write fails for its items only",
          "[azure_devops][pair][changes]")
{
    AzurePair pair;
    pair.link_four();
    const int printer = pair.partner_of_bug(1);
    pair.desk.has_area("Fabrikam\\Locked");
    pair.desk.edit(printer, {{"System.AreaPath", "Fabrikam\\Locked"}});
    static_cast<void>(pair.run());
    pair.desk.change([](Switches& switches) { switches.unwritable_areas = {"Fabrikam\\Locked"}; });
    pair.dev.edit(1, {{k_title, "printer, edited"}});
    check_only_first_failed(pair, desk_item(printer), "", {"TF237111", "permissions", "HTTP 403"});
    pair.desk.change([](Switches& switches) { switches.unwritable_areas.clear(); });
    static_cast<void>(pair.run());
    CHECK(pair.desk_field(printer, k_title) == "printer, edited");
    pair.check_third_run_writes_nothing();
}

TEST_CASE("an area that the user may not see any more loses no item and makes none",
          "[azure_devops][pair][changes]")
{
    AzurePair pair;
    pair.link_four();
    const int printer = pair.partner_of_bug(1);
    pair.desk.has_area("Fabrikam\\Secret");
    pair.desk.edit(printer, {{"System.AreaPath", "Fabrikam\\Secret"}});
    static_cast<void>(pair.run());
    pair.desk.change([](Switches& switches) { switches.unreadable_areas = {"Fabrikam\\Secret"}; });
    pair.dev.edit(1, {{k_title, "printer, edited"}});
    for (int i = 0; i < 3; ++i) {
        static_cast<void>(pair.syncctl({"run", "p"}));
        pair.let_time_pass();
    }
    CHECK(pair.dev.ids().size() == 4);
    CHECK(pair.desk.ids().size() == 4);
    CHECK_FALSE(pair.dev.item(1)->is_deleted);
    pair.desk.change([](Switches& switches) { switches.unreadable_areas.clear(); });
    static_cast<void>(pair.run());
    CHECK(pair.desk_field(printer, k_title) == "printer, edited");
    pair.check_third_run_writes_nothing();
}

TEST_CASE("a project that is renamed goes on as the same", "[azure_devops][pair][changes]")
{
    AzurePair pair;
    pair.link_four();
    pair.dev.rename_project("Fabrikam", "Contoso");
    pair.dev.edit(1, {{k_title, "printer, edited"}});
    pair.desk.edit(501, {{k_title, "keyboard, edited"}});
    CHECK(pair.run()["updated"] == 2);
    CHECK(pair.desk_field(pair.partner_of_bug(1), k_title) == "printer, edited");
    CHECK(pair.dev_field(pair.partner_of_issue(501), k_title) == "keyboard, edited");
    CHECK(pair.dev.ids().size() == 4);
    pair.add_issue("new issue");
    CHECK(pair.run()["created"] == 1);
    pair.check_third_run_writes_nothing();
}

TEST_CASE("an item that is deleted between reading and writing is not written and not made anew",
          "[azure_devops][pair][changes]")
{
    AzurePair pair;
    pair.link_four();
    const int printer = pair.partner_of_bug(1);
    pair.dev.edit(1, {{k_title, "printer, edited"}});
    pair.dev.edit(2, {{k_title, "scanner, edited"}});
    pair.desk.before_next({"PATCH", std::to_string(printer)}, [&] { pair.desk.remove(printer); });
    for (int i = 0; i < 2; ++i) {
        static_cast<void>(pair.syncctl({"run", "p"}));
        pair.let_time_pass();
    }
    CHECK(pair.desk.item(printer)->is_deleted);
    CHECK(pair.desk.ids().size() == 4);
    CHECK(pair.dev.ids().size() == 4);
    CHECK(pair.desk_field(pair.partner_of_bug(2), k_title) == "scanner, edited");
    static_cast<void>(pair.syncctl({"run", "p"}));
    pair.let_time_pass();
    pair.clear_logs();
    static_cast<void>(pair.syncctl({"run", "p"}));
    CHECK(pair.writes_sent() == 0);
}

TEST_CASE("an item that is edited or moved away between reading and writing is merged, not lost",
          "[azure_devops][pair][changes]")
{
    AzurePair pair;
    pair.link_four();
    const int printer = pair.partner_of_bug(1);
    pair.dev.edit(1, {{k_title, "printer, edited"}});
    SECTION("edited")
    {
        pair.desk.before_next({"PATCH", std::to_string(printer)}, [&] {
            pair.desk.edit(printer, {{"System.Description", "written meanwhile"}});
        });
        static_cast<void>(pair.run());
        CHECK(pair.desk_field(printer, "System.Description") == "written meanwhile");
    }
    SECTION("moved to another project")
    {
        pair.desk.has_project("Elsewhere", syncctl::fakes::basic_process());
        pair.desk.before_next({"PATCH", std::to_string(printer)},
                              [&] { pair.desk.move_to_project(printer, "Elsewhere"); });
        static_cast<void>(pair.run());
    }
    CHECK(pair.desk_field(printer, k_title) == "printer, edited");
    CHECK(pair.desk.ids().size() == 4);
    pair.check_third_run_writes_nothing();
}

TEST_CASE("a query of more rows than the tracker gives is no reason to lose items",
          "[azure_devops][pair][changes]")
{
    // 20,000 on the real service.
    constexpr int k_wall = 200;
    AzurePair pair{{.pair = {"--source-filter", "[System.Tags] CONTAINS 'printer'"}}};
    pair.dev.change([](Switches& switches) { switches.query_wall = k_wall; });
    for (int i = 0; i < 2 * k_wall; ++i) {
        pair.add_bug("bug " + std::to_string(i));
    }
    CHECK(pair.run()["created"] == 2 * k_wall);
    pair.check_third_run_writes_nothing();
}
