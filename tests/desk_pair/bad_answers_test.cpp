// A run whose reads are refused, cut or unreadable: it ends with the right code, changes nothing on
// either side, and the next good run brings everything over. And answers that differ from build to
// build, which stop nothing.

#include "waiting.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::test;
using syncctl::fakes::Fault;
namespace faults = syncctl::fakes::faults;
namespace requests = syncctl::fakes::sdp::requests;
using syncctl::fakes::sdp::BadToken;
using syncctl::fakes::sdp::MissingScope;
using syncctl::fakes::sdp::NoStamp;
using syncctl::fakes::sdp::StatusForm;

namespace {

constexpr int k_every_time = 40;
const std::string k_name = "connector 'desk'";
const std::string k_test = "syncctl connector test desk";

} // namespace

TEST_CASE("a list of a desk that fails ends the run and changes nothing",
          "[servicedesk_plus][pair][bad-input]")
{
    struct Row {
        Fault fault;
        int exit;
        const char* code;
        std::vector<std::string> words;
    };

    Waiting waiting{{.edition = GENERATE(Edition::on_premises, Edition::cloud)}};
    for (const auto& row : std::vector<Row>{
             {faults::maintenance_page(),
              k_temporary,
              "unavailable",
              {"a page for people", "maintenance", "HTTP 200", "later"}},
             {faults::redirect_302(),
              k_temporary,
              "unavailable",
              {"sent to https://login.example.test", "HTTP 302"}},
             {faults::failed(403, 4002),
              k_refused_credential,
              "forbidden",
              {"4002", "role", k_test}},
             {faults::failed(404, 4007), k_no_such_name, "not_found", {"4007", "portal", k_test}},
             {faults::failed(500, 4004), k_temporary, "unavailable", {"4004", "later"}},
             {faults::status_before(503), k_temporary, "unavailable", {"HTTP 503", "later"}},
             {faults::garbage_json(), k_temporary, "unavailable", {"unreadable answer", "later"}},
             {faults::deep_json(), k_temporary, "unavailable", {"64 levels", "later"}},
             {faults::empty_200(), k_temporary, "unavailable", {"later"}},
             {faults::body("{\"response_status\":[{\"status_code\":2000}],\"requests\":7}"),
              k_temporary,
              "unavailable",
              {"requests", "later"}},
             {faults::huge(), k_temporary, "network", {"larger than", k_test}},
             {faults::broken_gzip(), k_temporary, "network", {k_test}},
             {faults::reset_before(), k_temporary, "network", {"reset", k_test}},
         }) {
        INFO(row.fault.name);
        waiting.pair.desk.next_requests(requests::k_lists, row.fault, k_every_time);
        auto words = row.words;
        words.insert(words.end(), {"pair 'p'", k_name});
        waiting.pair.check_failing_run(row.exit, row.code, words);
        waiting.pair.desk.no_more_faults();
    }
    waiting.check_healed();
}

TEST_CASE("a maintenance page in the place of any answer loses nothing and doubles nothing",
          "[servicedesk_plus][pair][bad-input]")
{
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    const auto of = GENERATE(requests::k_reads, requests::k_creates, requests::k_edits);
    INFO(of.method << ' ' << of.path);
    Waiting waiting{{.edition = edition}};
    waiting.pair.desk.next_requests(of, faults::maintenance_page(), k_every_time);
    const auto result = waiting.pair.syncctl({"run", "p"});
    INFO(result.out << result.err);
    CHECK((result.exit == k_temporary || result.exit == k_partial));
    check_words(result.err, {"hint: ", "syncctl "});
    CHECK(waiting.pair.broken_promises() == "");
    waiting.pair.desk.no_more_faults();
    waiting.pair.let_time_pass();
    static_cast<void>(waiting.pair.run()); // finds out what became of a create
    waiting.check_healed();
}

TEST_CASE("an accounts server that is being maintained is not taken for a refused token",
          "[servicedesk_plus][pair][bad-input]")
{
    Waiting waiting{{.edition = Edition::cloud}};
    waiting.pair.desk.next_requests(requests::k_grants, faults::maintenance_page(), 9);
    SECTION("the token has ended")
    {
        waiting.pair.clock.advance(std::chrono::hours{2});
    }
    SECTION("the token is refused before its time")
    {
        waiting.pair.desk.expire_access_tokens();
    }
    waiting.pair.check_failing_run(
        k_temporary, "network", {k_name, "without an access token", "maintenance", k_test});
    waiting.pair.desk.no_more_faults();
    waiting.check_healed();
}

TEST_CASE("a key that is refused between two runs stops the run and deletes nothing",
          "[servicedesk_plus][pair][bad-input]")
{
    const int status = GENERATE(400, 401);
    Waiting waiting;
    waiting.pair.desk.change([=](auto& switches) { switches.auth_error_status = status; });
    waiting.pair.desk.renew_technician_key();
    waiting.pair.check_failing_run(
        k_refused_credential,
        "authentication",
        {k_name,
         "technician key (wrong, expired, or its technician is disabled)",
         "syncctl connector edit desk --secret technician_key=prompt"});
    CHECK(waiting.pair.desk.requests({}) == 1);
    // What the hint says helps.
    waiting.pair.write_desk_secrets();
    waiting.pair.must({"connector",
                       "edit",
                       "desk",
                       "--secret",
                       "technician_key=file:" + waiting.pair.path("desk.technician_key")});
    waiting.check_healed();
}

TEST_CASE("an access token that is refused is renewed once; a refresh token that is, ends the run",
          "[servicedesk_plus][pair][bad-input]")
{
    const auto form = GENERATE(BadToken::invalid_token,
                               BadToken::invalid_oauthtoken,
                               BadToken::envelope_4022,
                               BadToken::text);
    Waiting waiting{{.edition = Edition::cloud}};
    waiting.pair.desk.change([=](auto& switches) { switches.bad_token = form; });
    waiting.pair.desk.renew_refresh_token();
    waiting.pair.check_failing_run(k_refused_credential,
                                   "authentication",
                                   {k_name,
                                    "does not accept the refresh token",
                                    "invalid_code",
                                    "syncctl connector edit desk --secret refresh_token=prompt"});
    waiting.pair.write_desk_secrets();
    waiting.pair.must({"connector",
                       "edit",
                       "desk",
                       "--secret",
                       "refresh_token=file:" + waiting.pair.path("desk.refresh_token")});
    waiting.pair.desk.expire_access_tokens(); // that one is renewed without a word
    waiting.check_healed();
}

TEST_CASE("a scope that is revoked between two runs stops the run and says so",
          "[servicedesk_plus][pair][bad-input]")
{
    const auto form = GENERATE(MissingScope::oauth_scope_mismatch, MissingScope::unauthorised);
    Waiting waiting{{.edition = Edition::cloud}};
    waiting.pair.desk.change([=](auto& switches) {
        switches.missing_scope = form;
        switches.revoked_scopes = {"requests"};
    });
    const int before = waiting.pair.desk.grants();
    waiting.pair.check_failing_run(k_refused_credential,
                                   form == MissingScope::unauthorised ? "authentication"
                                                                      : "forbidden",
                                   {k_name, "scope", "syncctl connector"});
    CHECK(waiting.pair.desk.grants() - before <= 1);
    waiting.pair.desk.change([](auto& switches) { switches.revoked_scopes.clear(); });
    waiting.check_healed();
}

TEST_CASE("a lock in the middle of a run is waited for, and no call comes too early",
          "[servicedesk_plus][pair][bad-input]")
{
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    const int after = GENERATE(0, 1, 3, 5);
    CAPTURE(after);
    Waiting waiting{{.edition = edition, .settings = {"concurrency=1"}}};
    waiting.pair.desk.throttles({}, after);
    static_cast<void>(waiting.pair.run());
    CHECK(waiting.pair.desk.too_early().empty());
    waiting.check_healed();
}

TEST_CASE("a lock that does not end is told, with when to come back, and is kept by the next run",
          "[servicedesk_plus][pair][bad-input]")
{
    Waiting waiting{
        {.edition = GENERATE(Edition::on_premises, Edition::cloud), .settings = {"concurrency=1"}}};
    waiting.pair.desk.change([](auto& switches) { switches.lock_ms = 3'600'000; });
    waiting.pair.desk.next_requests({}, faults::access_limit(400, "3600"), 1);
    waiting.pair.check_failing_run(k_temporary, "rate_limited", {k_name, "run it again"});
    const int asked = waiting.pair.desk.requests({});
    waiting.pair.check_failing_run(k_temporary, "rate_limited", {k_name, "run it again"});
    CHECK(waiting.pair.desk.requests({}) <= asked);
    waiting.pair.clock.advance(std::chrono::hours{2});
    waiting.check_healed();
}

TEST_CASE("what differs from build to build stops nothing", "[servicedesk_plus][pair][bad-input]")
{
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    DeskPair pair{{.edition = edition, .has_pair = false}};
    const auto change = [&](auto how) { pair.desk.change(how); };
    SECTION("no times of updates")
    {
        const auto form = GENERATE(NoStamp::null, NoStamp::text, NoStamp::null_value);
        change([=](auto& switches) {
            switches.no_stamp = form;
            switches.is_updated_set_at_create = false;
            switches.are_nulls_first = true;
        });
    }
    SECTION("lists without a word on their pages")
    {
        change([](auto& switches) { switches.has_list_info = false; });
    }
    SECTION("pages of two")
    {
        change([](auto& switches) { switches.page_limit = 2; });
    }
    SECTION("the status of an answer as an object, or as an array")
    {
        const auto form = GENERATE(StatusForm::always_object, StatusForm::always_array);
        change([=](auto& switches) { switches.status_form = form; });
    }
    SECTION("no catalogue of fields")
    {
        change([](auto& switches) {
            switches.has_udf_catalogue = false;
            switches.has_metainfo = false;
            switches.has_layouts = false;
        });
    }
    SECTION("gzip, no dates, 201 for creates, replies that show the old state")
    {
        change([](auto& switches) {
            switches.is_gzipped = true;
            switches.has_date = false;
            switches.is_create_201 = true;
            switches.edit_reply = syncctl::fakes::sdp::EditReply::old_stamp;
        });
    }
    pair.set_up();
    pair.add_two_of_each();
    CHECK(pair.run()["created"] == 4);
    static_cast<void>(pair.run());
    pair.dev.edit(1, {{k_title, "printer on fire"}});
    pair.desk.edit(pair.incident("keyboard"), {{"subject", "keyboard, wet"}});
    CHECK(pair.run()["updated"] == 2);
    CHECK(pair.partner_field(1, "subject") == "printer on fire");
    CHECK(pair.dev_field(pair.partner_of_incident(pair.incident("keyboard")), k_title) ==
          "keyboard, wet");
    pair.check_third_run_writes_nothing();
}

TEST_CASE("pages that shift while they are read lose no request",
          "[servicedesk_plus][pair][bad-input]")
{
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud)}};
    pair.desk.change([](auto& switches) { switches.page_limit = 3; });
    std::vector<std::string> ids;
    for (int i = 0; i < 10; ++i) {
        ids.push_back(pair.add_incident("request " + std::to_string(i)));
        pair.clock.advance(std::chrono::seconds{1});
    }
    // While the third list is on its way, somebody deletes, edits and adds.
    const auto shift = [&] {
        pair.desk.trash(ids[0]);
        pair.desk.edit(ids[1], {{"subject", "request 1, edited"}});
        pair.add_incident("latecomer");
    };
    pair.desk.before_next(requests::k_lists, [&] {
        pair.desk.before_next(requests::k_lists,
                              [&] { pair.desk.before_next(requests::k_lists, shift); });
    });
    static_cast<void>(pair.syncctl({"run", "p"}));
    pair.let_time_pass();
    static_cast<void>(pair.run());
    auto titles = pair.dev.titles();
    std::sort(titles.begin(), titles.end());
    for (const char* title : {"latecomer", "request 1, edited", "request 3", "request 9"}) {
        INFO(title);
        CHECK(std::count(titles.begin(), titles.end(), title) == 1);
    }
    pair.check_third_run_writes_nothing();
}

TEST_CASE("the most talkative run shows no key and no token", "[servicedesk_plus][pair][bad-input]")
{
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    Waiting waiting{{.edition = edition}};
    waiting.pair.desk.next_requests(requests::k_creates, faults::failed(500, 4004), 1);
    // DeskWorld looks for the secrets in what is shown and stored.
    const auto traced = waiting.pair.syncctl({"-vvv", "run", "p"});
    INFO(traced.err);
    CHECK(traced.err.find("/api/v3/requests") != std::string::npos);
    CHECK(traced.err.find("fakeaccesstoken") == std::string::npos);
    CHECK(waiting.pair.syncctl({"-vvv", "connector", "test", "desk"}).exit == 0);
}
