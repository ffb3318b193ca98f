#include "syncctl/base/text.hpp"

#include <catch2/catch.hpp>

#include <utility>
#include <vector>

using syncctl::base::canonical_number;

TEST_CASE("one number has one text", "[base]")
{
    const std::vector<std::pair<std::string, std::string>> rows{
        {"0", "0"},
        {"-0", "0"},
        {"0.000", "0"},
        {"1", "1"},
        {"1.0", "1"},
        {"1e0", "1"},
        {"10e-1", "1"},
        {"1.50", "1.5"},
        {"15e-1", "1.5"},
        {"-12.340", "-12.34"},
        {"007", "7"},
        {"1e3", "1000"},
        {"1E+3", "1000"},
        {"0.001", "0.001"},
        {"1e-3", "0.001"},
        {"9007199254740993", "9007199254740993"},
        {"123456789012345678901", "123456789012345678901"},
        {"1e21", "1e21"},
        {"1.5e22", "1.5e22"},
        {"15e-9", "1.5e-8"}};
    for (const auto& [text, canonical] : rows) {
        INFO(text);
        CHECK(canonical_number(text) == canonical);
        CHECK(canonical_number(canonical) == canonical);
    }
}

TEST_CASE("neighbours beyond 2^53 stay apart", "[base]")
{
    CHECK(canonical_number("9007199254740992") != canonical_number("9007199254740993"));
    CHECK(canonical_number("18446744073709551616") != canonical_number("18446744073709551617"));
}

TEST_CASE("what is no number is refused", "[base]")
{
    for (const auto* text : {"",
                             "-",
                             "+1",
                             ".5",
                             "1.",
                             "1e",
                             "1e+",
                             "1e+-5",
                             "1e401",
                             "1e99999999999",
                             "0x10",
                             "1,5",
                             " 1",
                             "1 ",
                             "NaN",
                             "Infinity",
                             "--1",
                             "1.2.3",
                             "\xEF\xBC\x91"}) {
        INFO(text);
        CHECK_FALSE(canonical_number(text).has_value());
    }
    CHECK_FALSE(canonical_number(std::string(2000, '9')).has_value());
}

TEST_CASE("a decimal is digits only", "[base]")
{
    CHECK(syncctl::base::is_decimal("0"));
    CHECK(syncctl::base::is_decimal("0123456789"));
    CHECK_FALSE(syncctl::base::is_decimal(""));
    CHECK_FALSE(syncctl::base::is_decimal("-1"));
    CHECK_FALSE(syncctl::base::is_decimal("1 "));
    CHECK(syncctl::base::is_decimal("1234", 4));
    CHECK_FALSE(syncctl::base::is_decimal("12345", 4));
}
