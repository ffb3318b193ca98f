// A desk that cannot be used: nothing is stored, and the message says where, what and what to type
// next.

#include "desk_pair.hpp"
#include "support/certificates.hpp"
#include "support/scripted_server.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>

using namespace syncctl::test;
namespace faults = syncctl::fakes::faults;
namespace requests = syncctl::fakes::sdp::requests;
using syncctl::fakes::sdp::BadToken;
using syncctl::fakes::sdp::MissingScope;

namespace {

constexpr Edition k_on_premises = Edition::on_premises;

/// A database without connectors, where `connector add desk` is tried.
class Adding {
public:
    explicit Adding(Edition edition = k_on_premises, std::string_view marker = "description")
        : world{{.edition = edition, .marker = marker, .has_pair = false}}
    {
    }

    /// `connector add desk`, with another URL, settings in place of the usual ones, and without the
    /// options whose value begins like this.
    [[nodiscard]] std::vector<std::string> arguments(const std::string& url = {},
                                                     const std::vector<std::string>& settings = {},
                                                     const std::string& left_out = {}) const
    {
        const auto usual = world.desk_arguments();
        std::vector<std::string> all;
        for (std::size_t i = 0; i < usual.size(); ++i) {
            const bool is_dropped = i + 1 < usual.size() && usual[i].starts_with("--") &&
                                    is_replaced(usual[i + 1], settings, left_out);
            if (is_dropped) {
                ++i;
            } else {
                all.push_back(usual[i] == world.desk.url() && !url.empty() ? url : usual[i]);
            }
        }
        for (const auto& setting : settings) {
            all.insert(all.end(), {"--set", setting});
        }
        return all;
    }

    void check_refused(const Expected& expected,
                       const std::string& url = {},
                       const std::vector<std::string>& settings = {},
                       const std::string& left_out = {}) const
    {
        world.check_refused(arguments(url, settings, left_out), expected);
    }

    DeskPair world;

private:
    [[nodiscard]] static bool is_replaced(const std::string& value,
                                          const std::vector<std::string>& settings,
                                          const std::string& left_out)
    {
        return (!left_out.empty() && value.starts_with(left_out)) ||
               std::any_of(settings.begin(), settings.end(), [&](const auto& setting) {
                   return value.starts_with(setting.substr(0, setting.find('=') + 1));
               });
    }
};

} // namespace

TEST_CASE("an address of a desk that cannot be right is refused before anything is asked",
          "[servicedesk_plus][pair][bad-input]")
{
    struct Row {
        const char* url;
        Expected expected;
    };

    const std::string form = "https://SERVER:PORT";
    const Adding adding;
    for (const auto& row : std::vector<Row>{
             {"not a url", {k_usage, {"--url 'not a url'", "blank", form}}},
             {"ftp://server", {k_usage, {"does not begin with https://", form}}},
             {"https://server.example.test/app/", {k_usage, {"the portal is missing", form}}},
             {"http://host.invalid:8080", {k_bad_setting, {"in clear", "use https"}}},
             {"https://host.invalid:8080",
              {k_temporary, {"connection", "host.invalid", "is the address right", "--no-test"}}},
             {"http://127.0.0.1:1", {k_temporary, {"connection", "127.0.0.1 port 1"}}},
         }) {
        INFO(row.url);
        adding.check_refused(row.expected, row.url);
    }
    for (const char* url : {"https://me:hunter2@desk.example.test", "https://hunter2@desk.test"}) {
        const auto result = adding.world.syncctl(adding.arguments(url));
        check_failure(result, {k_usage, {"https://...@desk", "a user name or a password"}});
        CHECK(result.err.find("hunter2") == std::string::npos);
    }
    CHECK(adding.world.desk.requests({}) == 0);
}

TEST_CASE("a setting that cannot be right is refused by its name, before anything is asked",
          "[servicedesk_plus][pair][bad-input]")
{
    struct Row {
        const char* setting;
        std::vector<std::string> words;
    };

    const Adding adding;
    for (const auto& row : std::vector<Row>{
             {"edition=xyz", {"'edition'", "auto, on-premises or cloud"}},
             {"portal_id=itdesk", {"'portal_id'", "the number of a portal"}},
             {"marker=External reference", {"'marker'", "the key of a custom text field"}},
             {"marker=udf_sline_3/../", {"'marker'", "the key of a custom text field"}},
             {"marker=udf_date_306", {"'marker'", "the key of a custom text field"}},
             {"fields=udf_pick_7=colour", {"'fields'", "the type is text, html"}},
             {"calls_per_minute=-1", {"'calls_per_minute'"}},
             {"overlap=two", {"'overlap'"}},
             {"api_root=../admin", {"'api_root'", "api/v3"}},
             {"no_such_setting=1", {"no_such_setting"}},
         }) {
        INFO(row.setting);
        const auto result = adding.world.syncctl(adding.arguments({}, {row.setting}));
        INFO(result.err);
        CHECK((result.exit == k_bad_setting || result.exit == k_usage));
        check_words(result.err, row.words);
        check_words(result.err, {"hint: "});
        CHECK(adding.world.rows({"connector", "list"}).empty());
    }
    CHECK(adding.world.desk.requests({}) == 0);
}

TEST_CASE("what an edition needs and does not get is told by its name",
          "[servicedesk_plus][pair][bad-input]")
{
    SECTION("a key for the server of one's own")
    {
        const Adding adding;
        adding.check_refused({k_bad_setting, {"technician_key", "--secret technician_key=prompt"}},
                             {},
                             {},
                             "technician_key=");
        // The secret of the cloud is no help.
        auto arguments = adding.arguments({}, {}, "technician_key=");
        arguments.insert(
            arguments.end(),
            {"--secret", "refresh_token=file:" + adding.world.path("desk.technician_key")});
        adding.world.check_refused(arguments, {k_bad_setting, {"technician_key", "--secret"}});
    }
    SECTION("a client and its token for the cloud")
    {
        const Adding adding{Edition::cloud};
        adding.check_refused(
            {k_bad_setting, {"client_id", "--set client_id=ID"}}, {}, {}, "client_id=");
        for (const std::string secret : {"client_secret", "refresh_token"}) {
            adding.check_refused(
                {k_bad_setting, {secret, "--secret " + secret + "=prompt"}}, {}, {}, secret + "=");
        }
        adding.check_refused({k_bad_setting, {"data_centre", "us, eu, in", "accounts_url"}},
                             {},
                             {},
                             "accounts_url=");
        adding.check_refused({k_bad_setting, {"'data_centre'", "one of us, eu, in"}},
                             {},
                             {"data_centre=mars"},
                             "accounts_url=");
        CHECK(adding.world.desk.grants() == 0);
    }
}

TEST_CASE("what answers in a desk's place is told from the desk",
          "[servicedesk_plus][pair][bad-input]")
{
    struct Row {
        const char* what;
        Script script;
        Expected expected;
    };

    const Headers page{{"Content-Type", "text/html"}};
    const Headers data{{"Content-Type", "application/json"}};
    const std::string html = "<!DOCTYPE html><html><body>We are back soon</body></html>";
    ScriptedServer server;
    const Adding adding;
    for (const auto& row : std::vector<Row>{
             {"another web server",
              answer(404, html, page),
              {k_no_such_name, {"a page for people", "HTTP 404", "browser"}}},
             {"a proxy that cannot get through",
              answer(502, html, page),
              {k_temporary, {"a page for people", "HTTP 502"}}},
             {"a page of maintenance, as a success",
              answer(200, html, page),
              {k_temporary, {"a page for people", "maintenance", "HTTP 200", "browser"}}},
             {"another program",
              answer(200, "hello", data),
              {k_temporary, {"unreadable answer", "is this the address of ServiceDesk Plus"}}},
             {"another program that speaks JSON",
              answer(200, "{\"value\":[]}", data),
              {k_temporary,
               {"says nothing of success", "is this the address of ServiceDesk Plus"}}},
             {"a desk that has moved",
              answer(301, "", {{"Location", "https://new.example.test/?ticket=abc"}}),
              {k_temporary, {"sent to https://new.example.test", "HTTP 301"}}},
         }) {
        INFO(row.what);
        server.otherwise(row.script);
        adding.check_refused(row.expected, server.url());
        CHECK(adding.world.syncctl({"errors"}).out.find("ticket") == std::string::npos);
    }
}

TEST_CASE("a key that is refused is told as such, however the desk says so",
          "[servicedesk_plus][pair][bad-input]")
{
    const int status = GENERATE(400, 401);
    Adding adding;
    adding.world.desk.change([=](auto& switches) { switches.auth_error_status = status; });
    SECTION("a wrong one")
    {
        adding.world.desk.renew_technician_key();
    }
    SECTION("of a technician who was disabled")
    {
        adding.world.desk.disables_technician("sync@fabrikam.example");
    }
    adding.check_refused({k_refused_credential,
                          {"sign-in",
                           "wrong, or expired, or its technician is disabled",
                           "--secret technician_key=prompt"}});
    CHECK(adding.world.desk.requests({}) == 1); // a second one would be throttled sooner or later
}

TEST_CASE("a token that the accounts server does not give is told with what may be wrong",
          "[servicedesk_plus][pair][bad-input]")
{
    Adding adding{Edition::cloud};
    SECTION("expired or revoked")
    {
        adding.world.desk.renew_refresh_token();
        adding.check_refused({k_refused_credential,
                              {"sign-in", "does not accept the refresh token", "invalid_code"}});
    }
    SECTION("of another data centre")
    {
        adding.world.desk.change([](auto& switches) { switches.is_other_data_centre = true; });
        adding.check_refused(
            {k_refused_credential, {"sign-in", "another data centre", "data_centre, client_id"}});
    }
    SECTION("another client")
    {
        adding.check_refused({k_refused_credential, {"sign-in", "client", "client_secret"}},
                             {},
                             {"client_id=1000.SOMEBODYELSE"});
    }
    SECTION("an accounts server that is being maintained")
    {
        adding.world.desk.next_requests(requests::k_grants, faults::maintenance_page(), 9);
        adding.check_refused({k_temporary, {"without an access token", "maintenance"}});
    }
    SECTION("an accounts server that is not there")
    {
        adding.check_refused({k_temporary, {"no access token from 127.0.0.1"}},
                             {},
                             {"accounts_url=http://127.0.0.1:1"});
    }
    SECTION("an accounts server in clear")
    {
        adding.check_refused({k_bad_setting, {"in clear", "use https"}},
                             {},
                             {"accounts_url=http://accounts.invalid"});
    }
}

TEST_CASE("scopes that are missing are told from a token that is refused",
          "[servicedesk_plus][pair][bad-input]")
{
    const auto form = GENERATE(MissingScope::oauth_scope_mismatch, MissingScope::unauthorised);
    Adding adding{Edition::cloud};
    adding.world.desk.change([=](auto& switches) { switches.missing_scope = form; });
    SECTION("of requests")
    {
        adding.world.desk.change([](auto& switches) { switches.revoked_scopes = {"requests"}; });
        adding.check_refused({k_refused_credential, {"scope", "SDPOnDemand.requests.ALL"}});
    }
    SECTION("of the lists")
    {
        adding.world.desk.change([](auto& switches) { switches.revoked_scopes = {"setup"}; });
        adding.check_refused({k_refused_credential, {"lists", "SDPOnDemand.setup.READ"}});
    }
    CHECK(adding.world.desk.grants() <= 2);
}

TEST_CASE("a portal that is not there is told as such", "[servicedesk_plus][pair][bad-input]")
{
    const Adding adding{Edition::cloud};
    auto url = adding.world.desk.url();
    url.replace(url.rfind('/') + 1, std::string::npos, "hrdesk");
    adding.check_refused({k_no_such_name, {"portal", "https://HOST/app/PORTAL"}}, url);
}

TEST_CASE("a marker field that cannot hold markers is told when the connector is added",
          "[servicedesk_plus][pair][bad-input]")
{
    Adding adding{GENERATE(Edition::on_premises, Edition::cloud), "field"};
    const auto key = adding.world.desk.marker_udf();
    SECTION("none of this key")
    {
        const std::string other = key.starts_with("udf_char") ? "udf_char99" : "udf_sline_99";
        adding.check_refused(
            {k_failed, {"marker", "'" + other + "' cannot be searched", "not its label"}},
            {},
            {"marker=" + other});
    }
    SECTION("a short one")
    {
        adding.world.desk.has_udf({.key = key, .label = "External reference", .max_length = 30});
        adding.check_refused({k_failed, {"marker", "takes 30 characters", "a marker needs"}});
    }
}

TEST_CASE("an answer of a desk that is nested too deep, or does not end, is cut off",
          "[servicedesk_plus][pair][bad-input]")
{
    Adding adding;
    SECTION("500 levels")
    {
        adding.world.desk.next_requests({}, faults::deep_json(500), 100);
        adding.check_refused({k_temporary, {"nested more than 64 levels deep"}});
    }
    SECTION("300 MiB")
    {
        adding.world.desk.next_requests({}, faults::huge(), 100);
        adding.check_refused({k_temporary, {"its body is larger than 16777216 octets"}});
    }
}

TEST_CASE("a certificate of an unknown authority is refused before the key is sent",
          "[servicedesk_plus][pair][bad-input]")
{
    const Adding adding;
    Authority authority{adding.world.path("")};
    ScriptedServer server{{}, authority.issue()};
    server.otherwise(answer(401, "no", {{"Content-Type", "text/plain"}}));
    adding.check_refused({k_temporary, {"encryption", "certificate", "--set ca_file=FILE"}},
                         server.url());
    CHECK(server.received().empty());
    adding.check_refused(
        {k_refused_credential, {"sign-in"}}, server.url(), {"ca_file=" + authority.ca_file()});
    adding.check_refused({k_temporary, {"encryption", "begin with https"}},
                         "https" + adding.world.desk.url().substr(4));
}

TEST_CASE("a secret does not follow its connector to another address",
          "[servicedesk_plus][pair][bad-input]")
{
    SECTION("of the desk")
    {
        const DeskPair pair;
        check_failure(
            pair.syncctl({"connector", "edit", "desk", "--url", "https://elsewhere.example.test"}),
            {k_usage,
             {"is not sent to https://elsewhere.example.test:443",
              "--secret technician_key=prompt"}});
    }
    SECTION("of the accounts server")
    {
        const DeskPair pair{{.edition = Edition::cloud}};
        check_failure(pair.syncctl({"connector",
                                    "edit",
                                    "desk",
                                    "--set",
                                    "accounts_url=https://accounts.example.test"}),
                      {k_usage,
                       {"is not sent to https://accounts.example.test:443",
                        "setting 'accounts_url'",
                        "--secret client_secret=prompt --secret refresh_token=prompt"}});
    }
}
