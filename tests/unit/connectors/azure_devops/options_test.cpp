#include "connectors/azure_devops/options.hpp"

#include "syncctl/base/error.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace syncctl::tests {

using namespace connectors::azure_devops;

namespace {

connectors::ConnectorSetup a_setup()
{
    return {.name = "ado",
            .url = "https://dev.azure.com/fabrikam/Fiber",
            .settings = {},
            .credentials = {}};
}

std::string header_of(const char* secret, const std::string& value)
{
    auto setup = a_setup();
    setup.credentials.emplace(secret, base::Secret{value});
    const auto authorization = authorization_of(setup);
    CHECK(authorization.header == "Authorization");
    return std::string{authorization.value.reveal()};
}

Options with(const char* name, const std::string& value)
{
    auto setup = a_setup();
    setup.settings[name] = value;
    return options_of(setup);
}

} // namespace

TEST_CASE("a personal access token goes out as Basic without a user, as RFC 4648 encodes it",
          "[azure_devops]")
{
    CHECK(header_of("token", "a") == "Basic OmE=");
    CHECK(header_of("token", "ab") == "Basic OmFi");
    CHECK(header_of("token", "abc") == "Basic OmFiYw==");
    CHECK(header_of("token", "~~~~") == "Basic On5+fn4=");
    CHECK(header_of("bearer", "ey.J.x") == "Bearer ey.J.x");
}

TEST_CASE("a credential is one, and fits into a header", "[azure_devops]")
{
    CHECK_THROWS_AS(authorization_of(a_setup()), Error);
    CHECK_THROWS_AS(header_of("token", ""), Error);
    CHECK_THROWS_AS(header_of("token", "abc\r\nX-Evil: 1"), Error);
    CHECK_THROWS_AS(header_of("token", "a b"), Error);
    CHECK_THROWS_AS(header_of("token", std::string(9000, 'a')), Error);
    auto both = a_setup();
    both.credentials.emplace("token", base::Secret{"a"});
    both.credentials.emplace("bearer", base::Secret{"b"});
    CHECK_THROWS_AS(authorization_of(both), Error);
}

TEST_CASE("settings are checked one by one", "[azure_devops]")
{
    CHECK(options_of(a_setup()).concurrency == 4);
    CHECK(options_of(a_setup()).api_version.empty());
    CHECK(with("api_version", "auto").api_version.empty());
    CHECK(with("api_version", "6.0").api_version == "6.0");
    CHECK(with("area", "Fiber\\Web\\").area == "Fiber\\Web");
    CHECK(with("marker", "Custom.Sync").marker_field == "Custom.Sync");
    CHECK(with("marker", "hyperlink").marker_field.empty());
    CHECK(with("suppress_notifications", "true").suppress_notifications);
    CHECK(with("concurrency", "16").concurrency == 16);
    CHECK(options_of(a_setup()).changes == Changes::automatic);
    CHECK(with("changes", "auto").changes == Changes::automatic);
    CHECK(with("changes", "feed").changes == Changes::feed);
    CHECK(with("changes", "query").changes == Changes::query);
    CHECK_THROWS_AS(with("changes", "Feed"), Error);
    CHECK_THROWS_AS(with("changes", "wiql"), Error);
    CHECK_THROWS_AS(with("api_version", "5.0"), Error);
    CHECK_THROWS_AS(with("suppress_notifications", "yes"), Error);
    CHECK_THROWS_AS(with("concurrency", "0"), Error);
    CHECK_THROWS_AS(with("concurrency", "17"), Error);
    CHECK_THROWS_AS(with("concurrency", "4x"), Error);
    CHECK_THROWS_AS(with("marker", "System.Id"), Error);
    CHECK_THROWS_AS(with("marker", "a]b.c"), Error);
    CHECK_THROWS_AS(with("area", "a'b"), Error);
}

} // namespace syncctl::tests
