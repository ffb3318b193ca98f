#include "connectors/servicedesk_plus/address.hpp"

#include "syncctl/base/error.hpp"

#include <catch2/catch.hpp>

#include <map>

namespace syncctl::tests {

using namespace connectors::servicedesk_plus;

TEST_CASE("an address is taken from wherever it was copied", "[servicedesk_plus]")
{
    const std::map<std::string, std::string> spellings{
        {"https://desk.example.org:8080", "https://desk.example.org:8080"},
        {"https://desk.example.org:8080/", "https://desk.example.org:8080"},
        {"https://Desk.Example.org/api/v3/requests", "https://desk.example.org"},
        {"https://desk.example.org/WorkOrder.do?woMode=viewWO&woID=12", "https://desk.example.org"},
        {"https://example.org/servicedesk", "https://example.org/servicedesk"},
        {"https://example.org/servicedesk/api/v3", "https://example.org/servicedesk"},
        {"https://sdpondemand.manageengine.eu/app/itdesk",
         "https://sdpondemand.manageengine.eu/app/itdesk"},
        {"https://sdpondemand.manageengine.eu/app/itdesk/ui/requests/123/details",
         "https://sdpondemand.manageengine.eu/app/itdesk"},
        {"https://desk.example.org/app/it%20desk/api/v3", "https://desk.example.org/app/it%20desk"},
    };
    for (const auto& [typed, stored] : spellings) {
        CAPTURE(typed);
        CHECK_FALSE(url_problem(typed));
        CHECK(normalise_url(typed) == stored);
        CHECK(normalise_url(stored) == stored);
    }
}

TEST_CASE("an address that cannot be one is refused", "[servicedesk_plus]")
{
    for (const auto* url : {"desk.example.org",
                            "ftp://desk.example.org",
                            "https://user:secret@desk.example.org",
                            "https://desk.example.org/app",
                            "https://desk.example.org/app/",
                            "https://desk.example.org/app/%2e%2e%2fx",
                            "https://desk.example.org/app/a%00b",
                            "https://desk.example.org/app/%ff",
                            ""}) {
        CAPTURE(url);
        CHECK(url_problem(url));
    }
}

TEST_CASE("the edition shows in the address", "[servicedesk_plus]")
{
    CHECK_FALSE(address_of("https://desk.example.org:8080").looks_like_cloud);
    CHECK(address_of("https://desk.example.org/app/itdesk").looks_like_cloud);
    CHECK(address_of("https://desk.example.org/app/it%20desk").portal == "it desk");
    CHECK(address_of("https://servicedeskplus.uk").looks_like_cloud);
    CHECK(address_of("https://servicedeskplus.uk").portal.empty());
}

TEST_CASE("a secret goes to the tracker and to the accounts server of its data centre",
          "[servicedesk_plus]")
{
    using Origins = std::vector<std::string>;
    CHECK(origins("https://desk.example.org:8080", {}) == Origins{"https://desk.example.org:8080"});
    CHECK(origins("https://sdpondemand.manageengine.eu/app/itdesk", {}) ==
          Origins{"https://sdpondemand.manageengine.eu:443", "https://accounts.zoho.eu:443"});
    CHECK(origins("https://desk.example.org/app/itdesk", {{"data_centre", "CA"}}) ==
          Origins{"https://desk.example.org:443", "https://accounts.zohocloud.ca:443"});
    CHECK(origins("https://desk.example.org/app/itdesk",
                  {{"accounts_url", "https://accounts.zoho.ca/"}}) ==
          Origins{"https://desk.example.org:443", "https://accounts.zoho.ca:443"});
}

TEST_CASE("a setting that is missing or wrong leads nowhere", "[servicedesk_plus]")
{
    using Settings = std::map<std::string, std::string>;
    for (const auto& settings : {Settings{},
                                 Settings{{"data_centre", "mars"}},
                                 Settings{{"accounts_url", "no address"}},
                                 Settings{{"edition", "xyz"}}}) {
        CHECK(origins("https://desk.example.org/app/itdesk", settings) ==
              std::vector<std::string>{"https://desk.example.org:443"});
    }
}

} // namespace syncctl::tests
