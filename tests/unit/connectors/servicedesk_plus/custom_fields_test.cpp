#include "connectors/servicedesk_plus/custom_fields.hpp"
#include "connectors/servicedesk_plus/template_layout.hpp"
#include "sdp_examples.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace syncctl::tests {

using namespace connectors::servicedesk_plus;
using model::FieldType;
using nlohmann::json;

namespace {

std::vector<json> listed()
{
    return sdp_answer("udf-fields-cloud", "udf_fields list").at("udf_fields");
}

json catalogue()
{
    return sdp_answer("metainfo-excerpt", "requests _metainfo")
        .at("metainfo")
        .at("fields")
        .at("udf_fields")
        .at("fields");
}

const model::FieldInfo& field(const std::vector<model::FieldInfo>& fields,
                              const std::string& reference)
{
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const auto& each) {
        return each.reference == reference;
    });
    REQUIRE(found != fields.end());
    return *found;
}

} // namespace

TEST_CASE("custom fields are known by either of the tracker's lists", "[servicedesk_plus]")
{
    const auto fields = GENERATE(custom_fields(listed(), {}, {}),
                                 custom_fields(std::nullopt, catalogue(), {}),
                                 custom_fields(listed(), catalogue(), {}));
    CHECK(fields.size() == 3);
    CHECK(field(fields, "udf_fields.udf_char1").name == "External reference");
    CHECK(field(fields, "udf_fields.udf_char1").type == FieldType::text);
    CHECK(field(fields, "udf_fields.txt_multi").type == FieldType::list);
    CHECK(field(fields, "udf_fields.dt_day").type == FieldType::date);
}

TEST_CASE("the longest value of a custom field is told in two ways", "[servicedesk_plus]")
{
    CHECK(field(custom_fields(listed(), {}, {}), "udf_fields.udf_char1").max_length == 255U);
    const auto with = [](json constraints) {
        json field;
        field["constraints"] = std::move(constraints);
        return max_length_of(field);
    };
    CHECK(with({{"max_length", 25}}) == 25U);
    CHECK_FALSE(with({{"max_length", -1}}));
    CHECK_FALSE(with("255"));
    CHECK_FALSE(max_length_of({}));
}

TEST_CASE("choices are texts or objects with a value", "[servicedesk_plus]")
{
    const json row{{"name", "Colour"},
                   {"type", "string"},
                   {"allowed_values", json::array({"Red", {{"value", "Green"}}, 7})}};
    const auto colour = custom_field_of(row, "txt_colour", {});
    REQUIRE(colour);
    CHECK(colour->type == FieldType::choice);
    CHECK(colour->allowed == std::vector<std::string>{"Red", "Green"});
}

TEST_CASE("the field of the marker is not for mappings", "[servicedesk_plus]")
{
    Options options;
    options.marker_field = "udf_char1";
    const auto fields = custom_fields(listed(), catalogue(), options);
    CHECK(fields.size() == 2);
}

TEST_CASE("the settings add a custom field, and decide on the type of one", "[servicedesk_plus]")
{
    Options options;
    options.fields = {{.key = "udf_sline_9", .type = FieldType::text},
                      {.key = "udf_char1", .type = FieldType::number}};
    const auto fields = custom_fields(listed(), {}, options);
    CHECK(fields.size() == 4);
    CHECK(field(fields, "udf_fields.udf_sline_9").type == FieldType::text);
    CHECK(field(fields, "udf_fields.udf_char1").type == FieldType::number);
}

TEST_CASE("a key alone tells what a field holds", "[servicedesk_plus]")
{
    CHECK(custom_field_of(json::object(), "udf_long_308", {})->type == FieldType::number);
    CHECK_FALSE(custom_field_of(json::array(), "udf_long_308", {}));
    CHECK_FALSE(custom_field_of(json::object(), "", {}));
}

TEST_CASE("a template tells which fields it needs, unless it has a value ready",
          "[servicedesk_plus]")
{
    const json layouts = json::array(
        {{{"sections",
           json::array({{{"fields",
                          json::array({{{"name", "category"}, {"mandatory", true}},
                                       {{"name", "udf_fields.txt_story"}, {"mandatory", true}},
                                       {{"name", "priority"},
                                        {"mandatory", true},
                                        {"default_value", {{"id", "4"}}}},
                                       {{"name", "requester"}, {"mandatory", true}},
                                       {{"name", "site"}, {"mandatory", false}},
                                       "no field"})}}})}}});
    CHECK(mandatory_in(layouts) ==
          std::set<std::string, std::less<>>{"category", "udf_fields.txt_story"});
    CHECK(mandatory_in({}).empty());
}

} // namespace syncctl::tests
