// The access token of the cloud, against an accounts server that answers as it is told.

#include "connectors/servicedesk_plus/access_token.hpp"
#include "unit/http/http_world.hpp"

#include "syncctl/base/json.hpp"

#include <nlohmann/json.hpp>

namespace syncctl::test {

using connectors::servicedesk_plus::AccessToken;

namespace {

/// What every process of one database sees.
class MemoryCache final : public connectors::TokenCache {
public:
    [[nodiscard]] std::optional<base::Secret> load() override
    {
        return content.empty() ? std::nullopt : std::optional{base::Secret{content}};
    }

    void keep(const base::Secret& kept) noexcept override { content = kept.reveal(); }

    void alone(const std::function<void()>& renewal) override
    {
        ++renewals;
        if (before_renewal) {
            before_renewal();
        }
        renewal();
    }

    std::string content;
    int renewals = 0;
    std::function<void()> before_renewal; ///< what another process did while this one waited
};

Script token_answer(const std::string& token, int seconds = 3600)
{
    return answer(200,
                  nlohmann::json{{"access_token", token},
                                 {"expires_in", seconds},
                                 {"api_domain", "https://www.zohoapis.com"},
                                 {"token_type", "Bearer"}}
                      .dump());
}

struct TokenWorld : HttpWorld {
    [[nodiscard]] AccessToken process(connectors::TokenCache* shared)
    {
        auto accounts = setup();
        accounts.authorization = {};
        return AccessToken{{.connector = "desk", .secret = "refresh_token"},
                           {.client_id = "1000.CLIENT",
                            .client_secret = base::Secret{std::string_view{"client-secret"}},
                            .refresh_token = base::Secret{std::string_view{"1000.refresh+1"}}},
                           std::move(accounts),
                           clock,
                           shared,
                           log};
    }

    [[nodiscard]] int asked() { return static_cast<int>(server.requests().size()); }

    MemoryCache cache;
};

std::string text(const base::Secret& secret)
{
    return std::string{secret.reveal()};
}

/// How asking for a token fails.
Error failure(AccessToken& token)
{
    try {
        (void)token.get();
    } catch (const Error& error) {
        return error;
    }
    throw std::runtime_error{"a token was given"};
}

} // namespace

TEST_CASE("a token is asked for once, in a form, and used until it ends", "[servicedesk_plus]")
{
    TokenWorld world;
    world.server.will(token_answer("one"));
    world.server.will(token_answer("two"));
    auto token = world.process(&world.cache);
    CHECK(text(token.get()) == "one");
    CHECK(text(token.get()) == "one");
    const auto request = world.server.requests().at(0);
    CHECK(request.body ==
          "grant_type=refresh_token&client_id=1000.CLIENT&client_secret=client-secret&"
          "refresh_token=1000.refresh%2B1");
    CHECK(request.target == "/oauth/v2/token");
    world.clock.advance(58min);
    CHECK(text(token.get()) == "one");
    world.clock.advance(1min);
    CHECK(text(token.get()) == "two"); // a minute before its end
    CHECK(world.asked() == 2);
}

TEST_CASE("processes share one token", "[servicedesk_plus]")
{
    TokenWorld world;
    world.server.will(token_answer("one"));
    for (int run = 0; run < 30; ++run) {
        auto token = world.process(&world.cache);
        CHECK(text(token.get()) == "one");
        world.clock.advance(1min);
    }
    CHECK(world.asked() == 1);
    CHECK(world.cache.renewals == 1);
}

TEST_CASE("while one process renews, another waits and takes what it got", "[servicedesk_plus]")
{
    TokenWorld world;
    world.server.will(token_answer("one"));
    auto first = world.process(&world.cache);
    (void)first.get();
    const auto kept = world.cache.content;
    world.cache.content.clear();
    world.cache.before_renewal = [&] { world.cache.content = kept; };
    auto second = world.process(&world.cache);
    CHECK(text(second.get()) == "one");
    CHECK(world.asked() == 1);
}

TEST_CASE("a refused token is renewed once", "[servicedesk_plus]")
{
    TokenWorld world;
    world.server.will(token_answer("one"));
    world.server.will(token_answer("two"));
    auto token = world.process(&world.cache);
    (void)token.get();
    CHECK(token.renew_refused());
    CHECK(text(token.get()) == "two");
    CHECK_FALSE(token.renew_refused());
    CHECK(world.asked() == 2);
}

TEST_CASE("a token that another process renewed already is taken", "[servicedesk_plus]")
{
    TokenWorld world;
    world.server.will(token_answer("one"));
    world.server.will(token_answer("two"));
    auto first = world.process(&world.cache);
    auto second = world.process(&world.cache);
    (void)first.get();
    (void)second.get();
    CHECK(first.renew_refused());
    CHECK(second.renew_refused());
    CHECK(text(second.get()) == "two");
    CHECK(world.asked() == 2);
}

TEST_CASE("no more than ten tokens in ten minutes are asked for", "[servicedesk_plus]")
{
    TokenWorld world;
    world.server.otherwise(token_answer("short", 1));
    for (int i = 0; i < 10; ++i) {
        auto token = world.process(&world.cache);
        (void)token.get();
        world.clock.advance(10s);
    }
    auto token = world.process(&world.cache);
    const auto refused = failure(token);
    CHECK(refused.code() == ErrorCode::rate_limited);
    CHECK(refused.message().find("10 access tokens in 10 minutes") != std::string::npos);
    CHECK(world.asked() == 10);
    world.clock.advance(9min);
    CHECK(text(token.get()) == "short");
}

TEST_CASE("whether there is a token decides, not the HTTP status", "[servicedesk_plus]")
{
    TokenWorld world;
    SECTION("the refresh token is refused, with 200")
    {
        world.server.otherwise(answer(200, R"({"error":"invalid_code"})"));
        auto token = world.process(&world.cache);
        const auto refused = failure(token);
        CHECK(refused.code() == ErrorCode::authentication);
        CHECK(refused.message().find("another data centre") != std::string::npos);
        CHECK(refused.hint() == "syncctl connector edit desk --secret refresh_token=prompt");
    }
    SECTION("the client is refused")
    {
        world.server.otherwise(answer(200, R"({"error":"invalid_client"})"));
        auto token = world.process(&world.cache);
        CHECK(failure(token).hint() == "syncctl connector edit desk --secret client_secret=prompt");
    }
    SECTION("maintenance")
    {
        world.server.otherwise(answer(200, "<html>soon</html>", {{"Content-Type", "text/html"}}));
        auto token = world.process(&world.cache);
        CHECK(failure(token).code() == ErrorCode::unavailable);
    }
    SECTION("a token that would split a header")
    {
        world.server.otherwise(token_answer("a\r\nX: y"));
        auto token = world.process(&world.cache);
        CHECK_THROWS_AS(token.get(), Error);
        CHECK(world.cache.content.find("X: y") == std::string::npos);
    }
}

TEST_CASE("after too many requests nobody asks for ten minutes", "[servicedesk_plus]")
{
    TokenWorld world;
    world.server.will(answer(400,
                             R"({"error":"Access Denied","error_description":"You have made too)"
                             R"( many requests continuously.","status":"failure"})"));
    world.server.will(token_answer("one"));
    auto token = world.process(&world.cache);
    CHECK(failure(token).code() == ErrorCode::rate_limited);
    auto next = world.process(&world.cache);
    CHECK(failure(next).code() == ErrorCode::rate_limited);
    CHECK(world.asked() == 1);
    world.clock.advance(10min);
    CHECK(text(next.get()) == "one");
}

TEST_CASE("what was kept and cannot be read is no loss", "[servicedesk_plus]")
{
    for (const std::string kept : {"",
                                   "{",
                                   "[]",
                                   R"({"v":2})",
                                   R"({"v":1,"token":7})",
                                   R"({"v":1,"token":"a b","expires_at":99999999999999})"}) {
        CAPTURE(kept);
        TokenWorld world;
        world.cache.content = kept;
        world.server.will(token_answer("one"));
        auto token = world.process(&world.cache);
        CHECK(text(token.get()) == "one");
    }
}

TEST_CASE("no secret of the accounts server is told", "[servicedesk_plus]")
{
    TokenWorld world;
    world.server.will(token_answer("one-access"));
    auto token = world.process(&world.cache);
    (void)token.get();
    for (const auto& line : world.log.details) {
        CHECK(line.find("client-secret") == std::string::npos);
        CHECK(line.find("1000.refresh") == std::string::npos);
        CHECK(line.find("one-access") == std::string::npos);
    }
}

} // namespace syncctl::test
