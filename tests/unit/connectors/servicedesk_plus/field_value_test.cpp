#include "connectors/servicedesk_plus/field_value.hpp"
#include "support/values.hpp"

#include <catch2/catch.hpp>

namespace syncctl::tests {

using namespace connectors::servicedesk_plus;
using connectors::Refused;
using model::Value;
using nlohmann::json;
using test::text;

namespace {

json sent(std::string_view field, WireForm form, const Value& value)
{
    auto wire = wire_value(field, form, value);
    const auto* refused = std::get_if<Refused>(&wire);
    INFO((refused == nullptr ? std::string{} : refused->reason));
    REQUIRE(refused == nullptr);
    return std::get<json>(wire);
}

} // namespace

TEST_CASE("times are read with any number of fraction digits", "[servicedesk_plus]")
{
    const auto [written, ms] = GENERATE(
        table<std::string, std::int64_t>({{"2026-07-03T15:26:52.757Z", 1'783'092'412'757},
                                          {"2026-07-03T15:26:52Z", 1'783'092'412'000},
                                          {"2026-07-03T15:26:52.7571234Z", 1'783'092'412'757},
                                          {"2026-07-03T15:26:52.7Z", 1'783'092'412'700},
                                          {"2026-07-03", 1'783'036'800'000}}));
    const auto moment = moment_of(written);
    REQUIRE(moment);
    CHECK(moment->ms == ms);
}

TEST_CASE("what is no time of ours is none", "[servicedesk_plus]")
{
    const auto* const written = GENERATE("",
                                         "soon",
                                         "2026-02-30",
                                         "2026-07-03T15:26:52",
                                         "2026-07-03T25:26:52Z",
                                         "2026-07-03T15:26:52.Z",
                                         "2026-07-03T15:26:52.+5Z",
                                         "1783092412757");
    CHECK_FALSE(moment_of(written));
}

TEST_CASE("values travel in the tracker's forms", "[servicedesk_plus]")
{
    CHECK(sent("due_by_time", WireForm::time, text("2026-07-03T15:26:52.757Z")) ==
          json{{"value", "1783092412757"}});
    CHECK(sent("udf_fields.date_x", WireForm::day, text("2026-07-03T15:26:52Z")) ==
          json{{"value", "2026-07-03"}});
    // The key of a custom field does not tell a day from a moment; its value does.
    CHECK(sent("udf_fields.dt_x", WireForm::time, text("2026-07-03")) ==
          json{{"value", "2026-07-03"}});
    CHECK(sent("udf_fields.num_x", WireForm::number, Value{model::Number{"12"}}) == json(12));
    CHECK(sent("udf_fields.bool_x", WireForm::flag, Value{true}) == json(true));
    CHECK(sent("tags", WireForm::tags, Value{model::List{"a", "b"}}) ==
          json::array({{{"name", "a"}}, {{"name", "b"}}}));
    CHECK(sent("udf_fields.txt_multi", WireForm::text, Value{model::List{"Yes"}}) ==
          json::array({"Yes"}));
}

TEST_CASE("a value of another shape is refused with what the field takes", "[servicedesk_plus]")
{
    const auto refusal = [](std::string_view field, WireForm form, const Value& value) {
        return std::get<Refused>(wire_value(field, form, value)).reason;
    };
    CHECK(refusal("due_by_time", WireForm::time, Value{true}) == "the field takes a time, not a "
                                                                 "boolean");
    CHECK(refusal("due_by_time", WireForm::time, text("soon")) ==
          "'soon' is no time such as 2026-01-05T10:00:00Z");
    CHECK(refusal("udf_fields.num_x", WireForm::number, text("12")) ==
          "the field takes a number, not a text");
    CHECK(refusal("udf_fields.num_x",
                  WireForm::number,
                  Value{model::Number{"123456789012345678901"}}) ==
          "the number has more digits than the tracker keeps");
    CHECK(refusal("subject", WireForm::text, Value{model::List{"a"}}) ==
          "the field takes a text, not a list");
    CHECK(refusal("tags", WireForm::tags, text("a")) == "the field takes a list, not a text");
}

TEST_CASE("the form of a custom field is what the settings say, else what its key tells",
          "[servicedesk_plus]")
{
    Options options;
    options.fields = {{.key = "txt_cost", .type = model::FieldType::number},
                      {.key = "date_x", .type = model::FieldType::date}};
    CHECK(form_of("udf_fields.txt_cost", options) == WireForm::number);
    CHECK(form_of("udf_fields.date_x", options) == WireForm::day);
    CHECK(form_of("udf_fields.udf_double_7", options) == WireForm::number);
    CHECK(form_of("status", options) == WireForm::reference);
    CHECK_FALSE(form_of("udf_fields.", options));
    CHECK_FALSE(form_of("System.Title", options));
}

TEST_CASE("a value that only looks different is there already", "[servicedesk_plus]")
{
    CHECK(holds(WireForm::reference, text("On Hold"), text("on hold")));
    CHECK(
        holds(WireForm::time, text("2026-07-03T15:26:52.757Z"), text("2026-07-03T15:26:52.7570Z")));
    CHECK(holds(WireForm::day, text("2026-07-03"), text("2026-07-03T15:26:52Z")));
    CHECK(holds(WireForm::html, text("<P>Hello</P>"), text("<p>Hello</p>")));
    CHECK(holds(WireForm::html, text("<div><p>Hello</p></div>"), text("<p>Hello</p>")));
    CHECK(holds(WireForm::text, Value{}, text("")));
    CHECK(holds(WireForm::texts, Value{}, Value{model::List{}}));
    CHECK(holds(WireForm::texts, Value{model::List{"a", "b"}}, Value{model::List{"b", "a"}}));
}

TEST_CASE("a value that means something else is not there", "[servicedesk_plus]")
{
    CHECK_FALSE(holds(WireForm::text, text("On Hold"), text("on hold")));
    CHECK_FALSE(holds(WireForm::reference, text("Open"), text("Closed")));
    CHECK_FALSE(
        holds(WireForm::time, text("2026-07-03T15:26:52.757Z"), text("2026-07-03T15:26:52.758Z")));
    CHECK_FALSE(holds(WireForm::html, text("<p>Hello</p>"), text("<p>Hello!</p>")));
    CHECK_FALSE(holds(WireForm::html, text("<div>a</div><div>b</div>"), text("a</div><div>b")));
    CHECK_FALSE(holds(WireForm::text, text("1"), Value{model::Number{"1"}}));
    CHECK_FALSE(holds(WireForm::text, Value{}, text("x")));
    CHECK_FALSE(holds(WireForm::text, text("x"), Value{}));
}

} // namespace syncctl::tests
