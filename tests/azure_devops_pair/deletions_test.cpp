// An item is deleted on one side, under each policy and in both directions.

#include "azure_pair.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::test;

namespace {

struct Row {
    const char* policy;
    bool is_deleted_in_dev; ///< else in desk
    bool is_partner_deleted;
    const char* state_of_partner;
};

} // namespace

TEST_CASE("a deletion goes over as the policy says", "[azure_devops][pair][deletions]")
{
    const auto row = GENERATE(Row{"never", true, false, "To Do"},
                              Row{"never", false, false, "New"},
                              Row{"close", true, false, "Done"},
                              Row{"close", false, false, "Closed"},
                              Row{"mirror", true, true, "To Do"},
                              Row{"mirror", false, true, "New"});
    CAPTURE(row.policy, row.is_deleted_in_dev);
    AzurePair pair{{.deletes = row.policy}};
    pair.link_four();
    const int desk_id = pair.partner_of_bug(1);
    if (row.is_deleted_in_dev) {
        pair.dev.remove(1);
    } else {
        pair.desk.remove(desk_id);
    }

    static_cast<void>(pair.run());

    const auto partner = row.is_deleted_in_dev ? pair.desk.item(desk_id) : pair.dev.item(1);
    REQUIRE(partner.has_value());
    CHECK(partner->is_deleted == row.is_partner_deleted);
    CHECK(partner->fields["System.State"] == row.state_of_partner);
    CHECK(pair.dev.ids().size() == 4); // nothing is made anew
    CHECK(pair.desk.ids().size() == 4);
    pair.check_third_run_writes_nothing();
    CHECK(pair.dev.ids().size() == 4);
    CHECK(pair.desk.ids().size() == 4);
}

TEST_CASE("a restored item reopens the partner that was closed for it",
          "[azure_devops][pair][deletions]")
{
    AzurePair pair{{.deletes = "close"}};
    pair.link_four();
    const int partner = pair.partner_of_bug(1);
    pair.dev.remove(1);
    static_cast<void>(pair.run());
    REQUIRE(pair.desk_field(partner, "System.State") == "Done");
    pair.dev.restore(1);
    static_cast<void>(pair.run());
    CHECK(pair.desk_field(partner, "System.State") == "To Do");
    pair.check_third_run_writes_nothing();
}

TEST_CASE("an edit against a deletion is not lost: the item stays until a person decides",
          "[azure_devops][pair][deletions]")
{
    AzurePair pair{{.strategy = "manual"}};
    pair.link_four();
    const int partner = pair.partner_of_bug(1);
    pair.dev.remove(1);
    pair.desk.edit(partner, {{"System.Title", "still needed"}});

    static_cast<void>(pair.run(k_conflicts_wait));

    CHECK_FALSE(pair.desk.item(partner)->is_deleted);
    CHECK(pair.desk_field(partner, "System.Title") == "still needed");
    pair.check_third_run_writes_nothing(k_conflicts_wait);
    pair.must({"conflicts", "resolve", "1", "--take", "source"});
    // What was deleted before the run may be counted by the guard of the next one only.
    for (int i = 0; i < 2; ++i) {
        static_cast<void>(pair.syncctl({"run", "p"}));
        pair.let_time_pass();
    }
    CHECK(pair.desk.item(partner)->is_deleted);
    pair.check_third_run_writes_nothing();
}

TEST_CASE("many deletions at once are stopped by the guard before the first",
          "[azure_devops][pair][deletions]")
{
    AzurePair pair;
    for (int i = 0; i < 20; ++i) {
        pair.add_bug("bug " + std::to_string(i));
    }
    static_cast<void>(pair.run());
    for (int id = 1; id <= 12; ++id) {
        pair.dev.remove(id);
    }
    pair.clear_logs();

    const auto stopped = pair.envelope({"run", "p"}, k_guarded);

    CHECK(pair.writes_sent() == 0);
    CHECK(pair.desk.titles().size() == 20);
    check_words(stopped["error"].dump(), {"12", "--allow-mass-change"});
}
