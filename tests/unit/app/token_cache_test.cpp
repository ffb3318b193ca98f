// What a tracker gave a connector is kept for the next process, sealed, until the credentials
// change.

#include "app_world.hpp"

#include "syncctl/app/connectors.hpp"
#include "syncctl/base/file.hpp"

#include <catch2/catch.hpp>

#include <optional>
#include <thread>

namespace syncctl::test {

namespace {

constexpr std::string_view k_token = "1000.token-of-the-tracker";

base::Secret token(std::string_view text = k_token)
{
    return base::Secret{text};
}

std::optional<std::string> text_in(connectors::TokenCache& cache)
{
    const auto content = cache.load();
    return content ? std::optional{std::string{content->reveal()}} : std::nullopt;
}

/// A process of its own, connected to `one` as it is stored when it begins.
class Process {
public:
    explicit Process(AppWorld& world, const std::string& name = "one")
        : m_workspace{world.options(), world.services()},
          m_connection{m_workspace.connect(m_workspace.reading().connectors.find(name).value())},
          m_cache{*world.last_tokens}
    {
    }

    [[nodiscard]] app::Workspace& workspace() { return m_workspace; }

    [[nodiscard]] connectors::TokenCache& cache() { return m_cache; }

private:
    app::Workspace m_workspace;
    app::OpenConnector m_connection;
    connectors::TokenCache& m_cache;
};

class TokenWorld : public AppWorld {
public:
    TokenWorld()
    {
        is_set_up();
        has_connector("one", "https://one.example/a", "secret-of-one");
    }

    std::optional<std::string> envelope()
    {
        return reopened().reading().connectors.access_token(stored("one").id);
    }

    void put_envelope(const std::optional<std::string>& envelope)
    {
        workspace().writing().connectors.replace_access_token(stored("one").id, envelope);
    }

    void edit(const std::function<void(app::ConnectorEdit&)>& change)
    {
        app::ConnectorEdit edit;
        edit.name = "one";
        change(edit);
        static_cast<void>(app::edit_connector(workspace(), edit));
    }

    std::string octets_of_all_files()
    {
        std::string octets;
        for (const auto& entry : std::filesystem::directory_iterator{folder()}) {
            octets += base::read_file(entry.path(), std::size_t{64} << 20U);
        }
        return octets;
    }
};

void enter_new_token(app::ConnectorEdit& edit)
{
    edit.secrets["token"] = [] { return base::Secret{std::string_view{"new"}}; };
}

/// A minute later at each look.
class HastyClock final : public base::Clock {
public:
    [[nodiscard]] base::Timestamp now() const override { return {1}; }

    [[nodiscard]] std::chrono::milliseconds monotonic() const override
    {
        return m_now += std::chrono::minutes{1};
    }

private:
    mutable std::chrono::milliseconds m_now{0};
};

} // namespace

TEST_CASE("what one process keeps the next one finds, and the latest counts", "[app][tokens]")
{
    TokenWorld world;
    Process first{world};
    Process second{world};
    CHECK_FALSE(text_in(second.cache()));
    first.cache().keep(token());
    CHECK(text_in(second.cache()) == k_token);
    CHECK(text_in(first.cache()) == k_token);
    second.cache().keep(token("another"));
    CHECK(text_in(first.cache()) == "another");
    CHECK(text_in(Process{world}.cache()) == "another");
}

TEST_CASE("each connector has a token of its own", "[app][tokens]")
{
    TokenWorld world;
    world.has_connector("two", "https://two.example", "secret-of-two");
    Process one{world};
    Process two{world, "two"};
    one.cache().keep(token());
    CHECK_FALSE(text_in(two.cache()));
}

TEST_CASE("another thread may keep a token while the database is in use", "[app][tokens]")
{
    TokenWorld world;
    Process process{world};
    const auto connectors = process.workspace().writing().connectors.list();
    std::thread worker{[&] { process.cache().keep(token()); }};
    CHECK(process.workspace().reading().connectors.list() == connectors);
    worker.join();
    CHECK(text_in(process.cache()) == k_token);
}

TEST_CASE("a process that opened the database for reading only keeps a token", "[app][tokens]")
{
    TokenWorld world;
    {
        Process process{world};
        CHECK_FALSE(process.workspace().is_writing());
        process.cache().keep(token());
        CHECK_FALSE(process.workspace().is_writing());
    }
    CHECK(text_in(Process{world}.cache()) == k_token);
}

TEST_CASE("a token is in no file in clear", "[app][tokens]")
{
    TokenWorld world;
    Process process{world};
    process.cache().keep(token());
    REQUIRE(process.workspace().reading().connectors.access_token(world.stored("one").id));
    CHECK(world.octets_of_all_files().find(k_token) == std::string::npos);
    process.workspace().writing().database.checkpoint();
    CHECK(world.octets_of_all_files().find(k_token) == std::string::npos);
    CHECK(world.envelope().value().rfind("sc1:", 0) == 0);
}

TEST_CASE("one process at a time renews the token of a connector", "[app][tokens]")
{
    TokenWorld world;
    world.has_connector("two", "https://two.example", "secret-of-two");
    Process first{world};
    const HastyClock clock;
    auto services = world.services();
    app::Workspace workspace{world.options(),
                             {.registry = services.registry,
                              .clock = clock,
                              .random = services.random,
                              .log = services.log,
                              .stop = services.stop}};
    const auto second = workspace.connect(world.stored("one"));
    auto& cache = *world.last_tokens;
    Process other{world, "two"};
    int renewals = 0;
    const auto renew = [&] { ++renewals; };
    first.cache().alone([&] {
        CHECK(code_of([&] { cache.alone(renew); }) == ErrorCode::locked);
        CHECK(renewals == 0);
        other.cache().alone(renew);
        CHECK(renewals == 1);
        world.stop.request(2);
        CHECK(code_of([&] { cache.alone(renew); }) == ErrorCode::interrupted);
        CHECK(renewals == 1);
    });
    cache.alone(renew);
    CHECK(renewals == 2);
    CHECK_THROWS_AS(cache.alone([] { throw std::runtime_error{"no token"}; }), std::runtime_error);
    first.cache().alone(renew);
    CHECK(renewals == 3);
}

TEST_CASE("a token goes when what it was asked for with changes", "[app][tokens]")
{
    TokenWorld world;
    Process{world}.cache().keep(token());
    REQUIRE(world.envelope());
    SECTION("another secret")
    {
        world.edit(enter_new_token);
        CHECK_FALSE(world.envelope());
    }
    SECTION("another place at the same origin")
    {
        world.edit([](auto& edit) { edit.url = "https://one.example/b"; });
        CHECK_FALSE(world.envelope());
    }
    SECTION("another setting")
    {
        world.edit([](auto& edit) { edit.settings["project"] = "q"; });
        CHECK_FALSE(world.envelope());
    }
    SECTION("not by an edit that stores nothing")
    {
        world.edit([](auto& edit) {
            enter_new_token(edit);
            edit.is_dry_run = true;
        });
        world.is_reachable = false;
        CHECK(code_of([&] { world.edit(enter_new_token); }) == ErrorCode::failed);
        CHECK(text_in(Process{world}.cache()) == k_token);
    }
    SECTION("not when the connector rests for a while")
    {
        app::enable_connector(world.workspace(), "one", false, false);
        app::enable_connector(world.workspace(), "one", true, false);
        CHECK(text_in(Process{world}.cache()) == k_token);
    }
}

TEST_CASE("a token goes with its connector", "[app][tokens]")
{
    TokenWorld world;
    Process process{world};
    process.cache().keep(token());
    const auto envelope = world.envelope().value();
    app::remove_connector(world.workspace(), "one", false);
    process.cache().keep(token());
    CHECK_FALSE(text_in(process.cache()));
    CHECK(world.octets_of_all_files().find(envelope) == std::string::npos);
}

TEST_CASE("credentials that are tried out share no token with the stored ones", "[app][tokens]")
{
    TokenWorld world;
    Process{world}.cache().keep(token());
    const auto before = world.envelope();
    std::optional<std::string> found = "nothing was tried";
    world.on_construction = [&](connectors::TokenCache& cache) {
        found = text_in(cache);
        cache.keep(token("for the new ones"));
        cache.alone([&] { CHECK(text_in(cache) == "for the new ones"); });
    };
    world.edit([](auto& edit) {
        enter_new_token(edit);
        edit.is_dry_run = true;
    });
    CHECK_FALSE(found);
    CHECK(world.envelope() == before);
    world.edit(enter_new_token);
    CHECK_FALSE(world.envelope());
    world.has_connector("two", "https://two.example", "secret-of-two");
    CHECK_FALSE(
        world.workspace().reading().connectors.access_token(world.stored("two").id).has_value());
}

TEST_CASE("a process with the old credentials and one with the new ones share no token",
          "[app][tokens]")
{
    TokenWorld world;
    Process old{world};
    world.edit(enter_new_token);
    Process now{world};
    old.cache().keep(token("of the old ones"));
    CHECK_FALSE(text_in(now.cache()));
    now.cache().keep(token("of the new ones"));
    CHECK_FALSE(text_in(old.cache()));
    CHECK(text_in(now.cache()) == "of the new ones");
}

TEST_CASE("an envelope that does not open is no token", "[app][tokens][attack-8][attack-9]")
{
    TokenWorld world;
    world.has_connector("two", "https://two.example", "secret-of-two");
    Process one{world};
    Process two{world, "two"};
    one.cache().keep(token());
    auto envelope = world.envelope().value();
    SECTION("damaged")
    {
        auto& letter = envelope.end()[-5];
        letter = letter == 'A' ? 'B' : 'A';
    }
    SECTION("cut short")
    {
        envelope.resize(20);
    }
    SECTION("none at all")
    {
        envelope = GENERATE("", "1000.plain-token");
    }
    SECTION("of another connector")
    {
        two.cache().keep(token());
        envelope =
            world.workspace().reading().connectors.access_token(world.stored("two").id).value();
    }
    SECTION("of another column")
    {
        envelope = world.stored("one").sealed_credentials;
    }
    world.put_envelope(envelope);
    CHECK_FALSE(text_in(one.cache()));
    REQUIRE(world.log.details.size() == 1);
    CHECK(world.log.details[0].rfind("connector 'one': the token that is kept cannot be used: ",
                                     0) == 0);
    CHECK(world.log.details[0].find("1000.") == std::string::npos);
    one.cache().keep(token("another"));
    CHECK(text_in(one.cache()) == "another");
}

TEST_CASE("a token that cannot be kept fails nothing", "[app][tokens]")
{
    TokenWorld world;
    Process process{world};
    process.workspace().close();
    std::filesystem::rename(world.options().database, world.folder() / "elsewhere.db");
    process.cache().keep(token());
    CHECK_FALSE(text_in(process.cache()));
    REQUIRE(world.log.details.size() == 2);
    CHECK(world.log.details[0].rfind("connector 'one': its token was not kept: ", 0) == 0);
    CHECK(world.log.details[0].find(k_token) == std::string::npos);
    std::filesystem::rename(world.folder() / "elsewhere.db", world.options().database);
}

TEST_CASE("a connector without secrets needs no key for its token", "[app][tokens]")
{
    TokenWorld world;
    app::ConnectorAddition addition;
    addition.name = "open";
    addition.type = "plain";
    addition.url = "https://open.example";
    static_cast<void>(app::add_connector(world.workspace(), addition));
    std::filesystem::remove(world.options().key_sources.default_file);
    Process process{world, "open"};
    process.cache().keep(token());
    CHECK(text_in(process.cache()) == k_token);
    CHECK_FALSE(text_in(Process{world, "open"}.cache()));
}

} // namespace syncctl::test
