#include "syncctl/app/mapping_drafts.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <string>

using namespace syncctl::app;

namespace {

Finding finding(int line, int column, std::string message, std::string hint = {})
{
    Finding finding;
    finding.line = line;
    finding.column = column;
    finding.message = std::move(message);
    finding.hint = std::move(hint);
    return finding;
}

} // namespace

TEST_CASE("a mark stands above its line, indented like it", "[app][mapping]")
{
    auto warning = finding(1, 2, "odd");
    warning.is_error = false;
    CHECK(with_marks("a: 1\n  - b\n",
                     {finding(2, 5, "no such field", "did you mean 'c'?"), warning}) ==
          "#! warning 1:2: odd\na: 1\n  #! error 2:5: no such field | did you mean 'c'?\n  - b\n");
}

TEST_CASE("a mark is one line whatever its message holds", "[app][mapping]")
{
    const auto marked = with_marks("a\n", {finding(1, 1, "line\nbreak \x1b[2J")});
    CHECK(without_marks(marked) == "a\n");
    CHECK(marked.find('\x1b') == std::string::npos);
}

TEST_CASE("places outside the text are marked at its ends", "[app][mapping]")
{
    CHECK(with_marks("a\nb", {finding(0, 0, "x"), finding(99, 1, "y")}) ==
          "#! error 0:0: x\na\n#! error 99:1: y\nb");
    CHECK(without_marks(with_marks("", {finding(1, 1, "empty")})).empty());
}

TEST_CASE("what only looks like a mark stays", "[app][mapping]")
{
    for (const std::string text : {"#! error 12: no column\n",
                                   "#! error: text\n",
                                   "#!error 1:2: x\n",
                                   "a: b #! error 1:2: x\n",
                                   "# error 1:2: x\n",
                                   "#! errors 1:2: x\n",
                                   "#! error 1:2 x\n",
                                   "#! error :2: x\n"}) {
        CHECK(without_marks(text) == text);
    }
}

TEST_CASE("marks leave no trace in any text", "[app][mapping][property]")
{
    std::mt19937 random{4711};
    const auto number = [&random](int below) {
        return std::uniform_int_distribution<int>{0, below - 1}(random);
    };
    constexpr std::string_view k_octets = "ab:#! \t\r\n\n-\xc3\xa4";
    for (int i = 0; i < 300; ++i) {
        std::string text;
        for (int left = number(40); left > 0; --left) {
            text += k_octets[static_cast<std::size_t>(number(static_cast<int>(k_octets.size())))];
        }
        std::vector<Finding> findings;
        for (int left = number(5); left > 0; --left) {
            findings.push_back(
                finding(number(8), number(9), "message", number(2) == 0 ? "hint" : ""));
        }
        INFO(text);
        CHECK(without_marks(with_marks(text, findings)) == text);
    }
}
