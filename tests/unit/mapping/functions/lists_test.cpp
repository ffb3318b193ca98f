#include "../chains.hpp"

using namespace syncctl;
using namespace syncctl::test;

TEST_CASE("list takes text apart at the separator and joins it on the way back",
          "[mapping][transform]")
{
    check_both_ways(chain("list", {";"}), text("a;b c;é"), list({"a", "b c", "é"}));
    check_both_ways(chain("list", {"; "}), text("a; b"), list({"a", "b"}));
    CHECK(value_of(chain("list", {"; "}).forward(text("a;b ;; ;c"))) == list({"a", "b", "c"}));
    CHECK(value_of(chain("list", {"\n"}).forward(text("a\nb"))) == list({"a", "b"}));
    CHECK(value_of(chain("list", {";"}).forward(text(" ; "))) == list({}));
    CHECK(value_of(chain("list", {";"}).forward(text("a;A;a"))) == list({"a", "A", "a"}));
}

TEST_CASE("join puts elements together and takes text apart on the way back",
          "[mapping][transform]")
{
    check_both_ways(chain("join", {", "}), list({"a", "b"}), text("a, b"));
    CHECK(text_of(chain("join", {","}).forward(list({" a ", "", "b"}))) == "a,b");
    CHECK(text_of(chain("join", {","}).forward(list({}))).empty());
}

TEST_CASE("an element that holds the separator is refused, for it would come back as two",
          "[mapping][transform]")
{
    CHECK(problem_of(chain("join", {", "}).forward(list({"a", "b,c"}))) ==
          "the element 'b,c' holds the separator ', '");
    CHECK(problem_of(chain("list", {";"}).backward(list({"b;c"}))).find("holds the separator") !=
          std::string::npos);
}

TEST_CASE("lists have a separator, and an end", "[mapping][transform]")
{
    CHECK(refusal_of("list", {""}) == "list takes a separator, not an empty text");
    CHECK(refusal_of("join", {""}) == "join takes a separator, not an empty text");
    CHECK(problem_of(chain("list", {","}).forward(text([] {
              std::string text;
              for (int i = 0; i < 10'001; ++i) {
                  text += "x,";
              }
              return text;
          }()))) == "the text has more than 10000 pieces");
    const List long_one(100, std::string(200'000, 'x'));
    CHECK(problem_of(chain("join", {","}).forward(list(long_one))).find("16 MiB") !=
          std::string::npos);
}

TEST_CASE("split and concat are older names of list and join", "[mapping][transform]")
{
    CHECK(value_of(chain("split", {";"}).forward(text("a;b"))) == list({"a", "b"}));
    CHECK(text_of(chain("concat", {";"}).forward(list({"a", "b"}))) == "a;b");
}
