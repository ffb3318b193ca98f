#include "connectors/servicedesk_plus/filter.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace syncctl::tests {

using namespace connectors::servicedesk_plus;

namespace {

model::WorkItem a_request()
{
    model::WorkItem item;
    item.id = "860";
    item.type = "Incident";
    item.fields = {{"group", model::Value{std::string{"Network"}}},
                   {"status", model::Value{std::string{"Open"}}},
                   {"impact_details", model::Value{std::string{}}},
                   {"is_overdue", model::Value{false}},
                   {"tags", model::Value{model::List{"vip", "printer"}}},
                   {"udf_fields.udf_long_1", model::Value{model::Number{"42"}}}};
    return item;
}

} // namespace

TEST_CASE("a filter of conditions holds when each of them does", "[servicedesk_plus]")
{
    for (const auto* filter : {"",
                               "  ",
                               "group=Network",
                               " group = network ; status != Closed ",
                               "group=Hardware|Network",
                               "type=incident",
                               "id=860",
                               "is_overdue=false",
                               "tags=printer",
                               "tags=vip|nothing",
                               "tags!=server",
                               "udf_fields.udf_long_1=42",
                               "udf_fields.udf_pick_9=",
                               "priority=",
                               "priority=|High",
                               "priority!=High",
                               "impact_details="}) {
        CAPTURE(filter);
        CHECK_FALSE(filter_problem(filter));
        CHECK(filter_holds(filter, a_request()));
    }
}

TEST_CASE("a filter does not hold when one of its conditions does not", "[servicedesk_plus]")
{
    for (const auto* filter : {"group=Hardware",
                               "group=Network; status=Closed",
                               "group!=network",
                               "group!=Hardware|Network",
                               "type=Problem",
                               "group=",
                               "group=Net",
                               "tags!=vip",
                               "tags=",
                               "priority!=",
                               "priority=High",
                               "id=86"}) {
        CAPTURE(filter);
        CHECK_FALSE(filter_problem(filter));
        CHECK_FALSE(filter_holds(filter, a_request()));
    }
}

TEST_CASE("what is no filter is told", "[servicedesk_plus]")
{
    CHECK(filter_problem("Network").value().find("'Network' is no condition") == 0);
    CHECK(filter_problem("group=Network;").has_value());
    CHECK(filter_problem("=Network").has_value());
    CHECK(filter_problem("!=Network").has_value());
    CHECK(filter_problem("groop=Network").value().find("did you mean 'group'?") !=
          std::string::npos);
    CHECK(filter_problem("udf_fields.=1").has_value());
    CHECK(filter_problem("udf_pick_9=1").value().find("udf_fields.") != std::string::npos);
    CHECK(filter_problem("group=\xFF").has_value());
    CHECK(filter_problem("group=" + std::string(5000, 'x')).has_value());
    CHECK_FALSE(filter_holds("Network", a_request()));
}

} // namespace syncctl::tests
