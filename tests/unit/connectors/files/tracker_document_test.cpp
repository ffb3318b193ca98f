#include "connectors/files/tracker_document.hpp"
#include "folder_fixture.hpp"

#include "syncctl/base/error.hpp"

#include <catch2/catch.hpp>

namespace syncctl::tests {

using Catch::Matchers::Contains;
using connectors::files::read_tracker_document;

namespace {

std::string one_type(const std::string& fields,
                     const std::string& statuses = R"({"name": "New", "category": "proposed"})")
{
    return fmt::format(
        R"({{"types": [{{"name": "Bug", "statuses": [{}], "fields": [{}]}}]}})", statuses, fields);
}

std::string message_for(const std::string& text)
{
    try {
        static_cast<void>(read_tracker_document(text, "/t/tracker.json"));
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::document);
        CHECK_THAT(error.message(), Contains("/t/tracker.json"));
        return error.message();
    }
    return "no error";
}

const std::string k_state = R"({"name": "State", "type": "status"})";

} // namespace

TEST_CASE("tracker.json describes types with their statuses and fields", "[files]")
{
    const auto metadata = read_tracker_document(tests::k_bug_tracker, "tracker.json");

    REQUIRE(metadata.types.size() == 2);
    const model::TypeInfo* bug = metadata.find_type("Bug");
    REQUIRE(bug != nullptr);
    CHECK(bug->statuses.size() == 3);
    CHECK(bug->find_status("Closed")->category == model::StatusCategory::completed);
    CHECK(bug->status_field()->reference == "State");
    CHECK(bug->find_field("Title")->max_length == 250U);
    CHECK(bug->find_field("Title")->is_required);
    CHECK(bug->find_field("DueDate")->name == "Due date");
    CHECK(bug->find_field("Severity")->allowed == std::vector<std::string>{"Low", "High"});
    CHECK(bug->find_field("Serial")->is_readonly);
}

namespace {

std::string with_transitions(const std::string& transitions)
{
    return fmt::format(
        R"({{"types": [{{"name": "Bug", "statuses": [{{"name": "New", "category": "proposed"}}, {{"name": "Done", "category": "completed"}}], "transitions": {}, "fields": [{}]}}]}})",
        transitions,
        k_state);
}

} // namespace

TEST_CASE("tracker.json may say which status may follow which", "[files]")
{
    const auto text = with_transitions(R"({"New": ["Done"], "Done": []})");
    const auto metadata = read_tracker_document(text, "tracker.json");
    const std::map<std::string, std::vector<std::string>> wanted{{"New", {"Done"}}, {"Done", {}}};
    CHECK(metadata.types.at(0).transitions == wanted);

    CHECK_THAT(message_for(with_transitions("[]")),
               Contains("/types/0/transitions: an object was expected"));
    CHECK_THAT(message_for(with_transitions(R"({"Nwe": []})")), Contains("did you mean 'New'?"));
    CHECK_THAT(message_for(with_transitions(R"({"New": "Done"})")),
               Contains("/types/0/transitions/New: an array was expected"));
    CHECK_THAT(message_for(with_transitions(R"({"New": ["Don"]})")),
               Contains("/types/0/transitions/New/0: unknown status 'Don'; did you mean 'Done'?"));
    CHECK_THAT(message_for(with_transitions(R"({"New": ["Done", "Done"]})")),
               Contains("'Done' is there twice"));
}

TEST_CASE("a mistake in tracker.json is named with its place", "[files]")
{
    const std::string status = k_state + ", ";
    CHECK_THAT(message_for("[]"), Contains("an object was expected"));
    CHECK_THAT(message_for("{}"), Contains("\"types\" is missing"));
    CHECK_THAT(message_for(R"({"types": []})"),
               Contains("/types: there must be at least one type"));
    CHECK_THAT(message_for(R"({"types": [], "typs": []})"), Contains("did you mean 'types'"));
    CHECK_THAT(message_for(R"({"types": [{"name": "Bug"}]})"),
               Contains("/types/0: \"statuses\" is missing"));
    CHECK_THAT(message_for(one_type(status + R"({"name": "A", "type": "txt"})")),
               Contains("/types/0/fields/1/type: unknown field type 'txt'; did you mean 'text'?"));
    CHECK_THAT(message_for(one_type(status + R"({"name": "A", "type": "text", "requird": true})")),
               Contains("did you mean 'required'"));
    CHECK_THAT(
        message_for(one_type(status + R"({"name": "A", "type": "text", "required": "yes"})")),
        Contains("/types/0/fields/1/required: true or false was expected"));
    CHECK_THAT(message_for(one_type(status + R"({"name": "A", "type": "text", "max_length": 0})")),
               Contains("/types/0/fields/1/max_length"));
    CHECK_THAT(
        message_for(one_type(status + R"({"name": "A", "type": "number", "max_length": 5})")),
        Contains("only fields of type text"));
    CHECK_THAT(message_for(one_type(status + R"({"name": "A", "type": "text", "allowed": ["x"]})")),
               Contains("only fields of type choice"));
    CHECK_THAT(
        message_for(one_type(status + R"({"name": "A", "type": "choice", "allowed": ["x", "x"]})")),
        Contains("/types/0/fields/1/allowed/1: 'x' is there twice"));
    CHECK_THAT(message_for(one_type(status + R"({"name": "", "type": "text"})")),
               Contains("/types/0/fields/1/name: the text is empty"));
    CHECK_THAT(message_for(one_type(status + R"({"name": "a\u001b[2J", "type": "text"})")),
               Contains("control character"));
    CHECK_THAT(message_for(one_type(k_state, R"({"name": "New", "category": "propsed"})")),
               Contains("did you mean 'proposed'"));
    CHECK_THAT(message_for("{\"types\": "), Contains("/t/tracker.json"));
}

TEST_CASE("a type has exactly one status field, and nothing twice", "[files]")
{
    CHECK_THAT(message_for(one_type(R"({"name": "A", "type": "text"})")), Contains("exactly one"));
    CHECK_THAT(message_for(one_type(k_state + R"(, {"name": "B", "type": "status"})")),
               Contains("exactly one"));
    CHECK_THAT(message_for(one_type(k_state + ", " + k_state)), Contains("there twice"));
    CHECK_THAT(
        message_for(one_type(k_state + R"(, {"name": "B", "reference": "State", "type": "text"})")),
        Contains("field 'State' is there twice"));
    CHECK_THAT(message_for(one_type(k_state, "")), Contains("at least one status"));
    CHECK_THAT(
        message_for(one_type(
            k_state,
            R"({"name": "N", "category": "proposed"}, {"name": "N", "category": "resolved"})")),
        Contains("status 'N' is there twice"));
    const std::string type =
        R"({"name": "Bug", "statuses": [{"name": "New", "category": "proposed"}],)"
        R"( "fields": [{"name": "State", "type": "status"}]})";
    CHECK_THAT(message_for("{\"types\": [" + type + "," + type + "]}"),
               Contains("type 'Bug' is there twice"));
}

TEST_CASE("field names that look dangerous are just names", "[files]")
{
    const auto metadata = read_tracker_document(
        one_type(k_state +
                 R"(, {"name": "id", "type": "text"}, {"name": "__proto__", "type": "text"},
                               {"name": "'; --", "type": "text"}, {"name": "a.b", "type": "text"})"),
        "tracker.json");

    CHECK(metadata.types.at(0).fields.size() == 5);
    CHECK(metadata.types.at(0).find_field("'; --") != nullptr);
}

TEST_CASE("a tracker.json with too many types or fields is refused", "[files]")
{
    std::string fields = k_state;
    for (int i = 0; i < 10'000; ++i) {
        fields += fmt::format(R"(,{{"name": "f{}", "type": "text"}})", i);
    }
    CHECK_THAT(message_for(one_type(fields)), Contains("more than 10000 fields"));

    std::string types;
    for (int i = 0; i < 1001; ++i) {
        types += fmt::format(R"({}{{"name": "t{}"}})", i == 0 ? "" : ",", i);
    }
    CHECK_THAT(message_for("{\"types\": [" + types + "]}"), Contains("at most 1000"));
}

} // namespace syncctl::tests
