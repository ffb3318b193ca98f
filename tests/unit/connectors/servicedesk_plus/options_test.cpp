#include "connectors/servicedesk_plus/options.hpp"

#include "syncctl/base/error.hpp"

#include <catch2/catch.hpp>

namespace syncctl::tests {

using namespace connectors::servicedesk_plus;

namespace {

Options options_with(std::map<std::string, std::string> settings,
                     const std::string& url = "https://desk.example.org:8080")
{
    connectors::ConnectorSetup setup;
    setup.name = "desk";
    setup.url = url;
    setup.settings = std::move(settings);
    return options_of(setup);
}

} // namespace

TEST_CASE("without settings the safe choice is made", "[servicedesk_plus]")
{
    const auto options = options_with({});
    CHECK(options.edition == Edition::on_premises);
    CHECK(options.api_root == std::vector<std::string>{"api", "v3"});
    CHECK(options.marker_place == MarkerPlace::description);
    CHECK(options.types_by == TypesBy::request_type);
    CHECK(options.default_type == "Incident");
    CHECK(options.proof_of_deletion == ProofOfDeletion::trash);
    CHECK(options.overlap == std::chrono::seconds{60});
    CHECK(options.calls_per_minute == 0);
}

TEST_CASE("the cloud is asked slowly unless somebody says otherwise", "[servicedesk_plus]")
{
    const std::string cloud = "https://sdpondemand.manageengine.com/app/itdesk";
    CHECK(options_with({}, cloud).calls_per_minute == 30);
    CHECK(options_with({{"calls_per_minute", "0"}}, cloud).calls_per_minute == 0);
    CHECK(options_with({}, cloud).accounts == "https://accounts.zoho.com");
    CHECK(options_with({{"edition", "on-premises"}}, cloud).edition == Edition::on_premises);
}

TEST_CASE("a custom field is named by its key, with or without its place", "[servicedesk_plus]")
{
    for (const auto* key : {"udf_sline_302", "udf_fields.udf_sline_302"}) {
        const auto options = options_with({{"marker", key}});
        CHECK(options.marker_place == MarkerPlace::field);
        CHECK(options.marker_field == "udf_sline_302");
    }
    const auto fields =
        options_with({{"fields", "udf_sline_1, udf_fields.udf_pick_7=choice ,dt_due,num_x"}})
            .fields;
    REQUIRE(fields.size() == 4);
    CHECK(fields[1].key == "udf_pick_7");
    CHECK(fields[1].type == model::FieldType::choice);
    CHECK(fields[2].type == model::FieldType::date);
    CHECK(fields[3].type == model::FieldType::number);
}

TEST_CASE("a setting that cannot be used is named", "[servicedesk_plus]")
{
    const std::vector<std::pair<std::string, std::string>> bad{
        {"edition", "premium"},
        {"api_root", "../v3"},
        {"api_root", "api?x"},
        {"portal_id", "itdesk"},
        {"marker", "udf sline"},
        {"marker", "udf_date_3"},
        {"types", "category"},
        {"deleted", "absent"},
        {"fields", "udf_sline_1=status"},
        {"fields", "a b"},
        {"overlap", "-1"},
        {"calls_per_minute", "many"},
        {"concurrency", "0"},
        {"allow_http", "yes"},
        {"time_resolution", "0"},
        {"default_type", std::string(251, 'x')},
        {"closure_code", "a\nb"},
    };
    for (const auto& [name, value] : bad) {
        CAPTURE(name, value);
        try {
            (void)options_with({{name, value}});
            FAIL("was taken");
        } catch (const Error& error) {
            CHECK(error.code() == ErrorCode::setting);
            CHECK(error.message().find("'" + name + "'") != std::string::npos);
        }
    }
}

} // namespace syncctl::tests
