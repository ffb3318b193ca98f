// Requests that a run closes and opens again, with what closing needs.

#include "desk_pair.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::test;

TEST_CASE("closing a bug closes its request with code and comments; both may be opened again",
          "[servicedesk_plus][pair][closing]")
{
    DeskPair pair{
        {.edition = GENERATE(Edition::on_premises, Edition::cloud),
         .settings = {"closure_code=Success", "closure_comments=Fixed by the developers"}}};
    pair.desk.requires_fields_on_close({"closure_info.closure_code"});
    pair.link_four();
    const auto printer = pair.partner_of_bug(1);
    pair.dev.edit(1, {{k_state, "Closed"}, {k_title, "printer, repaired"}});

    static_cast<void>(pair.run());

    CHECK(pair.desk_field(printer, "status") == "Closed");
    CHECK(pair.desk_field(printer, "subject") == "printer, repaired");
    CHECK(pair.desk_field(printer, "closure_info.closure_code") == "Success");
    CHECK(pair.desk_field(printer, "closure_info.closure_comments") == "Fixed by the developers");
    pair.check_third_run_writes_nothing();

    SECTION("from dev")
    {
        pair.dev.edit(1, {{k_state, "Active"}, {k_title, "printer, again"}});
    }
    SECTION("from the desk")
    {
        pair.desk.edit(printer, {{"status", "In Progress"}, {"subject", "printer, again"}});
    }
    static_cast<void>(pair.run());
    CHECK(pair.desk_field(printer, "status") == "In Progress");
    CHECK(pair.desk_field(printer, "subject") == "printer, again");
    CHECK(pair.dev_field(1, k_state) == "Active");
    CHECK(pair.dev_field(1, k_title) == "printer, again");
    pair.check_third_run_writes_nothing();
}

TEST_CASE("the mapping may give code, comments and resolution", "[servicedesk_plus][pair][closing]")
{
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud),
                   .rules = {"Custom.Code -> closure_info.closure_code",
                             "Custom.Remark -> closure_info.closure_comments",
                             "Custom.Solution <-> resolution"},
                   .has_pair = false}};
    pair.add_dev_field("Custom.Code");
    pair.add_dev_field("Custom.Remark");
    pair.add_dev_field("Custom.Solution", "html");
    pair.set_up();
    pair.desk.requires_fields_on_close({"resolution"});
    pair.link_four();
    const auto printer = pair.partner_of_bug(1);
    pair.dev.edit(1,
                  {{k_state, "Closed"},
                   {"Custom.Code", "Unable to reproduce"},
                   {"Custom.Remark", "It prints."},
                   {"Custom.Solution", "<div>Switch it on.</div>"}});
    static_cast<void>(pair.run());
    CHECK(pair.desk_field(printer, "status") == "Closed");
    CHECK(pair.desk_field(printer, "closure_info.closure_code") == "Unable to reproduce");
    CHECK(pair.desk_field(printer, "closure_info.closure_comments") == "It prints.");
    CHECK(pair.desk_field(printer, "resolution") == "<div>Switch it on.</div>");
    pair.check_third_run_writes_nothing();
}

TEST_CASE("a request closed at the desk closes its bug", "[servicedesk_plus][pair][closing]")
{
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud)}};
    pair.link_four();
    pair.desk.edit(
        pair.partner_of_bug(1),
        {{"status", "Closed"}, {"closure_info", {{"closure_comments", "no longer needed"}}}});
    static_cast<void>(pair.run());
    CHECK(pair.dev_field(1, k_state) == "Closed");
    pair.check_third_run_writes_nothing();
}

TEST_CASE("closing that lacks a field is an error of that item which names it; the rest goes on",
          "[servicedesk_plus][pair][closing]")
{
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud)}};
    pair.link_four();
    const auto printer = pair.partner_of_bug(1);
    pair.desk.requires_fields_on_close({"resolution"});
    pair.dev.edit(1, {{k_state, "Closed"}});
    pair.dev.edit(2, {{k_title, "scanner, edited"}});

    CHECK(pair.run(k_partial)["failed"] == 1);

    CHECK(pair.desk_field(printer, "status") == "Open");
    CHECK(pair.partner_field(2, "subject") == "scanner, edited");
    pair.check_error("desk:" + printer, "resolution", {"closing needs resolution", "map them"});

    pair.desk.edit(printer, {{"resolution", {{"content", "switched on"}}}});
    static_cast<void>(pair.run());
    CHECK(pair.desk_field(printer, "status") == "Closed");
    pair.check_third_run_writes_nothing();
}
