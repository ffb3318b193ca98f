#include "connectors/servicedesk_plus/words.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace syncctl::tests {

using namespace connectors::servicedesk_plus;
using nlohmann::json;

TEST_CASE("an id is a whole number of at most 19 digits", "[servicedesk_plus]")
{
    CHECK(can_be_id("7"));
    CHECK(can_be_id("123640000000240013"));
    CHECK(can_be_id("9999999999999999999"));
    for (const auto* text :
         {"", "0", "007", "-1", "+1", "1 ", "1.0", "12345678901234567890", "abc"}) {
        CAPTURE(text);
        CHECK_FALSE(can_be_id(text));
    }
    CHECK(id_member({{"id", "860"}}) == "860");
    CHECK(id_member({{"id", 860}}) == "860");
    CHECK_FALSE(id_member({{"id", nullptr}}));
    CHECK_FALSE(id_member({{"id", 8.5}}));
    CHECK_FALSE(id_member(json::array()));
}

TEST_CASE("ids are compared as numbers", "[servicedesk_plus]")
{
    CHECK(is_lower_id("9", "10"));
    CHECK(is_lower_id("123640000000240012", "123640000000240013"));
    CHECK_FALSE(is_lower_id("10", "9"));
    CHECK_FALSE(is_lower_id("10", "10"));
}

TEST_CASE("a time is the milliseconds of a datetime", "[servicedesk_plus]")
{
    const json request{{"text", {{"value", "1783092412757"}, {"display_value", "03/07/2026"}}},
                       {"number", {{"value", 1'783'092'412'757}}},
                       {"last", {{"value", "253402300799999"}}}};
    CHECK(time_member(request, "text")->ms == 1'783'092'412'757);
    CHECK(time_member(request, "number")->ms == 1'783'092'412'757);
    CHECK(base::format_utc(*time_member(request, "last")) == "9999-12-31T23:59:59.999Z");
}

TEST_CASE("what says that there is no time is none, however it is spelled", "[servicedesk_plus]")
{
    const json absent;
    for (const auto& value : {json{},
                              json{"null"},
                              json{{"value", nullptr}},
                              json{{"value", "null"}},
                              json{{"value", ""}},
                              json{{"value", "0"}},
                              json{{"value", "-1"}},
                              json{{"value", 0}},
                              json{{"value", "253402300800000"}},
                              json{{"value", "99999999999999999999"}},
                              json{{"value", 1.5}},
                              json{{"value", {{"value", "5"}}}},
                              json{{"display_value", "03/07/2026"}},
                              json(1'783'092'412'757),
                              json::array({1})}) {
        CAPTURE(value.dump());
        CHECK_FALSE(time_member({{"time", value}}, "time"));
    }
    CHECK_FALSE(time_member(absent, "time"));
}

} // namespace syncctl::tests
