#include "connectors/servicedesk_plus/item_json.hpp"
#include "connectors/servicedesk_plus/marker_text.hpp"
#include "sdp_examples.hpp"
#include "support/values.hpp"

#include <catch2/catch.hpp>

namespace syncctl::tests {

using namespace connectors::servicedesk_plus;
using nlohmann::json;
using test::number;
using test::text;

namespace {

const std::string k_marker = "syncctl:0b6d2c1e-7f0a-4c59-9b0e-2f6b6d9f3a11:source:1";
const std::string k_copied = "syncctl:0b6d2c1e-7f0a-4c59-9b0e-2f6b6d9f3a11:source:2";

json a_request(json members = json::object())
{
    json request{{"id", "860"},
                 {"created_time", {{"value", "1783092412757"}}},
                 {"last_updated_time", nullptr}};
    request.update(members);
    return request;
}

model::WorkItem item(const json& request, const Options& options = {})
{
    const auto parsed = item_of(request, options);
    if (const auto* problem = std::get_if<ItemProblem>(&parsed)) {
        UNSCOPED_INFO(problem->reason);
    }
    REQUIRE(std::holds_alternative<model::WorkItem>(parsed));
    return std::get<model::WorkItem>(parsed);
}

model::Value field(const std::string& name, const json& value)
{
    return model::value_of(item(a_request({{name, value}})).fields, name);
}

model::Value custom(const std::string& key, const json& value, const Options& options = {})
{
    const auto request = a_request({{"udf_fields", {{key, value}}}});
    return model::value_of(item(request, options).fields, "udf_fields." + key);
}

std::string problem(const json& request)
{
    const auto parsed = item_of(request, {});
    REQUIRE(std::holds_alternative<ItemProblem>(parsed));
    return std::get<ItemProblem>(parsed).reason;
}

Options options_with(MarkerPlace place, const std::string& key = {})
{
    Options options;
    options.marker_place = place;
    options.marker_field = key;
    return options;
}

} // namespace

TEST_CASE("a recorded request of the on-premises edition is read", "[servicedesk_plus]")
{
    const auto read = item(sdp_answer("request-onprem", "new request, never edited").at("request"));
    CHECK(read.id == "860");
    CHECK(read.type == "Incident");
    CHECK(read.revision.text == "c1783092412757");
    CHECK(base::format_utc(read.modified_at) == "2026-07-03T15:26:52.757Z");
    CHECK(read.identity == "2026-07-03T15:26:52.757Z");
    CHECK(read.marker.empty());
    const model::Fields fields{
        {"subject", text("Tengo una falla en OFFICE 365")},
        {"description", text("Tengo una falla en OFFICE 365 ")},
        {"status", text("Open")},
        {"template", text("Application crashes frequently")},
        {"service_category", text("Software")},
        {"category", text("Software")},
        {"subcategory", text("MS Office")},
        {"item", text("Upgrade")},
        {"group", text("ROV")},
        {"mode", text("Web Form")},
        {"department", text("Administration")},
        {"requester", text("sdpuser1@example.com")},
        {"created_by", text("sdpuser1@example.com")},
        {"created_time", text("2026-07-03T15:26:52.757Z")},
        {"is_overdue", model::Value{false}},
        {"is_reopened", model::Value{false}},
        {"is_service_request", model::Value{false}},
    };
    CHECK(model::to_json_text(read.fields) == model::to_json_text(fields));
}

TEST_CASE("recorded requests of the cloud and closed ones are read", "[servicedesk_plus]")
{
    const auto cloud = item(sdp_answer("request-cloud", "single request").at("request"));
    CHECK(cloud.id == "123640000000240013");
    CHECK(cloud.revision.text == "u1593012464184");
    CHECK(cloud.identity == "2020-06-24T12:05:00.533Z");
    CHECK(cloud.fields.at("display_id") == text("102"));
    CHECK(cloud.fields.at("request_type") == text("Incident"));
    CHECK(cloud.fields.at("requester") == text("First Last"));
    CHECK(cloud.fields.at("created_by") == text("email@address.example"));
    CHECK_FALSE(cloud.fields.contains("resolution"));
    const auto closed = item(sdp_answer("request-onprem-closed", "closed request").at("request"));
    CHECK(closed.fields.at("completed_time") == text("2020-11-06T09:39:54.861Z"));
    CHECK_FALSE(closed.fields.contains("description"));
    CHECK_FALSE(closed.fields.contains("closure_info.closure_code"));
}

TEST_CASE("a field is shown as people see it", "[servicedesk_plus]")
{
    CHECK(field("priority", {{"id", "4"}, {"name", "High"}}) == text("High"));
    CHECK(field("priority", "High") == text("High"));
    CHECK(field("service_category", {{"id", "7"}}) == text("7"));
    CHECK(field("technician", {{"email_id", "a@example.com"}, {"name", "A"}}) ==
          text("a@example.com"));
    CHECK(field("technician", {{"email_id", nullptr}, {"name", "A"}}) == text("A"));
    CHECK(field("technician", {{"email_id", ""}, {"name", "A"}}) == text("A"));
    CHECK(field("due_by_time", {{"value", "1783092412757"}}) == text("2026-07-03T15:26:52.757Z"));
    CHECK(field("email_ids_to_notify", {"a@example.com", "b@example.com"}) ==
          model::Value{model::List{"a@example.com", "b@example.com"}});
    CHECK(field("email_ids_to_notify", "a@example.com") ==
          model::Value{model::List{"a@example.com"}});
    CHECK(field("tags", {{{"name", "vip"}, {"id", "1"}}, "printer"}) ==
          model::Value{model::List{"vip", "printer"}});
    CHECK(field("impact_details", "") == text(""));
    CHECK(field("display_id", "102") == text("102"));
}

TEST_CASE("what is nested has a field of its own", "[servicedesk_plus]")
{
    const auto read = item(a_request(
        {{"resolution", {{"content", "<p>New toner</p>"}}},
         {"closure_info",
          {{"closure_code", {{"name", "Success"}, {"id", "1"}}}, {"closure_comments", "done"}}}}));
    CHECK(read.fields.at("resolution") == text("<p>New toner</p>"));
    CHECK(read.fields.at("closure_info.closure_code") == text("Success"));
    CHECK(read.fields.at("closure_info.closure_comments") == text("done"));
    CHECK(field("resolution", "done") == text("done"));
    CHECK(model::is_null(field("resolution", {{"content", nullptr}})));
    CHECK_FALSE(read.fields.contains("closure_info"));
}

TEST_CASE("what is not there is null, however it is spelled", "[servicedesk_plus]")
{
    for (const auto& time : {json{},
                             json("null"),
                             json{{"value", nullptr}},
                             json{{"value", "null"}},
                             json{{"value", "-1"}}}) {
        CAPTURE(time.dump());
        CHECK(model::is_null(field("due_by_time", time)));
    }
    CHECK(model::is_null(field("tags", json::array())));
    CHECK(model::is_null(field("group", nullptr)));
    CHECK(model::is_null(field("description", "")));
    CHECK(model::is_null(custom("udf_pick_303", nullptr)));
    CHECK(model::is_null(custom("udf_long_1", "")));
}

TEST_CASE("custom fields are read by their shape and their key", "[servicedesk_plus]")
{
    CHECK(custom("udf_sline_1", "x") == text("x"));
    CHECK(custom("udf_sline_1", "42") == text("42"));
    CHECK(custom("udf_long_1", "042") == number("42"));
    CHECK(custom("udf_long_1", 42) == number("42"));
    CHECK(custom("udf_long_1", "123456789012345678901") == number("123456789012345678901"));
    CHECK(custom("udf_double_1", "1.50") == number("1.5"));
    CHECK(custom("udf_double_1", 1.5) == number("1.5"));
    CHECK(custom("udf_double_1", {{"value", "1.50"}}) == number("1.5"));
    CHECK(custom("udf_long_1", "many") == text("many"));
    CHECK(custom("txt_free", 7) == number("7"));
    CHECK(custom("udf_boolean_1", true) == model::Value{true});
    CHECK(custom("udf_boolean_1", "false") == model::Value{false});
    CHECK(custom("udf_date_1", {{"value", "1783092412757"}}) == text("2026-07-03T15:26:52.757Z"));
    CHECK(custom("udf_char5", {{"value", "1783092412757"}}) == text("2026-07-03T15:26:52.757Z"));
    CHECK(custom("dt_day", {{"value", "2026-01-05"}, {"display_value", "Jan 5"}}) ==
          text("2026-01-05"));
    CHECK(custom("udf_multiselect_1", {"a", "b"}) == model::Value{model::List{"a", "b"}});
    CHECK(custom("udf_ref_1", {{"id", "5"}, {"name", "Printer 7"}}) == text("Printer 7"));
    CHECK(custom("udf_ref_1", {{"id", "5"}, {"name", "A"}, {"email_id", "a@example.com"}}) ==
          text("A"));
    CHECK(custom("udf_user", {{"id", "5"}, {"name", "A"}, {"email_id", "a@example.com"}}) ==
          text("a@example.com"));
    Options options;
    options.fields = {{.key = "room", .type = model::FieldType::number}};
    CHECK(custom("room", "007", options) == number("7"));
}

TEST_CASE("the type is that of the request, of its template, or the usual one",
          "[servicedesk_plus]")
{
    const auto request = a_request({{"request_type", {{"name", "Service Request"}}},
                                    {"template", {{"name", "Request a new Desktop"}}}});
    Options options;
    CHECK(item(request, options).type == "Service Request");
    options.types_by = TypesBy::request_template;
    CHECK(item(request, options).type == "Request a new Desktop");
    options.default_type = "Anything";
    CHECK(item(a_request(), options).type == "Anything");
    CHECK(item(a_request({{"template", nullptr}}), options).type == "Anything");
}

TEST_CASE("the time of the last update makes the revision, or that of the creation",
          "[servicedesk_plus]")
{
    const auto updated = a_request({{"last_updated_time", {{"value", "1783092412999"}}}});
    CHECK(revision_of(updated).text == "u1783092412999");
    CHECK(item(updated).modified_at.ms == 1'783'092'412'999);
    CHECK(item(updated).identity == item(a_request()).identity);
    for (const auto& none : {json{}, json{"null"}, json{{"value", nullptr}}}) {
        CHECK(revision_of(a_request({{"last_updated_time", none}})).text == "c1783092412757");
    }
    CHECK(revision_of(json::object()).text.empty());
}

TEST_CASE("a marker counts from the place where it belongs", "[servicedesk_plus]")
{
    const auto request =
        a_request({{"subject", subject_with_marker("Printer", k_marker)},
                   {"description", description_with_marker("<p>out</p>", k_copied)},
                   {"udf_fields", {{"udf_sline_1", nullptr}}}});
    CHECK(item(request, options_with(MarkerPlace::subject)).marker == k_marker);
    CHECK(item(request, options_with(MarkerPlace::description)).marker == k_copied);
    auto field = request;
    field["udf_fields"]["udf_sline_1"] = " " + k_copied + " ";
    CHECK(item(field, options_with(MarkerPlace::field, "udf_sline_1")).marker == k_copied);
    CHECK(item(field, options_with(MarkerPlace::field, "udf_sline_2")).marker == k_copied);
    CHECK_FALSE(item(request, options_with(MarkerPlace::field, "udf_sline_1")).marker.empty());
    auto plain = request;
    plain["description"] = "<p>out</p>";
    CHECK(item(plain, options_with(MarkerPlace::description)).marker == k_marker);
    CHECK(item(plain, options_with(MarkerPlace::field, "udf_sline_1")).marker == k_marker);
    CHECK(item(a_request({{"udf_fields", {{"udf_sline_1", "room 7"}}}}),
               options_with(MarkerPlace::field, "udf_sline_1"))
              .marker.empty());
}

TEST_CASE("texts are shown without a marker, whatever the setting is", "[servicedesk_plus]")
{
    const auto wrapped = "<div class=\"sdp-ze-default-wrapper\">" +
                         description_with_marker("<p>out</p>", k_marker) + "</div>";
    const auto request = a_request(
        {{"subject", subject_with_marker("Printer", k_marker)}, {"description", wrapped}});
    for (const auto place : {MarkerPlace::field, MarkerPlace::subject, MarkerPlace::description}) {
        const auto read = item(request, options_with(place, "udf_sline_1"));
        CHECK(read.fields.at("subject") == text("Printer"));
        CHECK(read.fields.at("description") == text("<p>out</p>"));
        CHECK(read.marker == k_marker);
    }
    const auto marker_only = a_request({{"description", description_with_marker("", k_marker)}});
    CHECK_FALSE(item(marker_only).fields.contains("description"));
}

TEST_CASE("what is in the trash is gone", "[servicedesk_plus]")
{
    for (const auto& members :
         {json{{"is_trashed", true}}, json{{"deleted_time", {{"value", "1783092412757"}}}}}) {
        const auto parsed = item_of(a_request(members), {});
        REQUIRE(std::holds_alternative<Trashed>(parsed));
        CHECK(std::get<Trashed>(parsed).id == "860");
    }
    CHECK(std::holds_alternative<model::WorkItem>(
        item_of(a_request({{"is_trashed", false}, {"deleted_time", nullptr}}), {})));
}

TEST_CASE("a request that cannot be read is told, not guessed", "[servicedesk_plus]")
{
    CHECK(problem(json::object()) == "it has no usable id");
    CHECK(problem(json::array()) == "it has no usable id");
    CHECK(problem({{"id", "abc"}}) == "it has no usable id");
    CHECK(problem({{"id", "860"}}).find("when it was created") != std::string::npos);
    CHECK(problem(a_request({{"group", {{"color", "red"}}}})).find("'group'") != std::string::npos);
    CHECK(problem(a_request({{"due_by_time", {{"value", "soon"}}}})).find("'due_by_time'") !=
          std::string::npos);
    CHECK(problem(a_request({{"tags", {{{"color", "red"}}}}})).find("'tags'") != std::string::npos);
    CHECK(problem(a_request({{"udf_fields", "x"}})).find("custom fields") != std::string::npos);
    CHECK(problem(a_request({{"udf_fields", {{"a", {{"value", {1, 2}}}}}}})).find("udf_fields.a") !=
          std::string::npos);
    const std::string most(std::size_t{4} << 20U, 'x');
    CHECK(item(a_request({{"description", most}})).fields.at("description") == text(most));
    CHECK(problem(a_request({{"description", most + "x"}})).find("'description'") !=
          std::string::npos);
}

TEST_CASE("a text that no database could keep is repaired", "[servicedesk_plus]")
{
    CHECK(field("subject", std::string{"a\0b", 3}) == text("ab"));
    CHECK(field("impact_details", "a\xFF") == text("a\xEF\xBF\xBD"));
}

} // namespace syncctl::tests
