#include "connectors/azure_devops/item_json.hpp"
#include "connectors/azure_devops/marker_link.hpp"
#include "examples.hpp"

#include <catch2/catch.hpp>

namespace syncctl::tests {

using namespace connectors::azure_devops;
using nlohmann::json;

namespace {

json a_bug(json fields = json::object())
{
    fields["System.WorkItemType"] = "Bug";
    return {{"id", 7}, {"rev", 3}, {"fields", std::move(fields)}};
}

model::WorkItem item(const json& object)
{
    const auto parsed = item_of(object, {});
    REQUIRE(std::holds_alternative<model::WorkItem>(parsed));
    return std::get<model::WorkItem>(parsed);
}

model::Value field(const char* name, const json& value)
{
    return model::value_of(item(a_bug({{name, value}})).fields, name);
}

std::string text(const model::Value& value)
{
    REQUIRE(std::holds_alternative<std::string>(value));
    return std::get<std::string>(value);
}

} // namespace

TEST_CASE("published work items are read", "[azure_devops]")
{
    const auto created = item(azure_answer("workitems.create"));
    CHECK(created.id == "131489");
    CHECK(created.type == "Task");
    CHECK(created.revision.text == "1");
    CHECK(base::format_utc(created.modified_at) == "2017-10-06T01:04:51.570Z");
    CHECK(created.identity == "2017-10-06T01:04:51.570Z");
    CHECK(text(created.fields.at("System.CreatedBy")) == "fabrikamfiber4@hotmail.com");
    CHECK(text(created.fields.at("System.Title")) == "Sample task");
    CHECK(created.fields.at("Microsoft.VSTS.Common.Priority") == model::Value{model::Number{"2"}});
    CHECK(created.marker.empty());
    for (const auto* name : {"workitems.list.expandall", "workitemsbatch.get"}) {
        const auto answer = azure_answer(name);
        for (const auto& row : answer.at("value")) {
            CHECK(std::holds_alternative<model::WorkItem>(item_of(row, {})));
        }
    }
    const auto tagged = item(azure_answer("workitems.update.tags_replace"));
    CHECK(tagged.fields.at("System.Tags") == model::Value{model::List{"Tag1", "Tag2"}});
}

TEST_CASE("a person is read from all four forms", "[azure_devops]")
{
    CHECK(text(field("System.AssignedTo",
                     {{"displayName", "Jamal Hartnett"}, {"uniqueName", "jamal@example.com"}})) ==
          "jamal@example.com");
    CHECK(text(field("System.AssignedTo",
                     {{"id", "1"}, {"uniqueName", "Jamal Hartnett <jamal@example.com>"}})) ==
          "jamal@example.com");
    CHECK(text(field("System.AssignedTo", "Jamal Hartnett <jamal@example.com>")) ==
          "jamal@example.com");
    CHECK(text(field("System.AssignedTo", "Jamal Hartnett")) == "Jamal Hartnett");
    CHECK(text(field("Custom.Reviewer", {{"displayName", "A Group"}})) == "A Group");
    CHECK(text(field("System.Title", "a <b>")) == "a <b>");
}

TEST_CASE("ids are exact text or refused", "[azure_devops]")
{
    CHECK(id_of(9007199254740993) == "9007199254740993");
    CHECK(id_of("92") == "92");
    CHECK(id_of(9223372036854775807) == "9223372036854775807");
    for (const auto& bad : {json(0),
                            json(-1),
                            json(1.0),
                            json("01"),
                            json("1 "),
                            json(nullptr),
                            json(true),
                            json::object(),
                            json(std::string(10'000, '9')),
                            json("")}) {
        CAPTURE(bad.dump().substr(0, 20));
        CHECK_FALSE(id_of(bad).has_value());
    }
}

TEST_CASE("dates are read or refused, never wrapped", "[azure_devops]")
{
    const auto read = [](const char* text) { return base::format_utc(date_of(text).value()); };
    CHECK(read("2017-10-06T01:04:51.57Z") == "2017-10-06T01:04:51.570Z");
    CHECK(read("2017-10-06T01:04:51Z") == "2017-10-06T01:04:51.000Z");
    CHECK(read("2017-10-06T01:04:51.1234567Z") == "2017-10-06T01:04:51.123Z");
    CHECK(read("9999-01-01T00:00:00Z") == "9999-01-01T00:00:00.000Z");
    for (const auto* bad : {"0001-01-01T00:00:00",
                            "2017-10-06T01:04:51",
                            "2017-10-06T01:04:51+14:00",
                            "2017-02-30T00:00:00Z",
                            "9999-12-31T23:59:60Z",
                            "2017-10-06T01:04:51.Z",
                            "2017-10-06T01:04:51.1x2Z",
                            "/Date(1507251891570)/",
                            "1e18",
                            "Z",
                            ""}) {
        CAPTURE(bad);
        CHECK_FALSE(date_of(bad).has_value());
    }
    // In a title it is prose.
    CHECK(text(field("System.Title", "2017-10-06T01:04:51Z")) == "2017-10-06T01:04:51Z");
    CHECK(text(field("Custom.Due", "2017-10-06T01:04:51Z")) == "2017-10-06T01:04:51.000Z");
}

TEST_CASE("texts are made storable and otherwise kept", "[azure_devops]")
{
    CHECK(text(field("System.Title", std::string{"a\0b", 3})) == "ab");
    for (const auto* kept : {"\xF0\x9F\x98\x80",
                             "\xE2\x80\xAE"
                             "abc",
                             "\x07",
                             "<script>alert(1)</script>"}) {
        CHECK(text(field("System.Title", kept)) == kept);
    }
    const std::string large(1 << 20, 'd');
    CHECK(text(field("System.Description", large)) == large);
    CHECK(model::is_null(field("System.Tags", " ; ;")));
    CHECK(field("Custom.Flag", false) == model::Value{false});
    CHECK(field("Custom.Cost", 1.5) == model::Value{model::Number{"1.5"}});
    CHECK(model::is_null(field("Custom.Empty", nullptr)));
}

TEST_CASE("an item that cannot be read says so and drags nothing along", "[azure_devops]")
{
    const auto problem = [](const json& object) {
        const auto parsed = item_of(object, {});
        REQUIRE(std::holds_alternative<ItemProblem>(parsed));
        return std::get<ItemProblem>(parsed);
    };
    CHECK(problem(a_bug({{"Custom.Odd", {{"x", 1}}}})).reason.find("Custom.Odd") !=
          std::string::npos);
    CHECK(problem(a_bug({{"Custom.Odd", json::array({1})}})).id == "7");
    CHECK(problem({{"id", 7}, {"fields", json::object()}}).id == "7");
    CHECK(problem({{"id", 7}, {"rev", 1}, {"fields", json::object()}}).id == "7");
    CHECK(problem({{"rev", 1}}).id.empty());
    CHECK(problem(json::array()).id.empty());
    CHECK(problem(7).id.empty());
}

TEST_CASE("the marker is a hyperlink to the partner", "[azure_devops]")
{
    const std::string marker = "syncctl:01234567-89ab-4def-8123-456789abcdef:source:a/b c%\xC3\xA4";
    const auto [address, beginning] = GENERATE(table<std::string, std::string>({
        {"https://desk.example/item/7", "https://desk.example/item/7#syncctl=syncctl%3A"},
        {"", "https://syncctl.invalid/item#syncctl=syncctl%3A"},
        {"javascript:alert(1)", "https://syncctl.invalid/item#syncctl="},
        {"https://desk.example/#7", "https://syncctl.invalid/item#syncctl="},
        {"https://desk.example/" + std::string(2048, '7'), "https://syncctl.invalid/item#syncctl="},
    }));
    const auto relation = marker_relation(marker, address);
    CHECK(relation.at("rel") == "Hyperlink");
    CHECK(relation.at("url").get<std::string>().rfind(beginning, 0) == 0);
    CHECK(relation.at("attributes").at("comment") == marker);
    CHECK(marker_in(json::array({relation})) == marker);
    auto object = a_bug();
    object["relations"] = json::array({relation});
    CHECK(item(object).marker == marker);
}

TEST_CASE("of several markers the oldest counts, and damaged ones do not", "[azure_devops]")
{
    auto first = marker_relation("one", {});
    first["attributes"]["id"] = 5;
    auto second = marker_relation("two", {});
    second["attributes"]["id"] = 4;
    CHECK(marker_in(json::array({first, second})) == "two");
    auto damaged = marker_relation("one", {});
    damaged["url"] = "https://syncctl.invalid/item#syncctl=%zz";
    CHECK(marker_in(json::array({damaged})).empty());
    auto pasted = marker_relation("one", "https://desk.example/item/7");
    pasted["attributes"]["comment"] = "see there";
    CHECK(marker_in(json::array({pasted})).empty());
    auto other = marker_relation("one", {});
    other["rel"] = "System.LinkTypes.Related";
    CHECK(marker_in(json::array({other, 7, nullptr})).empty());
    CHECK(marker_in(nullptr).empty());
}

TEST_CASE("a field may hold the marker instead", "[azure_devops]")
{
    const auto parsed = item_of(a_bug({{"Custom.Sync", "syncctl:x"}}), "Custom.Sync");
    CHECK(std::get<model::WorkItem>(parsed).marker == "syncctl:x");
}

} // namespace syncctl::tests
