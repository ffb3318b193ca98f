#include "../chains.hpp"

using namespace syncctl;
using namespace syncctl::test;

TEST_CASE("the first part of a path is all before the first backslash", "[mapping][transform]")
{
    CHECK(text_of(chain("path_root").forward(text("Fabrikam\\Web\\Shop"))) == "Fabrikam");
    CHECK(text_of(chain("path_root").forward(text("Fabrikam"))) == "Fabrikam");
    CHECK(text_of(chain("path_root").backward(text("Fabrikam\\Web"))) == "Fabrikam");
    CHECK(text_of(chain("path_root").forward(text("\\Web"))).empty());
    CHECK(text_of(chain("path_root").forward(text(""))).empty());
}

TEST_CASE("a path gets another first part", "[mapping][transform]")
{
    const auto each = chain("path_reroot", {"Contoso"});
    CHECK(text_of(each.forward(text("Fabrikam\\Web\\Shop"))) == "Contoso\\Web\\Shop");
    CHECK(text_of(each.forward(text("Fabrikam"))) == "Contoso");
    CHECK(text_of(each.backward(text("Fabrikam\\Web"))) == "Contoso\\Web");
}

TEST_CASE("with the old first part it comes back, and nothing else is taken",
          "[mapping][transform]")
{
    const auto each = chain("path_reroot", {"Fabrikam", "Contoso"});
    check_both_ways(each, text("Fabrikam\\Web"), text("Contoso\\Web"));
    check_both_ways(each, text("Fabrikam"), text("Contoso"));
    CHECK(problem_of(each.forward(text("Fabrikam2\\Web"))) ==
          "the path 'Fabrikam2\\Web' does not start with 'Fabrikam'");
    CHECK(problem_of(each.backward(text("Fabrikam\\Web"))).find("does not start with 'Contoso'") !=
          std::string::npos);
    check_both_ways(chain("path_reroot", {"A\\B", "C"}), text("A\\B\\x"), text("C\\x"));
    CHECK(refusal_of("path_reroot", {""}).find("not an empty text") != std::string::npos);
}
