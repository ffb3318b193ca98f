#include "../chains.hpp"

using namespace syncctl;
using namespace syncctl::test;

TEST_CASE("number reads decimal text only", "[mapping][transform]")
{
    const auto each = chain("number");
    CHECK(value_of(each.forward(text(" 12.50 "))) == number("12.5"));
    CHECK(value_of(each.forward(text("-0"))) == number("0"));
    CHECK(value_of(each.forward(text("9007199254740993"))) == number("9007199254740993"));
    for (const std::string wrong :
         {"", " ", "abc", "1,5", "12px", "0x10", "1e", "NaN", "inf", "--1", "1 2", "١"}) {
        CHECK(problem_of(each.forward(text(wrong))).find("is not a decimal number") !=
              std::string::npos);
    }
}

TEST_CASE("boolean reads eight words in any case", "[mapping][transform]")
{
    const auto each = chain("boolean");
    for (const std::string yes : {"true", "YES", "On", "1", " yes "}) {
        CHECK(value_of(each.forward(text(yes))) == Value{true});
    }
    for (const std::string no : {"false", "NO", "oFF", "0"}) {
        CHECK(value_of(each.forward(text(no))) == Value{false});
    }
    CHECK(value_of(each.forward(number("1"))) == Value{true});
    CHECK(problem_of(each.forward(number("2"))).find("none of true") != std::string::npos);
    for (const std::string wrong : {"", "y", "ja", "truth"}) {
        CHECK(problem_of(each.forward(text(wrong))).find("none of true") != std::string::npos);
    }
}

TEST_CASE("number gives text on the way back, also of what a table yields", "[mapping][transform]")
{
    CHECK(text_of(chain("number").backward(number("12.5"))) == "12.5");
    CHECK(text_of(chain("number").backward(text("2"))) == "2");
    CHECK(problem_of(chain("number").backward(text("x"))) == "'x' is not a decimal number");
}

TEST_CASE("text writes numbers in the shortest form, and reads numbers and booleans back",
          "[mapping][transform]")
{
    check_both_ways(chain("text"), number("12.5"), text("12.5"));
    check_both_ways(chain("text"), number("9007199254740993"), text("9007199254740993"));
    check_both_ways(chain("text"), Value{true}, text("true"));
    CHECK(text_of(chain("text").forward(text("as it is"))) == "as it is");
    CHECK(problem_of(chain("text").backward(text("x"))) ==
          "'x' is neither a decimal number nor true or false");
}
