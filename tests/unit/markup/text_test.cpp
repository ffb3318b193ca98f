#include "syncctl/markup/convert.hpp"

#include <catch2/catch.hpp>

using namespace syncctl;

TEST_CASE("what is no text is refused", "[markup]")
{
    CHECK(std::holds_alternative<markup::Failure>(markup::html_to_text("\xff")));
}
