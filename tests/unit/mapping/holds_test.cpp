#include "mapping/conditions.hpp"
#include "support/values.hpp"

#include <catch2/catch.hpp>

using namespace syncctl;
using model::Comparison;
using model::List;
using model::Value;
using test::number;
using test::text;

namespace {

bool holds(Comparison comparison, std::vector<std::string> values, const Value& value)
{
    return mapping::holds({model::Side::source, "Field", comparison, std::move(values)}, value);
}

} // namespace

TEST_CASE("equality is what people read", "[mapping][when]")
{
    CHECK(holds(Comparison::equal, {"High"}, text("High")));
    CHECK_FALSE(holds(Comparison::equal, {"high"}, text("High")));
    CHECK(holds(Comparison::equal, {"2"}, number("2")));
    CHECK(holds(Comparison::equal, {"2.0"}, number("2")));
    CHECK(holds(Comparison::equal, {"2"}, text("2")));
    CHECK(holds(Comparison::equal, {"true"}, Value{true}));
    CHECK(holds(Comparison::equal, {""}, Value{}));
    CHECK(holds(Comparison::equal, {"vip"}, List{"vip"}));
    CHECK_FALSE(holds(Comparison::equal, {"vip"}, List{"vip", "late"}));
    CHECK(holds(Comparison::different, {"High"}, Value{}));
    CHECK_FALSE(holds(Comparison::different, {"High"}, text("High")));
}

TEST_CASE("one of several, none of several", "[mapping][when]")
{
    CHECK(holds(Comparison::one_of, {"1", "2"}, number("2")));
    CHECK_FALSE(holds(Comparison::one_of, {"1", "2"}, number("3")));
    CHECK_FALSE(holds(Comparison::one_of, {}, number("3")));
    CHECK(holds(Comparison::none_of, {"1", "2"}, number("3")));
    CHECK_FALSE(holds(Comparison::none_of, {"1", "2"}, number("1.0")));
}

TEST_CASE("numbers have the order of what they are worth", "[mapping][when]")
{
    CHECK(holds(Comparison::less, {"10"}, number("9")));
    CHECK(holds(Comparison::less, {"10"}, text("9")));
    CHECK(holds(Comparison::at_most, {"10"}, number("10")));
    CHECK(holds(Comparison::at_least, {"10"}, number("10.0")));
    CHECK(holds(Comparison::greater, {"-1"}, number("0")));
    CHECK_FALSE(holds(Comparison::greater, {"10"}, number("10")));
}

TEST_CASE("dates have their order, other texts none", "[mapping][when]")
{
    CHECK(holds(Comparison::less, {"2026-11-26"}, text("2026-11-25T23:59:59.000Z")));
    CHECK(holds(Comparison::at_least, {"2026-01-01"}, text("2026-01-01")));
    for (const auto comparison :
         {Comparison::less, Comparison::at_most, Comparison::greater, Comparison::at_least}) {
        CHECK_FALSE(holds(comparison, {"b"}, text("a")));
        CHECK_FALSE(holds(comparison, {"1"}, Value{}));
        CHECK_FALSE(holds(comparison, {"1"}, Value{true}));
        CHECK_FALSE(holds(comparison, {"1"}, List{"1", "2"}));
        CHECK_FALSE(holds(comparison, {}, number("1")));
    }
}

TEST_CASE("`has` looks into lists and texts", "[mapping][when]")
{
    CHECK(holds(Comparison::has, {"vip"}, List{"late", "vip"}));
    CHECK_FALSE(holds(Comparison::has, {"vi"}, List{"late", "vip"}));
    CHECK(holds(Comparison::has, {"vi"}, text("a vip")));
    CHECK_FALSE(holds(Comparison::has, {"1"}, number("11")));
    CHECK_FALSE(holds(Comparison::has, {"vip"}, Value{}));
}

TEST_CASE("null, empty text and the empty list are empty; 0 and false are not", "[mapping][when]")
{
    for (const auto& value : {Value{}, text(""), Value{List{}}}) {
        CHECK(holds(Comparison::is_empty, {}, value));
        CHECK_FALSE(holds(Comparison::is_not_empty, {}, value));
    }
    for (const auto& value : {text(" "), number("0"), Value{false}, Value{List{""}}}) {
        CHECK_FALSE(holds(Comparison::is_empty, {}, value));
        CHECK(holds(Comparison::is_not_empty, {}, value));
    }
}
