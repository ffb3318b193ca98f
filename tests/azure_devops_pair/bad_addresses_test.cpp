// A connector that cannot be used: nothing is stored, and the message says where, what and what to
// type next.

#include "azure_pair.hpp"
#include "support/certificates.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace syncctl::test;
using syncctl::fakes::BadCredential;
using syncctl::fakes::Switches;
namespace faults = syncctl::fakes::faults;

namespace {

/// A database without connectors, where `connector add dev` is tried.
class Adding {
public:
    /// `connector add` with another address or project, which has to fail.
    void check_refused(const Expected& expected,
                       const std::string& url = {},
                       const std::string& setting = {}) const
    {
        auto arguments = world.connector_arguments("dev", world.dev);
        if (!url.empty()) {
            std::replace(arguments.begin(), arguments.end(), world.dev.url(), url);
        }
        if (setting.starts_with("project=")) {
            std::replace(
                arguments.begin(), arguments.end(), std::string{"project=Fabrikam"}, setting);
        } else if (!setting.empty()) {
            arguments.insert(arguments.end(), {"--set", setting});
        }
        world.check_refused(arguments, expected);
    }

    AzurePair world{{.has_pair = false}};
};

} // namespace

TEST_CASE("an address that cannot be right is refused before anything is asked",
          "[azure_devops][pair][bad-input]")
{
    struct Row {
        const char* url;
        Expected expected;
    };

    const std::string form = "https://dev.azure.com/ORGANIZATION/PROJECT";
    const Adding adding;
    for (const auto& row : std::vector<Row>{
             {"not a url", {k_usage, {"--url 'not a url'", "blank", form}}},
             {"ftp://server/tfs", {k_usage, {"does not begin with https://", form}}},
             {"https://dev.azure.com/", {k_usage, {"the organization is missing", form}}},
             {"https://server.example.test/", {k_usage, {"the collection is missing", form}}},
             {"https://dev.azure.com/a/b/c", {k_usage, {"nothing may follow", form}}},
             {"https://dev.azure.com/a/b/_workitems/7", {k_usage, {"leave out '/_workitems'"}}},
             {"http://host.invalid/tfs/x", {k_bad_setting, {"in clear", "use https"}}},
             {"https://host.invalid/tfs",
              {k_temporary, {"connection", "host.invalid", "is the address right", "--no-test"}}},
             {"http://127.0.0.1:1/tfs",
              {k_temporary, {"connection", "127.0.0.1 port 1", "is the address right"}}},
         }) {
        INFO(row.url);
        adding.check_refused(row.expected, row.url);
    }
    CHECK(adding.world.dev.requests({}) == 0);
}

TEST_CASE("a password in an address is refused and not repeated", "[azure_devops][pair][bad-input]")
{
    const Adding adding;
    auto arguments = adding.world.connector_arguments("dev", adding.world.dev);
    for (const char* url :
         {"https://me:hunter2@dev.azure.com/a/b", "https://hunter2@dev.azure.com/a/b"}) {
        std::replace(arguments.begin(), arguments.end(), adding.world.dev.url(), std::string{url});
        const auto result = adding.world.syncctl(arguments);
        CHECK(result.exit == k_usage);
        check_words(result.err, {"https://...@dev.azure.com/a/b", "a user name or a password"});
        CHECK(result.err.find("hunter2") == std::string::npos);
        arguments = adding.world.connector_arguments("dev", adding.world.dev);
    }
}

TEST_CASE("what answers in a tracker's place is told from the tracker",
          "[azure_devops][pair][bad-input]")
{
    struct Row {
        const char* what;
        Script script;
        Expected expected;
    };

    const Headers page{{"Content-Type", "text/html"}};
    const Headers data{{"Content-Type", "application/json"}};
    const std::string html = "<!DOCTYPE html><html><body>Bad gateway</body></html>";
    ScriptedServer server;
    const Adding adding;
    for (const auto& row : std::vector<Row>{
             {"another organization",
              answer(404, html, page),
              {k_no_such_name, {"project 'Fabrikam'", "nothing at this address", "organization"}}},
             {"a proxy that cannot get through",
              answer(502, html, page),
              {k_temporary, {"a proxy in front of it", "HTTP 502", "try again later"}}},
             {"a proxy that wants somebody to sign in",
              answer(407, html, page),
              {k_failed, {"the proxy wants somebody to sign in", "HTTP 407"}}},
             {"a page of a proxy, as a success",
              answer(200, html, page),
              {k_refused_credential, {"a web page instead of data", "browser"}}},
             {"another program",
              answer(200, "hello", data),
              {k_temporary, {"not valid JSON", "is this the address of an Azure DevOps"}}},
             {"a tracker that has moved",
              answer(301, "", {{"Location", "https://new.example.test/tfs?ticket=abc"}}),
              {k_refused_credential, {"sent to https://new.example.test", "HTTP 301"}}},
             {"an expired token, in words",
              answer(401,
                     "The Personal Access Token used has expired.\r\n",
                     {{"Content-Type", "text/plain"}}),
              {k_refused_credential,
               {"Access Token used has expired. (HTTP 401)", "make a new one"}}},
         }) {
        INFO(row.what);
        server.otherwise(row.script);
        adding.check_refused(row.expected, server.url() + "/fabrikam");
        CHECK(adding.world.syncctl({"errors"}).out.find("ticket") == std::string::npos);
    }
}

TEST_CASE("a token that is refused is told as such, however the tracker says so",
          "[azure_devops][pair][bad-input]")
{
    struct Row {
        BadCredential form;
        const char* words;
    };

    Adding adding;
    for (const auto& row :
         {Row{BadCredential::json_401, "TF400813"},
          Row{BadCredential::text_401, "The Personal Access Token used has expired"},
          Row{BadCredential::page_203, "a page to sign in instead of data"},
          Row{BadCredential::redirect_302, "sent to https://spsprodeus1.vssps.example.test"},
          Row{BadCredential::page_200, "a web page instead of data"},
          Row{BadCredential::mixed, "a page to sign in instead of data"}}) {
        adding.world.dev.change([&](Switches& switches) {
            switches.is_token_expired = true;
            switches.bad_credential = row.form;
        });
        adding.check_refused(
            {k_refused_credential, {"sign-in", row.words, "wrong, expired or revoked"}});
    }
}

TEST_CASE("a token with too few rights, and a project that is not there, are told apart",
          "[azure_devops][pair][bad-input]")
{
    Adding adding;
    SECTION("it may only read")
    {
        adding.world.dev.change([](Switches& switches) { switches.is_token_read_only = true; });
        adding.check_refused(
            {k_refused_credential, {"writing", "TF50309", "Work Items (read & write)"}});
    }
    SECTION("it may not read either")
    {
        adding.world.dev.next_requests({"GET", "/wit/"}, faults::forbidden_403(), 9);
        adding.check_refused(
            {k_refused_credential, {"reading", "no permission", "Work Items (read & write)"}});
    }
    SECTION("another project")
    {
        adding.check_refused(
            {k_no_such_name, {"no project 'Nowhere'", "TF200016", "project's name right"}},
            {},
            "project=Nowhere");
    }
    SECTION("a project without a type that is enabled")
    {
        adding.world.dev.customise([](auto& process) {
            for (auto& type : process.types) {
                type.is_disabled = true;
            }
        });
        adding.check_refused({k_failed, {"writing", "no work item type that is enabled"}});
    }
}

TEST_CASE("an answer that is nested too deep, or does not end, is cut off",
          "[azure_devops][pair][bad-input]")
{
    Adding adding;
    SECTION("500 levels")
    {
        adding.world.dev.next_requests({}, faults::deep_json(500), 100);
        adding.check_refused({k_temporary, {"nested more than 64 levels deep"}});
    }
    SECTION("300 MiB")
    {
        adding.world.dev.next_requests({}, faults::huge(), 100);
        adding.check_refused({k_temporary, {"its body is larger than 16777216 octets"}});
    }
}

TEST_CASE("a certificate of an unknown authority is refused before the token is sent",
          "[azure_devops][pair][bad-input]")
{
    const Adding adding;
    Authority authority{adding.world.path("")};
    ScriptedServer server{{}, authority.issue()};
    server.otherwise(answer(401, "no", {{"Content-Type", "text/plain"}}));
    adding.check_refused({k_temporary, {"encryption", "certificate", "--set ca_file=FILE"}},
                         server.url() + "/fabrikam");
    CHECK(server.received().empty());
    // With the authority's certificate the same server is let in.
    adding.check_refused({k_refused_credential, {"sign-in"}},
                         server.url() + "/fabrikam",
                         "ca_file=" + authority.ca_file());
}

TEST_CASE("an address of plain http that is called https is told",
          "[azure_devops][pair][bad-input]")
{
    const Adding adding;
    adding.check_refused({k_temporary, {"encryption", "begin with https"}},
                         "https" + adding.world.dev.url().substr(4));
}
