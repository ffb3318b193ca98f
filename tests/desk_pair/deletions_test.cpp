// An item is deleted on one side, under each policy and in both directions.

#include "desk_pair.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::test;

namespace {

struct Row {
    Edition edition;
    const char* policy;
    bool is_deleted_in_dev; ///< else at the desk
    bool is_partner_deleted;
    const char* status_of_partner;
};

/// A desk tells nothing of deletions: only a run that asks for every item finds them, and that an
/// item is gone counts when it was seen twice.
const std::vector<std::string> k_full{"--full"};

void find_deletions(DeskPair& pair)
{
    static_cast<void>(pair.run(0, k_full));
    CHECK(pair.writes_sent() == 0);
    static_cast<void>(pair.run(0, k_full));
}

} // namespace

TEST_CASE("a deletion goes over as the policy says", "[servicedesk_plus][pair][deletions]")
{
    constexpr auto k_on_premises = Edition::on_premises;
    const auto row = GENERATE(Row{k_on_premises, "never", true, false, "Open"},
                              Row{k_on_premises, "never", false, false, "New"},
                              Row{k_on_premises, "close", true, false, "Closed"},
                              Row{Edition::cloud, "close", false, false, "Closed"},
                              Row{k_on_premises, "mirror", true, true, "Open"},
                              Row{k_on_premises, "mirror", false, true, "New"},
                              Row{Edition::cloud, "mirror", true, true, "Open"},
                              Row{Edition::cloud, "mirror", false, true, "New"});
    CAPTURE(row.policy, row.is_deleted_in_dev);
    DeskPair pair{{.edition = row.edition, .deletes = row.policy}};
    pair.link_four();
    const auto incident = pair.partner_of_bug(1);
    if (row.is_deleted_in_dev) {
        pair.dev.remove(1);
        static_cast<void>(pair.run());
    } else {
        pair.desk.trash(incident);
        pair.clear_logs();
        find_deletions(pair);
    }
    if (row.is_deleted_in_dev) {
        CHECK(pair.desk.request(incident)->is_trashed == row.is_partner_deleted);
        CHECK(pair.desk_field(incident, "status") == row.status_of_partner);
    } else {
        CHECK(pair.dev.item(1)->is_deleted == row.is_partner_deleted);
        CHECK(pair.dev_field(1, k_state) == row.status_of_partner);
    }
    pair.check_third_run_writes_nothing();
    static_cast<void>(pair.run(0, k_full));
    CHECK(pair.writes_sent() == 0);
    CHECK(pair.dev.ids().size() == 4); // nothing is made anew
    CHECK(pair.desk.ids().size() == 4);
}

TEST_CASE("a request that is restored opens the bug that was closed for it",
          "[servicedesk_plus][pair][deletions]")
{
    DeskPair pair{{.deletes = "close"}};
    pair.link_four();
    const auto incident = pair.partner_of_bug(1);
    pair.desk.trash(incident);
    pair.clear_logs();
    find_deletions(pair);
    REQUIRE(pair.dev_field(1, k_state) == "Closed");
    pair.desk.restore(incident);
    static_cast<void>(pair.run(0, k_full));
    CHECK(pair.dev_field(1, k_state) == "New");
    pair.check_third_run_writes_nothing();
}

TEST_CASE("a request that is only not found deletes nothing, and says what to type",
          "[servicedesk_plus][pair][deletions]")
{
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud)}};
    pair.link_four();
    const auto incident = pair.partner_of_bug(1);
    SECTION("deleted for good")
    {
        pair.desk.destroy(incident);
    }
    SECTION("merged into another one")
    {
        pair.desk.merge(incident, pair.partner_of_bug(2));
    }
    static_cast<void>(pair.run(k_partial, k_full));
    CHECK_FALSE(pair.dev.item(1)->is_deleted);
    CHECK(pair.dev_field(1, k_state) == "New");
    pair.check_error("desk:" + incident,
                     "",
                     {"not found", "deleted=missing", "syncctl items unlink desk:" + incident});
    // What it says is what helps.
    pair.must({"items", "unlink", "desk:" + incident, "-y"});
    static_cast<void>(pair.run(0, k_full));
    CHECK(pair.dev.ids().size() == 4);
}

TEST_CASE("where a missing request counts as deleted, it is gone only after a second look",
          "[servicedesk_plus][pair][deletions]")
{
    DeskPair pair{{.settings = {"deleted=missing"}}};
    pair.link_four();
    pair.desk.destroy(pair.partner_of_bug(1));
    for (int i = 0; i < 3; ++i) {
        static_cast<void>(pair.syncctl({"run", "p", "--full"}));
        pair.let_time_pass();
    }
    CHECK(pair.dev.item(1)->is_deleted);
    pair.check_third_run_writes_nothing();
}

TEST_CASE("an edit against a deletion is not lost: the item stays until a person decides",
          "[servicedesk_plus][pair][deletions]")
{
    DeskPair pair{{.strategy = "manual"}};
    pair.link_four();
    const auto incident = pair.partner_of_bug(1);
    pair.dev.remove(1);
    pair.desk.edit(incident, {{"subject", "still needed"}});
    static_cast<void>(pair.run(k_conflicts_wait));
    CHECK_FALSE(pair.desk.request(incident)->is_trashed);
    CHECK(pair.desk_field(incident, "subject") == "still needed");
    pair.check_third_run_writes_nothing(k_conflicts_wait);
}

TEST_CASE("many deletions at once are stopped by the guard before the first",
          "[servicedesk_plus][pair][deletions]")
{
    constexpr int k_items = 20;
    constexpr int k_deleted = 12;
    DeskPair pair;
    for (int i = 0; i < k_items; ++i) {
        pair.add_bug("bug " + std::to_string(i));
    }
    static_cast<void>(pair.run());
    static_cast<void>(pair.run()); // sees what the first one made
    SECTION("in dev")
    {
        for (int id = 1; id <= k_deleted; ++id) {
            pair.dev.remove(id);
        }
    }
    SECTION("at the desk")
    {
        for (int id = 1; id <= k_deleted; ++id) {
            pair.desk.trash(pair.partner_of_bug(id));
        }
    }
    pair.clear_logs();
    static_cast<void>(pair.syncctl({"run", "p", "--full"}));
    pair.let_time_pass();
    const auto stopped = pair.envelope({"run", "p", "--full"}, k_guarded);
    CHECK(pair.writes_sent() == 0);
    check_words(stopped["error"].dump(), {"12", "--allow-mass-change"});
}
