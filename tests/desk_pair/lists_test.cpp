// Fields that hold an entry of a list: people, groups, categories and the three that make the
// priority.

#include "desk_pair.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::test;
using nlohmann::json;

TEST_CASE("people go over by their mail, in both directions", "[servicedesk_plus][pair][lists]")
{
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud),
                   .rules = {"System.AssignedTo <-> technician", "Custom.Reporter <-> requester"},
                   .has_pair = false}};
    pair.add_dev_field("Custom.Reporter");
    pair.set_up();
    pair.link_four();
    const auto printer = pair.partner_of_bug(1);
    pair.dev.edit(
        1, {{k_assigned, "jamal@fabrikam.example"}, {"Custom.Reporter", "guest@fabrikam.example"}});
    static_cast<void>(pair.run());
    CHECK(pair.desk_field(printer, "technician") == "Jamal Hartnett");
    CHECK(pair.desk_field(printer, "requester") == "Guest");
    pair.check_third_run_writes_nothing();

    // Another name is the same person.
    pair.desk.renames("users", "Jamal Hartnett", "Jamal H. (vendor)");
    pair.desk.edit(printer, {{"subject", "printer, edited"}});
    static_cast<void>(pair.run());
    CHECK(pair.dev_field(1, k_title) == "printer, edited");
    pair.check_third_run_writes_nothing();

    pair.desk.edit(printer, {{"technician", nullptr}});
    static_cast<void>(pair.run());
    CHECK(pair.dev_field(1, k_assigned).is_null());
    pair.check_third_run_writes_nothing();
}

TEST_CASE("a group belongs to its site, and groups of one name are told apart by it",
          "[servicedesk_plus][pair][lists]")
{
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud),
                   .rules = {"Custom.Team <-> group", "Custom.Place <-> site"},
                   .has_pair = false}};
    pair.add_dev_field("Custom.Team");
    pair.add_dev_field("Custom.Place");
    pair.set_up();
    pair.link_four();
    const auto printer = pair.partner_of_bug(1);
    const auto group_id = [&] { return pair.desk.request(printer)->fields["group"]["id"]; };
    pair.dev.edit(1, {{"Custom.Team", "Local Support"}, {"Custom.Place", "Berlin"}});
    static_cast<void>(pair.run());
    CHECK(pair.desk_field(printer, "group") == "Local Support");
    const auto of_berlin = group_id();
    pair.check_third_run_writes_nothing();

    // In another place there is no such group: the desk drops it, and dev hears of that.
    pair.dev.edit(1, {{"Custom.Place", "Chennai"}});
    static_cast<void>(pair.run());
    CHECK(pair.desk_field(printer, "site") == "Chennai");
    CHECK(pair.desk_field(printer, "group").is_null());
    CHECK(pair.dev_field(1, "Custom.Team").is_null());
    pair.check_third_run_writes_nothing();

    pair.dev.edit(1, {{"Custom.Team", "Local Support"}});
    static_cast<void>(pair.run());
    CHECK(pair.desk_field(printer, "group") == "Local Support");
    CHECK(group_id() != of_berlin);
    pair.check_third_run_writes_nothing();

    pair.dev.edit(1, {{"Custom.Place", nullptr}, {"Custom.Team", "Network"}});
    static_cast<void>(pair.run());
    CHECK(pair.desk_field(printer, "site").is_null());
    CHECK(pair.desk_field(printer, "group") == "Network");
    pair.check_third_run_writes_nothing();
}

TEST_CASE("category, subcategory and item go over together; a new category leaves no old item",
          "[servicedesk_plus][pair][lists]")
{
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud),
                   .rules = {"Custom.Area <-> category",
                             "Custom.Part <-> subcategory",
                             "Custom.Task <-> item"},
                   .has_pair = false}};
    for (const char* field : {"Custom.Area", "Custom.Part", "Custom.Task"}) {
        pair.add_dev_field(field);
    }
    pair.set_up();
    pair.link_four();
    const auto printer = pair.partner_of_bug(1);
    pair.dev.edit(1,
                  {{"Custom.Area", "Software"},
                   {"Custom.Part", "MS Office"},
                   {"Custom.Task", "Install"}}); // which the printer has, too
    static_cast<void>(pair.run());
    CHECK(pair.desk_field(printer, "category") == "Software");
    CHECK(pair.desk_field(printer, "subcategory") == "MS Office");
    CHECK(pair.desk_field(printer, "item") == "Install");
    pair.check_third_run_writes_nothing();

    pair.desk.edit(printer, {{"category", "Hardware"}});
    static_cast<void>(pair.run());
    CHECK(pair.dev_field(1, "Custom.Area") == "Hardware");
    CHECK(pair.dev_field(1, "Custom.Part").is_null());
    CHECK(pair.dev_field(1, "Custom.Task").is_null());
    pair.check_third_run_writes_nothing();
}

TEST_CASE("names are sent as ids, so that a desk that takes nothing else is served",
          "[servicedesk_plus][pair][lists]")
{
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud),
                   .rules = {"Custom.Urgency <-> urgency"},
                   .has_pair = false}};
    pair.add_dev_field("Custom.Urgency");
    pair.set_up();
    pair.desk.change([](DeskSwitches& switches) {
        switches.id_only_fields = {
            "status", "priority", "urgency", "request_type", "group", "technician"};
    });
    pair.link_four();
    pair.dev.edit(1, {{k_priority, 4}, {k_state, "Active"}, {"Custom.Urgency", "Urgent"}});
    static_cast<void>(pair.run());
    CHECK(pair.partner_field(1, "priority") == "Low");
    CHECK(pair.partner_field(1, "status") == "In Progress");
    CHECK(pair.partner_field(1, "urgency") == "Urgent");
    pair.check_third_run_writes_nothing();
}

TEST_CASE("a priority that the desk calculates comes to rest", "[servicedesk_plus][pair][lists]")
{
    using Rule = syncctl::fakes::sdp::PriorityRule;
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud),
                   .rules = {"Custom.Impact <-> impact", "Custom.Urgency <-> urgency"},
                   .has_pair = false}};
    pair.add_dev_field("Custom.Impact");
    pair.add_dev_field("Custom.Urgency");
    pair.set_up();
    pair.link_four();
    const auto printer = pair.partner_of_bug(1);
    pair.desk.change([](DeskSwitches& switches) { switches.priority_rule = Rule::matrix; });
    pair.dev.edit(1,
                  {{"Custom.Impact", "Affects Business"},
                   {"Custom.Urgency", "Urgent"},
                   {k_priority, 4}}); // but the matrix says High
    static_cast<void>(pair.run());
    CHECK(pair.desk_field(printer, "impact") == "Affects Business");
    CHECK(pair.desk_field(printer, "urgency") == "Urgent");
    CHECK(pair.desk_field(printer, "priority") == "High");
    CHECK(pair.dev_field(1, k_priority) == 4); // nobody at the desk meant that
    pair.check_third_run_writes_nothing();

    // Somebody there does, and now it counts.
    pair.desk.edit(printer, {{"impact", "Affects User"}, {"urgency", "Low"}});
    static_cast<void>(pair.run());
    CHECK(pair.desk_field(printer, "priority") == "Low");
    CHECK(pair.dev_field(1, "Custom.Impact") == "Affects User");
    pair.check_third_run_writes_nothing();
}

TEST_CASE("a value that was accepted and not stored is an error of its field; the next run goes on",
          "[servicedesk_plus][pair][lists]")
{
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud)}};
    pair.link_four();
    const auto printer = pair.partner_of_bug(1);
    pair.desk.change([](DeskSwitches& switches) { switches.warned_fields = {"priority"}; });
    pair.dev.edit(1, {{k_title, "printer, edited"}, {k_priority, 4}});

    static_cast<void>(pair.run(k_partial));

    CHECK(pair.desk_field(printer, "subject") == "printer, edited"); // which was stored
    CHECK(pair.desk_field(printer, "priority") == "Medium");
    pair.check_error(
        "desk:" + printer, "priority", {"stored, but for priority", "Cannot give value for"});
    CHECK(pair.dev_field(1, k_priority) == 4); // nobody took that back

    pair.desk.change([](DeskSwitches& switches) { switches.warned_fields.clear(); });
    static_cast<void>(pair.run());
    CHECK(pair.desk_field(printer, "priority") == "Low");
    CHECK(pair.dev_field(1, k_priority) == 4);
    pair.check_third_run_writes_nothing();
}
