#include "syncctl/base/error.hpp"
#include "syncctl/model/value.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::model; // NOLINT(google-build-using-namespace): this file tests that one
                                // module

TEST_CASE("lists are equal as sets, everything else exactly", "[model]")
{
    CHECK(same_value(Value{List{"a", "b"}}, Value{List{"b", "a"}}));
    CHECK(same_value(Value{List{"a", "a", "b"}}, Value{List{"b", "a"}}));
    CHECK_FALSE(same_value(Value{List{"a"}}, Value{List{"a", "b"}}));
    CHECK(same_value(Value{std::string{"x"}}, Value{std::string{"x"}}));
    CHECK_FALSE(same_value(Value{std::string{"x"}}, Value{std::string{"X"}}));
    CHECK_FALSE(same_value(Value{std::string{"caf\xC3\xA9"}}, Value{std::string{"cafe\xCC\x81"}}));
}

TEST_CASE("values of different shapes are different", "[model]")
{
    const Value null;
    CHECK_FALSE(same_value(null, Value{std::string{}}));
    CHECK_FALSE(same_value(null, Value{List{}}));
    CHECK_FALSE(same_value(null, Value{false}));
    CHECK_FALSE(same_value(Value{std::string{"1"}}, Value{number_from_text("1")}));
    CHECK_FALSE(same_value(Value{true}, Value{number_from_text("1")}));
    CHECK_FALSE(same_value(Value{std::string{"a"}}, Value{List{"a"}}));
    CHECK(same_value(null, Value{}));
}

TEST_CASE("numbers are equal when they are the same number", "[model]")
{
    CHECK(same_value(Value{number_from_text("1.0")}, Value{number_from_text("1e0")}));
    CHECK_FALSE(same_value(Value{number_from_text("9007199254740992")},
                           Value{number_from_text("9007199254740993")}));
    CHECK_THROWS_AS(number_from_text("one"), syncctl::Error);
    CHECK_THROWS_AS(number_from_text(""), syncctl::Error);
}

TEST_CASE("values are shown to people as plain text", "[model]")
{
    CHECK(to_text(Value{}).empty());
    CHECK(to_text(Value{std::string{"x"}}) == "x");
    CHECK(to_text(Value{number_from_text("1.50")}) == "1.5");
    CHECK(to_text(Value{true}) == "true");
    CHECK(to_text(Value{List{"a", "b"}}) == "a, b");
    CHECK(shape_of(Value{}) == "null");
    CHECK(shape_of(Value{std::string{}}) == "text");
    CHECK(shape_of(Value{Number{"1"}}) == "number");
    CHECK(shape_of(Value{false}) == "boolean");
    CHECK(shape_of(Value{List{}}) == "list");
}

TEST_CASE("a field that is not there is null", "[model]")
{
    const Fields fields{{"Title", std::string{"x"}}};
    CHECK(value_of(fields, "Title") == Value{std::string{"x"}});
    CHECK(is_null(value_of(fields, "title")));
}
