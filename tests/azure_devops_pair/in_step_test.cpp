// The whole job by the real binary: a project of the process Agile and one of the process Basic.

#include "azure_pair.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace syncctl::test;
using nlohmann::json;

TEST_CASE("an initial load gives every item a partner, in the states of the other process",
          "[azure_devops][pair]")
{
    AzurePair pair;
    pair.add_bug("new", "New");
    pair.add_bug("active", "Active");
    pair.add_bug("resolved", "Resolved");
    pair.add_bug("closed", "Closed");
    pair.add_issue("to do", "To Do");
    pair.add_issue("doing", "Doing");
    pair.add_issue("done", "Done");

    const auto report = pair.run();

    CHECK(report["created"] == 7);
    CHECK(report["failed"] == 0);
    const auto state_of_bug = [&](int bug) {
        return pair.desk_field(pair.partner_of_bug(bug), "System.State");
    };
    CHECK(state_of_bug(1) == "To Do");
    CHECK(state_of_bug(2) == "Doing");
    CHECK(state_of_bug(3) == "Doing");
    CHECK(state_of_bug(4) == "Done");
    const auto state_of_issue = [&](int issue) {
        return pair.dev_field(pair.partner_of_issue(issue), "System.State");
    };
    CHECK(state_of_issue(501) == "New");
    CHECK(state_of_issue(502) == "Active");
    CHECK(state_of_issue(503) == "Closed");
    CHECK(pair.dev_field(3, "System.State") == "Resolved"); // which the other side calls Doing
    pair.check_third_run_writes_nothing();
}

TEST_CASE("edits of both sides, of different fields, meet in both items", "[azure_devops][pair]")
{
    AzurePair pair;
    pair.link_four();
    const int printer = pair.partner_of_bug(1);
    pair.dev.edit(1, {{"System.Title", "printer on fire"}, {"Microsoft.VSTS.Common.Priority", 1}});
    pair.desk.edit(printer, {{"System.State", "Doing"}, {"System.Description", "<b>smoke</b>"}});

    CHECK(pair.run()["updated"] == 2);

    CHECK(pair.desk_field(printer, "System.Title") == "printer on fire");
    CHECK(pair.desk_field(printer, "Microsoft.VSTS.Common.Priority") == 1);
    CHECK(pair.dev_field(1, "System.State") == "Active");
    CHECK(pair.dev_field(1, "Microsoft.VSTS.TCM.ReproSteps") == "<b>smoke</b>");
    pair.check_third_run_writes_nothing();
    const auto log =
        json::parse(pair.sql("SELECT execution_log FROM sync_executions ORDER BY id DESC LIMIT 1"));
    CHECK(log.at(0)["side"] == "source");
    CHECK(log.at(0)["calls"] == 1);
}

TEST_CASE("a dry run says what would be done and sends no write", "[azure_devops][pair]")
{
    AzurePair pair;
    pair.link_four();
    pair.dev.edit(1, {{"System.Title", "printer on fire"}});
    pair.clear_logs();

    const auto report = pair.run(0, {"-n"});

    CHECK(report["updated"] == 1);
    REQUIRE(report["operations"].size() == 1);
    CHECK(report["operations"][0]["side"] == "target");
    CHECK(report["operations"][0]["fields"][0]["result"] == "printer on fire");
    CHECK(pair.writes_sent() == 0);
    CHECK(pair.run()["updated"] == 1);
}

TEST_CASE("tags are sets: what either side added stays, what either side removed goes",
          "[azure_devops][pair]")
{
    AzurePair pair;
    pair.link_four(); // printer; urgent
    const int printer = pair.partner_of_bug(1);
    pair.dev.edit(1, {{"System.Tags", "printer; fire"}});
    pair.desk.edit(printer, {{"System.Tags", "urgent; printer; first floor"}});

    CHECK(pair.run()["conflicts"] == 0);

    CHECK(pair.dev_field(1, "System.Tags") == "fire; first floor; printer");
    CHECK(pair.desk_field(printer, "System.Tags") == "fire; first floor; printer");
    pair.check_third_run_writes_nothing();

    pair.desk.edit(printer, {{"System.Tags", nullptr}});
    static_cast<void>(pair.run());
    CHECK(pair.dev_field(1, "System.Tags").is_null());
    pair.check_third_run_writes_nothing();
}

TEST_CASE("tags typed with separators of all kinds come over one by one", "[azure_devops][pair]")
{
    AzurePair pair;
    pair.dev.has_item("Bug", {{"System.Title", "tagged"}, {"System.Tags", " one;two ;; three ; "}});
    static_cast<void>(pair.run());
    CHECK(pair.desk_field(pair.partner_of_bug(1), "System.Tags") == "one; three; two");
    pair.check_third_run_writes_nothing();
}

TEST_CASE("a state that takes several steps goes through them", "[azure_devops][pair]")
{
    AzurePair pair;
    pair.link_four();
    pair.desk.customise([](syncctl::fakes::Process& process) {
        auto& transitions = process.type("Issue")->transitions;
        std::erase_if(transitions,
                      [](const auto& step) { return step.from == "To Do" && step.to == "Done"; });
        for (auto& step : transitions) {
            step.reasons = {"Because of " + step.to, "Another reason"};
        }
    });
    const int printer = pair.partner_of_bug(1);
    pair.dev.edit(1, {{"System.State", "Closed"}, {"System.Title", "printer, repaired"}});

    static_cast<void>(pair.run());

    CHECK(pair.desk_field(printer, "System.State") == "Done");
    CHECK(pair.desk_field(printer, "System.Reason") == "Because of Done");
    CHECK(pair.desk_field(printer, "System.Title") == "printer, repaired");
    pair.check_third_run_writes_nothing();
}

TEST_CASE("a clock of a tracker that is ten minutes off loses no edit, and the newer one wins",
          "[azure_devops][pair]")
{
    const int offset_ms = GENERATE(600'000, -600'000);
    const bool was_set_later = GENERATE(false, true);
    CAPTURE(offset_ms, was_set_later);
    AzurePair pair;
    const auto set_clock = [&] {
        pair.dev.change([=](auto& switches) { switches.clock_offset_ms = offset_ms; });
    };
    if (was_set_later) {
        pair.link_four();
        set_clock();
    } else {
        set_clock();
        pair.link_four();
    }
    pair.run();
    const int printer = pair.partner_of_bug(1);
    const int scanner = pair.partner_of_bug(2);
    pair.dev.edit(1, {{"System.Title", "by dev"}});
    pair.clock.advance(std::chrono::minutes{1});
    pair.desk.edit(printer, {{"System.Title", "by desk"}});
    pair.dev.edit(2, {{"System.Title", "scanner, edited"}});
    pair.desk.edit(501, {{"System.Title", "keyboard, edited"}});
    pair.clock.advance(std::chrono::minutes{1});

    static_cast<void>(pair.run());

    CHECK(pair.dev_field(1, "System.Title") == pair.desk_field(printer, "System.Title"));
    if (!was_set_later) {
        CHECK(pair.dev_field(1, "System.Title") == "by desk");
    } // else dev still writes times after those that it wrote by the wrong clock
    CHECK(pair.desk_field(scanner, "System.Title") == "scanner, edited");
    const auto kept = pair.rows({"conflicts", "list", "--state", "all"});
    REQUIRE(kept.size() == 1); // the title that was replaced
    CHECK(kept[0]["source"] == "by dev");
    CHECK(kept[0]["target"] == "by desk");
    CHECK(pair.dev_field(pair.partner_of_issue(501), "System.Title") == "keyboard, edited");
    pair.check_third_run_writes_nothing();

    const auto tested = pair.syncctl({"connector", "test", "dev"});
    CHECK(tested.exit == 0);
    check_words(tested.out,
                {offset_ms < 0 ? "ahead of the tracker" : "behind the tracker",
                 "set the clock of this machine"});
}

TEST_CASE("a dry run has the trackers check its plan where asked", "[azure_devops][pair]")
{
    AzurePair pair;
    pair.link_four();
    const int printer = pair.partner_of_bug(1);
    pair.dev.edit(1, {{"Microsoft.VSTS.Common.Priority", 9}, {"System.Title", "by dev"}});
    pair.dev.edit(2, {{"System.Title", "scanner, edited"}});
    pair.clear_logs();

    const auto result = pair.syncctl({"run", "p", "-n", "--validate"});

    CHECK(result.exit == 3);
    check_words(result.out + result.err,
                {"desk:" + std::to_string(printer),
                 "'desk' would refuse it: Microsoft.VSTS.Common.Priority"});
    CHECK(pair.desk.requests({"PATCH", "validateOnly=true"}) == 2);
    CHECK(pair.desk_field(printer, "System.Title") == "printer");
    const auto alone = pair.syncctl({"run", "p", "--validate"});
    CHECK(alone.exit == 2);
    check_words(alone.err, {"--dry-run", "syncctl run PAIR -n --validate"});
}
