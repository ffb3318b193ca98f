#include "fixture.hpp"

using namespace syncctl;
using mapping::Severity;

TEST_CASE("a problem is shown with file, place, line, caret and hint", "[mapping][diagnostic]")
{
    const auto text = mapping::render({Severity::error, 2, 9, "unknown", "did you mean 'x'?"},
                                      "m.yaml",
                                      "version: 1\nsource: ado\n");
    CHECK(text == "m.yaml:2:9: error: unknown\n"
                  "    source: ado\n"
                  "            ^\n"
                  "    hint: did you mean 'x'?\n");
}

TEST_CASE("a warning says so and needs no hint", "[mapping][diagnostic]")
{
    const auto text =
        mapping::render({Severity::warning, 1, 1, "unused", ""}, "m.yaml", "version: 1");
    CHECK(text == "m.yaml:1:1: warning: unused\n    version: 1\n    ^\n");
}

TEST_CASE("control characters of a document never reach the terminal", "[mapping][diagnostic]")
{
    const auto text = mapping::render({Severity::error, 1, 5, "bad '\x1b[2J'", "try\x07"},
                                      "a\x1b.yaml",
                                      "abc\x1b[31mred \x9b \xff");
    for (const char character : text) {
        const auto octet = static_cast<unsigned char>(character);
        CHECK((octet == '\n' || (octet >= 0x20 && octet != 0x7F)));
    }
    CHECK(text.find("\\x1b") != std::string::npos);
}

TEST_CASE("the caret stands below wide characters and escapes", "[mapping][diagnostic]")
{
    const auto wide = mapping::render({Severity::error, 1, 3, "x", ""}, "m", "日本z");
    CHECK(wide == "m:1:3: error: x\n    日本z\n        ^\n");
}

TEST_CASE("a very long line is cut around the place", "[mapping][diagnostic]")
{
    const std::string line(100'000, 'a');
    const auto text = mapping::render({Severity::error, 1, 50'000, "x", ""}, "m", line);
    CHECK(text.size() < 500);
    CHECK(text.find("...") != std::string::npos);
}

TEST_CASE("a place outside of the document shows no line", "[mapping][diagnostic]")
{
    CHECK(mapping::render({Severity::error, 9, 9, "x", ""}, "m", "a") == "m:9:9: error: x\n");
    CHECK(mapping::render({Severity::error, 0, 0, "x", ""}, "m", "a") == "m:0:0: error: x\n");
}
