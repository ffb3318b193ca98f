// How often runs of many items ask the desk, against the least that its interface allows. That each
// request is valid is checked at the end of every test.

#include "desk_pair.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::test;
using nlohmann::json;
namespace requests = syncctl::fakes::sdp::requests;

namespace {

/// How many requests of each kind a run sent to the desk.
struct Calls {
    int lists = 0; ///< of requests
    int reads = 0;
    int creates = 0;
    int edits = 0;
    int grants = 0;
    int others = 0; ///< lists of names

    friend bool operator==(const Calls&, const Calls&) = default;
};

std::ostream& operator<<(std::ostream& out, const Calls& calls)
{
    return out << calls.lists << " lists, " << calls.reads << " reads, " << calls.creates
               << " creates, " << calls.edits << " edits, " << calls.grants << " grants, "
               << calls.others << " others";
}

Calls calls_of(const DeskPair& pair)
{
    Calls calls{.lists = pair.desk.requests(requests::k_lists),
                .reads = pair.desk.requests(requests::k_reads),
                .creates = pair.desk.requests(requests::k_creates),
                .edits = pair.desk.requests(requests::k_edits),
                .grants = pair.desk.requests(requests::k_grants)};
    calls.others = pair.desk.requests({}) - calls.lists - calls.reads - calls.creates -
                   calls.edits - calls.grants;
    return calls;
}

/// In one run, which has to end well.
Calls calls_of_run(DeskPair& pair)
{
    pair.clear_logs();
    const auto report = pair.rows({"run", "p"}).at(0);
    CHECK(report["failed"] == 0);
    CHECK(report["api_calls"] ==
          json{{"source", pair.dev.requests({})}, {"target", pair.desk.requests({})}});
    return calls_of(pair);
}

} // namespace

TEST_CASE("each changed request costs one read, each page of a list one call",
          "[servicedesk_plus][pair][calls]")
{
    constexpr int k_items = 101;
    constexpr std::chrono::seconds k_pace{2}; // few share the minute that listings overlap by
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud)}};
    std::vector<std::string> ids;
    for (int i = 0; i < k_items; ++i) {
        ids.push_back(pair.add_incident("request"));
        pair.clock.advance(k_pace);
    }
    static_cast<void>(pair.run());
    static_cast<void>(pair.run());
    for (const int changed : {1, 7, k_items}) {
        INFO(changed << " changed requests");
        for (int i = 0; i < changed; ++i) {
            pair.desk.edit(ids[static_cast<std::size_t>(i)],
                           {{"subject", "edited " + std::to_string(changed)}});
            pair.clock.advance(k_pace);
        }
        const auto calls = calls_of_run(pair);
        CHECK(calls.reads == changed);
        CHECK(calls.lists == 2 + changed / 100); // 100 rows are a page
        CHECK(calls.edits + calls.creates + calls.others == 0);
        pair.let_time_pass();
        static_cast<void>(pair.run()); // what overlaps is listed, and known
    }
}

TEST_CASE("each edit from dev costs one read and one write, and names are asked for once",
          "[servicedesk_plus][pair][calls]")
{
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud)}};
    constexpr int k_items = 30;
    for (int i = 0; i < k_items; ++i) {
        pair.add_bug("bug");
    }
    static_cast<void>(pair.run());
    static_cast<void>(pair.run());
    for (const int changed : {1, k_items}) {
        INFO(changed << " edits");
        for (int id = 1; id <= changed; ++id) {
            pair.dev.edit(id, {{k_title, "edited " + std::to_string(changed)}});
        }
        CHECK(calls_of_run(pair) == Calls{.lists = 2, .reads = changed, .edits = changed});
        pair.let_time_pass();
        static_cast<void>(pair.run());
    }
    for (int id = 1; id <= k_items; ++id) {
        pair.dev.edit(id, {{k_state, "Active"}, {k_priority, 3}});
    }
    // Statuses and priorities, for the ids that are sent.
    CHECK(calls_of_run(pair) == Calls{.lists = 2, .reads = k_items, .edits = k_items, .others = 2});
}

TEST_CASE("each new request costs one call", "[servicedesk_plus][pair][calls]")
{
    // The contract's minimum has a search for the marker before each create. None is needed: the
    // intent with the marker is on the disk before anything is sent, and a create whose answer was
    // lost is searched for by the next run before it is sent again.
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud)}};
    static_cast<void>(pair.run());
    constexpr int k_items = 25;
    for (int i = 0; i < k_items; ++i) {
        pair.add_bug("bug");
    }
    // Statuses, priorities and request types.
    CHECK(calls_of_run(pair) == Calls{.lists = 2, .creates = k_items, .others = 3});
}

TEST_CASE("a create whose answer is lost is searched for, not repeated",
          "[servicedesk_plus][pair][calls]")
{
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud)}};
    pair.add_bug("printer");
    pair.desk.next_requests(requests::k_creates, syncctl::fakes::faults::lost_response());
    static_cast<void>(pair.run(k_partial));
    CHECK(pair.desk.ids().size() == 1);
    static_cast<void>(pair.run());
    CHECK(pair.desk.ids().size() == 1);
    CHECK(pair.dev.ids().size() == 1);
    pair.check_third_run_writes_nothing();
}

TEST_CASE("in an hour the cloud gives one token, however many runs there are",
          "[servicedesk_plus][pair][calls]")
{
    constexpr std::chrono::minutes k_between{5};
    DeskPair pair{{.edition = Edition::cloud}};
    // Of its own: what adds a connector keeps nothing before all is tested.
    CHECK(pair.desk.grants() == 1);
    for (int i = 0; i < 11; ++i) {
        static_cast<void>(pair.rows({"run", "p"}));
        pair.clock.advance(k_between);
    }
    CHECK(pair.desk.grants() == 2);
    pair.clock.advance(k_between);
    static_cast<void>(pair.rows({"run", "p"}));
    CHECK(pair.desk.grants() == 3);
}
