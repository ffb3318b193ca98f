// A run whose reads are refused, cut or unreadable: it ends with the right code, changes nothing on
// either side, and the next good run brings everything over.

#include "azure_pair.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::test;
using syncctl::fakes::BadCredential;
using syncctl::fakes::FakeAzureDevOps;
using syncctl::fakes::Fault;
using syncctl::fakes::Switches;
namespace faults = syncctl::fakes::faults;

namespace {

/// Four links, an edit on each side, a deletion and a new item.
class Waiting {
public:
    Waiting()
    {
        pair.link_four();
        pair.dev.edit(1, {{"System.Title", "printer on fire"}});
        pair.desk.edit(501, {{"System.Title", "keyboard, wet"}});
        pair.dev.remove(2);
        pair.add_bug("new bug");
        pair.clear_logs();
    }

    void check_healed()
    {
        pair.let_time_pass();
        static_cast<void>(pair.run());
        CHECK(pair.desk_field(pair.partner_of_bug(1), "System.Title") == "printer on fire");
        CHECK(pair.dev_field(pair.partner_of_issue(501), "System.Title") == "keyboard, wet");
        CHECK(pair.desk.titles().size() == 4);
        CHECK(pair.dev.titles().size() == 4);
        pair.check_third_run_writes_nothing();
    }

    AzurePair pair;
};

} // namespace

TEST_CASE("a listing that fails ends the run and changes nothing",
          "[azure_devops][pair][bad-input]")
{
    struct Row {
        Fault fault;
        int exit;
        const char* code;
        std::vector<std::string> words;
    };

    const bool is_dev = GENERATE(true, false);
    const std::string name = is_dev ? "connector 'dev'" : "connector 'desk'";
    const std::string edit = is_dev ? "syncctl connector edit dev" : "syncctl connector edit desk";
    const std::string test = is_dev ? "syncctl connector test dev" : "syncctl connector test desk";
    Waiting waiting;
    auto& tracker = is_dev ? waiting.pair.dev : waiting.pair.desk;
    for (const auto& row : std::vector<Row>{
             {faults::unauthorized_401(),
              k_refused_credential,
              "authentication",
              {"TF400813", edit}},
             {faults::page_203(),
              k_refused_credential,
              "authentication",
              {"a page to sign in", edit}},
             {faults::redirect_302(),
              k_refused_credential,
              "authentication",
              {"login.example", edit}},
             {faults::html_200(), k_refused_credential, "authentication", {"a web page", edit}},
             {faults::forbidden_403(), k_refused_credential, "forbidden", {"a scope", test}},
             {faults::status_before(404), k_no_such_name, "not_found", {"HTTP 404", edit}},
             {faults::status_before(500), k_temporary, "unavailable", {"HTTP 500", "later"}},
             {faults::garbage_json(), k_temporary, "unavailable", {"not valid JSON", "later"}},
             {faults::deep_json(), k_temporary, "unavailable", {"64 levels", "later"}},
             {faults::empty_200(), k_temporary, "unavailable", {"not valid JSON", "later"}},
             {faults::body("{\"values\": 7}"), k_temporary, "unavailable", {"no list 'values'"}},
             {faults::huge(), k_temporary, "network", {"larger than", test}},
             {faults::reset_before(), k_temporary, "network", {"reset", test}},
         }) {
        INFO(name << ": " << row.fault.name);
        tracker.next_requests(syncctl::fakes::requests::k_feed, row.fault, 20);
        auto words = row.words;
        words.push_back("pair 'p'");
        words.push_back(name);
        waiting.pair.check_failing_run(row.exit, row.code, words);
        tracker.no_more_faults();
    }
    waiting.check_healed();
}

TEST_CASE("items that cannot be read end the run before anything is written",
          "[azure_devops][pair][bad-input]")
{
    Waiting waiting;
    for (const auto& fault : {faults::garbage_json(), faults::status_before(500), faults::huge()}) {
        INFO(fault.name);
        waiting.pair.dev.next_requests(syncctl::fakes::requests::k_reads, fault, 40);
        static_cast<void>(waiting.pair.syncctl({"run", "p"}));
        CHECK(waiting.pair.dev.titles().size() == 4);
        CHECK(waiting.pair.desk.titles().size() == 4);
        waiting.pair.dev.no_more_faults();
        waiting.pair.let_time_pass();
    }
    waiting.check_healed();
}

TEST_CASE("a token that expired between two runs stops the run and deletes nothing",
          "[azure_devops][pair][bad-input]")
{
    Waiting waiting;
    for (const auto form : {BadCredential::json_401,
                            BadCredential::text_401,
                            BadCredential::page_203,
                            BadCredential::redirect_302}) {
        waiting.pair.desk.change([&](Switches& switches) {
            switches.is_token_expired = true;
            switches.bad_credential = form;
        });
        waiting.pair.check_failing_run(
            k_refused_credential, "authentication", {"connector 'desk'", "expired or revoked"});
        const auto tested = waiting.pair.syncctl({"connector", "test", "desk"});
        CHECK(tested.exit == k_refused_credential);
        check_words(tested.out, {"sign-in", "no"});
    }
    waiting.pair.desk.change([](Switches& switches) { switches.is_token_expired = false; });
    waiting.check_healed();
}

TEST_CASE("the most talkative run shows no token and no authorization",
          "[azure_devops][pair][bad-input]")
{
    Waiting waiting;
    waiting.pair.desk.next_requests({"POST", "workitems/"}, faults::status_before(500), 1);
    // AzureWorld looks for the token in what is shown, AzurePair in what is stored.
    const auto traced = waiting.pair.syncctl({"-vvv", "run", "p"});
    INFO(traced.err);
    CHECK(traced.err.find("workitemrevisions") != std::string::npos);
    CHECK(traced.err.find("Basic ") == std::string::npos);
    CHECK(waiting.pair.syncctl({"-vvv", "connector", "test", "dev"}).exit == 0);
}
