#include "connectors/servicedesk_plus/marker_text.hpp"
#include "connectors/servicedesk_plus/request_body.hpp"

#include "syncctl/base/text.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace syncctl::tests {

using namespace connectors::servicedesk_plus;
using connectors::CreateItem;
using connectors::Refused;
using model::Fields;
using nlohmann::json;

namespace {

const std::string k_marker = "syncctl:0b6d2c1e-7f0a-4c59-9b0e-2f6b6d9f3a11:source:12";

/// Every name has the id 7, but for those that begin with "no ".
Reference lookup(std::string_view field, const std::string& name, const Fields& /*request*/)
{
    if (name.starts_with("no ")) {
        return Refused{.reason = "unknown", .field = std::string{field}};
    }
    return json{{"id", "7"}};
}

struct Bodies {
    Options options{};
    std::string marker{};

    [[nodiscard]] BodyContext context() const
    {
        return {.options = options, .lookup = lookup, .request = {}, .marker = marker};
    }

    [[nodiscard]] json of(const Fields& fields) const
    {
        auto body = body_of(fields, context());
        const auto* refused = std::get_if<Refused>(&body);
        INFO((refused == nullptr ? std::string{} : refused->reason));
        REQUIRE(refused == nullptr);
        return std::get<json>(body);
    }

    [[nodiscard]] Refused refusal(const Fields& fields) const
    {
        return std::get<Refused>(body_of(fields, context()));
    }

    [[nodiscard]] json of_new(const Fields& fields, const std::string& type = "Incident") const
    {
        const CreateItem create{.type = type, .fields = fields, .marker = marker};
        return std::get<json>(new_body_of(create, context()));
    }
};

} // namespace

TEST_CASE("fields go out in the forms that the interface documents", "[servicedesk_plus]")
{
    const auto body = Bodies{}.of({{"subject", std::string{"Printer"}},
                                   {"priority", std::string{"High"}},
                                   {"technician", std::string{"jeniffer@fabrikam.example"}},
                                   {"requester", std::string{"guest@fabrikam.example"}},
                                   {"group", model::Value{}},
                                   {"email_ids_to_notify", model::Value{}},
                                   {"resolution", std::string{"Toner"}},
                                   {"closure_info.closure_code", std::string{"Success"}},
                                   {"closure_info.closure_comments", std::string{"done"}},
                                   {"udf_fields.udf_sline_302", std::string{"A-1"}},
                                   {"udf_fields.udf_pick_7", model::Value{}}});
    CHECK(body == json{{"subject", "Printer"},
                       {"priority", {{"id", "7"}}},
                       {"technician", {{"id", "7"}}},
                       {"requester", {{"email_id", "guest@fabrikam.example"}}},
                       {"group", nullptr},
                       {"email_ids_to_notify", json::array()},
                       {"resolution", {{"content", "Toner"}}},
                       {"closure_info",
                        {{"closure_code", {{"name", "Success"}}}, {"closure_comments", "done"}}},
                       {"udf_fields", {{"udf_sline_302", "A-1"}, {"udf_pick_7", nullptr}}}});
}

TEST_CASE("a requester without a mail address goes by name", "[servicedesk_plus]")
{
    CHECK(Bodies{}.of({{"requester", std::string{"Catherine"}}}).at("requester") ==
          json{{"name", "Catherine"}});
}

TEST_CASE("what cannot be written is refused before anything goes out", "[servicedesk_plus]")
{
    Bodies bodies;
    bodies.options.marker_field = "udf_sline_1802";
    const auto [field, reason] = GENERATE(table<std::string, std::string>(
        {{"created_time", "the tracker sets 'created_time' itself"},
         {"System.Title",
          "a request has no field 'System.Title'; a custom one is named "
          "udf_fields.KEY"},
         {"udf_fields.",
          "a request has no field 'udf_fields.'; a custom one is named "
          "udf_fields.KEY"},
         {"udf_fields.udf_sline_1802",
          "this field holds the marker by which syncctl finds its items"}}));
    const auto refused = bodies.refusal({{field, std::string{"x"}}});
    CHECK(refused.reason == reason);
    CHECK(refused.field == field);
}

TEST_CASE("an unknown name refuses the whole body", "[servicedesk_plus]")
{
    const auto refused =
        Bodies{}.refusal({{"subject", std::string{"Printer"}}, {"status", std::string{"no such"}}});
    CHECK(refused.field == "status");
}

TEST_CASE("a subject is one line of 250 characters", "[servicedesk_plus]")
{
    const Bodies bodies;
    const std::string umlauts = [] {
        std::string text;
        for (int i = 0; i < 250; ++i) {
            text += "ä";
        }
        return text;
    }();
    CHECK(bodies.of({{"subject", umlauts}}).at("subject") == umlauts);
    CHECK(bodies.refusal({{"subject", umlauts + "ab"}}).reason ==
          "the subject is 2 characters too long: it takes 250");
    CHECK(bodies.refusal({{"subject", std::string{" "}}}).reason == "a request needs a subject");
    CHECK(bodies.refusal({{"subject", model::Value{}}}).reason == "a request needs a subject");
    CHECK(bodies.refusal({{"subject", std::string{"one\ntwo"}}})
              .reason.starts_with("a subject is one line"));
}

TEST_CASE("a marker at the end of the subject takes its share of it", "[servicedesk_plus]")
{
    Bodies bodies{.options = {}, .marker = k_marker};
    bodies.options.marker_place = MarkerPlace::subject;
    const auto free = 250 - subject_marker_length(k_marker);

    const auto fits = bodies.of({{"subject", std::string(free, 'x')}}).at("subject");
    CHECK(base::code_points(fits.get<std::string>()) == 250);
    CHECK(subject_without_marker(fits.get<std::string>()).marker == k_marker);

    const auto refused = bodies.refusal({{"subject", std::string(free + 1, 'x')}});
    CHECK(refused.reason.starts_with("the subject is 1 character too long: it takes 250, of which "
                                     "the marker needs "));
}

TEST_CASE("a marker in the description outlives an edit of it", "[servicedesk_plus]")
{
    const Bodies bodies{.options = {}, .marker = k_marker};
    const auto written = [&](const model::Value& value) {
        return description_without_marker(
            bodies.of({{"description", value}}).at("description").get<std::string>());
    };
    CHECK(written(std::string{"<p>new</p>"}).marker == k_marker);
    CHECK(written(std::string{"<p>new</p>"}).text == "<p>new</p>");
    CHECK(written(model::Value{}).marker == k_marker);
    // Nobody is to find a marker where there was none.
    CHECK(Bodies{}.of({{"description", model::Value{}}}).at("description").is_null());
}

TEST_CASE("a new request gets its marker where the settings say", "[servicedesk_plus]")
{
    Bodies bodies{.options = {}, .marker = k_marker};
    const Fields fields{{"subject", std::string{"Printer"}}};

    const auto in_description = bodies.of_new(fields).at("description").get<std::string>();
    CHECK(description_without_marker(in_description).marker == k_marker);

    bodies.options.marker_place = MarkerPlace::field;
    bodies.options.marker_field = "udf_sline_1802";
    const auto in_field = bodies.of_new(fields);
    CHECK(in_field.at("udf_fields").at("udf_sline_1802") == k_marker);
    CHECK_FALSE(in_field.contains("description"));

    bodies.options.marker_place = MarkerPlace::subject;
    CHECK(subject_without_marker(bodies.of_new(fields).at("subject").get<std::string>()).marker ==
          k_marker);
}

TEST_CASE("a new request has a type, and no fields without a value", "[servicedesk_plus]")
{
    Bodies bodies;
    const Fields fields{{"subject", std::string{"Printer"}}, {"priority", model::Value{}}};
    CHECK(bodies.of_new(fields, "Service Request") ==
          json{{"subject", "Printer"}, {"request_type", {{"id", "7"}}}});

    bodies.options.types_by = TypesBy::request_template;
    CHECK(bodies.of_new(fields, "Printer problem").contains("template"));
}

TEST_CASE("a default type that the tracker does not list is left to the tracker",
          "[servicedesk_plus]")
{
    Bodies bodies;
    bodies.options.default_type = "no type";
    const Fields fields{{"subject", std::string{"Printer"}}};
    CHECK_FALSE(bodies.of_new(fields, "no type").contains("request_type"));

    const CreateItem other{.type = "no other", .fields = fields, .marker = {}};
    CHECK(std::get<Refused>(new_body_of(other, bodies.context())).field == "request_type");
}

TEST_CASE("a new request needs a subject", "[servicedesk_plus]")
{
    const CreateItem create{
        .type = "Incident", .fields = {{"subject", model::Value{}}}, .marker = {}};
    const auto refused = std::get<Refused>(new_body_of(create, Bodies{}.context()));
    CHECK(refused.reason == "a request needs a subject");
    CHECK(refused.field == "subject");
}

} // namespace syncctl::tests
