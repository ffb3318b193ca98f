#include "../chains.hpp"

using namespace syncctl;
using namespace syncctl::test;

TEST_CASE("priorities have words, and the words numbers", "[mapping][transform]")
{
    const std::vector<std::string> levels{"Critical", "High", "Medium", "Low"};
    const std::vector<std::string> desk{"Urgent", "High", "Normal", "Low"};
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const auto numeral = text(std::to_string(i + 1));
        check_both_ways(chain("priority_text"), numeral, text(levels[i]));
        check_both_ways(chain("text_priority"), text(levels[i]), numeral);
        check_both_ways(chain("sdp_priority"), numeral, text(desk[i]));
        check_both_ways(chain("ado_priority"), text(desk[i]), numeral);
    }
    CHECK(text_of(chain("priority_text").forward(number("1"))) == "Critical");
    CHECK(text_of(chain("sdp_priority").forward(number("1"))) == "Urgent");
}

TEST_CASE("text_priority reads any case and two words of the other scale", "[mapping][transform]")
{
    CHECK(text_of(chain("text_priority").forward(text("urgent"))) == "1");
    CHECK(text_of(chain("text_priority").forward(text("normal"))) == "3");
    CHECK(text_of(chain("text_priority").forward(text(" CRITICAL "))) == "1");
    CHECK(text_of(chain("priority_text").backward(text("low"))) == "4");
}

TEST_CASE("the scale of the desk is exact, as a table is", "[mapping][transform]")
{
    for (const std::string wrong : {"urgent", "Medium", "Critical", " High"}) {
        CHECK(problem_of(chain("ado_priority").forward(text(wrong)))
                  .find("is none of Urgent, High, Normal, Low") != std::string::npos);
    }
}

TEST_CASE("what is no priority is a problem", "[mapping][transform]")
{
    for (const auto& wrong :
         {text("0"), text("5"), text(""), text("1.0"), number("2.5"), text("High")}) {
        CHECK(problem_of(chain("priority_text").forward(wrong)).find("no priority from 1 to 4") !=
              std::string::npos);
    }
    CHECK(problem_of(chain("text_priority").forward(text("1"))) ==
          "'1' is none of Critical, High, Medium, Low");
    CHECK(problem_of(chain("text_priority").forward(text(""))) ==
          "'' is none of Critical, High, Medium, Low");
}

TEST_CASE("a priority takes the type of the field it goes into", "[mapping][transform]")
{
    CHECK(chain("text_priority").adapts_to(model::Side::target));
    CHECK(chain("priority_text").adapts_to(model::Side::source));
}
