#include "connectors/azure_devops/address.hpp"

#include "syncctl/base/error.hpp"

#include <catch2/catch.hpp>

namespace syncctl::tests {

using namespace connectors::azure_devops;

TEST_CASE("a URL ends with the project, or a setting names it", "[azure_devops]")
{
    const auto check = [](const std::string& url,
                          const std::string& setting,
                          const std::string& base,
                          const std::string& project) {
        CAPTURE(url, setting);
        const auto address = address_of(url, setting);
        CHECK(address.base == base);
        CHECK(address.project == project);
    };
    check("https://dev.azure.com/fabrikam/Fiber", "", "https://dev.azure.com/fabrikam", "Fiber");
    check("https://dev.azure.com/fabrikam/", "Fiber", "https://dev.azure.com/fabrikam", "Fiber");
    check(
        "https://dev.azure.com/fabrikam/Fiber", "fiber", "https://dev.azure.com/fabrikam", "fiber");
    check("https://dev.azure.com/fabrikam/My%20Fiber",
          "",
          "https://dev.azure.com/fabrikam",
          "My Fiber");
    check("https://fabrikam.visualstudio.com/Fiber",
          "",
          "https://fabrikam.visualstudio.com",
          "Fiber");
    check("https://tfs.example.com/tfs/Main", "Fiber", "https://tfs.example.com/tfs/Main", "Fiber");
    check(
        "https://tfs.example.com/tfs/Main/Fiber", "", "https://tfs.example.com/tfs/Main", "Fiber");
    check("http://localhost:8080/Main/Fiber/", "", "http://localhost:8080/Main", "Fiber");
}

TEST_CASE("a URL that names no project or two is refused", "[azure_devops]")
{
    CHECK_THROWS_AS(address_of("https://dev.azure.com/fabrikam", ""), Error);
    CHECK_THROWS_AS(address_of("https://tfs.example.com/Main", ""), Error);
    CHECK_THROWS_AS(address_of("https://dev.azure.com/fabrikam/Fiber", "Other"), Error);
    CHECK_THROWS_AS(address_of("https://dev.azure.com/fabrikam", ".."), Error);
    CHECK_THROWS_AS(address_of("https://dev.azure.com/fabrikam", "a/b"), Error);
    CHECK_THROWS_AS(address_of("https://dev.azure.com/fabrikam", "a\nb"), Error);
}

TEST_CASE("a URL that cannot be a base is named with its problem", "[azure_devops]")
{
    for (const auto* url : {"https://dev.azure.com",
                            "https://dev.azure.com/",
                            "https://dev.azure.com/fabrikam/Fiber/_workitems/edit/7",
                            "https://dev.azure.com/fabrikam/Fiber/more",
                            "https://user:secret@dev.azure.com/fabrikam/Fiber",
                            "https://dev.azure.com/fabrikam/Fiber?x=1",
                            "https://dev.azure.com/fabrikam/..%2f..%2fother",
                            "https://dev.azure.com/fabrikam/a%2fb",
                            "https://dev.azure.com/fabrikam/%00",
                            "ftp://dev.azure.com/fabrikam/Fiber",
                            "dev.azure.com/fabrikam/Fiber",
                            ""}) {
        CAPTURE(url);
        CHECK(url_problem(url).has_value());
    }
    CHECK_FALSE(url_problem("https://dev.azure.com/fabrikam/Fiber").has_value());
    CHECK_FALSE(url_problem("https://tfs.example.com:8443/tfs/Main").has_value());
}

TEST_CASE("a credential is bound to the origin of the URL", "[azure_devops]")
{
    CHECK(origins("https://DEV.azure.com/fabrikam/Fiber") ==
          std::vector<std::string>{"https://dev.azure.com:443"});
    CHECK(normalise_url("https://DEV.azure.com/fabrikam/Fiber/") ==
          "https://dev.azure.com/fabrikam/Fiber");
}

} // namespace syncctl::tests
