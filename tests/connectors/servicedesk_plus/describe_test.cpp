#include "write_steps.hpp"

#include "syncctl/base/error.hpp"

#include <algorithm>

namespace syncctl::tests {

using model::FieldType;
using model::StatusCategory;
using Switches = fakes::FakeServiceDeskPlus::Switches;
namespace faults = fakes::faults;

namespace {

const model::FieldInfo& field(const model::TypeInfo& type, const std::string& reference)
{
    INFO(reference);
    const auto found = std::find_if(type.fields.begin(), type.fields.end(), [&](const auto& each) {
        return each.reference == reference;
    });
    REQUIRE(found != type.fields.end());
    return *found;
}

bool has_field(const model::TypeInfo& type, const std::string& reference)
{
    return std::any_of(type.fields.begin(), type.fields.end(), [&](const auto& each) {
        return each.reference == reference;
    });
}

std::vector<std::string> type_names(const model::Metadata& metadata)
{
    std::vector<std::string> names;
    for (const auto& type : metadata.types) {
        names.push_back(type.name);
    }
    return names;
}

} // namespace

TEST_CASE("types come with their statuses and fields", "[servicedesk_plus]")
{
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    const bool is_cloud = edition == Edition::cloud;
    SdpFixture desk{edition};
    const auto metadata = desk.connect()->describe();
    CHECK(type_names(metadata) ==
          std::vector<std::string>{"Incident", "Request For Information", "Service Request"});
    const auto& type = metadata.types.front();

    REQUIRE(type.statuses.size() == 5);
    CHECK(type.find_status("Open")->category == StatusCategory::proposed);
    CHECK(type.find_status("On Hold")->category == StatusCategory::in_progress);
    CHECK(type.find_status("Closed")->category == StatusCategory::completed);
    CHECK(type.find_status("Resolved")->category == StatusCategory::resolved);
    REQUIRE(type.status_field() != nullptr);
    CHECK(type.status_field()->reference == "status");

    CHECK(field(type, "subject").is_required);
    CHECK(field(type, "subject").max_length == 250U);
    CHECK(field(type, "description").type == FieldType::html);
    CHECK(field(type, "priority").allowed ==
          std::vector<std::string>{"Low", "Normal", "Medium", "High"});
    CHECK(field(type, "group").allowed ==
          std::vector<std::string>{"Hardware Problems", "Network", "Local Support"});
    CHECK(field(type, "closure_info.closure_code").allowed.size() == 3);
    CHECK(field(type, "technician").type == FieldType::user);
    CHECK(field(type, "technician").allowed ==
          std::vector<std::string>{
              "sync@fabrikam.example", "jamal@fabrikam.example", "jeniffer@fabrikam.example"});
    CHECK(field(type, "created_time").is_readonly);
    const auto prefix = std::string{"udf_fields."};
    CHECK(field(type, prefix + (is_cloud ? "txt_colour" : "udf_pick_303")).allowed ==
          std::vector<std::string>{"Red", "Green", "Blue"});
    CHECK(field(type, prefix + (is_cloud ? "txt_multi" : "udf_multi_305")).type == FieldType::list);
    CHECK(field(type, prefix + (is_cloud ? "udf_char1" : "udf_sline_1802")).max_length == 255U);
    CHECK(desk.log.warnings.empty());
    desk.check_exchanges();
}

TEST_CASE("types may be templates", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto metadata = desk.connect({{"types", "template"}})->describe();
    CHECK(type_names(metadata) == std::vector<std::string>{"Default Request", "Printer problem"});
}

TEST_CASE("the cloud tells which fields its template needs", "[servicedesk_plus]")
{
    SdpFixture desk{Edition::cloud};
    desk.tracker.requires_fields({"category"});
    const auto metadata = desk.connect()->describe();
    CHECK(field(metadata.types.front(), "category").is_required);
    CHECK_FALSE(field(metadata.types.front(), "subcategory").is_required);
    CHECK_FALSE(field(metadata.types.front(), "status").is_required);
}

TEST_CASE("a type that requests have without one is always there", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto metadata = desk.connect({{"default_type", "Ticket"}})->describe();
    CHECK(metadata.find_type("Ticket") != nullptr);
    CHECK(metadata.types.size() == 4);
}

TEST_CASE("custom fields that are listed in one place only are found", "[servicedesk_plus]")
{
    SdpFixture desk;
    SECTION("without the list of custom fields")
    {
        desk.tracker.change([](Switches& switches) { switches.has_udf_catalogue = false; });
    }
    SECTION("without the field catalogue")
    {
        desk.tracker.change([](Switches& switches) { switches.has_metainfo = false; });
    }
    const auto metadata = desk.connect()->describe();
    CHECK(field(metadata.types.front(), "udf_fields.udf_long_308").type == FieldType::number);
    CHECK(desk.log.warnings.empty());
}

TEST_CASE("custom fields that the tracker does not list come from the settings",
          "[servicedesk_plus]")
{
    SdpFixture desk;
    desk.tracker.change([](Switches& switches) {
        switches.has_udf_catalogue = false;
        switches.has_metainfo = false;
    });
    const auto metadata =
        desk.connect({{"fields", "udf_sline_302, udf_pick_7=choice"}})->describe();
    CHECK(field(metadata.types.front(), "udf_fields.udf_sline_302").type == FieldType::text);
    CHECK(field(metadata.types.front(), "udf_fields.udf_pick_7").type == FieldType::choice);
    REQUIRE(desk.log.warnings.size() == 1);
    CHECK(desk.log.warnings[0].find("custom fields cannot be read") != std::string::npos);
}

TEST_CASE("the field of the marker is not offered", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto metadata = desk.connect({{"marker", "udf_sline_1802"}})->describe();
    CHECK_FALSE(has_field(metadata.types.front(), "udf_fields.udf_sline_1802"));
}

TEST_CASE("a marker in the subject shortens it", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto metadata = desk.connect({{"marker", "subject"}})->describe();
    const auto longest = field(metadata.types.front(), "subject").max_length;
    REQUIRE(longest);
    CHECK(*longest < 190);
    CHECK(*longest > 150);
}

TEST_CASE("without the right to see lists the usual names are assumed, with a warning",
          "[servicedesk_plus]")
{
    SdpFixture desk{Edition::cloud};
    desk.tracker.change([](Switches& switches) { switches.revoked_scopes = {"setup"}; });
    const auto metadata = desk.connect({{"completed_statuses", "Fertig"}})->describe();
    REQUIRE(type_names(metadata) == std::vector<std::string>{"Incident"});
    const auto& type = metadata.types.front();
    REQUIRE(type.find_status("Fertig") != nullptr);
    CHECK(type.find_status("Fertig")->category == StatusCategory::completed);
    CHECK(type.find_status("Open") != nullptr);
    CHECK(field(type, "priority").allowed.empty());
    REQUIRE_FALSE(desk.log.warnings.empty());
    CHECK(desk.log.warnings[0].find("the statuses cannot be read") != std::string::npos);
}

TEST_CASE("a list of more than a page is read to its end", "[servicedesk_plus]")
{
    SdpFixture desk;
    for (int i = 0; i < 120; ++i) {
        desk.tracker.has_category("category " + std::to_string(i));
    }
    const auto metadata = desk.connect()->describe();
    CHECK(field(metadata.types.front(), "category").allowed.size() == 122);
}

TEST_CASE("a tracker that cannot be read is not described by guesses", "[servicedesk_plus]")
{
    SdpFixture desk;
    auto connector = desk.connect();
    SECTION("a wrong key")
    {
        desk.tracker.renew_technician_key();
    }
    SECTION("no such portal")
    {
        desk.tracker.next_requests({"GET", "/requests?"}, faults::failed(404, 4007), 5);
    }
    SECTION("maintenance")
    {
        desk.tracker.next_requests({"GET", "/"}, faults::maintenance_page(), 100);
    }
    CHECK_THROWS_AS(connector->describe(), Error);
}

} // namespace syncctl::tests
