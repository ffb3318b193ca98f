#include "syncctl/base/error.hpp"
#include "syncctl/http/url.hpp"

#include <catch2/catch.hpp>

#include <string>

using syncctl::Error;
using syncctl::http::Url;

TEST_CASE("a base URL is shown in one form", "[http]")
{
    CHECK(Url::parse("https://Dev.Azure.com/Contoso/").text() == "https://dev.azure.com/Contoso");
    CHECK(Url::parse("HTTPS://h:443").text() == "https://h");
}
