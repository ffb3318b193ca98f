// A key is revoked, an access token ends, a scope is taken away while a pair is in use: nothing is
// lost, and everything goes on with a good one.

#include "fakes/servicedesk_plus/fault.hpp"
#include "support/desk_world.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <utility>

using namespace syncctl::test;
using Edition = syncctl::fakes::FakeServiceDeskPlus::Edition;
using syncctl::fakes::Matching;
using syncctl::fakes::sdp::BadToken;
using syncctl::fakes::sdp::MissingScope;
using syncctl::fakes::sdp::Switches;
namespace requests = syncctl::fakes::sdp::requests;

namespace {

constexpr int k_signed_out = 12;
constexpr int k_temporary = 13;
constexpr int k_bugs = 40;

/// Runs `action` before the request number `number` that matches.
void before_nth(DeskWorld& world,
                const Matching& matching,
                int number,
                std::function<void()> action)
{
    world.desk.before_next(matching, [&world, matching, number, action = std::move(action)] {
        if (number <= 1) {
            action();
        } else {
            before_nth(world, matching, number - 1, action);
        }
    });
}

/// Many linked items with an edit in dev, and some edits and new items beside.
class BusyWorld {
public:
    explicit BusyWorld(Edition edition) : world{{.edition = edition}}
    {
        for (int i = 0; i < k_bugs; ++i) {
            world.add_bug("bug " + std::to_string(i));
        }
        world.add_incident("keyboard");
        world.run();
        world.run();
        for (int i = 1; i <= k_bugs; ++i) {
            world.dev.edit(i, {{"System.Title", "edited " + std::to_string(i)}});
        }
        world.desk.edit(world.incident("keyboard"), {{"status", "In Progress"}});
        world.add_bug("new bug");
        world.add_incident("new incident");
        world.save();
        world.run();
        m_expected = world.outcome();
        REQUIRE(world.heal(m_expected) == "");
        world.restore();
    }

    /// As a person types it after the run has said so.
    void enter(const std::string& secret)
    {
        world.write_desk_secrets();
        const auto entered = world.syncctl({"connector",
                                            "edit",
                                            "desk",
                                            "--secret",
                                            secret + "=file:" + world.path("desk." + secret)});
        INFO(entered.out << entered.err);
        CHECK(entered.exit == 0);
    }

    void check_heals() { CHECK(world.heal(m_expected) == ""); }

    DeskWorld world;

private:
    std::string m_expected;
};

} // namespace

TEST_CASE("a key that is revoked in the middle of a run ends it, and the next run with a new key "
          "goes on where it was",
          "[fault][servicedesk_plus]")
{
    constexpr int k_in_vain = 16;
    BusyWorld busy{Edition::on_premises};
    auto& world = busy.world;
    const int auth_error_status = GENERATE(400, 401);
    CAPTURE(auth_error_status);
    world.desk.change([&](Switches& s) { s.auth_error_status = auth_error_status; });
    before_nth(world, requests::k_edits, 4, [&world] { world.desk.renew_technician_key(); });

    const auto result = world.syncctl({"run", "p"});

    INFO(result.out << result.err);
    CHECK(result.exit == k_signed_out);
    CHECK(result.err.find("syncctl connector edit desk --secret technician_key=prompt\n") !=
          std::string::npos);
    CHECK(world.desk.requests(requests::k_edits) >= 4);
    CHECK(world.desk.requests(requests::k_edits) <= 3 + k_in_vain);

    // The old key is not tried again and again.
    world.desk.clear_log();
    CHECK(world.syncctl({"run", "p"}).exit == k_signed_out);
    CHECK(world.desk.log().size() == 1);
    busy.enter("technician_key");
    busy.check_heals();
}

TEST_CASE("an access token that ends in the middle of a run is renewed once, and nobody notices",
          "[fault][servicedesk_plus]")
{
    BusyWorld busy{Edition::cloud};
    auto& world = busy.world;
    const auto bad_token = GENERATE(BadToken::invalid_token,
                                    BadToken::invalid_oauthtoken,
                                    BadToken::envelope_4022,
                                    BadToken::text);
    CAPTURE(static_cast<int>(bad_token));
    for (const auto& [matching, number] :
         std::vector<std::pair<Matching, int>>{{requests::k_lists, 1},
                                               {requests::k_lists, 2},
                                               {requests::k_reads, 5},
                                               {requests::k_creates, 1},
                                               {requests::k_edits, 1},
                                               {requests::k_edits, 20}}) {
        INFO(matching.method << " " << matching.path << " number " << number);
        world.restore();
        world.desk.change([&](Switches& switches) { switches.bad_token = bad_token; });
        const int grants = world.desk.grants();
        before_nth(world, matching, number, [&world] { world.desk.expire_access_tokens(); });

        const auto result = world.syncctl({"run", "p", "-q"});

        INFO(result.out << result.err);
        CHECK(result.exit == 0);
        CHECK(world.desk.grants() == grants + 1);
        busy.check_heals();
    }
}

TEST_CASE("an access token that is about to run out is renewed before it does",
          "[fault][servicedesk_plus]")
{
    DeskWorld world{{.edition = Edition::cloud}};
    world.link_four();
    world.clock.advance(std::chrono::hours{2});
    world.run(); // with a new one
    const int grants = world.desk.grants();
    world.clock.advance(std::chrono::minutes{50});
    world.must({"run", "p", "-q"});
    CHECK(world.desk.grants() == grants);
    world.clock.advance(std::chrono::minutes{3} + std::chrono::seconds{30});
    world.must({"run", "p", "-q"});
    CHECK(world.desk.grants() == grants + 1);
    for (const auto& exchange : world.desk.log()) {
        CHECK(exchange.answer.status != 401);
    }
}

TEST_CASE(
    "a refresh token that is revoked in the middle of a run ends it, and a new one is entered",
    "[fault][servicedesk_plus]")
{
    BusyWorld busy{Edition::cloud};
    auto& world = busy.world;
    before_nth(world, requests::k_edits, 4, [&world] { world.desk.renew_refresh_token(); });

    const auto result = world.syncctl({"run", "p"});

    INFO(result.out << result.err);
    CHECK(result.exit == k_signed_out);
    CHECK(result.err.find("syncctl connector edit desk --secret refresh_token=prompt\n") !=
          std::string::npos);
    busy.enter("refresh_token");
    busy.check_heals();
}

TEST_CASE("runs of separate processes share one access token", "[fault][servicedesk_plus]")
{
    constexpr int k_runs = 12;
    DeskWorld world{{.edition = Edition::cloud}};
    world.add_two_of_each();
    world.desk.expire_access_tokens();
    world.clock.advance(std::chrono::hours{2});
    const int grants = world.desk.grants();
    for (int run = 0; run < k_runs; ++run) {
        world.must({"run", "p", "-q"});
        world.clock.advance(std::chrono::seconds{30});
    }
    CHECK(world.desk.grants() == grants + 1);
    CHECK(world.broken_promises() == "");
}

TEST_CASE("no more access tokens are asked for than the accounts server gives out",
          "[fault][servicedesk_plus]")
{
    constexpr int k_most_grants = 10;
    DeskWorld world{{.edition = Edition::cloud}};
    world.link_four();
    world.dev.edit(1, {{"System.Title", "printer on fire"}});
    world.clock.advance(std::chrono::hours{2});
    world.desk.clear_log();
    int refused = 0;
    for (int run = 0; run < 12; ++run) {
        world.desk.expire_access_tokens();
        const auto result = world.syncctl({"run", "p"});
        INFO(result.out << result.err);
        CHECK((result.exit == 0 || result.exit == k_temporary));
        refused += result.exit == k_temporary ? 1 : 0;
    }
    CHECK(refused == 2);
    CHECK(world.desk.requests(requests::k_grants) == k_most_grants);

    world.clock.advance(std::chrono::minutes{10});
    world.run();
    CHECK(world.desk.request(world.partner_of_bug(1))->fields["subject"] == "printer on fire");
    CHECK(world.run_quietly() == "");
}

TEST_CASE("a scope that is taken away in the middle of a run ends it, and nothing is lost",
          "[fault][servicedesk_plus]")
{
    BusyWorld busy{Edition::cloud};
    auto& world = busy.world;
    const auto missing_scope =
        GENERATE(MissingScope::oauth_scope_mismatch, MissingScope::unauthorised);
    CAPTURE(static_cast<int>(missing_scope));
    const int grants = world.desk.grants();
    world.desk.change([&](Switches& switches) { switches.missing_scope = missing_scope; });
    const auto matching = GENERATE(requests::k_lists, requests::k_edits);
    INFO(matching.method << " " << matching.path);
    before_nth(world, matching, 2, [&world] {
        world.desk.change([](Switches& switches) { switches.revoked_scopes = {"requests"}; });
    });

    const auto result = world.syncctl({"run", "p"});

    INFO(result.out << result.err);
    CHECK(result.exit != 0);
    CHECK((result.err + world.syncctl({"errors"}).out).find("scope") != std::string::npos);
    CHECK(world.desk.grants() <= grants + 1);
    world.desk.change([](Switches& switches) { switches.revoked_scopes.clear(); });
    busy.check_heals();
}

TEST_CASE("without the scopes for setup and users everything goes on, with names",
          "[fault][servicedesk_plus]")
{
    BusyWorld busy{Edition::cloud};
    auto& world = busy.world;
    world.desk.change([](Switches& switches) { switches.revoked_scopes = {"setup", "users"}; });
    const auto result = world.syncctl({"run", "p"});
    INFO(result.out << result.err);
    CHECK(result.exit == 0);
    busy.check_heals();
}
