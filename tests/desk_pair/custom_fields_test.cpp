// Custom fields of every type, due dates and tags, in both ways of naming keys.

#include "desk_pair.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::test;
using nlohmann::json;

namespace {

struct CustomField {
    const char* dev;
    const char* type; ///< of dev
    const char* on_premises;
    const char* cloud;
    const char* transform;
    json at_dev;
    json at_desk; ///< as GET shows it
    json edited_at_desk;
    json edited_at_dev;
};

const std::vector<CustomField>& custom_fields()
{
    static const std::vector<CustomField> k_fields{
        {"Custom.Story",
         "string",
         "udf_mline_1803",
         "txt_story",
         "",
         "once",
         "once",
         "twice",
         "twice"},
        {"Custom.Colour",
         "string",
         "udf_pick_303",
         "txt_colour",
         "",
         "Green",
         "Green",
         "Red",
         "Red"},
        {"Custom.Cost", "integer", "udf_long_308", "num_cost", "", 12, 12, 13, 13},
        {"Custom.Rate", "double", "udf_double_309", "dbl_rate", "", 1.5, 1.5, 2.25, 2.25},
        {"Custom.Vip", "boolean", "udf_bool_310", "bool_vip", "", true, true, false, false},
        {"Custom.Wanted",
         "dateTime",
         "udf_date_306",
         "udf_date1",
         "",
         "2026-12-24T17:30:00Z",
         {{"value", "1798133400000"}},
         {{"value", "1798137000000"}},
         "2026-12-24T18:30:00Z"}};
    return k_fields;
}

json without_display(json value)
{
    if (value.is_object()) {
        value.erase("display_value");
    }
    return value;
}

} // namespace

TEST_CASE("custom fields of every type go over in both directions, and are cleared",
          "[servicedesk_plus][pair][custom-fields]")
{
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    const auto key = [&](const CustomField& field) {
        return std::string{edition == Edition::cloud ? field.cloud : field.on_premises};
    };
    DeskWorldOptions options{.edition = edition, .has_pair = false};
    for (const auto& field : custom_fields()) {
        options.rules.push_back(std::string{field.dev} + " <-> udf_fields." + key(field));
    }
    DeskPair pair{options};
    for (const auto& field : custom_fields()) {
        pair.add_dev_field(field.dev, field.type);
    }
    pair.set_up();
    pair.link_four();
    const auto printer = pair.partner_of_bug(1);
    const auto at_desk = [&](const CustomField& field) {
        return without_display(pair.desk.request(printer)->fields["udf_fields"][key(field)]);
    };

    json edit;
    for (const auto& field : custom_fields()) {
        edit[field.dev] = field.at_dev;
    }
    pair.dev.edit(1, edit);
    static_cast<void>(pair.run());
    for (const auto& field : custom_fields()) {
        INFO(field.dev);
        CHECK(at_desk(field) == field.at_desk);
    }
    pair.check_third_run_writes_nothing();

    edit = json::object();
    for (const auto& field : custom_fields()) {
        edit[key(field)] = field.edited_at_desk;
    }
    pair.desk.edit(printer, {{"udf_fields", edit}});
    static_cast<void>(pair.run());
    for (const auto& field : custom_fields()) {
        INFO(field.dev);
        CHECK(pair.dev_field(1, field.dev) == field.edited_at_dev);
    }
    pair.check_third_run_writes_nothing();

    edit = json::object();
    for (const auto& field : custom_fields()) {
        edit[field.dev] = nullptr;
    }
    pair.dev.edit(1, edit);
    static_cast<void>(pair.run());
    for (const auto& field : custom_fields()) {
        INFO(field.dev);
        CHECK(at_desk(field).is_null());
    }
    pair.check_third_run_writes_nothing();
}

TEST_CASE("a field that shows days takes the day of a moment, and comes to rest",
          "[servicedesk_plus][pair][custom-fields]")
{
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    const std::string key = edition == Edition::cloud ? "dt_day" : "udf_day_307";
    DeskPair pair{
        {.edition = edition, .rules = {"Custom.Hired <-> udf_fields." + key}, .has_pair = false}};
    pair.add_dev_field("Custom.Hired", "dateTime");
    pair.set_up();
    pair.link_four();
    pair.desk.edit(pair.partner_of_bug(1), {{"udf_fields", {{key, {{"value", "2026-12-24"}}}}}});
    static_cast<void>(pair.run());
    CHECK(pair.dev_field(1, "Custom.Hired") == "2026-12-24T00:00:00Z");
    pair.check_third_run_writes_nothing();
}

TEST_CASE("due dates are the same moment on both sides and come to rest",
          "[servicedesk_plus][pair][custom-fields]")
{
    constexpr const char* k_due = "Microsoft.VSTS.Scheduling.DueDate";
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud),
                   .rules = {"Microsoft.VSTS.Scheduling.DueDate <-> due_by_time"}}};
    pair.link_four();
    const auto printer = pair.partner_of_bug(1);
    pair.dev.edit(1, {{k_due, "2026-12-24T18:30:00+01:00"}});
    static_cast<void>(pair.run());
    CHECK(pair.desk_field(printer, "due_by_time") == "1798133400000");
    pair.check_third_run_writes_nothing();
    pair.desk.edit(printer, {{"due_by_time", {{"value", "1798137000000"}}}});
    static_cast<void>(pair.run());
    CHECK(pair.dev_field(1, k_due) == "2026-12-24T18:30:00Z");
    pair.check_third_run_writes_nothing();
    pair.desk.edit(printer, {{"due_by_time", nullptr}});
    static_cast<void>(pair.run());
    CHECK(pair.dev_field(1, k_due).is_null());
    pair.check_third_run_writes_nothing();
}
