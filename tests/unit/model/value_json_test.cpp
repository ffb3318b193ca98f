#include "syncctl/base/error.hpp"
#include "syncctl/base/json.hpp"
#include "syncctl/model/value_json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <clocale>
#include <vector>

using namespace syncctl::model; // NOLINT(google-build-using-namespace): this file tests that one
                                // module

TEST_CASE("every value comes back from its JSON as it was", "[model]")
{
    const std::vector<Value> values{
        Value{},
        Value{std::string{}},
        Value{std::string{"Grüße \"quoted\" \n \x01 漢字"}},
        Value{std::string{"a\0b", 3}},
        Value{std::string{"12"}},
        Value{true},
        Value{false},
        Value{number_from_text("0")},
        Value{number_from_text("-12.5")},
        Value{number_from_text("0.1")},
        Value{number_from_text("9007199254740993")},
        Value{number_from_text("-9223372036854775808")},
        Value{number_from_text("18446744073709551615")},
        Value{number_from_text("18446744073709551617")},
        Value{number_from_text("3.14159265358979323846264338327950288")},
        Value{number_from_text("1e300")},
        Value{number_from_text("1e400")},
        Value{number_from_text("1.25e-7")},
        Value{List{}},
        Value{List{"a", "", "b"}}};
    Fields fields;
    for (const auto& value : values) {
        const auto text = to_json_text(value);
        INFO(text);
        CHECK(value_from_json_text(text) == value);
        fields["field " + std::to_string(fields.size())] = value;
    }
    CHECK(fields_from_json_text(to_json_text(fields)) == fields);
    CHECK(fields_from_json_text("{}").empty());
}

TEST_CASE("numbers that a JSON reader would round are written as text", "[model]")
{
    CHECK(to_json_text(Value{number_from_text("1.50")}) == "1.5");
    CHECK(to_json_text(Value{number_from_text("18446744073709551615")}) == "18446744073709551615");
    CHECK(to_json_text(Value{number_from_text("18446744073709551617")}) ==
          R"({"number":"18446744073709551617"})");
}

TEST_CASE("a number's JSON does not depend on the locale", "[model]")
{
    const auto* const changed = std::setlocale(LC_ALL, "de_DE.UTF-8");
    const auto text = to_json_text(Value{number_from_text("1.5")});
    std::setlocale(LC_ALL, "C");
    CAPTURE(changed != nullptr);
    CHECK(text == "1.5");
}

TEST_CASE("an item's JSON value becomes a field value or is refused", "[model]")
{
    const auto read = [](const char* text) {
        return value_from_json(syncctl::base::parse_json(text));
    };
    CHECK(read("null") == Value{});
    CHECK(read("1.0") == Value{Number{"1"}});
    CHECK(read("1e3") == Value{Number{"1000"}});
    CHECK(read("-0") == Value{Number{"0"}});
    CHECK(read("\"1\"") == Value{std::string{"1"}});
    CHECK(read(R"(["x"])") == Value{List{"x"}});
    for (const auto* text :
         {"{}", R"({"a": 1})", R"({"number": 1})", R"({"number": "x"})", "[1]", "[[]]", "[null]"}) {
        INFO(text);
        CHECK_THROWS_AS(read(text), syncctl::Error);
    }
}

TEST_CASE("stored text that cannot be read means a damaged database", "[model]")
{
    for (const auto* text :
         {"", "{", "[1,", "\"a", R"({"a": {"b": 1}})", "[]", "1", R"({"a": 1, "a": 2})"}) {
        INFO(text);
        try {
            (void)fields_from_json_text(text);
            FAIL("accepted");
        } catch (const syncctl::Error& error) {
            CHECK(error.code() == syncctl::ErrorCode::damaged_database);
        }
    }
    CHECK_THROWS_AS(value_from_json_text("{}"), syncctl::Error);
}
