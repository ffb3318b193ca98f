#include "connectors/files/item_document.hpp"
#include "connectors/files/tracker_document.hpp"
#include "folder_fixture.hpp"

#include <catch2/catch.hpp>

namespace syncctl::connectors::files {

using Catch::Matchers::Contains;

namespace {

std::variant<ItemDocument, ItemProblem> read(std::string_view text)
{
    return read_item_document(
        text, "7", read_tracker_document(tests::k_bug_tracker, "tracker.json"));
}

std::string problem(std::string_view text)
{
    const auto result = read(text);
    REQUIRE(std::holds_alternative<ItemProblem>(result));
    return std::get<ItemProblem>(result).reason;
}

std::string with_field(const std::string& field)
{
    return R"({"id": "7", "type": "Bug", "fields": {)" + field + "}}";
}

} // namespace

TEST_CASE("a document becomes a work item with typed values", "[files]")
{
    const auto result = read(R"({"id": "7", "type": "Bug", "marker": "syncctl:x", "extra": [1],
        "fields": {"Title": "Printer", "State": "New", "Priority": 9007199254740993, "Blocking": false,
                   "Tags": ["a", "b"], "Owner": null, "Unknown": {"x": 1}, "Repro.Steps": ""}})");

    REQUIRE(std::holds_alternative<ItemDocument>(result));
    const auto& item = std::get<ItemDocument>(result).item;
    CHECK(item.id == "7");
    CHECK(item.type == "Bug");
    CHECK(item.marker == "syncctl:x");
    CHECK(item.fields == model::Fields{{"Title", std::string{"Printer"}},
                                       {"State", std::string{"New"}},
                                       {"Priority", model::Number{"9007199254740993"}},
                                       {"Blocking", false},
                                       {"Tags", model::List{"a", "b"}},
                                       {"Repro.Steps", std::string{}}});
}

TEST_CASE("a number keeps every digit, or the item is unreadable", "[files]")
{
    const auto result = read(with_field(R"("Priority": 1234567890123456789)"));
    REQUIRE(std::holds_alternative<ItemDocument>(result));
    CHECK(std::get<ItemDocument>(result).item.fields.at("Priority") ==
          model::Value{model::Number{"1234567890123456789"}});
    CHECK_THAT(problem(with_field(R"("Priority": 12345678901234567890123.5)")),
               Contains("exactly"));
}

TEST_CASE("a document that is no work item says why", "[files]")
{
    CHECK_THAT(problem("[]"), Contains("must be an object"));
    CHECK_THAT(problem("{}"), Contains("no \"id\""));
    CHECK_THAT(problem(R"({"id": 7})"), Contains("\"id\" is a number"));
    CHECK_THAT(problem(R"({"id": "8"})"), Contains("the file name says 7"));
    for (const char* id :
         {R"("07")", R"("7 ")", R"("7.0")", "7.0", "null", "true", R"({"a": 1})"}) {
        CAPTURE(id);
        CHECK_THAT(problem(fmt::format(R"({{"id": {}, "type": "Bug", "fields": {{}}}})", id)),
                   Contains("\"id\" is"));
    }
    CHECK_THAT(problem(R"({"id": "7"})"), Contains("\"type\""));
    CHECK_THAT(problem(R"({"id": "7", "type": "Epic", "fields": {}})"), Contains("'Epic'"));
    CHECK_THAT(problem(R"({"id": "7", "type": "Bug"})"), Contains("\"fields\""));
    CHECK_THAT(problem(R"({"id": "7", "type": "Bug", "fields": []})"), Contains("\"fields\""));
    CHECK_THAT(problem(R"({"id": "7", "type": "Bug", "marker": 1, "fields": {}})"),
               Contains("marker"));
    CHECK_THAT(problem(with_field(R"("Title": 1)")),
               Contains("field 'Title': a text was expected"));
    CHECK_THAT(problem(with_field(R"("Priority": "1")")),
               Contains("field 'Priority': a number was expected"));
    CHECK_THAT(problem(with_field(R"("Blocking": "no")")), Contains("a boolean was expected"));
    CHECK_THAT(problem(with_field(R"("Tags": "a")")), Contains("an array of texts was expected"));
    CHECK_THAT(problem(with_field(R"("Tags": ["a", 1])")), Contains("it holds a number"));
    CHECK_THAT(problem(with_field(R"("Title": "a\u0000b")")), Contains("NUL"));
    CHECK_THAT(problem(with_field(R"("Tags": ["\u0000"])")), Contains("NUL"));
}

TEST_CASE("an update touches only the fields that it names", "[files]")
{
    auto result =
        read(R"({"note": 1.50, "id": "7", "fields": {"z": 1e2, "Title": "old", "Owner": "jo",
                           "Unknown": "\u0000"}, "type": "Bug", "more": {"b": 1, "a": 2}})");
    auto& tree = std::get<ItemDocument>(result).tree;

    merge_fields(tree,
                 {{"Title", std::string{"new"}},
                  {"Owner", model::Value{}},
                  {"Priority", model::Number{"3"}},
                  {"Tags", model::List{"x"}}});

    CHECK(pretty_text(tree) == R"({
  "note": 1.50,
  "id": "7",
  "fields": {
    "z": 1e2,
    "Title": "new",
    "Unknown": "\u0000",
    "Priority": 3,
    "Tags": [
      "x"
    ]
  },
  "type": "Bug",
  "more": {
    "b": 1,
    "a": 2
  }
}
)");
}

TEST_CASE("a new document has its fields in the order of tracker.json", "[files]")
{
    const auto metadata = read_tracker_document(tests::k_bug_tracker, "tracker.json");
    const connectors::CreateItem create{
        .type = "Bug",
        .fields = {{"Blocking", true}, {"Owner", model::Value{}}, {"Title", std::string{"T"}}},
        .marker = "m"};

    CHECK(pretty_text(new_item_tree(create, "12", *metadata.find_type("Bug"))) == R"({
  "id": "12",
  "type": "Bug",
  "marker": "m",
  "fields": {
    "Title": "T",
    "State": "New",
    "Blocking": true
  }
}
)");
}

} // namespace syncctl::connectors::files
