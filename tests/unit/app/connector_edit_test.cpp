#include "app_world.hpp"

#include "syncctl/app/connectors.hpp"
#include "syncctl/app/pairs.hpp"
#include "syncctl/app/run_pairs.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <functional>
#include <utility>

namespace syncctl::test {

namespace {

app::SecretReader secret(const std::string& text)
{
    return [text] { return base::Secret{text}; };
}

void enter_new_token(app::ConnectorEdit& edit)
{
    edit.secrets["token"] = secret("new");
}

/// A connector `one` at https://one.example/a with the token `old`.
class EditWorld : public AppWorld {
public:
    EditWorld()
    {
        is_set_up();
        has_connector("one", "https://one.example/a", "old");
        constructions = 0;
        last_token.clear();
    }

    /// `two`, and the pair `p` of both with watermarks.
    model::Pair has_a_pair()
    {
        has_connector("two", "https://two.example", "other");
        app::PairAddition addition;
        addition.name = "p";
        addition.source = "two";
        addition.target = "one";
        app::add_pair(workspace(), addition);
        auto& pairs = workspace().writing().pairs;
        const auto pair = pairs.find("p").value();
        pairs.set_watermark(pair.id, model::Side::source, "of two", clock.now());
        pairs.set_watermark(pair.id, model::Side::target, "of one", clock.now());
        return pair;
    }

    std::string watermark(const model::Pair& pair, model::Side side)
    {
        return workspace().reading().pairs.watermark(pair.id, side);
    }

    app::StoredConnector edit(const std::function<void(app::ConnectorEdit&)>& change)
    {
        app::ConnectorEdit edit;
        edit.name = "one";
        change(edit);
        return app::edit_connector(workspace(), edit);
    }

    /// The code of a refusal that left everything as it was.
    ErrorCode refusal(const std::function<void(app::ConnectorEdit&)>& change)
    {
        const auto before = stored("one");
        const auto code = code_of([&] { edit(change); });
        CHECK(stored("one") == before);
        return code;
    }

    /// What a connection is made with from now on.
    std::string token_in_use()
    {
        last_token.clear();
        static_cast<void>(reopened().connect(stored("one")));
        return last_token;
    }
};

/// Somebody acts when a run that has chosen its pairs looks at the clock for the first time, which
/// is before its turn.
class ActingClock final : public base::Clock {
public:
    explicit ActingClock(std::function<void()> action) : m_action{std::move(action)} {}

    [[nodiscard]] base::Timestamp now() const override { return m_clock.now(); }

    [[nodiscard]] std::chrono::milliseconds monotonic() const override
    {
        if (const auto action = std::exchange(m_action, {})) {
            action();
        }
        return m_clock.monotonic();
    }

private:
    FixedClock m_clock;
    mutable std::function<void()> m_action;
};

} // namespace

TEST_CASE("an edit changes what is named and nothing else", "[app]")
{
    EditWorld world;
    const auto before = world.stored("one");
    SECTION("a setting")
    {
        const auto edited = world.edit([](auto& edit) { edit.settings["project"] = "q"; });
        CHECK(edited.connector.settings == std::map<std::string, std::string>{{"project", "q"}});
        CHECK(edited.types.size() == 1);
        auto expected = before;
        expected.settings["project"] = "q";
        expected.discovered_at = world.clock.now();
        CHECK(world.stored("one") == expected);
    }
    SECTION("the path of the URL: the secret stays with its origin")
    {
        world.edit([](auto& edit) { edit.url = "https://one.example/b/"; });
        auto expected = before;
        expected.url = "https://one.example/b";
        CHECK(world.stored("one") == expected);
        CHECK(world.token_in_use() == "old");
    }
    SECTION("a secret")
    {
        world.edit([](auto& edit) { edit.secrets["token"] = secret("new"); });
        CHECK(world.last_token == "new"); // the test of the connection had it
        auto after = world.stored("one");
        CHECK(after.sealed_credentials != before.sealed_credentials);
        after.sealed_credentials = before.sealed_credentials;
        CHECK(after == before);
        CHECK(world.token_in_use() == "new");
    }
}

TEST_CASE("a secret can be added and taken away beside another one", "[app]")
{
    EditWorld world;
    world.edit([](auto& edit) { edit.secrets["second"] = secret("more"); });
    CHECK(world.token_in_use() == "old");
    world.edit([](auto& edit) { edit.unset = {"second"}; });
    CHECK(world.token_in_use() == "old");
    CHECK(world.refusal([](auto& edit) { edit.unset = {"token"}; }) == ErrorCode::usage);
    world.edit([](auto& edit) { edit.unset = {"second"}; }); // gone already
    CHECK(world.token_in_use() == "old");
}

TEST_CASE("an edit asks for no secret before everything else was found good", "[app]")
{
    EditWorld world;
    bool was_secret_read = false;
    const auto refused = [&](const std::function<void(app::ConnectorEdit&)>& change) {
        const auto code = world.refusal([&](auto& edit) {
            edit.secrets["token"] = [&] {
                was_secret_read = true;
                return base::Secret{std::string_view{"new"}};
            };
            change(edit);
        });
        CHECK_FALSE(was_secret_read);
        CHECK(world.constructions == 0);
        return code;
    };
    CHECK(refused([](auto& edit) { edit.name = "oen"; }) == ErrorCode::not_found);
    CHECK(refused([](auto& edit) { edit.url = "ftp://one.example"; }) == ErrorCode::usage);
    CHECK(refused([](auto& edit) { edit.settings["projekt"] = "q"; }) == ErrorCode::usage);
    CHECK(refused([](auto& edit) { edit.settings["token"] = "new"; }) == ErrorCode::usage);
    CHECK(refused([](auto& edit) { edit.settings["project"] = "a\nb"; }) == ErrorCode::usage);
    CHECK(refused([](auto& edit) { edit.unset = {"project"}; }) == ErrorCode::usage);
    CHECK(refused([](auto& edit) { edit.unset = {"projekt"}; }) == ErrorCode::usage);
    CHECK(refused([](auto& edit) { edit.unset = {"token"}; }) == ErrorCode::usage);
    CHECK(refused([](auto& edit) {
              edit.settings["project"] = "q";
              edit.unset = {"project"};
          }) == ErrorCode::usage);
    CHECK(refused([](auto& edit) { edit.secrets["tokn"] = secret("x"); }) == ErrorCode::usage);
}

TEST_CASE("at another origin every stored secret has to be given again", "[app][attack-11]")
{
    EditWorld world;
    world.edit([](auto& edit) { edit.secrets["second"] = secret("more"); });
    world.constructions = 0;
    const auto* const url =
        GENERATE("https://evil.example/a", "http://one.example/a", "https://one.example:8443/a");
    CHECK(world.refusal([&](auto& edit) { edit.url = url; }) == ErrorCode::usage);
    CHECK(world.refusal([&](auto& edit) {
        edit.url = url;
        edit.secrets["token"] = secret("new");
    }) == ErrorCode::usage);
    // Untested, it would be the next run that sends them.
    CHECK(world.refusal([&](auto& edit) {
        edit.url = url;
        edit.is_tested = false;
    }) == ErrorCode::usage);
    CHECK(text_of([&] { world.edit([&](auto& edit) { edit.url = url; }); })
              .find("\nsyncctl connector edit one --url " + std::string{url} +
                    " --secret second=prompt --secret token=prompt") != std::string::npos);
    CHECK(world.constructions == 0);

    world.edit([&](auto& edit) {
        edit.url = url;
        edit.secrets["token"] = secret("new");
        edit.unset = {"second"};
    });
    CHECK(world.stored("one").url == url);
    CHECK(world.token_in_use() == "new");
}

TEST_CASE("no secret is taken for a URL that somebody wrote into the database", "[app][attack-11]")
{
    EditWorld world;
    auto tampered = world.stored("one");
    tampered.url = "https://evil.example/a";
    world.tamper(tampered);
    CHECK(world.refusal(enter_new_token) == ErrorCode::origin_not_allowed);
    CHECK(world.refusal([](auto& edit) { edit.settings["project"] = "q"; }) ==
          ErrorCode::origin_not_allowed);
    CHECK(world.constructions == 0);
    // Whoever types the URL knows where the secret goes.
    world.edit([&](auto& edit) {
        enter_new_token(edit);
        edit.url = "https://one.example/a";
    });
    CHECK(world.token_in_use() == "new");
}

TEST_CASE("with a setting that leads elsewhere every stored secret has to be given again",
          "[app][attack-11]")
{
    EditWorld world;
    world.edit([](auto& edit) { edit.secrets["second"] = secret("more"); });
    world.constructions = 0;
    const auto lead_away = [](auto& edit) { edit.settings["accounts"] = "https://away.example/a"; };
    CHECK(world.refusal(lead_away) == ErrorCode::usage);
    CHECK(world.refusal([&](auto& edit) {
        lead_away(edit);
        enter_new_token(edit);
    }) == ErrorCode::usage);
    CHECK(world.refusal([&](auto& edit) {
        lead_away(edit);
        edit.is_tested = false;
    }) == ErrorCode::usage);
    CHECK(text_of([&] { world.edit(lead_away); }) ==
          "connector 'one': the secret 'second', 'token' was entered for https://one.example and "
          "is not sent to https://away.example (setting 'accounts'); give it again (nothing was "
          "changed)\n"
          "syncctl connector edit one --url https://one.example/a --set "
          "accounts=https://away.example/a --secret second=prompt --secret token=prompt");
    CHECK(world.constructions == 0);

    world.edit([&](auto& edit) {
        lead_away(edit);
        enter_new_token(edit);
        edit.unset = {"second"};
    });
    CHECK(world.token_in_use() == "new");
    // Within what the secrets were entered for it may change.
    world.edit([](auto& edit) { edit.settings["accounts"] = "https://away.example/b"; });
    world.edit([](auto& edit) { edit.unset = {"accounts"}; });
    CHECK(world.token_in_use() == "new");
}

TEST_CASE("no secret is taken for a setting that somebody wrote into the database",
          "[app][attack-11]")
{
    EditWorld world;
    auto tampered = world.stored("one");
    tampered.settings["accounts"] = "https://evil.example/a";
    world.tamper(tampered);
    CHECK(world.refusal(enter_new_token) == ErrorCode::origin_not_allowed);
    CHECK(world.refusal([](auto& edit) { edit.settings["project"] = "q"; }) ==
          ErrorCode::origin_not_allowed);
    // To say where one of them goes says nothing of the other.
    const auto enter_all_with_url = [](auto& edit) {
        enter_new_token(edit);
        edit.url = "https://two.example/a";
    };
    CHECK(world.refusal(enter_all_with_url) == ErrorCode::origin_not_allowed);
    CHECK(text_of([&] { world.edit(enter_all_with_url); }) ==
          "connector 'one': its secrets were entered for https://one.example, and its setting "
          "'accounts' leads to https://evil.example now; say which is right (nothing was changed)\n"
          "syncctl connector edit one --url URL --set accounts=VALUE --secret token=prompt");
    CHECK(world.constructions == 0);
    SECTION("whoever types another value knows where the secret goes")
    {
        world.edit([](auto& edit) {
            enter_new_token(edit);
            edit.settings["accounts"] = "https://right.example/a";
        });
        CHECK(world.token_in_use() == "new");
    }
    SECTION("as does who types the same one, with the URL")
    {
        world.edit([](auto& edit) {
            enter_new_token(edit);
            edit.url = "https://one.example/a";
            edit.settings["accounts"] = "https://evil.example/a";
        });
        CHECK(world.token_in_use() == "new");
    }
    SECTION("without the setting the stored secret is good again")
    {
        world.edit([](auto& edit) { edit.unset = {"accounts"}; });
        CHECK(world.token_in_use() == "old");
    }
}

TEST_CASE("a setting is not trusted for secrets that do not open any more", "[app][attack-11]")
{
    EditWorld world;
    auto tampered = world.stored("one");
    tampered.settings["accounts"] = "https://evil.example/a";
    tampered.sealed_credentials = "damaged";
    world.tamper(tampered);
    const auto enter_all_with_url = [](auto& edit) {
        enter_new_token(edit);
        edit.url = "https://one.example/a";
    };
    CHECK(world.refusal(enter_all_with_url) == ErrorCode::origin_not_allowed);
    CHECK(world.constructions == 0);
    world.edit([&](auto& edit) {
        enter_all_with_url(edit);
        edit.unset = {"accounts"};
    });
    CHECK(world.token_in_use() == "new");
}

TEST_CASE("secrets that do not open any more can be entered anew", "[app]")
{
    EditWorld world;
    auto damaged = world.stored("one");
    // Not the last one: what it may be depends on the length.
    auto& letter = damaged.sealed_credentials.end()[-5];
    letter = letter == 'A' ? 'B' : 'A';
    world.tamper(damaged);
    CHECK(world.refusal(enter_new_token) == ErrorCode::sealed_authentication);
    world.edit([&](auto& edit) {
        enter_new_token(edit);
        edit.url = "https://one.example/a";
    });
    CHECK(world.token_in_use() == "new");
}

TEST_CASE("a changed connector whose test fails is not stored", "[app]")
{
    EditWorld world;
    world.is_reachable = false;
    CHECK(world.refusal(enter_new_token) == ErrorCode::failed);
    CHECK(text_of([&] { world.edit(enter_new_token); }).find("nobody answers") !=
          std::string::npos);
    world.edit([&](auto& edit) {
        enter_new_token(edit);
        edit.is_tested = false;
    });
    CHECK(world.token_in_use() == "new");
}

TEST_CASE("a dry run of an edit tests and stores nothing", "[app]")
{
    EditWorld world;
    const auto before = world.stored("one");
    const auto edited = world.edit([](auto& edit) {
        edit.secrets["token"] = secret("new");
        edit.settings["project"] = "q";
        edit.is_dry_run = true;
    });
    CHECK(world.last_token == "new");
    CHECK(edited.connector.settings.at("project") == "q");
    CHECK(world.stored("one") == before);
}

TEST_CASE("what another command stored while an edit was under way is not overwritten", "[app]")
{
    EditWorld world;
    const auto code = code_of([&] {
        world.edit([&](auto& edit) {
            edit.secrets["token"] = [&] {
                app::Workspace second{world.options(), world.services()};
                app::enable_connector(second, "one", false, false);
                return base::Secret{std::string_view{"new"}};
            };
        });
    });
    CHECK(code == ErrorCode::locked);
    CHECK_FALSE(world.stored("one").is_active);
    CHECK(world.token_in_use() == "old");
}

TEST_CASE("with another URL it is forgotten how far that side was read, and what it asked for",
          "[app]")
{
    EditWorld world;
    const auto pair = world.has_a_pair();
    const auto one = world.stored("one").id;
    const auto quiet = [&] { return world.workspace().reading().connectors.quiet_until(one); };
    world.workspace().keep_quiet_time(one, std::nullopt, base::Timestamp{5000});
    world.edit([](auto& edit) {
        edit.settings["project"] = "q";
        edit.is_tested = false;
    });
    CHECK(world.watermark(pair, model::Side::target) == "of one");
    CHECK(quiet() == base::Timestamp{5000});
    world.edit([](auto& edit) {
        edit.url = "https://one.example/b";
        edit.is_tested = false;
    });
    CHECK(world.watermark(pair, model::Side::target).empty());
    CHECK(!quiet());
    CHECK(world.watermark(pair, model::Side::source) == "of two");
}

TEST_CASE("an edit waits for no run: a new secret disturbs none, a new place is refused", "[app]")
{
    EditWorld world;
    const auto pair = world.has_a_pair();
    app::Workspace running{world.options(), world.services()};
    const auto held = running.lock_pair(pair);
    CHECK(world.refusal([](auto& edit) { edit.url = "https://one.example/b"; }) ==
          ErrorCode::locked);
    CHECK(world.refusal([](auto& edit) { edit.settings["project"] = "q"; }) == ErrorCode::locked);
    CHECK(world.watermark(pair, model::Side::target) == "of one");
    world.edit([](auto& edit) { edit.secrets["token"] = secret("new"); });
    CHECK(world.token_in_use() == "new");
}

TEST_CASE("a run takes its connectors as they are when its turn has come", "[app]")
{
    EditWorld world;
    const auto pair = world.has_a_pair();
    world.workspace().writing().pairs.save_mapping(pair.id, "", {}, world.clock.now());
    world.constructions = 0;
    const ActingClock clock{[&] {
        app::Workspace other{world.options(), world.services()};
        app::enable_connector(other, "one", false, false);
    }};
    const app::Services services{.registry = world.registry,
                                 .clock = clock,
                                 .random = world.random,
                                 .log = world.log,
                                 .stop = world.stop};
    app::Workspace running{world.options(), services};
    app::RunRequest request;
    request.pairs = {"p"};
    const auto summary = app::run_pairs(running, request);
    REQUIRE(summary.pairs.at(0).error);
    CHECK(summary.pairs.at(0).error->code() == ErrorCode::setting);
    CHECK(world.constructions == 0);
}

} // namespace syncctl::test
