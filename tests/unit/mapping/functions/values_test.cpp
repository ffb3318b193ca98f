#include "../chains.hpp"

using namespace syncctl;
using namespace syncctl::test;

namespace {

const std::vector<model::TransformStep::TableLine> k_table{{"1", "High", model::Arrow::both},
                                                           {"2", "Low", model::Arrow::both},
                                                           {"3", "Low", model::Arrow::to_target},
                                                           {"9", "_", model::Arrow::to_source}};

} // namespace

TEST_CASE("map looks values up in both directions and guesses nothing", "[mapping][transform]")
{
    const auto map = chain("map", {"priority"}, k_table);
    CHECK(text_of(map.forward(number("1"))) == "High");
    CHECK(text_of(map.forward(text("3"))) == "Low");
    CHECK(text_of(map.backward(text("Low"))) == "2");
    CHECK(text_of(map.backward(text("Other"))) == "9");
    CHECK(problem_of(map.forward(text("4"))) == "priority has no line for '4' towards the target");
    CHECK(problem_of(map.forward(text("high"))).find("no line for 'high'") != std::string::npos);
    CHECK(problem_of(map.forward(text(std::string(500, 'x')))).size() < 150);
}

TEST_CASE("zero, false and empty text travel like any other value", "[mapping][transform]")
{
    for (const auto& value : {number("0"), Value{false}, text("")}) {
        CHECK(value_of(chain("none").forward(value)) == value);
        CHECK(value_of(chain("default", {"d"}).forward(value)) == value);
    }
    CHECK(text_of(chain("upper").forward(text(""))).empty());
    CHECK(text_of(chain("text").forward(Value{false})) == "false");
    CHECK(text_of(chain("text").forward(number("0"))) == "0");
}

TEST_CASE("default fills in for null only", "[mapping][transform]")
{
    CHECK(text_of(chain("default", {"d"}).forward(Value{})) == "d");
    CHECK(text_of(chain("default", {"d"}).backward(Value{})) == "d");
    CHECK(text_of(chain("default", {"d"}).forward(text(""))).empty());
    CHECK(text_of(Chain{{{"upper", {}, {}}, {"default", {"d"}, {}}, {"prefix", {"p"}, {}}}}.forward(
              Value{})) == "pd");
}
