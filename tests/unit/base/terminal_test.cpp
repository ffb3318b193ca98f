#include "unit/base/vectors.hpp"

#include "syncctl/base/text.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <utility>

using namespace syncctl::base; // NOLINT(google-build-using-namespace): this file tests that one
                               // module

namespace {

std::string utf8(unsigned point)
{
    const auto tail = [&](unsigned shift) {
        return static_cast<char>(0x80U | ((point >> shift) & 0x3FU));
    };
    if (point < 0x80) {
        return {static_cast<char>(point)};
    }
    if (point < 0x800) {
        return {static_cast<char>(0xC0U | (point >> 6U)), tail(0)};
    }
    if (point < 0x10000) {
        return {static_cast<char>(0xE0U | (point >> 12U)), tail(6), tail(0)};
    }
    return {static_cast<char>(0xF0U | (point >> 18U)), tail(12), tail(6), tail(0)};
}

/// All that must never reach a terminal: the lists of hostile-strings.json.
std::vector<std::string> forbidden()
{
    const std::array<std::pair<unsigned, unsigned>, 9> ranges{{{0x00, 0x1F},
                                                               {0x7F, 0x9F},
                                                               {0x61C, 0x61C},
                                                               {0x200B, 0x200F},
                                                               {0x2028, 0x2029},
                                                               {0x202A, 0x202E},
                                                               {0x2060, 0x2069},
                                                               {0xFEFF, 0xFEFF},
                                                               {0xE0000, 0xE007F}}};
    std::vector<std::string> all;
    for (const auto& [first, last] : ranges) {
        for (auto point = first; point <= last; ++point) {
            all.push_back(utf8(point));
        }
    }
    return all;
}

/// Every printable ASCII character of the text, in order, is in the other one.
bool is_recognisable(std::string_view text, std::string_view shown)
{
    for (const char c : text) {
        if (c < ' ' || c > '~') {
            continue;
        }
        const auto at = shown.find(c);
        if (at == std::string_view::npos) {
            return false;
        }
        shown.remove_prefix(at + 1);
    }
    return true;
}

} // namespace

TEST_CASE("no hostile text reaches the terminal as it is", "[base][vectors]")
{
    const auto rows = syncctl::test::vectors("hostile-strings.json").at("tests");
    REQUIRE(rows.size() == 89);
    const auto never = forbidden();
    for (const auto& row : rows) {
        const auto text = syncctl::test::octets(row, "hex");
        const auto safe = term_safe(text);
        INFO(row.at("id") << " " << row.at("comment"));
        CHECK(is_valid_utf8(safe));
        for (const auto& each : never) {
            CHECK(safe.find(each) == std::string::npos);
        }
        CHECK(is_recognisable(text, safe));
        CHECK(term_safe(safe) == safe);
        CHECK(display_width(cut_to_width(safe, 20)) <= 20);
        CHECK(is_valid_utf8(cut_to_width(safe, 20)));
    }
}

TEST_CASE("what is refused on a terminal shows as an escape", "[base]")
{
    CHECK(term_safe("\x1b[31mred") == "\\x1b[31mred");
    CHECK(term_safe("a\nb\r\tc") == "a\\x0ab\\x0d\\x09c");
    CHECK(term_safe(std::string_view{"a\0b", 3}) == "a\\x00b");
    CHECK(term_safe("\xC2\x9B"
                    "31m") == "\\x9b31m");
    CHECK(term_safe("\x9B"
                    "31m") == "\\x9b31m");
    CHECK(term_safe("\xE2\x80\xAEtxt") == "\\u202etxt");
    CHECK(term_safe("\xF3\xA0\x81\x81") == "\\U000e0041");
    CHECK(term_safe("Grüße, 漢字 🚀") == "Grüße, 漢字 🚀");
}

TEST_CASE("marks piled on one letter are shown as escapes after the fourth", "[base]")
{
    const std::string mark = "\xCC\xB6";
    CHECK(term_safe("Z" + mark + mark) == "Z" + mark + mark);
    CHECK(term_safe("Z" + mark + mark + mark + mark + mark + "Y") ==
          "Z" + mark + mark + mark + mark + "\\u0336Y");
}

TEST_CASE("widths are counted in columns", "[base]")
{
    CHECK(display_width("") == 0);
    CHECK(display_width("abc") == 3);
    CHECK(display_width("漢字") == 4);
    CHECK(display_width("🚀") == 2);
    CHECK(display_width("cafe\xCC\x81") == 4);
    CHECK(display_width("café") == 4);
}

TEST_CASE("a cut text shows that it was cut and fits", "[base]")
{
    CHECK(cut_to_width("abcdef", 6) == "abcdef");
    CHECK(cut_to_width("abcdef", 5) == "abcd…");
    CHECK(cut_to_width("abcdef", 1) == "…");
    CHECK(cut_to_width("abcdef", 0).empty());
    CHECK(cut_to_width("漢字漢字", 4) == "漢…");
    CHECK(cut_to_width("漢字漢字", 5) == "漢字…");
}

TEST_CASE("counts agree with their noun", "[base]")
{
    CHECK(counted(1, "item") == "1 item");
    CHECK(counted(0, "item") == "0 items");
    CHECK(counted(2, "reply", "replies") == "2 replies");
}
