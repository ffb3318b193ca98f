#include "columns.hpp"

#include "syncctl/base/text.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

using namespace syncctl::cli;

namespace {

const ThreeVersions k_headings{"BASE", "SOURCE dev:1", "TARGET desk:2"};

std::string text_of(const Screen& screen)
{
    std::string text;
    for (const auto& line : screen) {
        text += line.text + "\n";
    }
    return text;
}

std::string shown(const ThreeVersions& texts, std::size_t columns)
{
    return text_of(side_by_side(k_headings, texts, columns));
}

std::size_t widest(const Screen& screen)
{
    std::size_t width = 0;
    for (const auto& line : screen) {
        width = std::max(width, syncctl::base::display_width(line.text));
    }
    return width;
}

/// Lines `line 1` to `line N`, one of them replaced.
std::string lines(int count, int changed, const std::string& to)
{
    std::string text;
    for (int i = 1; i <= count; ++i) {
        text += i == changed ? to : "line " + std::to_string(i);
        text += i < count ? "\n" : "";
    }
    return text;
}

} // namespace

TEST_CASE("80 columns show base, source and target beside each other", "[cli][layout]")
{
    CHECK(shown({"Printer on fire", "Printer on fire again", "The printer in room 12 is on fire"},
                80) ==
          "BASE                     | SOURCE dev:1             | TARGET desk:2\n"
          "-------------------------+--------------------------+-------------------------\n"
          "Printer on fire          | Printer on fire again    | The printer in room 12\n"
          "                         |                          | is on fire\n");
}

TEST_CASE("40 columns show them one below another", "[cli][layout]")
{
    CHECK(shown({"Printer on fire",
                 "Printer on fire again",
                 "The printer in room 12 is on fire, call 112"},
                40) == "BASE\n"
                       "  Printer on fire\n"
                       "SOURCE dev:1\n"
                       "  Printer on fire again\n"
                       "TARGET desk:2\n"
                       "  The printer in room 12 is on fire,\n"
                       "  call 112\n");
}

TEST_CASE("20 columns still work", "[cli][layout]")
{
    CHECK(shown({"", "Printer on fire again", "unbreakableunbreakable"}, 20) ==
          "BASE\n"
          "  (none)\n"
          "SOURCE dev:1\n"
          "  Printer on fire\n"
          "  again\n"
          "TARGET desk:2\n"
          "  unbreakableunbreak\n"
          "  able\n");
}

TEST_CASE("wide characters count two, combining ones nothing", "[cli][layout]")
{
    CHECK(shown({"a",
                 "\u30d7\u30ea\u30f3\u30bf\u30d7\u30ea\u30f3\u30bf\u30d7\u30ea\u30f3\u30bf\u30d7",
                 "e\u0301e\u0301"},
                80) ==
          "BASE                     | SOURCE dev:1             | TARGET desk:2\n"
          "-------------------------+--------------------------+-------------------------\n"
          "a                        | "
          "\u30d7\u30ea\u30f3\u30bf\u30d7\u30ea\u30f3\u30bf\u30d7\u30ea\u30f3\u30bf | "
          "e\u0301e\u0301\n"
          "                         | \u30d7                       |\n");
    CHECK(wrapped("e\u0301e\u0301", 1) == std::vector<std::string>{"e\u0301", "e\u0301"});
    // A character that is wider than the screen is shown all the same, alone.
    CHECK(wrapped("\u30d7\u30ea", 1) == std::vector<std::string>{"\u30d7", "\u30ea"});
}

TEST_CASE("no line is wider than the screen, whatever is in the texts", "[cli][layout]")
{
    const ThreeVersions texts{std::string(700, 'x') + " \xff\x1b[31m\u202e",
                              "a\tb\r\n\u30d7\u30ea " + std::string(50, '-'),
                              lines(100, 50, "\u200b\u200b changed \u30d7\u30ea\u30f3\u30bf")};
    for (std::size_t columns = 10; columns <= 130; ++columns) {
        INFO(columns);
        CHECK(widest(side_by_side(k_headings, texts, columns)) <= columns);
        CHECK(widest(in_full(k_headings, texts, columns)) <= columns);
    }
}

TEST_CASE("control characters of a text never reach the terminal", "[cli][layout]")
{
    const auto text = shown({"\x1b[2J", "a\rb", "\u202etxt.exe"}, 80);
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find('\r') == std::string::npos);
    CHECK(text.find("\\x1b[2J") != std::string::npos);
    CHECK(text.find("\\u202etxt.exe") != std::string::npos);
}

TEST_CASE("a long text is shown as what each side changed, with its surroundings", "[cli][layout]")
{
    const ThreeVersions texts{
        lines(40, 0, ""), lines(40, 20, "mine"), lines(40, 3, "theirs, which is a longer line")};
    CHECK(shown(texts, 80) == "BASE -> SOURCE dev:1\n"
                              "  line 18\n"
                              "  line 19\n"
                              "- line 20\n"
                              "+ mine\n"
                              "  line 21\n"
                              "  line 22\n"
                              "BASE -> TARGET desk:2\n"
                              "  line 1\n"
                              "  line 2\n"
                              "- line 3\n"
                              "+ theirs, which is a longer line\n"
                              "  line 4\n"
                              "  line 5\n");
    const auto narrow = shown(texts, 20);
    CHECK(narrow.find("+ theirs, which is a\n  longer line\n") != std::string::npos);
    CHECK(text_of(in_full(k_headings, texts, 80)).find("  line 40\n") != std::string::npos);
}

TEST_CASE("a long text that both sides never agreed on is compared side with side", "[cli][layout]")
{
    const auto text = shown({"", lines(40, 20, "mine"), lines(40, 20, "theirs")}, 80);
    CHECK(text.rfind("SOURCE dev:1 -> TARGET desk:2\n", 0) == 0);
    CHECK(text.find("- mine\n+ theirs\n") != std::string::npos);
}

TEST_CASE("a difference without end is cut, and says so", "[cli][layout]")
{
    std::string other;
    for (int i = 0; i < 500; ++i) {
        other += "other " + std::to_string(i) + "\n";
    }
    const auto screen = side_by_side(k_headings, {lines(40, 0, ""), other, lines(40, 0, "")}, 80);
    CHECK(screen.size() < 80);
    CHECK(text_of(screen).find("... more; [a] shows all\n") != std::string::npos);
    CHECK(text_of(screen).find("  no difference\n") != std::string::npos);
}
