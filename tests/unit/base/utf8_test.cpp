#include "unit/base/vectors.hpp"

#include "syncctl/base/text.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::base; // NOLINT(google-build-using-namespace): this file tests that one
                               // module

TEST_CASE("only well-formed UTF-8 is valid", "[base]")
{
    CHECK(is_valid_utf8(""));
    CHECK(is_valid_utf8("plain"));
    CHECK(is_valid_utf8("é漢🚀"));
    CHECK(is_valid_utf8("\xF4\x8F\xBF\xBF"));
    for (const auto* text : {"\xC0\xAF",
                             "\xC1\xBF",
                             "\xE0\x80\xAF",
                             "\xF0\x80\x80\x80",
                             "\xED\xA0\x80",
                             "\xF4\x90\x80\x80",
                             "\xF5\x80\x80\x80",
                             "\xFF",
                             "\x80",
                             "a\xE9",
                             "\xF0\x9F\x92",
                             "\xE2\x28\xA1"}) {
        CHECK_FALSE(is_valid_utf8(text));
    }
}

TEST_CASE("text is stored as it came or repaired once", "[base][vectors]")
{
    const auto rows = syncctl::test::vectors("hostile-strings.json").at("tests");
    REQUIRE(rows.size() == 89);
    for (const auto& row : rows) {
        INFO(row.at("id") << " " << row.at("comment"));
        const auto text = syncctl::test::octets(row, "hex");
        const auto repaired = repair_utf8(text);
        CHECK(is_valid_utf8(repaired.text));
        CHECK(repaired.text.find('\0') == std::string::npos);
        CHECK((repaired.repairs == 0) == (repaired.text == text));
        CHECK((repaired.repairs == 0) ==
              (is_valid_utf8(text) && text.find('\0') == std::string::npos));
        CHECK(repair_utf8(repaired.text).repairs == 0);
    }
}

TEST_CASE("a repair is counted per place", "[base]")
{
    const auto repaired = repair_utf8(std::string_view{"caf\xE9 a\0b\x80", 9});
    CHECK(repaired.text == "caf\xEF\xBF\xBD ab\xEF\xBF\xBD");
    CHECK(repaired.repairs == 3);
}

TEST_CASE("lengths are counted in code points and cut between them", "[base]")
{
    CHECK(code_points("é漢🚀") == 3);
    CHECK(first_code_points("é漢🚀", 2) == "é漢");
    CHECK(first_code_points("é漢🚀", 3) == "é漢🚀");
    CHECK(first_code_points("abc", 10) == "abc");
    CHECK(first_code_points("abc", 0).empty());
}
